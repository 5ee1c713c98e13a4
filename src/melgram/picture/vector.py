"""A figure as SVG: axes and words as shapes, fields of color as a PNG inside.

Composes ``layout.py`` (where), ``layers.py`` (what) and ``svg.py`` (how it is written). The same
as PNG is in ``drawing.py``.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from melgram.picture import axis, caption, drawing, labels, lettering, png, svg_axes
from melgram.picture.canvas import page_palette
from melgram.picture.figure import Figure
from melgram.picture.layers import Area, Curve, Layer, Raster, Wave
from melgram.picture.layout import Layout, Rect
from melgram.picture.scale import ValueScale
from melgram.picture.svg import Page
from melgram.picture.svg_plot import Plot
from melgram.picture.wave import measured

_TITLE_BASELINE, _SUBTITLE_BASELINE, _COMPACT_BASELINE = 37, 57, 18
_FINER = 2  # a curve has as many columns for each pixel: it may be drawn larger


def page_of(
    figure: Figure, *, palette: str | None, width: int | None, height: int | None, name: str
) -> Page:
    """Return the page of a figure; parameters and errors are those of `Figure.to_svg`."""
    palette = drawing.chosen(figure, palette)
    layout, shown = drawing.in_dots(figure, width=width, height=height)
    page = Page(
        width=layout.width,
        height=layout.height,
        name=name,
        title=figure.title,
        description=". ".join(filter(None, (figure.note, figure.description))),
        shown=shown,
    )
    draw(page, figure, layout, palette=palette)
    return page


def draw(page: Page, figure: Figure, layout: Layout, *, palette: str) -> ValueScale | None:
    """Draw a figure where a layout says; return what its colors mean."""
    compact, values = layout.compact, None
    plot = page.plot(x=figure.x, y=figure.y, at=layout.plot, axes="compact" if compact else "full")
    for layer in figure.layers:
        values = _draw_layer(plot, figure, layer, palette=palette, zoom=page.zoom) or values
    _draw_titles(page, figure, layout)
    if figure.strip is not None and layout.strip is not None:
        _draw_strip(page, figure, figure.strip, layout.strip)
    if values is not None and layout.bar is not None:
        draw_bar(page, layout.bar, values, palette=palette, compact=compact)
    legend = labels.legend_fitting(figure.legend, layout.plot)
    if legend:
        corner = "bottom right" if figure.legend_at_bottom else "top right"
        plot.legend(legend, corner=corner)
    if figure.note:
        middle = layout.plot.x + layout.plot.width / 2, layout.plot.y + layout.plot.height / 2
        note = labels.note_fitting(figure.note, available=layout.plot.width - 16)
        page.text(note, x=middle[0], y=middle[1] + 4, anchor="middle", css="note boxed")
    return values


def _draw_titles(page: Page, figure: Figure, layout: Layout) -> None:
    left = layout.plot.x
    if layout.compact:
        line = lettering.ellipsized(
            figure.title, style=lettering.LABEL, available=layout.plot.width
        )
        page.text(line, x=left, y=layout.top + _COMPACT_BASELINE, css="strong")
        return
    room = layout.right - left
    line = lettering.ellipsized(figure.title, style=lettering.TITLE, available=room)
    page.text(line, x=left, y=layout.top + _TITLE_BASELINE, css="title")
    line = labels.fitting(figure.subtitle, available=room)
    page.text(line, x=left, y=layout.top + _SUBTITLE_BASELINE, css="subtitle")


def _draw_layer(
    plot: Plot, figure: Figure, layer: Layer, *, palette: str, zoom: int
) -> ValueScale | None:
    if isinstance(layer, Raster):
        return _draw_raster(plot, figure, layer, palette=palette, zoom=zoom)
    if isinstance(layer, Wave):
        _draw_wave(plot, layer)
    elif isinstance(layer, Curve):
        plot.line(layer.x, layer.y, series=layer.series)
    else:
        assert isinstance(layer, Area)
        plot.envelope(layer.x, layer.low, layer.high, series=layer.series, css="area tint")
    return None


def _draw_raster(
    plot: Plot, figure: Figure, layer: Raster, *, palette: str, zoom: int
) -> ValueScale:
    """Embed the cells as they are, at most one a pixel: whoever draws them makes them larger."""
    cells = layer.cells(width=zoom * plot.at.width, height=zoom * plot.at.height)
    image, values = cells.indices[::-1], cells.values
    rows, columns = image.shape
    alone = Layout(
        width=columns,
        height=rows,
        plot=Rect(x=0, y=0, width=columns, height=rows),
        strip=None,
        bar=None,
        compact=True,
    )
    texts = caption.texts(figure, palette=palette, values=values, layout=alone)
    plot.image(png.encode(image, page_palette(palette), text=texts))
    return values


def _draw_wave(plot: Plot, layer: Wave) -> None:
    width = _FINER * plot.at.width
    plot.line([layer.start, layer.stop], [0.0, 0.0], css="zero")
    points = _sparse(layer, width=width)
    if points is not None:
        plot.line(*points)
        return
    shape = measured(layer.waveform, start=layer.start, stop=layer.stop, width=width)
    times = (shape.times[:-1] + shape.times[1:])[shape.inside] / 2
    low, high, rms = (v[shape.inside] for v in (shape.lowest, shape.highest, shape.rms))
    plot.envelope(times, low, high, css="area extremes")
    plot.envelope(times, np.maximum(-rms, low), np.minimum(rms, high), css="area core")


def _sparse(
    layer: Wave, *, width: int
) -> tuple[npt.NDArray[np.floating], npt.NDArray[np.floating]] | None:
    """Return times and samples of one channel that has fewer of them than columns, else None."""
    rate, samples = layer.waveform.sample_rate, np.atleast_2d(layer.waveform.samples)
    first, last = math.floor(layer.start * rate), math.ceil(layer.stop * rate)
    if len(samples) > 1 or last - first > width or not np.issubdtype(samples.dtype, np.floating):
        return None
    kept = samples[0, max(first, 0) : last + 1]
    return (max(first, 0) + np.arange(len(kept))) / rate, kept


def _draw_strip(page: Page, figure: Figure, layer: Wave, at: Rect) -> None:
    limit = measured(layer.waveform, start=layer.start, stop=layer.stop, width=at.width).limit
    plot = page.plot(x=figure.x, y=axis.linear(-limit, limit, title=""), at=at, axes="left")
    _draw_wave(plot, layer)


def draw_bar(page: Page, bar: Rect, values: ValueScale, *, palette: str, compact: bool) -> None:
    """Draw a color bar with its axis at the right."""
    levels = labels.bar_axis(values)
    plot = page.plot(x=axis.linear(0, 1, title=""), y=levels, at=bar, axes="none")
    ramp = np.array(values.colors, dtype=np.uint8)[::-1, None]
    plot.image(png.encode(ramp, page_palette(palette), text={}), sharp=False)
    page.add(svg_axes.right_of(levels, bar, short=labels.short_label(values) if compact else ""))
