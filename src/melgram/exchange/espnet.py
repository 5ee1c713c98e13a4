"""ESPnet: ``frontend_conf`` of recognition and ``feats_extract_conf`` of synthesis.

Source   espnet 202511: espnet2/asr/frontend/default.py, espnet2/layers/{log_mel,utterance_mvn}.py,
         espnet2/tts/feats_extract/log_mel_fbank.py
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from melgram.errors import FrontEndError
from melgram.exchange.settings import Settings
from melgram.exchange.stages import log_of, mel_bank
from melgram.frontend import FrontEnd
from melgram.frontend.framing import Centered, Snip
from melgram.frontend.post import PerFeature, PostOp, SubtractMean
from melgram.frontend.spectral import Blackman, Hamming, Hann, Rectangular, WindowShape
from melgram.presets import preset

_WINDOWS: dict[str | None, WindowShape] = {
    "hann": Hann(),
    "hamming": Hamming(),
    "blackman": Blackman(),
    None: Rectangular(),
}


def default_frontend(settings: Settings) -> FrontEnd:
    """Return the front end of recognition, before its normalisation."""
    front_end = _bands(settings, preset("espnet"), n_fft=512, hop_length=128)
    settings.ignore("apply_stft", "frontend_conf")
    settings.only("onesided", True, because="a mel bank takes half the spectrum.")
    return front_end


def log_mel_fbank(settings: Settings) -> FrontEnd:
    """Return the front end of synthesis, before its normalisation."""
    front_end = _bands(
        settings, preset("espnet-tts"), n_fft=1024, hop_length=256, fmin=80, fmax=7600
    )
    base = settings.word("log_base", 10.0, {10.0: "log10", None: "ln"})
    settings.only("onesided", True, because="a mel bank takes half the spectrum.")
    return replace(front_end, compression=replace(log_of(front_end), base=base))


def normalised(settings: Settings, front_end: FrontEnd, document: Mapping[str, Any]) -> FrontEnd:
    """Return the front end with what ``normalize`` says."""
    kind, options = document.get("normalize"), document.get("normalize_conf") or {}
    if kind == "utterance_mvn":
        return replace(front_end, post=(*front_end.post, *_utterance_mvn(options)))
    if kind == "global_mvn":
        stats = options.get("stats_file", "another file")
        settings.say(f"normalize=global_mvn: its numbers are in {stats}; they are left out here.")
    elif kind is not None:
        message = f"normalize={kind!r} must be utterance_mvn, global_mvn or null."
        raise FrontEndError(message)
    return front_end


SECTIONS = (
    ("frontend", "default", default_frontend),
    ("feats_extract", "fbank", log_mel_fbank),
)
"""Key of a configuration, its value, and who reads the section ``<key>_conf``."""


def without_normalisation(front_end: FrontEnd) -> tuple[FrontEnd, list[str]]:
    """Return the front end before ``normalize``, and the lines that say the rest."""
    last = front_end.post[-1:]
    for deviations in (False, True):
        if last == _utterance_mvn({"norm_vars": deviations}):
            word = "true" if deviations else "false"
            lines = ["normalize: utterance_mvn", "normalize_conf:", f"  norm_vars: {word}"]
            return replace(front_end, post=front_end.post[:-1]), lines
    return front_end, []


def _utterance_mvn(options: Mapping[str, Any]) -> tuple[PostOp, ...]:
    means, deviations = options.get("norm_means", True), options.get("norm_vars", False)
    if deviations:
        if not means:
            message = "norm_means=false cannot be expressed with norm_vars=true."
            raise FrontEndError(message)
        return (PerFeature(ddof=0, added=1e-20, guard="clamp_deviation"),)
    return (SubtractMean(),) if means else ()


def _bands(
    settings: Settings,
    base: FrontEnd,
    *,
    n_fft: int,
    hop_length: int,
    fmin: float | None = None,
    fmax: float | None = None,
) -> FrontEnd:
    rate = _rate(settings.any("fs", 16_000))
    n_fft = settings.integer("n_fft", n_fft, least=2)
    framing = replace(
        base.framing,
        n_fft=n_fft,
        win_length=settings.optional_integer("win_length") or n_fft,
        hop_length=settings.integer("hop_length", hop_length),
        edges=Centered() if settings.flag("center", True) else Snip(),
    )
    unitary = settings.flag("normalized", False)
    low, high = settings.optional_number("fmin", fmin), settings.optional_number("fmax", fmax)
    bank = replace(
        mel_bank(base),
        n_mels=settings.integer("n_mels", 80),
        fmin=0.0 if low is None else low,
        fmax=rate / 2 if high is None else high,
        scale="htk" if settings.flag("htk", False) else "slaney",
    )
    shape = settings.word("window", "hann", _WINDOWS)
    window = replace(base.window, shape=shape)
    return replace(
        base,
        sample_rate=rate,
        framing=framing,
        window=window,
        fft_norm="unitary" if unitary else "none",
        bank=bank,
    )


def _rate(value: Any) -> int:
    """Read 16000 and, as ESPnet does, 16k."""
    text = str(value).strip().lower()
    try:
        return round(float(text.removesuffix("k")) * (1000 if text.endswith("k") else 1))
    except ValueError:
        message = f"fs={value!r} must be a number of hertz, or of kilohertz such as 16k."
        raise FrontEndError(message) from None
