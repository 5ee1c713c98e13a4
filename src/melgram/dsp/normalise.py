"""What is done to finished bands: ranges, means and deviations, over the clip or so far.

``n_valid`` is the number of frames, from the start, that statistics look at; the rest is padding.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from melgram.types import Bands, Real


def maximum(x: Bands, *, n_valid: int) -> Real:
    """Return the largest value of each clip, shape (..., 1, 1); of no frames, minus infinity.

    Examples
    --------
    >>> maximum(np.array([[1.0, 9.0]]), n_valid=1)
    array([[1.]])
    """
    return x[..., :n_valid].max(axis=(-2, -1), keepdims=True, initial=-np.inf)


def dynamic_range(x: Bands, *, width: float, n_valid: int) -> Bands:
    """Return ``max(x, max(x) - width)``: nothing lies more than ``width`` below the maximum.

    Examples
    --------
    >>> dynamic_range(np.array([[0.0, 9.0]]), width=8.0, n_valid=2)
    array([[1., 9.]])
    """
    return np.maximum(x, maximum(x, n_valid=n_valid) - width)


def subtract_maximum(x: Bands, *, n_valid: int) -> Bands:
    """Return ``x - max(x)``; without a valid frame there is nothing to subtract.

    Examples
    --------
    >>> subtract_maximum(np.array([[1.0, 9.0]]), n_valid=2)
    array([[-8.,  0.]])
    """
    return x - maximum(x, n_valid=n_valid) if n_valid else x


def mean(x: Bands, *, n_valid: int) -> Real:
    """Return each feature's mean over time, shape (..., n_features, 1); of no frames, zero.

    Examples
    --------
    >>> mean(np.array([[1.0, 3.0]]), n_valid=2)
    array([[2.]])
    """
    return x[..., :n_valid].sum(axis=-1, keepdims=True) / max(n_valid, 1)


def variance(x: Bands, *, n_valid: int, ddof: int) -> Real:
    """Return each feature's variance over time; with too few frames for ``ddof``, zero.

    Examples
    --------
    >>> variance(np.array([[1.0, 3.0]]), n_valid=2, ddof=1)
    array([[2.]])
    """
    valid = x[..., :n_valid]
    squares = (valid - mean(x, n_valid=n_valid)) ** 2
    return squares.sum(axis=-1, keepdims=True) / max(n_valid - ddof, 1)


def per_feature(
    x: Bands, *, n_valid: int, ddof: int, added: float, guard: str, least_variance: float = 0.0
) -> Bands:
    """Return ``(x - mean) / deviation`` of each feature.

    Parameters
    ----------
    x : (..., n_features, n_frames)
    n_valid : int [frames]
    ddof : int
        1 divides the sum of squares by n - 1, 0 by n.
    added : float
    guard : {"none", "add_to_deviation", "add_to_variance", "clamp_deviation", "clamp_variance"}
        Where ``added`` keeps a constant feature from dividing by zero; a deviation that is zero
        all the same gives zero.
    least_variance : float
        A variance below it is raised to it, before ``added``.

    Examples
    --------
    >>> per_feature(np.array([[1.0, 3.0]]), n_valid=2, ddof=0, added=0.0, guard="none")
    array([[-1.,  1.]])
    """
    v = np.maximum(variance(x, n_valid=n_valid, ddof=ddof), least_variance)
    if guard == "add_to_variance":
        v = v + added
    elif guard == "clamp_variance":
        v = np.maximum(v, added)
    deviation = np.sqrt(v)
    if guard == "add_to_deviation":
        deviation = deviation + added
    elif guard == "clamp_deviation":
        deviation = np.maximum(deviation, added)
    return (x - mean(x, n_valid=n_valid)) / np.where(deviation > 0.0, deviation, 1.0)


def all_features(x: Bands, *, n_valid: int, ddof: int, added: float) -> Bands:
    """Return ``(x - mean) / (deviation + added)`` over all features and frames together.

    Examples
    --------
    >>> all_features(np.array([[1.0], [3.0]]), n_valid=1, ddof=0, added=0.0)
    array([[-1.],
           [ 1.]])
    """
    valid = x[..., :n_valid]
    count = valid.shape[-2] * valid.shape[-1]
    center = valid.sum(axis=(-2, -1), keepdims=True) / max(count, 1)
    squares = ((valid - center) ** 2).sum(axis=(-2, -1), keepdims=True)
    deviation = np.sqrt(squares / max(count - ddof, 1)) + added
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
