"""Cutting a signal into frames, with every rule for what stands outside it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def source_index(position: NDArray[np.int64], *, n_samples: int, mode: str) -> NDArray[np.int64]:
    """Map positions on an endless line to samples of the signal; -1 stands for zero.

    Parameters
    ----------
    position : integer array, any shape
    n_samples : int, >= 1
    mode : {"zero", "reflect", "symmetric", "edge"}
        ``reflect`` has period ``2 (n - 1)``, ``symmetric`` ``2 n``; both go on for ever, so a
        signal shorter than its padding is reflected again and again.

    Returns
    -------
    index : same shape, in -1 .. n_samples - 1

    Examples
    --------
    >>> source_index(np.arange(-2, 5), n_samples=3, mode="reflect")
    array([2, 1, 0, 1, 2, 1, 0])
    >>> source_index(np.arange(-2, 5), n_samples=3, mode="symmetric")
    array([1, 0, 0, 1, 2, 2, 1])
    """
    last = n_samples - 1
    if mode == "zero":
        return np.where((position < 0) | (position > last), -1, position)
    if mode == "edge":
        return np.clip(position, 0, last)
    if mode == "reflect":
        if last == 0:
            return np.zeros_like(position)
        folded = position % (2 * last)
        return np.where(folded > last, 2 * last - folded, folded)
    folded = position % (2 * n_samples)
    return np.where(folded > last, 2 * n_samples - 1 - folded, folded)


def frames(
    samples: NDArray[np.generic], *, starts: NDArray[np.int64], length: int, mode: str
) -> NDArray[np.generic]:
    """Cut one frame of ``length`` samples at each start; starts may lie outside the signal.

    Parameters
    ----------
    samples : (..., n_samples), n_samples >= 1
    starts : (n_frames,) int64 [samples]
    length : int [samples]
    mode : {"zero", "reflect", "symmetric", "edge"}

    Returns
    -------
    frames : (..., n_frames, length), of the samples' dtype

    Examples
    --------
    >>> frames(np.array([1.0, 2.0, 3.0]), starts=np.array([-1, 1]), length=2, mode="zero")
    array([[0., 1.],
           [2., 3.]])
    """
    position = starts[:, None] + np.arange(length)  # (n_frames, length)
    index = source_index(position, n_samples=samples.shape[-1], mode=mode)
    taken = samples[..., np.maximum(index, 0)]  # (..., n_frames, length)
    return np.where(index < 0, np.zeros((), taken.dtype), taken)
