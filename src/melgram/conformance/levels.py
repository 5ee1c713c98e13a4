"""Features back to the levels that they stand for, in dB, so that changes of unit cancel.

The inverse of what logarithm and fixed scaling did; a floor or a maximum cannot be undone and is
part of the level. The formulas forward are in ``melgram.dsp``.
"""

from __future__ import annotations

import math

import numpy as np

from melgram.frontend import FrontEnd
from melgram.frontend import post as p
from melgram.frontend.compression import Log, NoCompression
from melgram.frontend.spectral import AbsolutePower, Magnitude, Power
from melgram.types import Bands

LOWEST_POWER = 1e-10
"""Power that counts as nothing: -100 dB, below the noise of 16-bit samples."""

_DB_PER_LOG = {"ln": 10.0 / math.log(10.0), "log10": 10.0, "db_power": 1.0}
_KEEP_LEVELS = (
    p.DynamicRange,
    p.FixedRange,
    p.SubtractMaximum,
    p.SubtractMean,
    p.SubtractRunningMean,
    p.Clamp,
    p.FillInvalid,
    p.PadFrames,
    p.PadFramesToMultiple,
    p.TruncateFrames,
    p.TruncateFramesToMultiple,
    p.DropFrames,
    p.RepeatLast,
    p.Context,
    p.Stack,
    p.LowFrameRate,
)


def in_decibels(front_end: FrontEnd, features: Bands) -> Bands | None:
    """Return the levels that features stand for [dB], or None if they stand for none.

    Parameters
    ----------
    front_end : FrontEnd
    features : (..., n_features, n_frames)

    Returns
    -------
    levels : (..., n_features, n_frames), float64 | None
        None for cepstra, roots, PCEN and whatever normalises each feature by its deviation.

    Examples
    --------
    >>> from melgram.presets import preset
    >>> in_decibels(preset("whisper"), np.array([[1.0]]))  # (1 - 1) / 0.25 * 10
    array([[0.]])
    """
    compressed = _without_post(front_end, np.asarray(features, np.float64))
    exponent = _exponent(front_end)
    if compressed is None or exponent is None:
        return None
    if isinstance(front_end.compression, NoCompression):
        power = np.maximum(compressed, LOWEST_POWER ** (exponent / 2.0))
        return 20.0 / exponent * np.log10(power)
    if not isinstance(front_end.compression, Log):
        return None
    if front_end.compression.base == "db_amplitude":
        return compressed * (1.0 / exponent)
    return compressed * (_DB_PER_LOG[front_end.compression.base] * 2.0 / exponent)


def _exponent(front_end: FrontEnd) -> float | None:
    """Return the exponent of the magnitude that a band sums: 2 for power."""
    spectrum = front_end.spectrum
    if isinstance(spectrum, Power):
        return 2.0
    if isinstance(spectrum, Magnitude):
        return 1.0
    return spectrum.exponent if isinstance(spectrum, AbsolutePower) else None


def _without_post(front_end: FrontEnd, x: Bands) -> Bands | None:
    for operation in reversed(front_end.post):
        undone = _undone(operation, x)
        if undone is None:
            return None
        x = undone
    return x


def _undone(operation: p.PostOp, x: Bands) -> Bands | None:
    match operation:
        case p.Affine(scale=scale, offset=offset):
            return (x - offset) / scale if scale else None
        case p.Standard(mean=mean, deviation=deviation):
            return x * deviation + mean
        case p.VectorAffine(offset=offset, scale=scale):
            gains = np.array(scale)[:, None]
            fits = len(scale) == x.shape[-2] and bool(gains.all())
            return x / gains - np.array(offset)[:, None] if fits else None
        case p.ReverseFeatures():
            return x[..., ::-1, :]
        case _:
            return x if isinstance(operation, _KEEP_LEVELS) else None
