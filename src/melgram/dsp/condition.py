"""What is done to samples before the transform: level, DC, pre-emphasis, noise.

Each function acts along the last axis: the whole signal, or the samples of a frame.
"""

from __future__ import annotations

import numpy as np

from melgram.types import Real


def remove_mean(x: Real) -> Real:
    """Return ``x - mean(x)``.

    Examples
    --------
    >>> remove_mean(np.array([1.0, 2.0, 3.0]))
    array([-1.,  0.,  1.])
    """
    if x.shape[-1] == 0:
        return x
    return x - x.mean(axis=-1, keepdims=True)


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


def peak_normalise(x: Real, *, target: float, added: float) -> Real:
    """Return ``target * x / (max|x| + added)``; silence stays silence.

    Examples
    --------
    >>> peak_normalise(np.array([1.0, -2.0]), target=1.0, added=0.0)
    array([ 0.5, -1. ])
    """
    peak = np.abs(x).max(axis=-1, keepdims=True, initial=0.0) + added
    return target * x / np.where(peak > 0.0, peak, 1.0)


def range_normalise(x: Real, *, added: float) -> Real:
    """Return ``2 (x - min) / (max - min + added) - 1``; a constant signal becomes zero.

    Examples
    --------
    >>> range_normalise(np.array([0.0, 1.0, 4.0]), added=0.0)
    array([-1. , -0.5,  1. ])
    """
    if x.shape[-1] == 0:
        return x
    low, high = x.min(axis=-1, keepdims=True), x.max(axis=-1, keepdims=True)
    width = high - low + added
    return np.where(width > 0.0, 2.0 * (x - low) / np.where(width > 0.0, width, 1.0) - 1.0, 0.0)


def raise_level(x: Real, *, target: float) -> Real:
    """Scale up to an RMS of ``target``; a louder signal, and silence, stay as they are.

    Examples
    --------
    >>> raise_level(np.array([0.1, -0.1]), target=0.2)
    array([ 0.2, -0.2])
    """
    if x.shape[-1] == 0:
        return x
    rms = np.sqrt((x * x).mean(axis=-1, keepdims=True))
    return x * np.where(rms > 0.0, np.maximum(target / np.where(rms > 0.0, rms, 1.0), 1.0), 1.0)


def standardise(x: Real, *, added: float) -> Real:
    """Return ``(x - mean) / sqrt(var + added)`` with the variance divided by n.

    Examples
    --------
    >>> standardise(np.array([1.0, 3.0]), added=0.0)
    array([-1.,  1.])
    """
    if x.shape[-1] == 0:
        return x
    centered = remove_mean(x)
    variance = (centered * centered).mean(axis=-1, keepdims=True) + added
    return centered / np.where(variance > 0.0, np.sqrt(variance), 1.0)


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
