"""Words around a plot, for PNG and SVG alike: units, subtitles that fit, labels with a unit.

Where they stand is in ``axes.py`` and ``svg_axes.py``; what titles say is in ``caption.py``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from melgram.picture import axis, lettering
from melgram.picture.axis import Axis
from melgram.picture.layout import Rect
from melgram.picture.scale import ValueScale
from melgram.picture.ticks import Tick

SEPARATOR = "  ·  "
ABOVE_BAR, _LEAN = 52, 20  # pixels for the unit above a narrow bar, and how far it may lean left
SWATCH, LEGEND_ROW, LEGEND_PADDING = 16, 18, 6
_OVERHANG = 16  # pixels that the last label may reach beyond the plot


def unit_of(title: str) -> str:
    """Return what stands in brackets at the end of an axis title.

    Examples
    --------
    >>> unit_of("Frequency (Hz)"), unit_of("Coefficient")
    ('Hz', '')
    """
    found = re.search(r"\(([^()]*)\)$", title)
    return found.group(1) if found else ""


def with_unit(marks: Sequence[Tick], unit: str) -> list[Tick]:
    """Return ticks of which the last labelled one says the unit, where no title does.

    A time of m:ss says so itself.

    Examples
    --------
    >>> [tick.label for tick in with_unit([Tick(position=0, label="0")], "s")]
    ['0 s']
    """
    labelled = [index for index, mark in enumerate(marks) if mark.label]
    if not labelled or not unit or ":" in unit:
        return list(marks)
    last = marks[labelled[-1]]
    joint = "" if last.label.endswith("k") else " "
    named = Tick(position=last.position, label=f"{last.label}{joint}{unit}")
    return [*marks[: labelled[-1]], named, *marks[labelled[-1] + 1 :]]


def short_label(values: ValueScale) -> str:
    """Return what fits above a narrow bar: the unit, as the label has it, or the label.

    Examples
    --------
    >>> short_label(ValueScale(low=0, high=1, unit="dB", label="Level (dB re max)"))
    'dB re max'
    """
    unit = unit_of(values.label)
    text = unit if unit.startswith(values.unit) else values.label
    return lettering.ellipsized(text, style=lettering.LABEL, available=ABOVE_BAR + _LEAN)


def bar_axis(values: ValueScale) -> Axis:
    """Return the axis of a color bar; differences have their signs.

    Examples
    --------
    >>> values = ValueScale(low=-2, high=2, unit="dB", label="B - A (dB)", signed=True)
    >>> [tick.label for tick in bar_axis(values).ticks(100, side="y")]
    ['−2', '−1', '0', '+1', '+2']
    """
    made = axis.signed if values.signed else axis.linear
    return made(values.low, values.high, title=values.label)


def note_fitting(note: str, *, available: int) -> str:
    """Return a note, or what stands before its colon if it is too long.

    Examples
    --------
    >>> note_fitting("Silence: every sample is 0", available=90)
    'Silence'
    """
    if lettering.width(note, style=lettering.LABEL) <= available:
        return note
    short = note.partition(":")[0]
    return lettering.ellipsized(short, style=lettering.LABEL, available=available)


def kept_left(label: str, x: float, plot: Rect) -> float:
    """Return the middle of a label such that it does not reach far beyond the plot."""
    half = lettering.width(label, style=lettering.LABEL) / 2
    return min(x, plot.right + _OVERHANG - half)


def legend_fitting(entries: Sequence[str], plot: Rect) -> Sequence[str]:
    """Return the entries of a legend, or none where the plot is too narrow for them."""
    return entries if legend_box(entries, plot, bottom=False).x > plot.x else ()


def legend_box(entries: Sequence[str], plot: Rect, *, bottom: bool) -> Rect:
    """Return the place of a legend: the upper or the lower right corner of a plot."""
    widest = max((lettering.width(entry, style=lettering.LABEL) for entry in entries), default=0)
    width = SWATCH + 6 + widest + 2 * LEGEND_PADDING if entries else 0
    height = LEGEND_ROW * len(entries)
    y = plot.bottom - height - LEGEND_PADDING if bottom else plot.y + LEGEND_PADDING
    return Rect(x=plot.right - width - LEGEND_PADDING, y=y, width=width, height=height)


def fitting(parts: Sequence[str], *, available: int) -> str:
    """Return as many of the parts, from the first, as fit on a line of that many pixels."""
    lines = [SEPARATOR.join(parts[:n_parts]) for n_parts in range(len(parts), 0, -1)]
    short = (line for line in lines if lettering.width(line, style=lettering.LABEL) <= available)
    return next(short, "")
