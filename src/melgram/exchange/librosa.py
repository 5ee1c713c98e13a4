"""librosa's calls with their keywords, read and written.

Source   librosa 0.11.0: feature/spectral.py melspectrogram and mfcc, core/spectrum.py power_to_db
         and amplitude_to_db
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from melgram.errors import FrontEndError
from melgram.exchange.settings import Settings
from melgram.exchange.stages import exponent_of, floor_of, found, log_of, mel_bank, spectrum_of
from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log, LogBase, NoCompression
from melgram.frontend.framing import Centered, Edges, Snip
from melgram.frontend.post import Affine, Dct, DynamicRange, SubtractMaximum
from melgram.frontend.spectral import (
    Blackman,
    Hamming,
    Hann,
    Rectangular,
    VectorWindow,
    WindowShape,
)
from melgram.presets import preset

MELSPECTROGRAM = "librosa.feature.melspectrogram"
MFCC = "librosa.feature.mfcc"
POWER_TO_DB = "librosa.power_to_db"
AMPLITUDE_TO_DB = "librosa.amplitude_to_db"

WINDOWS: dict[str, WindowShape] = {
    "hann": Hann(),
    "hamming": Hamming(),
    "blackman": Blackman(),
    "boxcar": Rectangular(),
    "ones": Rectangular(),
}
_PADDING = {"constant": "zero", "reflect": "reflect", "symmetric": "symmetric", "edge": "edge"}
_NORMS = {"slaney": "area", None: "none"}


def melspectrogram(settings: Settings) -> FrontEnd:
    """Return the front end of ``librosa.feature.melspectrogram``."""
    return _mel(settings, norm="norm")


def _mel(settings: Settings, *, norm: str) -> FrontEnd:
    base = preset("librosa")
    rate = settings.integer("sr", 22_050)
    n_fft = settings.integer("n_fft", 2048, least=2)
    framing = replace(
        base.framing,
        n_fft=n_fft,
        win_length=settings.optional_integer("win_length") or n_fft,
        hop_length=settings.integer("hop_length", 512),
        edges=_edges(settings),
    )
    fmax = settings.optional_number("fmax")
    bank = replace(
        mel_bank(base),
        n_mels=settings.integer("n_mels", 128),
        fmin=settings.number("fmin", 0.0),
        fmax=rate / 2 if fmax is None else fmax,
        scale="htk" if settings.flag("htk", False) else "slaney",
        norm=settings.word(norm, "slaney", _NORMS),
    )
    settings.ignore("dtype")
    return replace(
        base,
        sample_rate=rate,
        framing=framing,
        window=replace(base.window, shape=_window(settings)),
        spectrum=spectrum_of(settings.number("power", 2.0)),
        bank=bank,
    )


def _edges(settings: Settings) -> Edges:
    mode = settings.word("pad_mode", "constant", _PADDING)
    return Centered(mode=mode) if settings.flag("center", True) else Snip()


def _window(settings: Settings) -> WindowShape:
    if isinstance(settings.any("window", "hann"), list):
        return VectorWindow(values=settings.numbers("window") or ())
    return settings.word("window", "hann", WINDOWS)


def power_to_db(settings: Settings, front_end: FrontEnd) -> FrontEnd:
    """Return the front end followed by ``librosa.power_to_db``."""
    return _decibels(settings, front_end, base="db_power", amin=1e-10)


def amplitude_to_db(settings: Settings, front_end: FrontEnd) -> FrontEnd:
    """Return the front end followed by ``librosa.amplitude_to_db``."""
    return _decibels(settings, front_end, base="db_amplitude", amin=1e-5)


def _decibels(settings: Settings, front_end: FrontEnd, *, base: LogBase, amin: float) -> FrontEnd:
    amin = settings.number("amin", amin)
    post: tuple[Any, ...] = _reference(settings, base=base, amin=amin)
    top = settings.optional_number("top_db", 80.0)
    if top is not None:
        post = (*post, DynamicRange(range=top))
    compression = Log(base=base, floor=ClampFloor(value=amin))
    return replace(front_end, compression=compression, post=post, arithmetic="float64")


def _reference(settings: Settings, *, base: LogBase, amin: float) -> tuple[Any, ...]:
    if settings.any("ref", 1.0) == "max":  # np.max in Python, a word in JSON
        return (SubtractMaximum(),)
    ref = settings.number("ref", 1.0)
    factor = 10 if base == "db_power" else 20
    offset = -factor * math.log10(max(amin, ref))
    return (Affine(scale=1.0, offset=offset),) if offset else ()


def mfcc(settings: Settings) -> FrontEnd:
    """Return the front end of ``librosa.feature.mfcc``, decibels and cosines included."""
    front_end = _mel(settings, norm="mel_norm")
    settings.only("dct_type", 2, because="there is a DCT-II only.")
    settings.only("lifter", 0, because="librosa's lifter counts from 1.")
    norm = settings.word("norm", "ortho", {"ortho": "ortho"})  # of the cosines
    cepstrum = Dct(n_coefficients=settings.integer("n_mfcc", 20), norm=norm)
    return replace(
        front_end,
        compression=Log(base="db_power", floor=ClampFloor(value=1e-10)),
        post=(DynamicRange(range=80.0), cepstrum),
        arithmetic="float64",
    )


def calls(front_end: FrontEnd) -> dict[str, dict[str, object]]:
    """Return the calls that would compute a front end; what they cannot is found later."""
    bank, framing = mel_bank(front_end), front_end.framing
    mode = framing.edges.mode if isinstance(framing.edges, Centered) else "zero"
    said: dict[str, object] = {
        "sr": front_end.sample_rate,
        "n_fft": framing.n_fft,
        "win_length": framing.win_length,
        "hop_length": framing.hop_length,
        "window": _window_name(front_end.window.shape),
        "center": isinstance(framing.edges, Centered),
        "pad_mode": "constant" if mode == "zero" else mode,
        "power": exponent_of(front_end.spectrum),
        "n_mels": bank.n_mels,
        "fmin": bank.fmin,
        "fmax": bank.fmax,
        "htk": bank.scale == "htk",
        "norm": "slaney" if bank.norm == "area" else None,
    }
    if isinstance(front_end.compression, NoCompression):
        return {MELSPECTROGRAM: said}
    top = found(front_end.post, DynamicRange)
    decibels: dict[str, object] = {
        "amin": floor_of(front_end),
        "ref": "max" if found(front_end.post, SubtractMaximum) else 1.0,
        "top_db": top.range if top else None,
    }
    power = log_of(front_end).base == "db_power"
    return {MELSPECTROGRAM: said, POWER_TO_DB if power else AMPLITUDE_TO_DB: decibels}


def _window_name(shape: WindowShape) -> object:
    if isinstance(shape, VectorWindow):
        return list(shape.values)
    for name, known in WINDOWS.items():
        if shape == known:
            return name
    message = f"window.shape={shape!r} must be one of {', '.join(WINDOWS)}, all periodic."
    raise FrontEndError(message)
