"""From feature values to palette indices: units shown, range chosen.

The colors of the indices are in ``palette.py``; how many values become one pixel is in
``pooling.py``, what 0 dB means in ``levels.py``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from melgram.errors import NonFiniteSamples, PictureError
from melgram.picture.canvas import N_COLORS
from melgram.picture.pooling import PER_DECADE

POWER_FLOOR = 1e-10  # -100 dB, where nothing says what 0 dB is
LEVEL_FLOOR = 1e-20  # -200 dB, far below what 24 bits hold, where something does
_SHOWN_DB = 80.0
_TOP_MULTIPLE_DB = 5.0
_ROBUST_PERCENTILES = (1.0, 99.8)

_LABELS = {"coefficient": "Value"} | {unit: f"Level ({unit})" for unit in ("dB", "dBFS", "dB SPL")}


@dataclass(frozen=True, kw_only=True)
class ValueScale:
    """The values of the first and the last color, in ``unit``; the page says ``label``."""

    low: float
    high: float
    unit: str
    label: str

    @property
    def in_decibels(self) -> bool:
        """Whether the values are levels in dB of one kind or another."""
        return self.unit.startswith("dB")

    def indices(self, values: npt.NDArray[np.floating]) -> npt.NDArray[np.uint8]:
        """Return the nearest color of each value; what is out of range gets the end's."""
        per_unit = (N_COLORS - 1) / (self.high - self.low)
        steps = (values.astype(np.float64) - self.low) * per_unit
        np.clip(steps, 0, N_COLORS - 1, out=steps)
        return np.rint(steps, out=steps).astype(np.uint8)


def shown(
    data: npt.NDArray[np.floating], *, unit: str, floor: float = POWER_FLOOR
) -> tuple[npt.NDArray[np.floating], str, str]:
    """Return the values as they are drawn, their unit and its label: linear ones become dB.

    No power is below ``floor``.

    Raises
    ------
    NonFiniteSamples
        If there is a NaN. Infinities are drawn as the ends of the range.
    """
    if np.isnan(data).any():
        message = "mel.data holds NaN. Check the recording for non-finite samples."
        raise NonFiniteSamples(message)
    if unit in ("power", "magnitude"):
        factor, least = (10, floor) if unit == "power" else (20, floor**0.5)
        decibels = factor * np.log10(np.maximum(data.astype(np.float64), least))
        return decibels, "dB", f"{unit.capitalize()} (dB)"
    return data, unit, _LABELS.get(unit, unit)


def value_scale(
    values: npt.NDArray[np.floating],
    *,
    unit: str,
    label: str,
    db_range: tuple[float, float] | None,
) -> ValueScale:
    """Return the range of values to draw.

    dB: 80 dB below the maximum, which is rounded up to a multiple of 5. Other units: from the
    1st to the 99.8th percentile, and logarithms no deeper than 80 dB. Constant data is drawn as
    the floor.

    Raises
    ------
    PictureError
        If ``db_range`` is not two finite numbers, the lower first.
    """
    if db_range is not None:
        low, high = (float(end) for end in db_range)
        if not (math.isfinite(low) and math.isfinite(high) and low < high):
            message = f"{db_range=} must be two finite numbers, the lower first: (-80, 0)."
            raise PictureError(message)
        return ValueScale(low=low, high=high, unit=unit, label=label)
    low, high = _chosen_range(values[np.isfinite(values)].astype(np.float64), unit=unit)
    return ValueScale(low=low, high=high, unit=unit, label=label)


def _chosen_range(values: npt.NDArray[np.float64], *, unit: str) -> tuple[float, float]:
    span = _SHOWN_DB / 10 * PER_DECADE[unit] if unit in PER_DECADE else None
    lowest, highest = (float(values.min()), float(values.max())) if values.size else (0.0, 0.0)
    if lowest == highest:
        return lowest, lowest + (span or max(1.0, abs(lowest) * 1e-3))
    if unit.startswith("dB"):
        top = math.ceil(highest / _TOP_MULTIPLE_DB - 1e-6) * _TOP_MULTIPLE_DB
        return top - _SHOWN_DB, top
    stride = max(1, values.size // 50_000)  # enough for percentiles, and fast
    low, high = (float(end) for end in np.percentile(values[::stride], _ROBUST_PERCENTILES))
    if low >= high:
        low, high = lowest, highest
    return (max(low, high - span) if span else low), high
