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
_NEARLY_ALL = 99.0
_LEAST_LIMIT = 1e-6  # no difference in single precision is worth the strongest color below
_ROUND_DIGITS = (1, 1.5, 2, 3, 4, 5, 6, 8)

_LABELS = {"coefficient": "Value"} | {unit: f"Level ({unit})" for unit in ("dB", "dBFS", "dB SPL")}


@dataclass(frozen=True, kw_only=True)
class ValueScale:
    """The values of the first and the last color, in ``unit``; the page says ``label``.

    ``colors`` are the entries of the page's palette that they take, ``signed`` says that the
    middle one is zero.
    """

    low: float
    high: float
    unit: str
    label: str
    colors: range = range(N_COLORS)
    signed: bool = False

    @property
    def in_decibels(self) -> bool:
        """Whether the values are levels in dB of one kind or another."""
        return self.unit.startswith("dB")

    def indices(self, values: npt.NDArray[np.floating]) -> npt.NDArray[np.uint8]:
        """Return the nearest color of each value; what is out of range gets the end's."""
        last = len(self.colors) - 1
        steps = (values.astype(np.float64) - self.low) * (last / (self.high - self.low))
        np.clip(steps, 0, last, out=steps)
        return np.rint(steps, out=steps).astype(np.uint8) + np.uint8(self.colors.start)


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


def around_zero(
    values: npt.NDArray[np.floating], *, unit: str, label: str, limit: float | None
) -> ValueScale:
    """Return the range of a difference, as far below zero as above.

    By default a round number that all but a few values stay below: one in a hundred does not hide
    the others.

    Raises
    ------
    PictureError
        If the limit is not finite and above zero.

    Examples
    --------
    >>> scale = around_zero(np.array([-3.2, 1.0]), unit="dB", label="B - A (dB)", limit=None)
    >>> scale.low, scale.high, int(scale.indices(np.zeros(1))[0]), len(scale.colors)
    (-4.0, 4.0, 115, 231)
    """
    limit = rounded_up(usual(values)) if limit is None else float(limit)
    if not (math.isfinite(limit) and limit > 0):
        message = f"{limit=} must be a finite number > 0: the colors reach as far below zero."
        raise PictureError(message)
    colors = range(N_COLORS - 1)  # an odd number: zero has a color of its own
    return ValueScale(low=-limit, high=limit, unit=unit, label=label, colors=colors, signed=True)


def usual(values: npt.NDArray[np.floating]) -> float:
    """Return what all but one in a hundred of the finite values stay below, without their signs."""
    sizes = np.abs(values[np.isfinite(values)])
    return float(np.percentile(sizes, _NEARLY_ALL)) if sizes.size else 0.0


def rounded_up(value: float) -> float:
    """Return the next round number that is not lower; 1 for zero.

    Examples
    --------
    >>> rounded_up(128.0), rounded_up(0.0031), rounded_up(0.0)
    (150.0, 0.004, 1.0)
    """
    if value == 0:
        return 1.0
    power = math.floor(math.log10(max(value, _LEAST_LIMIT)))
    found = (digit * 10.0**power for digit in _ROUND_DIGITS)
    return float(f"{next((end for end in found if end >= value), 10.0 ** (power + 1)):.2g}")


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
