"""A grid of values as a grid of pixels of another size: each pixel is the mean of what it covers.

Means are taken in power, so that a picture of a click is as bright as the energy of the click
over the pixel's time, whatever unit the values have. What is drawn with labels is pooled in
``pooling.py`` instead.
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
import numpy.typing as npt

from melgram.picture.pooling import PER_DECADE

LEVELS = ("power", "magnitude", *PER_DECADE)


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
    means = area_mean(values, first=span[0], last=span[1], size=width, axis=1, unit=unit)
    means = area_mean(means, first=0.0, last=float(len(values)), size=height, axis=0)
    if unit not in LEVELS:
        return means
    with np.errstate(divide="ignore"):
        return 10.0 * np.log10(means, out=means)


def area_mean(
    values: npt.NDArray[np.floating],
    *,
    first: float,
    last: float,
    size: int,
    axis: Literal[0, 1],
    unit: str = "",
) -> npt.NDArray[np.float64]:
    """Return means over equal parts of an axis, each value weighted by what is covered of it.

    Parameters
    ----------
    values : (n_rows, n_columns)
    first, last : float
        The ends of the parts; value ``i`` reaches from ``i`` to ``i + 1``, the outermost for ever.
    size : int
        Parts.
    axis : {0, 1}
    unit : str
        Values in one of ``LEVELS`` are turned into power on the way.

    Returns
    -------
    means : (size, n_columns) or (n_rows, size), float64

    Examples
    --------
    >>> area_mean(np.array([[3.0, 6.0, 9.0]]), first=0.0, last=3.0, size=2, axis=1)
    array([[4., 8.]])
    """
    edges = np.linspace(first, last, size + 1)
    low, high = edges[:-1], edges[1:]
    cells = np.floor(low).astype(np.int64)
    total = np.zeros((size, values.shape[1]) if axis == 0 else (len(values), size))
    for _ in range(int(np.max(np.ceil(high) - cells))):  # one addend a part, in a fixed order
        covered = np.clip(np.minimum(high, cells + 1) - np.maximum(low, cells), 0.0, None)
        weights = covered / (high - low)
        addend = _power(np.take(values, cells, axis=axis, mode="clip"), unit)
        addend *= weights[:, None] if axis == 0 else weights
        total += addend
        cells = cells + 1
    return total


def _power(values: npt.NDArray[np.floating], unit: str) -> npt.NDArray[np.float64]:
    power = values.astype(np.float64)
    if unit == "magnitude":
        power *= power
    if unit in PER_DECADE:
        power *= math.log(10.0) / PER_DECADE[unit]
        np.exp(power, out=power)
    return power
