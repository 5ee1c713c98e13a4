"""Operations that look at the whole signal or clip: first measured, then carried out.

`measure` goes through the pieces of a clip, however it is cut, and `carry_out` works on any piece
with what was measured: so a recording too long for memory gets the bits of one that is at hand.
Operations that look at one sample or frame at a time are in ``apply.py``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, TypeAlias

import numpy as np

from melgram.dsp import condition, normalise, sums
from melgram.frontend import post, signal
from melgram.types import Real

Measured: TypeAlias = tuple[Real, ...]

SIGNAL = (
    signal.RemoveMean,
    signal.PeakNormalise,
    signal.RangeNormalise,
    signal.RaiseLevel,
    signal.Standardise,
)
POST = (
    post.DynamicRange,
    post.SubtractMaximum,
    post.SubtractMean,
    post.PerFeature,
    post.AllFeatures,
    post.RepeatLast,
)


def measure(operation: Any, pieces: Collection[Real], *, n_valid: int) -> Measured:
    """Return the statistics that an operation of ``SIGNAL`` or ``POST`` needs.

    Parameters
    ----------
    operation : SignalOp | PostOp
    pieces : collection of (..., n_samples) or (..., n_features, n_frames), float64
        The clip in order; gone through once or twice.
    n_valid : int
        Samples or frames, from the first, that are looked at.
    """
    match operation:
        case post.DynamicRange():
            return (normalise.maximum(pieces, n_valid=n_valid),)
        case post.SubtractMaximum():
            top = normalise.maximum(pieces, n_valid=n_valid)
            return (top if n_valid else np.zeros_like(top),)
        case post.SubtractMean():
            return (normalise.mean(pieces, n_valid=n_valid),)
        case post.PerFeature(ddof=ddof, added=added, guard=guard, least_variance=least):
            center = normalise.mean(pieces, n_valid=n_valid)
            v = normalise.variance(pieces, n_valid=n_valid, ddof=ddof, center=center)
            return center, normalise.deviation(v, added=added, guard=guard, least_variance=least)
        case post.AllFeatures():
            return _over_all(operation, pieces, n_valid=n_valid)
        case post.RepeatLast():
            return (_last(pieces, n_valid=n_valid),)
    return _of_signal(operation, pieces, n_samples=n_valid)


def carry_out(operation: Any, x: Real, measured: Measured) -> Real:
    """Carry out an operation of ``SIGNAL``, or of ``POST`` but `RepeatLast`, on any piece."""
    match operation:
        case post.DynamicRange(range=width):
            return normalise.dynamic_range(x, width=width, top=measured[0])
        case post.SubtractMaximum() | post.SubtractMean() | signal.RemoveMean():
            return x - measured[0]
        case post.PerFeature() | post.AllFeatures():
            center, deviation = measured
            return normalise.standard(x, center=center, deviation=deviation)
        case signal.PeakNormalise(target=target, added=added):
            return condition.peak_normalise(x, target=target, added=added, peak=measured[0])
        case signal.RangeNormalise(added=added):
            low, high = measured
            return condition.range_normalise(x, added=added, low=low, high=high)
        case signal.RaiseLevel(target=target):
            return condition.raise_level(x, target=target, mean_square=measured[0])
        case signal.Standardise(added=added):
            center, variance = measured
            return condition.standardise(x, added=added, center=center, variance=variance)
    raise AssertionError(operation)


def _of_signal(operation: Any, pieces: Iterable[Real], *, n_samples: int) -> Measured:
    match operation:
        case signal.RemoveMean():
            return (condition.mean(pieces, n_samples=n_samples),)
        case signal.PeakNormalise():
            low, high = condition.extremes(pieces)
            return (np.maximum(-low, high),)
        case signal.RangeNormalise():
            return condition.extremes(pieces)
        case signal.RaiseLevel():
            return (condition.mean_square(pieces, n_samples=n_samples),)
        case signal.Standardise():
            center = condition.mean(pieces, n_samples=n_samples)
            return center, condition.mean_square(pieces, n_samples=n_samples, center=center)
    raise AssertionError(operation)


def _over_all(
    operation: post.AllFeatures, pieces: Collection[Real], *, n_valid: int
) -> tuple[Real, Real]:
    n_features = next((piece.shape[-2] for piece in pieces), 0)
    center = normalise.mean_of_all(pieces, n_valid=n_valid, n_features=n_features)
    v = normalise.variance_of_all(
        pieces, n_valid=n_valid, n_features=n_features, ddof=operation.ddof, center=center
    )
    return center, normalise.deviation(v, added=operation.added, guard="add_to_deviation")


def _last(pieces: Iterable[Real], *, n_valid: int) -> Real:
    """Return the last valid frame, (n_features, 1); zero if there is none."""
    last = np.zeros(())
    for piece in sums.first(pieces, n_valid):
        last = piece[..., -1:] if piece.shape[-1] else last
    return last
