"""What the figures of a report share: their size, words, axes and rasters."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from melgram.explain.study import Study
from melgram.explain.texts import Texts
from melgram.explain.wording import Facts, plain
from melgram.picture import axis, png, pooling, scale, svg_axes, ticks
from melgram.picture.axis import Axis
from melgram.picture.canvas import page_palette
from melgram.picture.layout import Rect
from melgram.picture.svg import Page
from melgram.types import Real

WIDE, NARROW = 860, 284
PALETTE = "magma"
_RASTER_WIDTH = 900  # columns: more than any screen shows of a figure this wide


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """A study, the words of its language, and its facts: all that a figure needs."""

    study: Study
    texts: Texts
    facts: Facts

    def page(self, name: str, *, width: int, height: int, says: str) -> Page:
        """Return an empty picture that a screen reader describes by a template."""
        title = plain(says, self.facts)
        return Page(width=width, height=height, name=name, title=title, description="")

    def seconds(self, start: float, stop: float) -> Axis:
        """Return an axis of time with its title in the language of the page."""
        words, found = self.texts.axes, axis.time(start, max(stop, start + 1e-6))
        titles = {"s": words.label_seconds, "m:ss": words.label_clock}
        title = titles.get(ticks.time_unit(found.high), words.label_long_clock)
        return replace(found, title=title)

    def hertz(self, low: float, high: float) -> Axis:
        """Return an even axis of frequency."""
        found = axis.frequency(low, high, scale="linear")
        return replace(found, title=self.texts.axes.label_frequency)

    def bands(self) -> Axis:
        """Return the axis of the bank's rows, in hertz."""
        found = axis.rows(self.study.bank.centers)
        return replace(found, title=self.texts.axes.label_frequency)

    def amplitude(self, limit: float) -> Axis:
        """Return an axis of amplitude on both sides of zero; of silence, full scale."""
        limit = limit * 1.08 if limit > 0 else 1.0
        return axis.linear(-limit, limit, title=self.texts.axes.label_amplitude)


def unlabelled(found: Axis) -> Axis:
    """Return an axis without ticks and title, for the inner sides of several plots."""
    return replace(found, title="", marks=lambda _axis, _length, _side: [])


def raster(values: Real, *, low: float, high: float, width: int = _RASTER_WIDTH) -> bytes:
    """Return values as the bytes of a PNG, low rows at the bottom, each cell a pixel.

    Parameters
    ----------
    values : (n_rows, n_columns)
        More columns than ``width`` are pooled by their maximum.
    low, high : float
        The values of the first and the last color.
    """
    if not high > low:
        high = low + 1.0
    values = pooling.pooled(values, size=min(width, values.shape[1]), axis=1)
    colors = scale.ValueScale(low=low, high=high, unit="", label="")
    return png.encode(colors.indices(values)[::-1], page_palette(PALETTE), text={})


def color_bar(page: Page, at: Rect, values: Axis) -> None:
    """Draw what the colors mean, with its axis at the right."""
    ramp = np.linspace(values.low, values.high, 128)[:, None]
    plot = page.plot(x=axis.linear(0, 1, title=""), y=values, at=at, axes="none")
    plot.image(raster(ramp, low=values.low, high=values.high))
    page.add(svg_axes.right_of(values, at))
