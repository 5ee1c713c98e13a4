"""Joining and padding frames: what happens along time once the bands are made."""

from __future__ import annotations

import numpy as np

from melgram.types import Bands


def pad_frames(x: Bands, *, n_frames: int, value: float) -> Bands:
    """Append frames of ``value`` until there are at least ``n_frames``.

    Examples
    --------
    >>> pad_frames(np.ones((1, 1)), n_frames=3, value=0.0)
    array([[1., 0., 0.]])
    """
    missing = max(n_frames - x.shape[-1], 0)
    return np.pad(x, [(0, 0)] * (x.ndim - 1) + [(0, missing)], constant_values=value)


def repeat_last(x: Bands, *, n_valid: int) -> Bands:
    """Write the last valid frame into all frames after it; without a valid frame, zeros.

    Examples
    --------
    >>> repeat_last(np.array([[1.0, 2.0, 3.0]]), n_valid=2)
    array([[1., 2., 2.]])
    """
    if n_valid == 0:
        return np.zeros_like(x)
    return x[..., np.minimum(np.arange(x.shape[-1]), n_valid - 1)]


def stack(x: Bands, *, n_frames: int, remainder: str) -> Bands:
    """Put ``n_frames`` neighbors into one frame, earliest first.

    Parameters
    ----------
    x : (..., n_features, n_frames_in)
    n_frames : int
    remainder : {"drop", "zero"}

    Returns
    -------
    stacked : (..., n_frames * n_features, n_frames_out)

    Examples
    --------
    >>> stack(np.array([[1.0, 2.0, 3.0]]), n_frames=2, remainder="zero")
    array([[1., 3.],
           [2., 0.]])
    """
    if remainder == "zero":
        x = pad_frames(x, n_frames=-(-x.shape[-1] // n_frames) * n_frames, value=0.0)
    count = x.shape[-1] // n_frames
    groups = x[..., : count * n_frames].reshape(*x.shape[:-1], count, n_frames)
    return np.moveaxis(groups, -1, -3).reshape(*x.shape[:-2], n_frames * x.shape[-2], count)


def low_frame_rate(x: Bands, *, width: int, hop: int) -> Bands:
    """Stack ``width`` frames every ``hop``, the first and last frames repeated (FunASR).

    The stack of output frame ``i`` begins ``(width - 1) // 2`` frames before ``i * hop``.

    Examples
    --------
    >>> low_frame_rate(np.array([[1.0, 2.0, 3.0]]), width=3, hop=2)
    array([[1., 2.],
           [1., 3.],
           [2., 3.]])
    """
    n = x.shape[-1]
    starts = np.arange(0, n, hop) - (width - 1) // 2  # (n_out,)
    parts = [x[..., np.clip(starts + k, 0, max(n - 1, 0))] for k in range(width)]
    return np.concatenate(parts, axis=-2)


def context(x: Bands, *, left: int, right: int) -> Bands:
    """Put each feature's neighbors in time beside it, earliest first; zeros outside the clip.

    Parameters
    ----------
    x : (..., n_features, n_frames)
    left, right : int [frames]

    Returns
    -------
    widened : (..., n_features * (left + 1 + right), n_frames)

    Examples
    --------
    >>> context(np.array([[1.0, 2.0], [3.0, 4.0]]), left=1, right=0)
    array([[0., 1.],
           [1., 2.],
           [0., 3.],
           [3., 4.]])
    """
    n = x.shape[-1]
    padded = np.pad(x, [(0, 0)] * (x.ndim - 1) + [(left, right)])
    shifted = [padded[..., k : k + n] for k in range(left + 1 + right)]
    side_by_side = np.stack(shifted, axis=-2)  # (..., n_features, left + 1 + right, n_frames)
    return side_by_side.reshape(*x.shape[:-2], x.shape[-2] * len(shifted), n)
