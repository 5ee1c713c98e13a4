"""Cosine transforms, liftering and slopes: from log bands to MFCCs with deltas."""

from __future__ import annotations

import numpy as np

from melgram.types import Bands, Real


def dct_matrix(*, n_coefficients: int, n_features: int, norm: str) -> Real:
    """Return the DCT-II ``cos(pi / n * (m + 1/2) * i)``, scaled.

    Parameters
    ----------
    n_coefficients, n_features : int
    norm : {"none", "ortho", "htk"}
        ``none`` is 2 cos (SciPy), ``ortho`` is orthonormal, ``htk`` is ``sqrt(2 / n)`` for all.

    Returns
    -------
    matrix : (n_coefficients, n_features)

    Examples
    --------
    >>> dct_matrix(n_coefficients=1, n_features=4, norm="ortho")
    array([[0.5, 0.5, 0.5, 0.5]])
    """
    i, m = np.arange(n_coefficients)[:, None], np.arange(n_features)
    matrix = np.cos(np.pi / n_features * (m + 0.5) * i)
    if norm == "none":
        return 2.0 * matrix
    matrix = matrix * np.sqrt(2.0 / n_features)
    if norm == "ortho":
        matrix[0] /= np.sqrt(2.0)
    return matrix


def lifter_gains(*, n_coefficients: int, q: float) -> Real:
    """Return ``1 + q / 2 sin(pi i / q)``, the HTK book, section 5.4.

    Examples
    --------
    >>> lifter_gains(n_coefficients=2, q=2.0)
    array([1., 2.])
    """
    return 1.0 + q / 2.0 * np.sin(np.pi * np.arange(n_coefficients) / q)


def deltas(x: Bands, *, width: int) -> Bands:
    """Return slopes ``sum(k (x[t+k] - x[t-k])) / (2 sum(k^2))``; the edge frames repeat.

    Parameters
    ----------
    x : (..., n_features, n_frames)
    width : int [frames]
        ``k`` runs from 1 to ``width``.

    References
    ----------
    The HTK book, section 5.9.

    Examples
    --------
    >>> deltas(np.array([[0.0, 1.0, 2.0, 3.0, 4.0]]), width=1)
    array([[0.5, 1. , 1. , 1. , 0.5]])
    """
    last, t = x.shape[-1] - 1, np.arange(x.shape[-1])
    out = np.zeros_like(x)
    for k in range(1, width + 1):
        out += k * (x[..., np.minimum(t + k, last)] - x[..., np.maximum(t - k, 0)])
    return out / (2.0 * sum(k * k for k in range(1, width + 1)))


def with_deltas(x: Bands, *, width: int, order: int) -> Bands:
    """Append the slopes, the slopes of the slopes, and so on, ``order`` times.

    Examples
    --------
    >>> with_deltas(np.ones((2, 5)), width=2, order=2).shape
    (6, 5)
    """
    parts = [x]
    for _ in range(order):
        parts.append(deltas(parts[-1], width=width) if x.shape[-1] else parts[-1])
    return np.concatenate(parts, axis=-2)
