"""What is drawn inside the axes of a figure: a field of colors, curves, areas, a waveform.

Values become colors in ``scale.py`` and fewer in ``pooling.py``; pixels are set in ``drawing.py``
and paths written in ``vector.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from melgram.picture import pooling, scale
from melgram.picture.pooling import Pool
from melgram.picture.scale import ValueScale
from melgram.picture.subject import WaveformLike


@dataclass(frozen=True, kw_only=True)
class Cells:
    """Colors, (n_rows, n_columns), uint8, the lowest row first, and the values they stand for."""

    indices: npt.NDArray[np.uint8]
    values: ValueScale


@dataclass(frozen=True, kw_only=True, eq=False)
class Raster:
    """A field of values; its columns are equally wide and fill the x axis.

    Parameters
    ----------
    values : (n_rows, n_columns)
        The lowest row first.
    unit : str
    label : str, optional
        What the color bar says; the default follows from the unit.
    pool : {"max", "mean", "extreme"}
        What many values in one pixel become.
    db_range : (low, high), optional
        Values of the first and the last color.
    difference : bool
        Whether the values are differences: drawn as they are, the same on both sides of zero.
    entries : range, optional
        The entries of the page's palette; the default is all of a map alone on its page.
    edges : (n_rows + 1,), optional
        Where rows begin and end, as shares of the y axis; the default: all are equally high.
    full_scale : bool
        Whether 0 dB is a sine of full scale; then the color bar says so.
    """

    values: npt.NDArray[np.floating]
    unit: str
    label: str | None = None
    pool: Pool = "max"
    db_range: tuple[float, float] | None = None
    edges: npt.NDArray[np.floating] | None = None
    full_scale: bool = False
    difference: bool = False
    entries: range | None = None

    def cells(self, *, width: int, height: int) -> Cells:
        """Return colors for a plot of this size, at most one cell a pixel."""
        values, unit = self.values, self.unit
        values = pooling.reduced(values, size=width, axis=1, pool=self.pool, unit=unit)
        if self.edges is None:
            values = pooling.reduced(values, size=height, axis=0, pool=self.pool, unit=unit)
        else:
            edges = self.edges * height
            values = pooling.placed(values, edges=edges, size=height, pool=self.pool, unit=unit)
        if self.difference:
            chosen = self._around_zero(values)
        else:
            values, chosen = self._levels(values)
        if self.entries is not None:
            chosen = replace(chosen, colors=self.entries)
        return Cells(indices=chosen.indices(values), values=chosen)

    def _around_zero(self, values: npt.NDArray[np.floating]) -> ValueScale:
        limit = None if self.db_range is None else self.db_range[1]
        label = self.label or f"Difference ({self.unit})"
        return scale.around_zero(values, unit=self.unit, label=label, limit=limit)

    def _levels(
        self, values: npt.NDArray[np.floating]
    ) -> tuple[npt.NDArray[np.floating], ValueScale]:
        unit, floor = self.unit, scale.LEVEL_FLOOR if self.full_scale else scale.POWER_FLOOR
        values, unit, label = scale.shown(values, unit=unit, floor=floor)
        if self.full_scale and unit == "dB":
            unit, label = "dBFS", "Level (dBFS)"
        chosen = scale.value_scale(
            values, unit=unit, label=self.label or label, db_range=self.db_range
        )
        return values, chosen


@dataclass(frozen=True, kw_only=True, eq=False)
class Curve:
    """A line through points; ``series`` counts from 1 and chooses its color."""

    x: npt.NDArray[np.floating]
    y: npt.NDArray[np.floating]
    series: int = 1


@dataclass(frozen=True, kw_only=True, eq=False)
class Area:
    """What lies between two curves, in a light tint."""

    x: npt.NDArray[np.floating]
    low: npt.NDArray[np.floating]
    high: npt.NDArray[np.floating]
    series: int = 1


@dataclass(frozen=True, kw_only=True, eq=False)
class Wave:
    """A waveform from one time to another: extremes light, RMS dark."""

    waveform: WaveformLike
    start: float
    stop: float


Layer: TypeAlias = Raster | Curve | Area | Wave
