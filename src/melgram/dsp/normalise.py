"""What is done to finished bands: ranges, means and deviations, over the clip or so far.

A statistic is taken over pieces of the clip, which is one piece if it is at hand as a whole, and
looks at its first ``n_valid`` frames; the rest is padding. The pieces may be gone through again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from melgram.dsp import sums
from melgram.types import Bands, Real

_TIME = -1
_TIME_AND_FEATURES = (-2, -1)


def maximum(pieces: Iterable[Bands], *, n_valid: int) -> Real:
    """Return the largest value of each clip, shape (..., 1, 1); of no frames, minus infinity.

    Examples
    --------
    >>> maximum([np.array([[1.0, 9.0]])], n_valid=1)
    array([[1.]])
    """
    top = np.full((1, 1), -np.inf)
    for piece in sums.first(pieces, n_valid):
        top = np.maximum(top, piece.max(axis=(-2, -1), keepdims=True, initial=-np.inf))
    return top


def dynamic_range(x: Bands, *, width: float, top: Real) -> Bands:
    """Return ``max(x, top - width)``: nothing lies more than ``width`` below the maximum.

    Examples
    --------
    >>> dynamic_range(np.array([[0.0, 9.0]]), width=8.0, top=np.array([[9.0]]))
    array([[1., 9.]])
    """
    return np.maximum(x, top - width)


def mean(pieces: Iterable[Bands], *, n_valid: int) -> Real:
    """Return each feature's mean over time, shape (..., n_features, 1); of no frames, zero.

    Examples
    --------
    >>> mean([np.array([[1.0, 3.0]])], n_valid=2)
    array([[2.]])
    """
    valid = sums.first(pieces, n_valid)
    return sums.total(valid, axis=_TIME, size=sums.FRAMES) / max(n_valid, 1)


def variance(pieces: Iterable[Bands], *, n_valid: int, ddof: int, center: Real) -> Real:
    """Return each feature's variance about its mean; with too few frames for ``ddof``, zero.

    Examples
    --------
    >>> variance([np.array([[1.0, 3.0]])], n_valid=2, ddof=1, center=np.array([[2.0]]))
    array([[2.]])
    """
    squares = ((piece - center) ** 2 for piece in sums.first(pieces, n_valid))
    return sums.total(squares, axis=_TIME, size=sums.FRAMES) / max(n_valid - ddof, 1)


def mean_of_all(pieces: Iterable[Bands], *, n_valid: int, n_features: int) -> Real:
    """Return the mean over all features and frames, shape (..., 1, 1); of no frames, zero.

    Examples
    --------
    >>> mean_of_all([np.array([[1.0], [3.0]])], n_valid=1, n_features=2)
    array([[2.]])
    """
    valid = sums.first(pieces, n_valid)
    whole = sums.total(valid, axis=_TIME_AND_FEATURES, size=sums.FRAMES)
    return whole / max(n_valid * n_features, 1)


def variance_of_all(
    pieces: Iterable[Bands], *, n_valid: int, n_features: int, ddof: int, center: Real
) -> Real:
    """Return the variance over all features and frames; with too few for ``ddof``, zero.

    Examples
    --------
    >>> all_two = np.array([[2.0]])
    >>> variance_of_all([np.array([[1.0], [3.0]])], n_valid=1, n_features=2, ddof=0, center=all_two)
    array([[1.]])
    """
    squares = ((piece - center) ** 2 for piece in sums.first(pieces, n_valid))
    whole = sums.total(squares, axis=_TIME_AND_FEATURES, size=sums.FRAMES)
    return whole / max(n_valid * n_features - ddof, 1)


def deviation(v: Real, *, added: float, guard: str, least_variance: float = 0.0) -> Real:
    """Return the square root of a variance, kept away from zero.

    Parameters
    ----------
    v : array, a variance
    added : float
    guard : {"none", "add_to_deviation", "add_to_variance", "clamp_deviation", "clamp_variance"}
        Where ``added`` keeps a constant feature from dividing by zero.
    least_variance : float
        A variance below it is raised to it, before ``added``.

    Examples
    --------
    >>> deviation(np.array([4.0]), added=0.5, guard="add_to_deviation")
    array([2.5])
    """
    v = np.maximum(v, least_variance)
    if guard == "add_to_variance":
        v = v + added
    elif guard == "clamp_variance":
        v = np.maximum(v, added)
    root = np.sqrt(v)
    if guard == "add_to_deviation":
        return root + added
    return np.maximum(root, added) if guard == "clamp_deviation" else root


def standard(x: Bands, *, center: Real, deviation: Real) -> Bands:
    """Return ``(x - center) / deviation``; where the deviation is zero all the same, zero.

    Examples
    --------
    >>> standard(np.array([[1.0, 3.0]]), center=np.array([[2.0]]), deviation=np.array([[1.0]]))
    array([[-1.,  1.]])
    """
    return (x - center) / np.where(deviation > 0.0, deviation, 1.0)


class Running(NamedTuple):
    """What running statistics remember: frames so far, and each feature's mean and variance."""

    n_frames: int
    mean: Real  # (..., n_features)
    variance: Real  # (..., n_features)


def running(
    x: Bands, *, n_frames: int, state: Running | None = None
) -> tuple[Real, Real, Running | None]:
    """Return each feature's mean and variance over the frames so far.

    With ``a = 1 / min(t + 1, n_frames)`` and ``d = x[t] - mean``: ``mean += a d`` and
    ``variance = (1 - a) (variance + a d^2)``. That is Finch, "Incremental calculation of weighted
    mean and variance", 2009, section 9, with Welford's equal weights for the first ``n_frames``;
    this meeting of the two is melgram's own.

    Parameters
    ----------
    x : (..., n_features, n_frames)
    n_frames : int, >= 1
    state : Running | None
        Where an earlier piece ended.

    Returns
    -------
    means, variances : (..., n_features, n_frames)
    state : Running | None
        Where this piece ends; None before the first frame.

    Examples
    --------
    >>> means, variances, _ = running(np.array([[1.0, 3.0]]), n_frames=100)
    >>> means, variances
    (array([[1., 2.]]), array([[0., 1.]]))
    """
    means, variances = np.empty_like(x), np.empty_like(x)
    for t in range(x.shape[-1]):
        if state is None:
            state = Running(0, np.zeros(x.shape[:-1]), np.zeros(x.shape[:-1]))
        weight = 1.0 / min(state.n_frames + 1, n_frames)
        step = x[..., t] - state.mean
        mean = state.mean + weight * step
        variance = (1.0 - weight) * (state.variance + weight * step * step)
        state = Running(state.n_frames + 1, mean, variance)
        means[..., t], variances[..., t] = mean, variance
    return means, variances, state
