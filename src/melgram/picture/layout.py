"""Where the parts of a picture stand, in whole pixels.

What is drawn into them is in ``drawing.py``.

::

    title
    subtitle
         +--------------------------+
         |  strip (waveform)        |
         +--------------------------+
    f    +--------------------------+  +-+
    r    |                          |  | |  v
    e    |  plot                    |  | |  a
    q    |                          |  |b|  l
    .    +--------------------------+  +-+
                  time
"""

from __future__ import annotations

from dataclasses import dataclass

from melgram.errors import PictureError
from melgram.picture.png import MAX_SIDE

_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 120, 80, 62
_DEFAULT_WIDTH, _PLOT_HEIGHT = 1200, 380
_STRIP_HEIGHT, _STRIP_GAP = 105, 12  # odd: the zero line has a row of its own
_BAR_GAP, _BAR_WIDTH = 20, 16
_MIN_WIDTH, _MIN_PLOT_HEIGHT = 400, 80


@dataclass(frozen=True, kw_only=True)
class Rect:
    """A rectangle of pixels; ``x``, ``y`` is its upper left one."""

    x: int
    y: int
    width: int
    height: int

    @property
    def rows(self) -> slice:
        """Its rows in an image."""
        return slice(self.y, self.y + self.height)

    @property
    def columns(self) -> slice:
        """Its columns in an image."""
        return slice(self.x, self.x + self.width)

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.y + self.height

    @property
    def right(self) -> int:
        """The first column right of it."""
        return self.x + self.width


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The parts of one picture."""

    width: int
    height: int
    plot: Rect
    strip: Rect | None
    bar: Rect


def arranged(*, width: int | None, height: int | None, n_features: int, with_strip: bool) -> Layout:
    """Return the layout of a page; the plot takes what the margins leave.

    Without a given height, the plot is the multiple of ``n_features`` nearest to 380 pixels, so
    that all bands are equally high.

    Raises
    ------
    PictureError
        If the page is too small for its labels, or larger than PNG readers allow.

    Examples
    --------
    >>> arranged(width=None, height=None, n_features=128, with_strip=False).plot.height
    384
    """
    strip_rows = _STRIP_HEIGHT + _STRIP_GAP if with_strip else 0
    margins = _TOP + strip_rows + _BOTTOM
    width = _DEFAULT_WIDTH if width is None else width
    height = margins + _even_rows(n_features) if height is None else height
    _check_side("width", width, least=_MIN_WIDTH)
    _check_side("height", height, least=margins + _MIN_PLOT_HEIGHT)
    plot_width = width - _LEFT - _RIGHT
    top = _TOP + strip_rows
    return Layout(
        width=width,
        height=height,
        plot=Rect(x=_LEFT, y=top, width=plot_width, height=height - margins),
        strip=Rect(x=_LEFT, y=_TOP, width=plot_width, height=_STRIP_HEIGHT) if with_strip else None,
        bar=Rect(x=_LEFT + plot_width + _BAR_GAP, y=top, width=_BAR_WIDTH, height=height - margins),
    )


def _even_rows(n_features: int) -> int:
    """Return the multiple of ``n_features`` nearest to the usual height, if it is near enough."""
    even = n_features * max(1, round(_PLOT_HEIGHT / n_features))
    return even if 0.75 <= even / _PLOT_HEIGHT <= 1.4 else _PLOT_HEIGHT


def _check_side(name: str, pixels: int, *, least: int) -> None:
    if pixels < least:
        message = f"{name}={pixels} must be >= {least} pixels, or the labels do not fit."
        raise PictureError(message)
    if pixels > MAX_SIDE:
        message = f"{name}={pixels} must be <= {MAX_SIDE} pixels: many PNG readers stop there."
        raise PictureError(message)
