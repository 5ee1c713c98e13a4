"""A figure as PNG: the pixels of its layers, and everything around them.

Composes its neighbours: ``layout.py`` (where), ``layers.py`` (what), ``axes.py`` (labels),
``caption.py`` (words inside the file), ``png.py`` (bytes). The same as SVG is in ``vector.py``.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from melgram.picture import axes, caption, labels, layout, png, pooling, wave
from melgram.picture import palette as color_maps
from melgram.picture.canvas import FAINT, Canvas, chart_palette, page_palette
from melgram.picture.figure import Figure
from melgram.picture.layers import Area, Curve, Raster, Wave
from melgram.picture.layout import Layout, Rect
from melgram.picture.scale import ValueScale

_LINE = 0.8  # half the width of a curve, in dots


def png_of(figure: Figure, *, palette: str | None, width: int | None, height: int | None) -> bytes:
    """Return a figure as PNG; parameters and errors are those of `Figure.to_png`."""
    palette = chosen(figure, palette)  # a wrong name fails before anything is drawn
    page, (columns, rows) = in_dots(figure, width=width, height=height)
    canvas = Canvas(width=columns, height=rows, zoom=columns // page.width)
    values = draw(canvas, figure, page)
    in_pixels = replace(page, plot=canvas.pixels(page.plot))
    texts = caption.texts(figure, palette=palette, values=values, layout=in_pixels)
    return png.encode(canvas.indices, colors_of(figure, palette), text=texts)


def in_dots(
    figure: Figure, *, width: int | None, height: int | None
) -> tuple[Layout, tuple[int, int]]:
    """Return the layout of a figure, and the pixels of its page: on a large one several a dot."""
    zoom = layout.zoom_of(width=width, height=height)
    page = arranged(
        figure,
        width=None if width is None else width // zoom,
        height=None if height is None else height // zoom,
    )
    return page, (width or page.width, height or page.height)


def arranged(figure: Figure, *, width: int | None, height: int | None) -> Layout:
    """Return the layout of a figure that has a page to itself."""
    raster = figure.raster
    return layout.arranged(
        width=width,
        height=height,
        n_features=len(raster.values) if raster is not None and raster.edges is None else None,
        with_strip=figure.strip is not None,
        with_bar=raster is not None,
    )


def chosen(figure: Figure, palette: str | None) -> str:
    """Return the color map of a figure: the one asked for, or the default of its kind.

    Raises
    ------
    PictureError
        If there is no such map, or it is not one for this kind.
    """
    difference = figure.raster is not None and figure.raster.difference
    return color_maps.chosen(palette, difference=difference)


def colors_of(figure: Figure, palette: str) -> npt.NDArray[np.uint8]:
    """Return the 256 colors of a page: those of a map, or those of the series of a chart."""
    return chart_palette() if figure.raster is None else page_palette(palette)


def draw(canvas: Canvas, figure: Figure, page: Layout) -> ValueScale | None:
    """Draw a figure where a layout says, in dots; return what its colors mean."""
    values = None
    for layer in figure.layers:
        values = _draw_layer(canvas, figure, layer, page.plot) or values
    axes.draw_titles(canvas, page, title=figure.title, subtitle=figure.subtitle)
    if figure.strip is not None and page.strip is not None:
        shapes = _draw_wave(canvas, figure.strip, page.strip)
        axes.draw_strip_axis(canvas, page.strip, limit=shapes.limit)
    axes.draw_x_axis(canvas, page.plot, figure.x, compact=page.compact)
    axes.draw_y_axis(canvas, page.plot, figure.y, compact=page.compact)
    axes.draw_frame(canvas, page.plot)
    if values is not None and page.bar is not None:
        axes.draw_bar(canvas, page.bar, values, compact=page.compact)
    legend = labels.legend_fitting(figure.legend, page.plot)
    axes.draw_legend(canvas, page.plot, legend, bottom=figure.legend_at_bottom)
    if figure.note:
        axes.draw_note(canvas, page.plot, figure.note)
    return values


def _draw_layer(
    canvas: Canvas, figure: Figure, layer: Raster | Curve | Area | Wave, dots: Rect
) -> ValueScale | None:
    plot = canvas.pixels(dots)
    if isinstance(layer, Raster):
        cells = layer.cells(width=plot.width, height=plot.height)
        pixels = pooling.pooled(cells.indices, size=plot.width, axis=1)
        pixels = pooling.pooled(pixels, size=plot.height, axis=0)[::-1]
        canvas.image(pixels, at=plot)
        return cells.values
    if isinstance(layer, Wave):
        _draw_wave(canvas, layer, dots)
        return None
    x = figure.x.share(layer.x) * plot.width
    if isinstance(layer, Curve):
        y = (1.0 - figure.y.share(layer.y)) * plot.height
        _draw_curve(canvas, x, y, plot, series=layer.series)
        return None
    above, below = ((1.0 - figure.y.share(y)) * plot.height for y in (layer.high, layer.low))
    columns, top, _ = _extremes(x, above, width=plot.width)
    _, _, bottom = _extremes(x, below, width=plot.width)
    coverage = wave.covered(top, bottom, height=plot.height)
    canvas.tint(coverage, series=layer.series, at=_columns(plot, columns))
    return None


def _draw_curve(
    canvas: Canvas,
    x: npt.NDArray[np.floating],
    y: npt.NDArray[np.floating],
    plot: Rect,
    *,
    series: int,
) -> None:
    columns, top, bottom = _extremes(x, y, width=plot.width)
    if not len(top):
        return
    half = _LINE * canvas.zoom
    if reach := round(half) - 1:  # columns are one pixel wide, and a steep line is to be wider
        near = 2 * reach + 1
        top = sliding_window_view(np.pad(top, reach, mode="edge"), near).min(axis=1)
        bottom = sliding_window_view(np.pad(bottom, reach, mode="edge"), near).max(axis=1)
    coverage = wave.covered(top - half, bottom + half, height=plot.height)
    coverage *= (bottom >= -half) & (top <= plot.height + half)  # not along the frame
    canvas.curve(coverage, series=series, at=_columns(plot, columns))


def _draw_wave(canvas: Canvas, layer: Wave, dots: Rect) -> wave.Coverage:
    at = canvas.pixels(dots)
    shapes = wave.drawn(
        layer.waveform, start=layer.start, stop=layer.stop, width=at.width, height=at.height
    )
    middle = dots.y + dots.height // 2
    canvas.line(Rect(x=dots.x, y=middle, width=dots.width, height=1), tone=FAINT)
    canvas.wave(shapes.envelope, shapes.core, at=at)
    return shapes


def _columns(plot: Rect, columns: range) -> Rect:
    return Rect(x=plot.x + columns.start, y=plot.y, width=len(columns), height=plot.height)


def _extremes(
    x: npt.NDArray[np.floating], y: npt.NDArray[np.floating], *, width: int
) -> tuple[range, npt.NDArray[np.floating], npt.NDArray[np.floating]]:
    """Return the pixel columns that a line through points crosses, and its extremes in each.

    ``x`` ascends; ``x`` and ``y`` are pixels of the plot.
    """
    first, stop = max(0, int(np.floor(x[0]))), min(width, int(np.ceil(x[-1])))
    if first >= stop:
        return range(0), np.zeros(0), np.zeros(0)
    borders = np.clip(np.arange(first, stop + 1), x[0], x[-1])
    among = (x > borders[0]) & (x < borders[-1])
    at = np.concatenate([borders, x[among]])
    order = np.argsort(at, kind="stable")
    values = np.concatenate([np.interp(borders, x, y), y[among]])[order]
    place = np.empty(len(order), dtype=np.intp)
    place[order] = np.arange(len(order))
    starts, ends = place[: stop - first], place[1 : stop - first + 1]
    top = np.minimum(np.minimum.reduceat(values, starts), values[ends])
    bottom = np.maximum(np.maximum.reduceat(values, starts), values[ends])
    return range(first, stop), top, bottom
