"""Many numbers onto few pixels: pooled in power, never dropped.

The colors of the pooled values are in ``scale.py``.
"""

from __future__ import annotations

import math
from typing import Any, Literal, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from melgram.errors import PictureError, did_you_mean

Pool: TypeAlias = Literal["max", "mean", "extreme"]
Scalar = TypeVar("Scalar", bound=np.generic)
Values: TypeAlias = npt.NDArray[np.floating[Any]]

POOLS: tuple[Pool, ...] = ("max", "mean")
"""Those of levels. A difference has "extreme": what is farthest from zero, with its sign."""

# Units that are logarithms of power, and how much of each is a factor of ten of it.
PER_DECADE = {
    "dB": 10.0,
    "dBFS": 10.0,
    "dB SPL": 10.0,
    "ln power": math.log(10.0),
    "log10 power": 1.0,
    "ln magnitude": math.log(10.0) / 2,
    "log10 magnitude": 0.5,
}


def check_pool(pool: str) -> None:
    """Refuse a way of pooling that does not exist.

    Raises
    ------
    PictureError
    """
    if pool not in POOLS:
        message = f"{pool=} must be one of {', '.join(POOLS)}.{did_you_mean(str(pool), POOLS)}"
        raise PictureError(message)


def pooled(data: npt.NDArray[Scalar], *, size: int, axis: int) -> npt.NDArray[Scalar]:
    """Return ``data`` with ``size`` entries along one axis.

    Many become few by their maximum, so a click survives any reduction; few become many by
    repetition, so a frame keeps its edges. Each entry falls into exactly one pixel.

    Examples
    --------
    >>> pooled(np.array([[0.0, 9.0, 1.0, 2.0]]), size=2, axis=1)
    array([[9., 2.]])
    >>> pooled(np.array([[3.0, 4.0]]), size=4, axis=1)
    array([[3., 3., 4., 4.]])
    """
    n_entries, pixels = data.shape[axis], np.arange(size)
    if n_entries > size:
        return np.maximum.reduceat(data, pixels * n_entries // size, axis=axis)
    return np.take(data, (2 * pixels + 1) * n_entries // (2 * size), axis=axis)


def reduced(values: Values, *, size: int, axis: int, pool: Pool, unit: str) -> Values:
    """Return values with at most ``size`` entries along one axis; fewer stay as they are.

    The mean is that of power: of two frames of 0 and -100 dB it is -3 dB, not -50 dB. Units that
    stand for no power (coefficients, normalised features) are averaged as they are.

    Examples
    --------
    >>> reduced(np.array([[0.0, -100.0]]), size=1, axis=1, pool="mean", unit="dB").round(2)
    array([[-3.01]])
    """
    n_entries = values.shape[axis]
    if n_entries <= size:
        return values
    starts = np.arange(size) * n_entries // size
    return pooled_from(values, starts=starts, axis=axis, pool=pool, unit=unit)


def pooled_from(
    values: Values, *, starts: npt.NDArray[np.intp], axis: int, pool: Pool, unit: str
) -> Values:
    """Return one value for each run of entries; run ``i`` ends where ``i + 1`` begins."""
    if pool == "max":
        return np.maximum.reduceat(values, starts, axis=axis)
    if pool == "extreme":
        above = np.maximum.reduceat(values, starts, axis=axis)
        below = np.minimum.reduceat(values, starts, axis=axis)
        return np.where(-below > above, below, above)
    shape = [1] * values.ndim
    shape[axis] = -1
    counts = np.diff(starts, append=values.shape[axis]).reshape(shape)
    power = _power(values.astype(np.float64), unit=unit)
    return _from_power(np.add.reduceat(power, starts, axis=axis) / counts, unit=unit)


def placed(
    values: Values, *, edges: npt.NDArray[np.floating], size: int, pool: Pool, unit: str
) -> Values:
    """Return rows of pixels from rows of unequal height: a spectrum on a logarithmic axis.

    Rows whose middle is in one pixel are pooled; a pixel without any belongs to the row that it
    is in. No row is dropped.

    Parameters
    ----------
    values : (n_rows, n_columns)
    edges : (n_rows + 1,), ascending [pixels]
        Where the rows begin and end; what is before 0 or beyond ``size`` is cut off.
    size : int [pixels]

    Examples
    --------
    >>> rows = np.array([[1.0], [2.0], [3.0], [4.0]])
    >>> placed(rows, edges=np.array([0, 2, 3, 3.4, 4]), size=4, pool="max", unit="dB")[:, 0]
    array([1., 1., 2., 4.])
    """
    middles = (edges[:-1] + edges[1:]) / 2
    inside = (middles >= 0) & (middles < size)
    at = np.clip(np.searchsorted(edges, np.arange(size) + 0.5, side="right") - 1, 0, None)
    out = values[np.minimum(at, len(values) - 1)]
    pixels, starts = np.unique(middles[inside].astype(np.int64), return_index=True)
    if len(pixels):
        out[pixels] = pooled_from(values[inside], starts=starts, axis=0, pool=pool, unit=unit)
    return out


def _power(values: Values, *, unit: str) -> Values:
    if unit == "magnitude":
        return values * values
    return 10.0 ** (values / PER_DECADE[unit]) if unit in PER_DECADE else values


def _from_power(power: Values, *, unit: str) -> Values:
    if unit == "magnitude":
        return np.sqrt(power)
    if unit not in PER_DECADE:
        return power
    with np.errstate(divide="ignore"):  # -inf dB, and only that, has no power
        return PER_DECADE[unit] * np.log10(power)
