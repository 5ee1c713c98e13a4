"""A grid of values as a grid of pixels of another size: each pixel is the mean of what it covers.

Means are taken in power, so that a picture of a click is as bright as the energy of the click
over the pixel's time, whatever unit the values have. What is drawn with labels is pooled in
``pooling.py`` instead.
"""

from __future__ import annotations

import functools
import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from melgram.picture.pooling import PER_DECADE

LEVELS = ("power", "magnitude", *PER_DECADE)
_KEPT = 64  # axes whose parts are kept: clips of a set are often equally long, and as high


class Parts(NamedTuple):
    """An axis cut into equal parts: which value each part takes next, and by which share.

    ``cells`` and ``weights`` have an entry for every addend; an addend is one value for each part.
    """

    cells: tuple[npt.NDArray[np.int64], ...]
    weights: tuple[npt.NDArray[np.float64], ...]


def decibels(
    values: npt.NDArray[np.floating],
    *,
    unit: str,
    span: tuple[float, float],
    size: tuple[int, int],
) -> npt.NDArray[np.float64]:
    """Return a resized grid, in dB if the values stand for power and as they are if not.

    Parameters
    ----------
    values : (n_features, n_frames)
    unit : str
        That of the values, such as "power" or "ln magnitude".
    span : (first, last) [frames]
        What the columns share: frame ``i`` reaches from ``i`` to ``i + 1``. Outside the values
        the nearest frame goes on.
    size : (width, height) [pixels]

    Returns
    -------
    means : (height, width), float64
        Row 0 is the lowest feature. Zero power is -inf.

    Examples
    --------
    >>> decibels(np.array([[1.0, 0.0, 0.5, 0.5]]), unit="power", span=(0, 4), size=(2, 1)).round(2)
    array([[-3.01, -3.01]])
    """
    width, height = size
    power = _power(values.T, unit)  # (n_frames, n_features): whole rows are added
    columns = area_mean(power, parts(span[0], span[1], width))  # (width, n_features)
    features = np.ascontiguousarray(columns.T)
    means = area_mean(features, parts(0.0, float(len(features)), height))
    if unit not in LEVELS:
        return means
    with np.errstate(divide="ignore"):
        np.log10(means, out=means)
    means *= 10.0
    return means


@functools.lru_cache(maxsize=_KEPT)
def parts(first: float, last: float, size: int) -> Parts:
    """Cut an axis into equal parts.

    Parameters
    ----------
    first, last : float
        The ends of the parts; value ``i`` reaches from ``i`` to ``i + 1``, the outermost for ever.
    size : int
        Parts.

    Examples
    --------
    >>> parts(0.0, 3.0, 2).weights[1].round(2)  # of the second value that each part covers
    array([[0.33],
           [0.67]])
    """
    edges = np.linspace(first, last, size + 1)
    low, high = edges[:-1], edges[1:]
    cells = np.floor(low).astype(np.int64)
    found: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]] = []
    for _ in range(int(np.max(np.ceil(high) - cells))):
        covered = np.clip(np.minimum(high, cells + 1) - np.maximum(low, cells), 0.0, None)
        found.append((cells, (covered / (high - low))[:, None]))
        cells = cells + 1
    return Parts(*zip(*found, strict=True))


def area_mean(values: npt.NDArray[np.float64], axis: Parts) -> npt.NDArray[np.float64]:
    """Return means over the parts of the first axis, each value weighted by what is covered of it.

    Parameters
    ----------
    values : (n, n_columns)
    axis : Parts

    Returns
    -------
    means : (size, n_columns), float64

    Examples
    --------
    >>> area_mean(np.array([[3.0], [6.0], [9.0]]), parts(0.0, 3.0, 2))
    array([[4.],
           [8.]])
    """
    total = np.take(values, axis.cells[0], axis=0, mode="clip")
    total *= axis.weights[0]
    addend = np.empty_like(total)
    for cells, weights in zip(axis.cells[1:], axis.weights[1:], strict=True):  # in this order
        np.take(values, cells, axis=0, mode="clip", out=addend)
        addend *= weights
        total += addend
    return total


def _power(values: npt.NDArray[np.floating], unit: str) -> npt.NDArray[np.float64]:
    """Return values as rows that lie side by side in memory, turned into power."""
    power = np.empty(values.shape)
    if unit == "magnitude":
        return np.multiply(values, values, out=power, dtype=np.float64)
    if unit not in PER_DECADE:
        power[...] = values
        return power
    np.multiply(values, math.log(10.0) / PER_DECADE[unit], out=power, dtype=np.float64)
    return np.exp(power, out=power)
