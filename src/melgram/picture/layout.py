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

from dataclasses import dataclass, replace

from melgram.errors import PictureError
from melgram.picture.png import MAX_SIDE, check_size

_DEFAULT_WIDTH, _PLOT_HEIGHT = 1200, 380
_ZOOMED_WIDTH, _ZOOMED_HEIGHT = 1280, 720  # a page twice as wide and high has words twice as large
_MIN_WIDTH, _MIN_PLOT_HEIGHT = 160, 60
_COMPACT_WIDTH, _COMPACT_PLOT_HEIGHT = 560, 140  # below, a page has margins for the numbers alone


@dataclass(frozen=True, kw_only=True)
class Margins:
    """What surrounds a plot, in pixels; a strip's height is odd, for its zero line has a row."""

    left: int
    right: int
    right_of_bar: int
    top: int
    bottom: int
    strip: int
    strip_gap: int
    bar_gap: int
    bar: int


_WIDE = Margins(
    left=80,
    right=40,
    right_of_bar=120,
    top=80,
    bottom=62,
    strip=105,
    strip_gap=12,
    bar_gap=20,
    bar=16,
)
_COMPACT = Margins(
    left=48,
    right=18,
    right_of_bar=68,
    top=30,
    bottom=28,
    strip=41,
    strip_gap=26,
    bar_gap=10,
    bar=10,
)


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
    """The parts of one picture, which begins ``top`` pixels below the upper edge of its page.

    A ``compact`` one has no axis titles, only units.
    """

    width: int
    height: int
    plot: Rect
    strip: Rect | None
    bar: Rect | None
    compact: bool
    top: int = 0

    @property
    def right(self) -> int:
        """The first column right of plot and bar."""
        return (self.bar or self.plot).right

    def lowered(self, by: int) -> Layout:
        """Return the same layout further down on its page."""
        plot, strip, bar = (
            None if part is None else replace(part, y=part.y + by)
            for part in (self.plot, self.strip, self.bar)
        )
        return replace(self, plot=plot or self.plot, strip=strip, bar=bar, top=self.top + by)


def arranged(
    *,
    width: int | None,
    height: int | None,
    n_features: int | None,
    with_strip: bool,
    with_bar: bool = True,
) -> Layout:
    """Return the layout of a page; the plot takes what the margins leave.

    Without a given height, the plot is the multiple of ``n_features`` nearest to 380 pixels, so
    that all bands are equally high. A small page keeps numbers and units, and gives up subtitle
    and axis titles.

    Raises
    ------
    PictureError
        If the page is too small for its labels, or larger than PNG readers allow.

    Examples
    --------
    >>> arranged(width=None, height=None, n_features=128, with_strip=False).plot.height
    384
    >>> arranged(width=300, height=200, n_features=128, with_strip=False).compact
    True
    """
    width = _DEFAULT_WIDTH if width is None else width
    rows = _PLOT_HEIGHT if n_features is None else _even_rows(n_features)
    compact = width < _COMPACT_WIDTH
    if height is not None:
        compact = compact or height < _around(_WIDE, with_strip=with_strip) + _COMPACT_PLOT_HEIGHT
    elif compact:
        rows = rows // 2
    margins = _COMPACT if compact else _WIDE
    height = _around(margins, with_strip=with_strip) + rows if height is None else height
    check_side("width", width, least=_MIN_WIDTH)
    check_side("height", height, least=_around(_COMPACT, with_strip=with_strip) + _MIN_PLOT_HEIGHT)
    check_size(width=width, height=height)
    return _placed(margins, width, height, with_strip=with_strip, with_bar=with_bar)


def zoom_of(*, width: int | None, height: int | None) -> int:
    """Return how many pixels a dot of a page takes, so that words keep up with a large page.

    Raises
    ------
    PictureError
        If the page is larger than PNG readers allow.

    Examples
    --------
    >>> [zoom_of(width=w, height=h) for w, h in ((1200, 526), (1920, 1080), (3840, 2160))]
    [1, 1, 3]
    """
    if width is None or height is None:
        return 1
    zoom = max(1, min(width // _ZOOMED_WIDTH, height // _ZOOMED_HEIGHT))
    if zoom > 1:
        check_side("width", width, least=_MIN_WIDTH)
        check_side("height", height, least=_MIN_PLOT_HEIGHT)
        check_size(width=width, height=height)
    return zoom


def in_cell(cell: Rect) -> Layout:
    """Return the layout of one picture of several: compact, and without a bar of its own."""
    margins = _COMPACT
    plot = Rect(
        x=cell.x + margins.left,
        y=cell.y + margins.top,
        width=cell.width - margins.left - margins.right,
        height=cell.height - _around(margins, with_strip=False),
    )
    return Layout(
        width=cell.width,
        height=cell.height,
        plot=plot,
        strip=None,
        bar=None,
        compact=True,
        top=cell.y,
    )


def _placed(
    margins: Margins, width: int, height: int, *, with_strip: bool, with_bar: bool
) -> Layout:
    left, top = margins.left, margins.top
    strip_rows = margins.strip + margins.strip_gap if with_strip else 0
    plot = Rect(
        x=left,
        y=top + strip_rows,
        width=width - left - (margins.right_of_bar if with_bar else margins.right),
        height=height - _around(margins, with_strip=with_strip),
    )
    strip = Rect(x=left, y=top, width=plot.width, height=margins.strip)
    bar = Rect(x=plot.right + margins.bar_gap, y=plot.y, width=margins.bar, height=plot.height)
    return Layout(
        width=width,
        height=height,
        plot=plot,
        strip=strip if with_strip else None,
        bar=bar if with_bar else None,
        compact=margins is _COMPACT,
    )


def _around(margins: Margins, *, with_strip: bool) -> int:
    """Return the height of everything but the plot."""
    strip_rows = margins.strip + margins.strip_gap if with_strip else 0
    return margins.top + strip_rows + margins.bottom


def _even_rows(n_features: int) -> int:
    """Return the multiple of ``n_features`` nearest to the usual height, if it is near enough."""
    even = n_features * max(1, round(_PLOT_HEIGHT / n_features))
    return even if 0.75 <= even / _PLOT_HEIGHT <= 1.4 else _PLOT_HEIGHT


def check_side(name: str, pixels: int, *, least: int) -> None:
    """Refuse a side that is too short for its labels or too long for readers."""
    if pixels < least:
        message = f"{name}={pixels} must be >= {least} pixels, or the labels do not fit."
        raise PictureError(message)
    if pixels > MAX_SIDE:
        message = f"{name}={pixels} must be <= {MAX_SIDE} pixels: many PNG readers stop there."
        raise PictureError(message)
