"""What the numbers of a result are, and whether a frame can be known before the clip's end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from melgram.frontend.compression import (
    Log,
    LogOnePlus,
    NoCompression,
    Pcen,
    PiecewiseLog,
    Root,
)
from melgram.frontend.post import (
    Affine,
    AllFeatures,
    Dct,
    DynamicRange,
    PerFeature,
    RepeatLast,
    RunningPerFeature,
    Standard,
    SubtractMaximum,
    SubtractMean,
    VectorAffine,
)
from melgram.frontend.signal import (
    PadAround,
    PeakNormalise,
    RaiseLevel,
    RangeNormalise,
    RemoveMean,
    Standardise,
    TileTo,
)
from melgram.frontend.spectral import AbsolutePower, Magnitude, Power, RealPart

if TYPE_CHECKING:
    from melgram.frontend.front_end import FrontEnd

_RESCALES = (Affine, Standard, VectorAffine, PerFeature, AllFeatures, RunningPerFeature)
_CLIP_POST = (DynamicRange, SubtractMaximum, SubtractMean, PerFeature, AllFeatures, RepeatLast)
_CLIP_SIGNAL = (
    RemoveMean,
    PeakNormalise,
    RangeNormalise,
    RaiseLevel,
    Standardise,
    TileTo,
    PadAround,
)
_LOG_NAMES = {"ln": "ln", "log10": "log10", "db_power": "dB", "db_amplitude": "dB"}


def unit(front_end: FrontEnd) -> str:
    """Return "power", "magnitude", "dB", "ln power", "coefficient" or "... (normalised)"."""
    name = _compressed_unit(front_end)
    for operation in front_end.post:
        if isinstance(operation, Dct):
            name = "coefficient"
        if isinstance(operation, _RESCALES) and not name.endswith("(normalised)"):
            name = f"{name} (normalised)"
    return name


def _compressed_unit(front_end: FrontEnd) -> str:
    spectrum, compression = _spectrum_unit(front_end), front_end.compression
    if isinstance(compression, NoCompression):
        return spectrum
    if isinstance(compression, Log):
        base = _LOG_NAMES[compression.base]
        return base if base == "dB" else f"{base} {spectrum}"
    if isinstance(compression, LogOnePlus):
        return f"{compression.base}(1 + {compression.gain:g} {spectrum})"
    if isinstance(compression, PiecewiseLog):
        return f"piecewise ln {spectrum}"
    if isinstance(compression, Root):
        return f"{spectrum}^{compression.exponent:g}"
    assert isinstance(compression, Pcen)
    return "PCEN"


def _spectrum_unit(front_end: FrontEnd) -> str:
    spectrum = front_end.spectrum
    if isinstance(spectrum, Power):
        return "power"
    if isinstance(spectrum, Magnitude):
        return "magnitude"
    if isinstance(spectrum, AbsolutePower):
        return f"|X|^{spectrum.exponent:g}"
    assert isinstance(spectrum, RealPart)
    return "real part"


def needs_whole_clip(front_end: FrontEnd) -> bool:
    """Return whether any stage looks at the whole recording: a maximum, a mean, a repetition."""
    return any(isinstance(op, _CLIP_POST) for op in front_end.post) or any(
        isinstance(op, _CLIP_SIGNAL) for op in front_end.signal
    )
