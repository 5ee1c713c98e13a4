"""What is done to samples before the transform: level, DC, pre-emphasis, noise.

Each function acts along the last axis: the whole signal, or the samples of a frame. A statistic of
the signal is taken over pieces of it, which is one piece if it is at hand as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from melgram.dsp import sums
from melgram.types import Real


def mean(pieces: Iterable[Real], *, n_samples: int) -> Real:
    """Return the mean along the last axis, which is kept; of no samples, zero.

    Examples
    --------
    >>> mean([np.array([1.0, 2.0]), np.array([6.0])], n_samples=3)
    array([3.])
    """
    return sums.total(pieces, axis=-1, size=sums.SAMPLES) / max(n_samples, 1)


def mean_square(pieces: Iterable[Real], *, n_samples: int, center: Real | float = 0.0) -> Real:
    """Return the mean of ``(x - center)^2`` along the last axis; of no samples, zero.

    Examples
    --------
    >>> mean_square([np.array([1.0, 3.0])], n_samples=2, center=2.0)
    array([1.])
    """
    return mean(((x - center) ** 2 for x in pieces), n_samples=n_samples)


def extremes(pieces: Iterable[Real]) -> tuple[Real, Real]:
    """Return the least and the largest value along the last axis; of no samples, zeros.

    Examples
    --------
    >>> extremes([np.array([1.0, -2.0]), np.array([0.5])])
    (array([-2.]), array([1.]))
    """
    low, high = np.full(1, np.inf), np.full(1, -np.inf)
    for x in pieces:
        low = np.minimum(low, x.min(axis=-1, keepdims=True, initial=np.inf))
        high = np.maximum(high, x.max(axis=-1, keepdims=True, initial=-np.inf))
    return np.where(low <= high, low, 0.0), np.where(low <= high, high, 0.0)


def preemphasis(x: Real, *, coefficient: float, first: str) -> Real:
    """Return ``x[i] - coefficient * x[i - 1]``.

    Parameters
    ----------
    x : (..., n)
    coefficient : float
    first : {"keep", "scale", "reflect", "drop"}
        The first sample stays, is its own predecessor (Kaldi, HTK), has the second one as
        predecessor, or is left out.

    Returns
    -------
    y : (..., n), or (..., n - 1) for ``drop``

    Examples
    --------
    >>> preemphasis(np.array([2.0, 2.0]), coefficient=0.5, first="keep")
    array([2., 1.])
    """
    rest = x[..., 1:] - coefficient * x[..., :-1]  # (..., n - 1)
    if first == "drop":
        return rest
    if first == "keep":
        return np.concatenate([x[..., :1], rest], axis=-1)
    before = x[..., 1:2] if first == "reflect" and x.shape[-1] > 1 else x[..., :1]
    head = x[..., :1] - coefficient * before
    return np.concatenate([head, rest], axis=-1)


def quantise(x: Real, *, levels: float, overflow: str) -> Real:
    """Return ``trunc(float32(levels * x)) / levels``, as after a detour through 16-bit integers.

    The product is rounded to float32 as in the originals: what lies a hair below a step is lifted
    onto it, and a step is a visible amount in a band that is nearly empty.

    Parameters
    ----------
    x : (..., n)
    levels : float
    overflow : {"keep", "wrap"}
        Leave what lies beyond full scale, or bring it back into ``[-1, 1)`` modulo 2, as the
        two's complement does.

    Examples
    --------
    >>> quantise(np.array([0.49, -0.49, 0.4 - 1e-12]), levels=10.0, overflow="keep")
    array([ 0.4, -0.4,  0.4])
    >>> quantise(np.array([1.0, 1.25]), levels=4.0, overflow="wrap")
    array([-1.  , -0.75])
    """
    steps = np.trunc((x * levels).astype(np.float32)).astype(np.float64)
    if overflow == "wrap":
        steps = np.mod(steps + levels, 2.0 * levels) - levels
    return steps / levels


def peak_normalise(x: Real, *, target: float, added: float, peak: Real) -> Real:
    """Return ``target * x / (peak + added)``; silence stays silence.

    Examples
    --------
    >>> peak_normalise(np.array([1.0, -2.0]), target=1.0, added=0.0, peak=np.array([2.0]))
    array([ 0.5, -1. ])
    """
    peak = peak + added
    return target * x / np.where(peak > 0.0, peak, 1.0)


def range_normalise(x: Real, *, added: float, low: Real, high: Real) -> Real:
    """Return ``2 (x - low) / (high - low + added) - 1``; a constant signal becomes zero.

    Examples
    --------
    >>> range_normalise(np.array([0.0, 1.0, 4.0]), added=0.0, low=np.zeros(1), high=np.full(1, 4.0))
    array([-1. , -0.5,  1. ])
    """
    width = high - low + added
    return np.where(width > 0.0, 2.0 * (x - low) / np.where(width > 0.0, width, 1.0) - 1.0, 0.0)


def raise_level(x: Real, *, target: float, mean_square: Real) -> Real:
    """Scale up to an RMS of ``target``; a louder signal, and silence, stay as they are.

    Examples
    --------
    >>> raise_level(np.array([0.1, -0.1]), target=0.2, mean_square=np.array([0.01]))
    array([ 0.2, -0.2])
    """
    rms = np.sqrt(mean_square)
    return x * np.where(rms > 0.0, np.maximum(target / np.where(rms > 0.0, rms, 1.0), 1.0), 1.0)


def standardise(x: Real, *, added: float, center: Real, variance: Real) -> Real:
    """Return ``(x - center) / sqrt(variance + added)``.

    Examples
    --------
    >>> standardise(np.array([1.0, 3.0]), added=0.0, center=np.array([2.0]), variance=np.ones(1))
    array([-1.,  1.])
    """
    variance = variance + added
    return (x - center) / np.where(variance > 0.0, np.sqrt(variance), 1.0)


def pad(x: Real, *, left: int, right: int, value: float) -> Real:
    """Put ``left`` and ``right`` samples of ``value`` around the signal.

    Examples
    --------
    >>> pad(np.array([1.0]), left=1, right=2, value=0.0)
    array([0., 1., 0., 0.])
    """
    width = [(0, 0)] * (x.ndim - 1) + [(left, right)]
    return np.pad(x, width, constant_values=value)


def tile(x: Real, *, n_samples: int, tiling: str) -> Real:
    """Repeat a signal shorter than ``n_samples`` up to that length.

    Parameters
    ----------
    x : (..., n)
    n_samples : int [samples]
    tiling : {"repeat", "repeat_then_zero"}
        Cut the last repetition, or repeat whole and fill the rest with zeros.

    Examples
    --------
    >>> tile(np.array([1.0, 2.0]), n_samples=5, tiling="repeat_then_zero")
    array([1., 2., 1., 2., 0.])
    """
    n = x.shape[-1]
    if n == 0 or n >= n_samples:
        return x
    times = n_samples // n if tiling == "repeat_then_zero" else -(-n_samples // n)
    tiled = np.tile(x, (1,) * (x.ndim - 1) + (times,))[..., :n_samples]
    return pad(tiled, left=0, right=n_samples - tiled.shape[-1], value=0.0)
