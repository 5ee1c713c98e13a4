"""NVIDIA NeMo: the section ``preprocessor`` of ``model_config.yaml``, read and written.

Source   nemo_toolkit 3.0.0: collections/asr/modules/audio_preprocessing.py and
         parts/preprocessing/features.py; 2.4.0 for what came before
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from melgram.errors import FrontEndError, did_you_mean
from melgram.exchange.settings import Settings
from melgram.exchange.stages import (
    exponent_of,
    floor_of,
    found,
    log_of,
    mel_bank,
    next_power_of_two,
    spectrum_of,
)
from melgram.frontend import FrontEnd
from melgram.frontend.compression import AddFloor, ClampFloor, Compression, Log, NoCompression
from melgram.frontend.framing import Centered, Framing, Padded
from melgram.frontend.post import (
    AllFeatures,
    Dct,
    FillInvalid,
    PadFramesToMultiple,
    PerFeature,
    PostOp,
    VectorAffine,
)
from melgram.frontend.signal import Preemphasis
from melgram.frontend.spectral import Blackman, Hamming, Hann, Rectangular, WindowShape
from melgram.presets import preset

MEL = "AudioToMelSpectrogramPreprocessor"
MFCC = "AudioToMFCCPreprocessor"

_WINDOWS: dict[str | None, WindowShape] = {
    "hann": Hann(periodic=False),
    "hamming": Hamming(periodic=False),
    "blackman": Blackman(periodic=False),
    "none": Rectangular(),
    None: Rectangular(),
}
_NORMS = {"slaney": "area", None: "none"}
_GUARDS = {"add": AddFloor, "clamp": ClampFloor}
_FLOAT32 = {"tiny": 1.1754943508222875e-38, "eps": 1.1920928955078125e-07}
_TRAINING = (
    "_target_",
    "cls",
    "nb_augmentation_prob",
    "nb_max_freq",
    "params",
    "rng",
    "stft_conv",
    "stft_exact_pad",
)


def section_of(document: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the section ``preprocessor``, at the top or under ``model``, or None."""
    model = document.get("model")
    for holder in (document, model if isinstance(model, Mapping) else {}):
        section = holder.get("preprocessor")
        if isinstance(section, Mapping):
            return section
    return None


def class_of(section: Mapping[str, Any]) -> str:
    """Return the name of the preprocessor's class.

    Raises
    ------
    FrontEndError
        If the section names none, or one that is not covered.
    """
    target = section.get("_target_")
    name = str(target).rpartition(".")[2]
    if name not in (MEL, MFCC):
        hint = did_you_mean(name, (MEL, MFCC))
        message = f"preprocessor._target_={target!r} is not covered.{hint} Covered: {MEL}, {MFCC}."
        raise FrontEndError(message)
    return name


def mel(settings: Settings, *, release: object) -> FrontEnd:
    """Return the front end of AudioToMelSpectrogramPreprocessor in a release of NeMo.

    ``release`` is what the file says as ``nemo_version``; None is the newest. Release 2.5
    changed what stands outside the signal.
    """
    zeros = _release(settings, release) >= (2, 5)
    base = preset("nemo-parakeet" if zeros else "nemo-2.3")
    rate = settings.integer("sample_rate", 16_000)
    framing = _framing(settings, base.framing, rate=rate, zeros=zeros)
    bank = replace(
        mel_bank(base),
        n_mels=settings.integer("features", 64),
        fmin=settings.number("lowfreq", 0),
        fmax=settings.optional_number("highfreq") or rate / 2,
        norm=settings.word("mel_norm", "slaney", _NORMS),
    )
    other = "the torchaudio variant is another front end; see the preset nemo-ta-2.4."
    settings.only("use_torchaudio", False, because=other)
    settings.only("frame_splicing", 1, because="NeMo's splicing repeats frames unshifted.")
    settings.ignore("dither", *_TRAINING)
    settings.say("Dither acts in training alone; it is left out.")
    return replace(
        base,
        sample_rate=rate,
        signal=_preemphasis(settings, framing),
        framing=framing,
        window=replace(base.window, shape=settings.word("window", "hann", _WINDOWS)),
        spectrum=spectrum_of(settings.number("mag_power", 2.0)),
        bank=bank,
        compression=_logarithm(settings),
        post=_post(settings, zeros=zeros),
        padding=settings.number("pad_value", 0),
    )


def _release(settings: Settings, release: object) -> tuple[int, int]:
    match = re.match(r"(\d+)\.(\d+)", str(release))
    if match is None:
        settings.say(
            "The file names no release (nemo_version): 2.5 or later is taken, where zeros stand "
            "outside the signal. Models trained before mid-2025 heard a mirror there."
        )
        return (3, 0)
    settings.say(f"nemo_version={release} decides what stands outside the signal.")
    return (int(match[1]), int(match[2]))


def _framing(settings: Settings, base: Framing, *, rate: int, zeros: bool) -> Framing:
    win_length = _samples(settings, "window_size", 0.02, rate=rate)
    hop_length = _samples(settings, "window_stride", 0.01, rate=rate)
    n_fft = settings.optional_integer("n_fft") or next_power_of_two(win_length)
    framing = replace(base, n_fft=n_fft, win_length=win_length, hop_length=hop_length)
    if not settings.flag("exact_pad", False):
        return framing
    side = (n_fft - hop_length) // 2
    edges = Padded(left=side, right=side, mode="zero" if zeros else "reflect")
    return replace(framing, edges=edges, valid_extra=-1 if zeros else None)


def _samples(settings: Settings, name: str, default: float, *, rate: int) -> int:
    """Return a length in samples: ``window_size`` in seconds, or ``n_window_size`` as it is."""
    whole = settings.optional_integer(f"n_{name}")
    seconds = settings.any(name, None if whole else default)
    if seconds and whole:
        message = f"{name}={seconds} and n_{name}={whole} exclude each other. Leave one out."
        raise FrontEndError(message)
    return whole or int(settings.number(name, default) * rate)


def _preemphasis(settings: Settings, framing: Framing) -> tuple[Preemphasis, ...]:
    coefficient = settings.optional_number("preemph", 0.97)
    if coefficient is None:
        return ()
    if isinstance(framing.edges, Padded):
        message = f"preemph={coefficient} with exact_pad cannot be expressed. It must be null."
        raise FrontEndError(message)
    return (Preemphasis(coefficient=coefficient, first="keep"),)


def _logarithm(settings: Settings) -> Compression:
    guard = settings.word("log_zero_guard_type", "add", _GUARDS)
    value = settings.any("log_zero_guard_value", 2.0**-24)
    if isinstance(value, str):
        value = settings.word("log_zero_guard_value", None, _FLOAT32)
    if not settings.flag("log", True):
        return NoCompression()
    return Log(base="ln", floor=guard(value=value))


def _post(settings: Settings, *, zeros: bool) -> tuple[PostOp, ...]:
    post = _normalisation(settings.any("normalize", "per_feature"))
    value = settings.number("pad_value", 0)
    if zeros:
        post = (*post, FillInvalid(value=value))
    multiple = settings.any("pad_to", 16)
    if multiple == "max":
        message = "pad_to='max' cannot be expressed: it fills up to the longest training clip."
        raise FrontEndError(message)
    multiple = settings.integer("pad_to", 16, least=0)
    if multiple > 1:
        post = (*post, PadFramesToMultiple(n_frames=multiple, value=value))
    return post


def _normalisation(kind: Any) -> tuple[PostOp, ...]:
    if kind == "per_feature":
        return (PerFeature(ddof=1, added=1e-5, guard="add_to_deviation"),)
    if kind == "all_features":
        return (AllFeatures(ddof=1, added=1e-5),)
    if isinstance(kind, Mapping) and {"fixed_mean", "fixed_std"} <= kind.keys():
        offset = tuple(-mean for mean in kind["fixed_mean"])
        return (VectorAffine(offset=offset, scale=tuple(1.0 / std for std in kind["fixed_std"])),)
    if kind in (None, False, "", "NA", "None", "none"):
        return ()
    message = f"normalize={kind!r} must be per_feature, all_features, fixed numbers or null."
    raise FrontEndError(message)


def mfcc(settings: Settings) -> FrontEnd:
    """Return the front end of AudioToMFCCPreprocessor (MarbleNet, MatchboxNet)."""
    base = preset("marblenet")
    rate = settings.integer("sample_rate", 16_000)
    win_length = _samples(settings, "window_size", 0.02, rate=rate)
    hop_length = _samples(settings, "window_stride", 0.01, rate=rate)
    n_fft = settings.optional_integer("n_fft") or next_power_of_two(win_length)
    fmax = settings.optional_number("highfreq")
    bank = replace(
        mel_bank(base),
        n_mels=settings.integer("n_mels", 64),
        fmin=settings.number("lowfreq", 0.0),
        fmax=float(rate // 2) if fmax is None else fmax,
    )
    settings.only("window", "hann", because="only its default has a preset to start from.")
    settings.only("dct_type", 2, because="torchaudio has no other.")
    settings.only("log", True, because="decibels below the batch's maximum hang on the batch.")
    norm = settings.word("norm", "ortho", {"ortho": "ortho", None: "none"})
    cepstrum = Dct(n_coefficients=settings.integer("n_mfcc", 64), norm=norm)
    settings.ignore(*_TRAINING)
    framing = replace(base.framing, n_fft=n_fft, win_length=win_length, hop_length=hop_length)
    return replace(base, sample_rate=rate, framing=framing, bank=bank, post=(cepstrum,))


def keywords(front_end: FrontEnd) -> dict[str, object]:
    """Return what the section would say; what it cannot is found later."""
    bank, framing, rate = mel_bank(front_end), front_end.framing, front_end.sample_rate
    preemphasis = found(front_end.signal, Preemphasis)
    multiple = found(front_end.post, PadFramesToMultiple)
    fill = found(front_end.post, FillInvalid)
    said: dict[str, object] = {
        "_target_": f"nemo.collections.asr.modules.{MEL}",
        "sample_rate": rate,
        "window_size": False,
        "window_stride": False,
        "n_window_size": framing.win_length,
        "n_window_stride": framing.hop_length,
        "window": _window_name(front_end.window.shape),
        "normalize": _normalisation_name(front_end.post),
        "n_fft": framing.n_fft,
        "preemph": preemphasis.coefficient if preemphasis else None,
        "features": bank.n_mels,
        "lowfreq": bank.fmin,
        "highfreq": bank.fmax,
        "mel_norm": "slaney" if bank.norm == "area" else None,
        "mag_power": exponent_of(front_end.spectrum),
        "dither": 0.0,
        "pad_to": multiple.n_frames if multiple else 0,
        "pad_value": fill.value if fill else 0.0,
        "frame_splicing": 1,
        "exact_pad": isinstance(framing.edges, Padded),
        "log": not isinstance(front_end.compression, NoCompression),
    }
    if said["log"]:
        said["log_zero_guard_value"] = floor_of(front_end)
        added = isinstance(log_of(front_end).floor, AddFloor)
        said["log_zero_guard_type"] = "add" if added else "clamp"
    return said


def release_of(front_end: FrontEnd) -> str:
    """Return a release whose edges are the front end's: 2.4 mirrors, 2.5 pads with zeros."""
    edges = front_end.framing.edges
    mirrored = isinstance(edges, (Centered, Padded)) and edges.mode == "reflect"
    return "2.4.0" if mirrored else "2.5.0"


def _window_name(shape: WindowShape) -> str:
    for name, known in _WINDOWS.items():
        if name is not None and shape == known:
            return name
    known = ", ".join(name for name in _WINDOWS if name is not None)
    message = f"window.shape={shape!r} must be one of {known}, all symmetric."
    raise FrontEndError(message)


def _normalisation_name(post: tuple[PostOp, ...]) -> object:
    if found(post, PerFeature):
        return "per_feature"
    if found(post, AllFeatures):
        return "all_features"
    vector = found(post, VectorAffine)
    if vector is None:
        return None
    return {
        "fixed_mean": [-offset for offset in vector.offset],
        "fixed_std": [1.0 / scale for scale in vector.scale],
    }
