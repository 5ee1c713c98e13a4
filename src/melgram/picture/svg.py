"""Charts as SVG text: a page with plots and words on it.

What can be drawn into a plot is in ``svg_plot.py``, which numbers an axis labels in ``axis.py``,
the look in ``svg_style.py``. Equal calls give equal text: no clock, no random
name, every coordinate rounded to 0.01 pixels.

A page stands alone, or inside an HTML page: then it takes that page's text color, and its colors
follow the variables named in ``svg_style.py``, so that light and dark both work.
"""

from __future__ import annotations

from melgram.errors import PictureError
from melgram.picture.axis import Axis
from melgram.picture.layout import Rect
from melgram.picture.svg_plot import Axes, Plot
from melgram.picture.svg_shape import Anchor, number, tag, words
from melgram.picture.svg_style import STYLE

_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 16, 48
_PAPER = {"class": "paper", "width": "100%", "height": "100%", "fill": "#fff"}


class Page:
    """One SVG picture.

    Parameters
    ----------
    width, height : int [pixels]
    name : str
        A word that no other picture of the same HTML page has; identifiers are made of it.
    title, description : str
        What a screen reader says: what it is, and what it shows.
    shown : tuple of int, optional [pixels]
        Width and height at which it is shown, a multiple of the others or a little more.

    Examples
    --------
    >>> from melgram.picture import axis
    >>> page = Page(width=300, height=200, name="tone", title="A tone", description="One period.")
    >>> plot = page.plot(x=axis.time(0, 1), y=axis.linear(-1, 1, title="Amplitude"))
    >>> import numpy as np
    >>> t = np.linspace(0, 1, 101)
    >>> plot.line(t, np.sin(2 * np.pi * t))
    >>> page.to_svg()[:30], page.to_svg() == page.to_svg()
    ('<svg xmlns="http://www.w3.org/', True)
    """

    def __init__(
        self,
        *,
        width: int,
        height: int,
        name: str,
        title: str,
        description: str,
        shown: tuple[int, int] | None = None,
    ) -> None:
        if not (width >= 1 and height >= 1):
            message = f"{width=}, {height=} must be at least one pixel."
            raise PictureError(message)
        self.width, self.height, self.name = width, height, name
        self.title, self.description = title, description
        self._shown = shown or (width, height)
        self.zoom = self._shown[0] // width
        self._parts: list[str | Plot] = []

    def plot(
        self,
        *,
        x: Axis,
        y: Axis,
        at: Rect | None = None,
        grid: bool = False,
        axes: Axes = "full",
    ) -> Plot:
        """Return a new plot, drawn later than those before it.

        Parameters
        ----------
        x, y : Axis
        at : Rect, optional
            What is inside the axes; the default leaves room for ticks and titles of both.
        grid : bool
            Draw faint lines across the plot at the labelled ticks.
        axes : {"full", "compact", "left", "none"}
            "compact" has no titles, only units; "left" and "none" leave axes out.
        """
        at = at or Rect(
            x=_LEFT,
            y=_TOP,
            width=self.width - _LEFT - _RIGHT,
            height=self.height - _TOP - _BOTTOM,
        )
        if at.width < 1 or at.height < 1:
            message = (
                f"width={self.width}, height={self.height} leave no room for a plot of "
                f"{at.width} x {at.height} pixels. Make the page larger."
            )
            raise PictureError(message)
        plot = Plot(x=x, y=y, at=at, grid=grid, axes=axes)
        self._parts.append(plot)
        return plot

    def text(
        self, text: str, *, x: float, y: float, anchor: Anchor = "start", css: str = "note"
    ) -> None:
        """Write a line; ``y`` is its base line, both are pixels of the page."""
        self._parts.append(words(text, x=x, y=y, anchor=anchor, css=css))

    def add(self, markup: str) -> None:
        """Put SVG elements of your own on the page, in its pixels."""
        self._parts.append(markup)

    def to_svg(self, *, standalone: bool = True) -> str:
        """Return the picture as text.

        Parameters
        ----------
        standalone : bool
            True: a whole file with white paper and its own style. False: an element for an HTML
            page that contains `svg_style.STYLE` once.
        """
        named = f"{self.name}-title {self.name}-description"
        opening = {"xmlns": "http://www.w3.org/2000/svg"} if standalone else {}
        body = [
            tag("title", {"id": f"{self.name}-title"}, self.title),
            tag("desc", {"id": f"{self.name}-description"}, self.description),
        ]
        if standalone:
            body += [tag("style", {}, STYLE), tag("rect", _PAPER)]
        body += [part if isinstance(part, str) else part.markup() for part in self._parts]
        width, height = self._shown
        attributes = opening | {
            "class": "melgram standalone" if standalone else "melgram",
            "width": number(width),
            "height": number(height),
            "viewBox": f"0 0 {number(width / self.zoom)} {number(height / self.zoom)}",
            "role": "img",
            "aria-labelledby": named,
        }
        return tag("svg", attributes, raw="\n".join(["", *body, ""])) + "\n" * standalone
