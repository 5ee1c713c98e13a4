"""The inside of two axes as SVG: lines, areas, stems, bars, spans, images, words and a legend.

The page around it is in ``svg.py``, ticks and titles are in ``svg_axes.py``, paths in
``svg_shape.py``.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from melgram.errors import PictureError
from melgram.picture import labels, svg_axes
from melgram.picture.axis import Axis, Side
from melgram.picture.layout import Rect
from melgram.picture.svg_shape import Anchor, d, number, outline, polyline, tag, words
from melgram.picture.svg_style import series_color

_HALF_CAP = 4.2  # the middle of a label is this far above its base line

Axes: TypeAlias = Literal["full", "compact", "left", "none"]
Corner: TypeAlias = Literal["top left", "top right", "bottom left", "bottom right"]


@dataclass(kw_only=True, eq=False)
class Plot:
    """The inside of two axes; numbers are in the units of the axes, made by `Page.plot`.

    ``series`` counts from 1 and chooses a color; ``css`` adds classes of your own.
    """

    x: Axis
    y: Axis
    at: Rect
    grid: bool = False
    axes: Axes = "full"
    _inside: list[str] = field(default_factory=list)
    _above: list[str] = field(default_factory=list)

    def line(
        self, x: npt.ArrayLike, y: npt.ArrayLike, *, series: int = 1, css: str = "line"
    ) -> None:
        """Draw a line through points whose ``x`` ascends.

        More than two points a pixel become the lowest and the highest of each pixel.
        """
        px, py = polyline(*self._placed(x, y))
        self._draw("path", css, series, {"d": d(px, py), "fill": "none"}, paint="stroke")

    def envelope(
        self,
        x: npt.ArrayLike,
        low: npt.ArrayLike,
        high: npt.ArrayLike,
        *,
        series: int = 1,
        css: str = "area",
    ) -> None:
        """Fill what lies between two curves; their extremes are kept, as for `line`."""
        px, below = self._placed(x, low)
        _, above = self._placed(x, high)
        self._draw("path", css, series, {"d": outline(px, above, below)})

    def stems(
        self,
        x: npt.ArrayLike,
        y: npt.ArrayLike,
        *,
        base: float = 0.0,
        series: int = 1,
        css: str = "stem",
    ) -> None:
        """Draw a dot for each number and a stem down to ``base``."""
        px, py = self._placed(x, y)
        foot = number(float(self._placed([self.x.low], [base])[1][0]))
        stems = "".join(f"M{number(a)} {foot}V{number(b)}" for a, b in zip(px, py, strict=True))
        dots = "".join(f"M{number(a)} {number(b)}h0" for a, b in zip(px, py, strict=True))
        self._draw("path", css, series, {"d": stems, "fill": "none"}, paint="stroke")
        self._draw("path", f"{css} dot", series, {"d": dots, "fill": "none"}, paint="stroke")

    def bars(
        self,
        x: npt.ArrayLike,
        y: npt.ArrayLike,
        *,
        width: float,
        base: float = 0.0,
        series: int = 1,
        css: str = "bar",
    ) -> None:
        """Draw bars of a width, in the unit of the x axis, centered on ``x``."""
        at = np.asarray(x, dtype=np.float64)
        left, top = self._placed(at - width / 2, y)
        right, foot = self._placed(at + width / 2, np.full(at.shape, base))
        shape = "".join(
            f"M{number(a)} {number(c)}V{number(t)}H{number(b)}V{number(c)}Z"
            for a, b, t, c in zip(left, right, top, foot, strict=True)
        )
        self._draw("path", css, series, {"d": shape})

    def span(
        self, start: float, stop: float, *, side: Side = "x", series: int = 1, css: str = "span"
    ) -> None:
        """Shade everything between two numbers of one axis."""
        axis, length = (self.x, self.at.width) if side == "x" else (self.y, self.at.height)
        first, last = np.clip(axis.share([start, stop]), 0.0, 1.0) * length
        box = (
            {"x": number(first), "y": "0", "width": number(last - first), "height": "100%"}
            if side == "x"
            else {"x": "0", "y": number(length - last), "width": "100%"}
            | {"height": number(last - first)}
        )
        self._draw("rect", css, series, box)

    def image(
        self,
        png: bytes,
        *,
        x: tuple[float, float] | None = None,
        y: tuple[float, float] | None = None,
        sharp: bool = True,
    ) -> None:
        """Place a PNG between numbers of both axes, by default over the whole plot.

        ``sharp`` keeps the edges of its pixels when it is drawn larger: a cell of a spectrogram is
        a flat field. Pictures of many pixels are better smoothed.
        """
        left, right = (0.0, 1.0) if x is None else self.x.share(list(x))
        foot, top = (0.0, 1.0) if y is None else self.y.share(list(y))
        width, height = self.at.width, self.at.height
        attributes = {
            "class": "image sharp" if sharp else "image",
            "x": number(left * width),
            "y": number((1.0 - top) * height),
            "width": number((right - left) * width),
            "height": number((top - foot) * height),
            "preserveAspectRatio": "none",
            "href": "data:image/png;base64," + base64.b64encode(png).decode("ascii"),
        }
        self._inside.append(tag("image", attributes, raw=""))

    def text(
        self,
        text: str,
        *,
        x: float,
        y: float,
        anchor: Anchor = "start",
        dx: float = 0.0,
        dy: float = 0.0,
        css: str = "note",
    ) -> None:
        """Write a line at a place of the axes, moved by ``dx`` to the right and ``dy`` down."""
        px, py = self._placed([x], [y])
        at_x, at_y = self.at.x + float(px[0]) + dx, self.at.y + float(py[0]) + dy
        self._above.append(words(text, x=at_x, y=at_y, anchor=anchor, css=css))

    def legend(self, entries: Sequence[str], *, corner: Corner = "top right") -> None:
        """Name the series 1, 2, ... in a corner of the plot."""
        right, bottom = "right" in corner, "bottom" in corner
        box = labels.legend_box(entries, self.at, bottom=bottom)
        x = box.x if right else self.at.x + labels.LEGEND_PADDING
        place = {"x": x, "y": box.y, "width": box.width, "height": box.height}
        paper = {key: number(value) for key, value in place.items()}
        self._above.append(tag("rect", {"class": "backing", "fill": "#fff"} | paper, raw=""))
        for index, entry in enumerate(entries):
            y, left = box.y + labels.LEGEND_ROW * (index + 0.5), x + labels.LEGEND_PADDING
            swatch = {
                "class": f"line s{index + 1}",
                "d": f"M{number(left)} {number(y)}h{labels.SWATCH}",
                "stroke": series_color(index + 1),
            }
            self._above.append(tag("path", swatch, raw=""))
            text_x = left + labels.SWATCH + 6
            self._above.append(
                words(entry, x=text_x, y=y + _HALF_CAP, anchor="start", css="legend")
            )

    def markup(self) -> str:
        """Return the plot as SVG elements: what is inside, cut off at the frame, then the axes."""
        at = self.at
        box = {"x": at.x, "y": at.y, "width": at.width, "height": at.height}
        frame = {key: number(value) for key, value in box.items()}
        return "\n".join(
            [
                tag("svg", {"class": "inside"} | frame, raw="".join(self._inside)),
                tag("rect", {"class": "frame", "fill": "none"} | frame, raw=""),
                *self._around(),
                *self._above,
            ]
        )

    def _around(self) -> list[str]:
        if self.axes == "none":
            return []
        compact = self.axes == "compact"
        left = svg_axes.left_of(self.y, self.at, grid=self.grid, compact=compact)
        if self.axes == "left":
            return left
        return [*svg_axes.below(self.x, self.at, grid=self.grid, compact=compact), *left]

    def _placed(
        self, x: npt.ArrayLike, y: npt.ArrayLike
    ) -> tuple[npt.NDArray[np.floating], npt.NDArray[np.floating]]:
        """Return pixels right of and below the upper left corner of the plot."""
        across, up = np.atleast_1d(self.x.share(x)), np.atleast_1d(self.y.share(y))
        if across.shape != up.shape:
            message = f"{across.shape} and {up.shape}: x and y must have as many numbers."
            raise PictureError(message)
        if not (np.isfinite(across).all() and np.isfinite(up).all()):
            message = "x and y must be finite numbers that the axes can show."
            raise PictureError(message)
        return across * self.at.width, (1.0 - up) * self.at.height

    def _draw(
        self, name: str, css: str, series: int, attributes: dict[str, str], paint: str = "fill"
    ) -> None:
        painted = {"class": f"{css} s{series}", paint: series_color(series)} | attributes
        self._inside.append(tag(name, painted, raw=""))
