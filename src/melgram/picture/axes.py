"""Everything around the plot: titles, ticks, labels and the color bar.

Where it stands is in ``layout.py``, which numbers are labelled in ``ticks.py``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from melgram.picture import lettering, ticks
from melgram.picture.canvas import MEDIUM, N_COLORS, SOFT, STRONG, Canvas
from melgram.picture.layout import Layout, Rect
from melgram.picture.scale import ValueScale
from melgram.picture.subject import Extent
from melgram.picture.ticks import Tick

_TITLE_BASELINE, _SUBTITLE_BASELINE = 37, 57
_TICK, _MINOR_TICK, _TICK_TONE = 5, 3, 0.5
_LABEL_GAP = 4
_AXIS_TITLE_X, _AXIS_TITLE_DROP = 28, 41
_FRAME_TONE = 0.3
_SEPARATOR = "  ·  "


def draw_titles(canvas: Canvas, layout: Layout, *, title: str, subtitle: Sequence[str]) -> None:
    """Write the two lines at the top, flush with the plot.

    A title that is too long loses its middle, a subtitle its last parts.
    """
    left, available = layout.plot.x - 1, layout.bar.right - layout.plot.x
    line = lettering.ellipsized(title, style=lettering.TITLE, available=available)
    canvas.text(line, x=left, baseline=_TITLE_BASELINE, style=lettering.TITLE, tone=STRONG)
    lines = [_SEPARATOR.join(subtitle[:n_parts]) for n_parts in range(len(subtitle), 0, -1)]
    fitting = (line for line in lines if lettering.width(line, style=lettering.LABEL) <= available)
    canvas.text(next(fitting, ""), x=left, baseline=_SUBTITLE_BASELINE, tone=SOFT)


def draw_time_axis(canvas: Canvas, plot: Rect, extent: Extent) -> None:
    """Draw ticks, labels and the axis title below the plot."""

    def label_width(text: str) -> int:
        return lettering.width(text, style=lettering.LABEL)

    marks = ticks.time_ticks(extent.start, extent.stop, length=plot.width, label_width=label_width)
    baseline = plot.bottom + 1 + _TICK + _LABEL_GAP + lettering.LABEL.cap_height
    for tick in marks:
        x = plot.x + _pixel(tick, plot.width)
        canvas.line(Rect(x=x, y=plot.bottom + 1, width=1, height=_TICK), tone=_TICK_TONE)
        canvas.text(tick.label, x=x + 0.5, baseline=baseline, anchor=0.5)
    unit = ticks.time_unit(extent.stop)
    middle = plot.x + plot.width / 2
    baseline = plot.bottom + _AXIS_TITLE_DROP
    canvas.text(f"Time ({unit})", x=middle, baseline=baseline, anchor=0.5, tone=MEDIUM)


def draw_feature_axis(
    canvas: Canvas,
    plot: Rect,
    frequencies: npt.NDArray[np.floating] | None,
    *,
    n_features: int,
) -> None:
    """Draw ticks, labels and the axis title left of the plot."""
    if frequencies is None:
        marks, name = ticks.coefficient_ticks(n_features, length=plot.height), "Coefficient"
    else:
        marks, name = ticks.frequency_ticks(frequencies, length=plot.height), "Frequency (Hz)"
    _draw_left_ticks(canvas, plot, marks)
    canvas.upward_text(name, x=_AXIS_TITLE_X, y=plot.y + plot.height / 2)


def draw_strip_axis(canvas: Canvas, strip: Rect, *, limit: float) -> None:
    """Label the amplitude at the edges and at the middle of the waveform strip."""
    positions = (0.0, strip.height / 2, float(strip.height))
    values = (-limit, 0.0, limit)
    labels = [f"{value:g}".replace("-", "−") for value in values]
    marks = [Tick(position=p, label=label) for p, label in zip(positions, labels, strict=True)]
    _draw_left_ticks(canvas, strip, marks)
    canvas.frame(strip, tone=_FRAME_TONE)


def draw_bar(canvas: Canvas, bar: Rect, values: ValueScale) -> None:
    """Draw the color bar with ticks, labels and the name of the values at its right."""
    centers = 1.0 - (np.arange(bar.height) + 0.5) / bar.height
    colors = np.rint(centers * (N_COLORS - 1)).astype(np.uint8)
    canvas.image(np.repeat(colors[:, None], bar.width, axis=1), at=bar)
    canvas.frame(bar, tone=_FRAME_TONE)
    widest = 0
    for tick in ticks.value_ticks(values.low, values.high, length=bar.height):
        y = bar.bottom - 1 - _pixel(tick, bar.height)
        canvas.line(Rect(x=bar.right + 1, y=y, width=_TICK, height=1), tone=_TICK_TONE)
        left = bar.right + 1 + _TICK + _LABEL_GAP
        canvas.text(tick.label, x=left, baseline=y + _half_cap())
        widest = max(widest, lettering.width(tick.label, style=lettering.LABEL))
    x = bar.right + 1 + _TICK + _LABEL_GAP + widest + 10 + lettering.LABEL.cap_height
    canvas.upward_text(values.label, x=x, y=bar.y + bar.height / 2)


def draw_frame(canvas: Canvas, plot: Rect) -> None:
    """Draw the thin frame that keeps a white floor apart from the page."""
    canvas.frame(plot, tone=_FRAME_TONE)


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
