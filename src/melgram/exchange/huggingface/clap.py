"""ClapFeatureExtractor: decibels over ten seconds, repeated if need be.

Source   transformers 5.23.0: models/clap
"""

from __future__ import annotations

from dataclasses import replace

from melgram.exchange.settings import Settings
from melgram.exchange.stages import mel_bank, without
from melgram.frontend import FrontEnd
from melgram.frontend.signal import PadTo, SignalOp, TileTo
from melgram.presets import preset

_BASES = {"fusion": "hf-clap", "rand_trunc": "hf-clap-rand"}
_PADDINGS = ("repeatpad", "repeat", "pad")


def clap(settings: Settings) -> FrontEnd:
    """Return the features of one clip of at most ``max_length_s`` seconds."""
    base = preset(settings.word("truncation", "fusion", _BASES))
    rate = settings.integer("sampling_rate", 48_000)
    n_fft = settings.integer("fft_window_size", 1024, least=2)
    n_samples = settings.integer("max_length_s", 10) * rate
    padding = settings.word("padding", "repeatpad", dict(zip(_PADDINGS, _PADDINGS, strict=True)))
    bank = replace(
        mel_bank(base),
        n_mels=settings.integer("feature_size", 64),
        fmin=settings.number("frequency_min", 0),
        fmax=settings.number("frequency_max", 14_000),
    )
    framing = replace(
        base.framing,
        n_fft=n_fft,
        win_length=n_fft,
        hop_length=settings.integer("hop_length", 480),
    )
    settings.ignore("top_db", "chunk_length_s", "n_fft", "nb_frequency_bins", "nb_max_frames")
    settings.ignore("nb_max_samples")
    settings.say(
        "Of a longer clip the original takes random parts, and with truncation=fusion it stacks "
        "four pictures; here there is one, of the whole clip."
    )
    signal = (*_repeated(padding, n_samples), *without(base.signal, PadTo, TileTo))
    return replace(base, sample_rate=rate, signal=signal, framing=framing, bank=bank)


def _repeated(padding: str, n_samples: int) -> tuple[SignalOp, ...]:
    if padding == "pad":
        return (PadTo(n_samples=n_samples),)
    tiling = "repeat_then_zero" if padding == "repeatpad" else "repeat"
    return (TileTo(n_samples=n_samples, tiling=tiling),)
