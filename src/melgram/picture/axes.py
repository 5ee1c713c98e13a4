"""Everything around the plot of a PNG: titles, ticks, labels, the color bar and the legend.

Where it stands is in ``layout.py``, which numbers are labelled in ``axis.py``; the same for SVG is
in ``svg_axes.py``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from melgram.picture import labels, lettering
from melgram.picture.axis import Axis
from melgram.picture.canvas import MEDIUM, SOFT, STRONG, Canvas
from melgram.picture.layout import Layout, Rect
from melgram.picture.scale import ValueScale
from melgram.picture.ticks import Tick

_TITLE_BASELINE, _SUBTITLE_BASELINE, _COMPACT_BASELINE = 37, 57, 18
_TICK, _MINOR_TICK, _TICK_TONE = 5, 3, 0.5
_LABEL_GAP = 4
_AXIS_TITLE_X, _AXIS_TITLE_DROP = 28, 41
_FRAME_TONE = 0.3
_NOTE_PADDING = 8
_UNIT_ABOVE = 9


def draw_titles(canvas: Canvas, layout: Layout, *, title: str, subtitle: Sequence[str]) -> None:
    """Write the two lines at the top, flush with the plot.

    A title that is too long loses its middle, a subtitle its last parts.
    """
    left = layout.plot.x - 1
    if layout.compact:
        room = layout.plot.width
        line = lettering.ellipsized(title, style=lettering.LABEL, available=room)
        canvas.text(line, x=left, baseline=layout.top + _COMPACT_BASELINE, tone=STRONG)
        return
    available = layout.right - layout.plot.x
    line = lettering.ellipsized(title, style=lettering.TITLE, available=available)
    canvas.text(
        line, x=left, baseline=layout.top + _TITLE_BASELINE, style=lettering.TITLE, tone=STRONG
    )
    line = labels.fitting(subtitle, available=available)
    canvas.text(line, x=left, baseline=layout.top + _SUBTITLE_BASELINE, tone=SOFT)


def draw_x_axis(canvas: Canvas, plot: Rect, axis: Axis, *, compact: bool) -> None:
    """Draw ticks, labels and the axis title below the plot."""
    marks = axis.ticks(plot.width, side="x")
    if compact:
        marks = labels.with_unit(marks, labels.unit_of(axis.title))
    baseline = plot.bottom + 1 + _TICK + _LABEL_GAP + lettering.LABEL.cap_height
    for tick in marks:
        x = plot.x + _pixel(tick, plot.width)
        size = _TICK if tick.label else _MINOR_TICK
        canvas.line(Rect(x=x, y=plot.bottom + 1, width=1, height=size), tone=_TICK_TONE)
        middle = labels.kept_left(tick.label, x + 0.5, plot) if compact else x + 0.5
        canvas.text(tick.label, x=middle, baseline=baseline, anchor=0.5)
    if not compact:
        middle, baseline = plot.x + plot.width / 2, plot.bottom + _AXIS_TITLE_DROP
        canvas.text(axis.title, x=middle, baseline=baseline, anchor=0.5, tone=MEDIUM)


def draw_y_axis(canvas: Canvas, plot: Rect, axis: Axis, *, compact: bool) -> None:
    """Draw ticks, labels and the axis title left of the plot."""
    _draw_left_ticks(canvas, plot, axis.ticks(plot.height, side="y"))
    if not compact:
        canvas.upward_text(axis.title, x=_AXIS_TITLE_X, y=plot.y + plot.height / 2)
    elif unit := labels.unit_of(axis.title):
        right = plot.x - 1 - _TICK - _LABEL_GAP + 1
        canvas.text(unit, x=right, baseline=plot.y - _UNIT_ABOVE, anchor=1.0)


def draw_strip_axis(canvas: Canvas, strip: Rect, *, limit: float) -> None:
    """Label the amplitude at the edges and at the middle of the waveform strip."""
    positions = (0.0, strip.height / 2, float(strip.height))
    values = (-limit, 0.0, limit)
    labels = [f"{value:g}".replace("-", "−") for value in values]
    marks = [Tick(position=p, label=label) for p, label in zip(positions, labels, strict=True)]
    _draw_left_ticks(canvas, strip, marks)
    canvas.frame(strip, tone=_FRAME_TONE)


def draw_bar(canvas: Canvas, bar: Rect, values: ValueScale, *, compact: bool) -> None:
    """Draw the color bar with ticks, labels and the name of the values at its right."""
    at = canvas.pixels(bar)
    centers = 1.0 - (np.arange(at.height) + 0.5) / at.height
    last = len(values.colors) - 1
    colors = np.rint(centers * last).astype(np.uint8) + np.uint8(values.colors.start)
    canvas.image(np.repeat(colors[:, None], at.width, axis=1), at=at)
    canvas.frame(bar, tone=_FRAME_TONE)
    widest = 0
    for tick in labels.bar_axis(values).ticks(bar.height, side="y"):
        y = bar.bottom - 1 - _pixel(tick, bar.height)
        canvas.line(Rect(x=bar.right + 1, y=y, width=_TICK, height=1), tone=_TICK_TONE)
        left = bar.right + 1 + _TICK + _LABEL_GAP
        canvas.text(tick.label, x=left, baseline=y + _half_cap())
        widest = max(widest, lettering.width(tick.label, style=lettering.LABEL))
    if compact:
        _draw_unit(canvas, bar, labels.short_label(values))
        return
    x = bar.right + 1 + _TICK + _LABEL_GAP + widest + 10 + lettering.LABEL.cap_height
    canvas.upward_text(values.label, x=x, y=bar.y + bar.height / 2)


def _draw_unit(canvas: Canvas, bar: Rect, unit: str) -> None:
    """Write a unit above a narrow bar; a long one leans to the left."""
    lean = max(0, lettering.width(unit, style=lettering.LABEL) - labels.ABOVE_BAR)
    canvas.text(unit, x=bar.x - lean, baseline=bar.y - _UNIT_ABOVE)


def draw_frame(canvas: Canvas, plot: Rect) -> None:
    """Draw the thin frame that keeps a white floor apart from the page."""
    canvas.frame(plot, tone=_FRAME_TONE)


def draw_legend(canvas: Canvas, plot: Rect, entries: Sequence[str], *, bottom: bool) -> None:
    """Name the series 1, 2, ... in a white box in a right corner of the plot."""
    box = labels.legend_box(entries, plot, bottom=bottom)
    canvas.line(box, tone=0.0)
    left = box.x + labels.LEGEND_PADDING
    for index, entry in enumerate(entries):
        y = box.y + labels.LEGEND_ROW * index + labels.LEGEND_ROW // 2
        swatch = Rect(x=left, y=y, width=labels.SWATCH, height=2)
        canvas.swatch(swatch, series=index + 1)
        canvas.text(entry, x=left + labels.SWATCH + 6, baseline=y + _half_cap() + 1)


def draw_note(canvas: Canvas, plot: Rect, note: str) -> None:
    """Write a sentence in a white box in the middle of the plot."""
    room = plot.width - 3 * _NOTE_PADDING
    line = labels.note_fitting(note, available=room)
    width = lettering.width(line, style=lettering.LABEL) + 2 * _NOTE_PADDING
    height = lettering.LABEL.cap_height + 2 * _NOTE_PADDING
    x, y = plot.x + (plot.width - width) // 2, plot.y + (plot.height - height) // 2
    box = Rect(x=x, y=y, width=width, height=height)
    canvas.line(box, tone=0.0)
    canvas.frame(box, tone=_FRAME_TONE)
    baseline = y + _NOTE_PADDING + lettering.LABEL.cap_height
    canvas.text(line, x=x + _NOTE_PADDING, baseline=baseline, tone=STRONG)


def _draw_left_ticks(canvas: Canvas, plot: Rect, marks: Sequence[Tick]) -> None:
    for tick in marks:
        y = plot.bottom - 1 - _pixel(tick, plot.height)
        size = _TICK if tick.label else _MINOR_TICK
        canvas.line(Rect(x=plot.x - 1 - size, y=y, width=size, height=1), tone=_TICK_TONE)
        right = plot.x - 1 - _TICK - _LABEL_GAP + 1  # the last glyph's own bearing is blank
        canvas.text(tick.label, x=right, baseline=y + _half_cap(), anchor=1.0)


def _pixel(tick: Tick, length: int) -> int:
    """Return the pixel that holds a tick, 0 to ``length - 1`` from the start of the axis."""
    return min(int(tick.position), length - 1)


def _half_cap() -> int:
    """Return how far below a tick the base line of its label is: figures stand centered on it."""
    return lettering.LABEL.cap_height // 2 + 1
