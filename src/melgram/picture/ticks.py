"""Round numbers along an axis, far enough apart to be read.

Pure arithmetic on lengths in pixels; ``drawing.py`` draws the ticks. Positions are pixels
from the start of the axis (left or bottom), between 0 and its length.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_TIME_GAP, _TIME_PITCH = 28, 60  # pixels between two labels; between two ticks, at least
_ROW_PITCH = 14  # pixels between the base lines of two labels, one above the other
_MINOR_PITCH = 6
_VALUE_PITCH = (18, 30)  # on a short and on a long color bar
_CLOCK_FROM_S = 120.0
_CLOCK_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600)
_DAY_S = 86_400
_ROUNDING = 1e-9  # of a step: keeps 0.30000000000000004 on its tick


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A place on an axis and what is written there; minor ticks have no label."""

    position: float
    label: str = ""


def time_ticks(
    start: float, stop: float, *, length: int, label_width: Callable[[str], int]
) -> list[Tick]:
    """Return ticks from ``start`` to ``stop`` seconds, as close as their labels allow.

    From two minutes on the labels are m:ss, from one hour on h:mm:ss.

    Examples
    --------
    >>> [tick.label for tick in time_ticks(0, 600, length=500, label_width=lambda text: 30)]
    ['0:00', '2:00', '4:00', '6:00', '8:00', '10:00']
    """
    for step in _time_steps(start, stop):
        pitch = step / (stop - start) * length
        if pitch < _TIME_PITCH:
            continue
        ticks = [
            Tick(position=(at - start) / (stop - start) * length, label=_clock(at, stop, step))
            for at in _multiples(start, stop, step=step)
        ]
        widest = max((label_width(tick.label) for tick in ticks), default=0)
        if pitch >= widest + _TIME_GAP:
            return ticks
    return []


def time_unit(stop: float) -> str:
    """Return how the labels of :func:`time_ticks` are to be read.

    Examples
    --------
    >>> time_unit(12.0), time_unit(600.0)
    ('s', 'm:ss')
    """
    if stop < _CLOCK_FROM_S:
        return "s"
    return "m:ss" if stop < 3600 else "h:mm:ss"


def value_ticks(
    low: float,
    high: float,
    *,
    length: int,
    pitch: float | None = None,
    label: Callable[[float], str] | None = None,
) -> list[Tick]:
    """Return ticks at round values: about eight, on a short axis fewer.

    Parameters
    ----------
    low, high : float
        Ends of the axis.
    length : int [pixels]
    pitch : float, optional [pixels]
        Least distance of two ticks; the default suits labels above one another.
    label : function of a value, optional
        What is written; by default the value with as many decimals as the step needs.

    Examples
    --------
    >>> [tick.label for tick in value_ticks(-80, 0, length=120)]
    ['−80', '−60', '−40', '−20', '0']
    """
    span = high - low
    if pitch is None:
        pitch = min(max(length / 8, _VALUE_PITCH[0]), _VALUE_PITCH[1])
    step = next(step for step in _round_steps(span * 1e-4) if step / span * length >= pitch)
    return [
        Tick(
            position=(at - low) / span * length,
            label=_short(at, step=step) if label is None else label(at),
        )
        for at in _multiples(low, high, step=step)
    ]


def coefficient_ticks(n_features: int, *, length: int) -> list[Tick]:
    """Return ticks at the centers of rows, numbered from 0.

    Examples
    --------
    >>> [tick.label for tick in coefficient_ticks(13, length=130)]
    ['0', '2', '4', '6', '8', '10', '12']
    """
    row = length / n_features
    step = next(int(s) for s in _round_steps(1.0) if s * row >= _ROW_PITCH or s >= n_features)
    return [
        Tick(position=(index + 0.5) * row, label=str(index)) for index in range(0, n_features, step)
    ]


def decade_ticks(
    low: float,
    high: float,
    *,
    placed: Callable[[float], float],
    pitch: float = _ROW_PITCH,
) -> list[Tick]:
    """Return ticks at round frequencies on an axis that is spread in any ascending way.

    Powers of ten come first, then fives, then twos, wherever they do not crowd; a range too
    narrow for three of them gets equal steps. Further ticks without labels mark the other digits.

    Parameters
    ----------
    low, high : float [Hz]
        Ends of the axis.
    placed : function of a frequency
        The pixel, from the start of the axis, at which it stands.
    pitch : float [pixels]
        Least distance of two labels.

    Examples
    --------
    >>> import numpy as np
    >>> ticks = decade_ticks(20, 20_000, placed=lambda hz: 100 * np.log10(hz / 20))
    >>> [tick.label for tick in ticks if tick.label]
    ['20', '50', '100', '200', '500', '1k', '2k', '5k', '10k', '20k']
    """
    major = {0.0: placed(0.0)} if low == 0 else {}
    for digit in (1, 5, 2):
        _add_apart(major, _decades(digit, low, high), placed=placed, pitch=pitch)
    if len(major) < 3:
        major = _equal_steps(low, high, placed=placed, pitch=pitch)
    every = dict(major)
    for digit in range(1, 10):
        _add_apart(every, _decades(digit, low, high), placed=placed, pitch=_MINOR_PITCH)
    return [
        Tick(position=position, label=hertz(at) if at in major else "")
        for at, position in sorted(every.items())
    ]


def hertz(frequency: float) -> str:
    """Return a frequency as a short label.

    Examples
    --------
    >>> hertz(500.0), hertz(1500.0)
    ('500', '1.5k')
    """
    return f"{frequency / 1000:.10g}k" if frequency >= 1000 else f"{frequency:.10g}"


def number(value: float, *, step: float) -> str:
    """Return a value with the decimals that its step needs and a true minus sign.

    Examples
    --------
    >>> number(-0.5, step=0.5), number(20.0, step=10.0)
    ('−0.5', '20')
    """
    decimals = max(0, -math.floor(math.log10(step) + _ROUNDING))
    text = f"{value:.{decimals}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", "−")


def _short(value: float, *, step: float) -> str:
    """Return a value at most seven characters long: with an exponent where it must be."""
    if step >= 1e-3 and abs(value) < 1e5:
        return number(value, step=step)
    digits, exponent = f"{round(value / step) * step:.2e}".split("e")
    if float(digits) == 0:
        return "0"
    return f"{float(digits):g}e{int(exponent)}".replace("-", "−")


def _equal_steps(
    low: float, high: float, *, placed: Callable[[float], float], pitch: float
) -> dict[float, float]:
    """Return ticks at multiples of the smallest round step that does not crowd anywhere."""
    ticks: dict[float, float] = {}
    for step in _round_steps(max((high - low) * 0.02, high * 1e-3, 1e-3)):
        ticks = {at: placed(at) for at in _multiples(low, high, step=step)}
        gaps = [after - before for before, after in itertools.pairwise(ticks.values())]
        if min(gaps, default=math.inf) >= pitch:
            break
    middle = float(f"{(low + high) / 2:.4g}")
    return ticks or {middle: placed(middle)}


def _add_apart(
    ticks: dict[float, float],
    candidates: list[float],
    *,
    placed: Callable[[float], float],
    pitch: float,
) -> None:
    for at in candidates:
        position = placed(at)
        if all(abs(position - other) >= pitch for other in ticks.values()):
            ticks[at] = position


def _decades(digit: int, low: float, high: float) -> list[float]:
    """Return ``digit`` times the powers of ten within a range, from the highest, all >= 1."""
    top = math.ceil(math.log10(high)) if high > 1 else 0
    values = (digit * 10.0**power for power in range(top, -1, -1))
    return [value for value in values if low <= value <= high]


def _multiples(start: float, stop: float, *, step: float) -> list[float]:
    first = math.ceil(start / step - _ROUNDING)
    last = math.floor(stop / step + _ROUNDING)
    return [min(max(index * step, start), stop) for index in range(first, last + 1)]


def _round_steps(least: float) -> Iterator[float]:
    """Yield 1, 2 and 5 times powers of ten, from about ``least`` upward."""
    for power in itertools.count(math.floor(math.log10(least))):
        yield from (digit * 10.0**power for digit in (1, 2, 5))


def _time_steps(start: float, stop: float) -> Iterator[float]:
    span = stop - start
    small = itertools.takewhile(lambda step: step < 1, _round_steps(span * 1e-3))
    if stop < _CLOCK_FROM_S:
        yield from itertools.islice(_round_steps(span * 1e-3), 20)
        return
    yield from small
    yield from _CLOCK_STEPS_S
    yield from (_DAY_S * step for step in itertools.islice(_round_steps(0.5), 30))


def _clock(at: float, stop: float, step: float) -> str:
    """Return a time as seconds, m:ss or h:mm:ss, whichever the whole axis uses."""
    if stop < _CLOCK_FROM_S:
        return number(at, step=step)
    sign = "−" if at < -_ROUNDING else ""
    decimals = max(0, -math.floor(math.log10(step) + _ROUNDING))
    minutes, seconds = divmod(round(abs(at), decimals), 60)
    second = f"{seconds:0{3 + decimals if decimals else 2}.{decimals}f}"
    if stop < 3600:
        return f"{sign}{int(minutes)}:{second}"
    return f"{sign}{int(minutes) // 60}:{int(minutes) % 60:02d}:{second}"
