"""The page: an image of palette indices, and what each index means.

Color maps are in ``palette.py``, glyphs in ``lettering.py``; what is drawn where is decided in
``drawing.py``.

::

    0 ... 231     the color map, lowest value to highest
    232 ... 245   paper to ink: text, lines, ticks
    246 ... 250   waveform envelope, faint to full, over paper
    251 ... 255   waveform core, faint to full, over the envelope

One palette for all keeps a pixel at one byte, and a reader can turn the color of any data pixel
back into a value. Two color maps on a page have half of the entries each; one for differences
leaves its last entry free, so that the middle one is zero. A page of curves has no color map; its
first indices are the series, each from paper to full color.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from melgram.picture import lettering, palette
from melgram.picture.layout import Rect
from melgram.picture.svg_style import SERIES

N_COLORS = 232  # entries of the color map; the last 24 are the page's own
_PAPER, _INK_STEPS = 232, 13
_ENVELOPE, _CORE, _WAVE_STEPS = 246, 251, 5
_PAPER_RGB, _INK_RGB = (255, 255, 255), (24, 26, 32)
_ENVELOPE_RGB, _CORE_RGB = (171, 185, 207), (62, 84, 122)

_SERIES_STEPS, _TINT = 13, 0.3  # steps from paper to the color of a series; strength of an area

STRONG, MEDIUM, SOFT, FAINT = 1.0, 0.8, 0.55, 0.25  # tones: shares of full ink


def color_entries(*names: str) -> list[range]:
    """Return the palette entries of the color maps of a page.

    Examples
    --------
    >>> color_entries("magma"), color_entries("magma", "blue_orange")
    ([range(0, 232)], [range(0, 116), range(116, 231)])
    """
    room, zero = N_COLORS // len(names), palette.diverging_palettes()
    return [
        range(room * i, room * (i + 1) - (name in zero and room % 2 == 0))
        for i, name in enumerate(names)
    ]


def page_palette(*names: str) -> npt.NDArray[np.uint8]:
    """Return the 256 colors of a picture with the named color maps: (256, 3), uint8."""
    ink = _blend(_PAPER_RGB, _INK_RGB, n_steps=_INK_STEPS)
    envelope = _blend(_PAPER_RGB, _ENVELOPE_RGB, n_steps=_WAVE_STEPS)[1:]
    core = _blend(_ENVELOPE_RGB, _CORE_RGB, n_steps=_WAVE_STEPS)[1:]
    colors = np.full((N_COLORS, 3), _PAPER_RGB, np.uint8)
    for name, entries in zip(names, color_entries(*names), strict=True):
        colors[entries.start : entries.stop] = palette.resampled(name, n_colors=len(entries))
    return np.concatenate([colors, ink, envelope, core])


def chart_palette() -> npt.NDArray[np.uint8]:
    """Return the 256 colors of a page of curves: (256, 3), uint8."""
    colors = page_palette(palette.DEFAULT)
    for index, color in enumerate(SERIES):
        red, green, blue = bytes.fromhex(color[1:])
        steps = _blend(_PAPER_RGB, (red, green, blue), n_steps=_SERIES_STEPS)[1:]
        colors[index * _SERIES_STEPS : (index + 1) * _SERIES_STEPS] = steps
    return colors


class Canvas:
    """A white page to draw on; ``indices`` is the image, (height, width), uint8.

    Words and lines are placed in dots of the page, each ``zoom`` pixels wide and high. What is
    drawn pixel by pixel (`image`, `wave`, `curve`, `tint`) is placed in pixels; see `pixels`.

    Parameters
    ----------
    width, height : int [pixels]
    zoom : int
    """

    def __init__(self, *, width: int, height: int, zoom: int = 1) -> None:
        self.indices = np.full((height, width), _PAPER, dtype=np.uint8)
        self.zoom = zoom

    def pixels(self, rect: Rect) -> Rect:
        """Return the pixels of a rectangle of dots."""
        x, y, width, height = (
            self.zoom * dots for dots in (rect.x, rect.y, rect.width, rect.height)
        )
        return Rect(x=x, y=y, width=width, height=height)

    def image(self, colors: npt.NDArray[np.uint8], *, at: Rect) -> None:
        """Place an image of color-map indices."""
        self.indices[at.rows, at.columns] = colors

    def line(self, rect: Rect, *, tone: float) -> None:
        """Fill a rectangle with ink; a line is a thin one."""
        at = self.pixels(rect)
        self.indices[at.rows, at.columns] = _PAPER + round(tone * _INK_STEPS)

    def frame(self, rect: Rect, *, tone: float) -> None:
        """Draw a frame of one dot just outside a rectangle."""
        x, y, width, height = rect.x, rect.y, rect.width, rect.height
        self.line(Rect(x=x - 1, y=y - 1, width=width + 2, height=1), tone=tone)
        self.line(Rect(x=x - 1, y=y + height, width=width + 2, height=1), tone=tone)
        self.line(Rect(x=x - 1, y=y - 1, width=1, height=height + 2), tone=tone)
        self.line(Rect(x=x + width, y=y - 1, width=1, height=height + 2), tone=tone)

    def wave(
        self,
        envelope: npt.NDArray[np.float64],
        core: npt.NDArray[np.float64],
        *,
        at: Rect,
    ) -> None:
        """Draw the waveform from the coverage of its envelope and its core."""
        window = self.indices[at.rows, at.columns]
        for coverage, first in ((envelope, _ENVELOPE), (core, _CORE)):
            step = np.round(coverage * _WAVE_STEPS).astype(np.uint8)
            np.copyto(window, first - 1 + step, where=step > 0)

    def curve(
        self,
        coverage: npt.NDArray[np.float64],
        *,
        series: int,
        at: Rect,
        strength: float = 1.0,
    ) -> None:
        """Lay the color of a series, counted from 1, over what is there."""
        window = self.indices[at.rows, at.columns]
        step = np.round(coverage * strength * _SERIES_STEPS).astype(np.int16)
        first = (series - 1) % len(SERIES) * _SERIES_STEPS - 1
        np.copyto(window, (first + step).astype(np.uint8), where=step > 0)

    def tint(self, coverage: npt.NDArray[np.float64], *, series: int, at: Rect) -> None:
        """Lay a light tint of the color of a series over what is there."""
        self.curve(coverage, series=series, at=at, strength=_TINT)

    def swatch(self, rect: Rect, *, series: int) -> None:
        """Fill a rectangle with the color of a series."""
        at = self.pixels(rect)
        self.curve(np.ones((at.height, at.width)), series=series, at=at)

    def text(
        self,
        text: str,
        *,
        x: float,
        baseline: int,
        style: lettering.Style = lettering.LABEL,
        tone: float = MEDIUM,
        anchor: float = 0.0,
    ) -> None:
        """Write a line; ``anchor`` is the share of its width that is left of ``x``."""
        style = lettering.enlarged(style, zoom=self.zoom)
        left = round(self.zoom * x - anchor * lettering.width(text, style=style))
        top = self.zoom * baseline - style.ascent
        self._ink(lettering.lettered(text, style=style), x=left, y=top, tone=tone)

    def upward_text(self, text: str, *, x: int, y: float, tone: float = MEDIUM) -> None:
        """Write a line that runs upward, centered on ``y``, with its base line at ``x``."""
        style = lettering.enlarged(lettering.LABEL, zoom=self.zoom)
        bottom = round(self.zoom * y + lettering.width(text, style=style) / 2)
        coverage = np.rot90(lettering.lettered(text, style=style))
        left = self.zoom * x - style.ascent
        self._ink(coverage, x=left, y=bottom - len(coverage), tone=tone)

    def _ink(self, coverage: npt.NDArray[np.float64], *, x: int, y: int, tone: float) -> None:
        """Lay ink over paper; whatever would leave the page is cut off."""
        height, width = self.indices.shape
        top, left = max(0, -y), max(0, -x)
        coverage = coverage[top : max(top, height - y), left : max(left, width - x)]
        y, x = y + top, x + left
        window = self.indices[y : y + coverage.shape[0], x : x + coverage.shape[1]]
        ink = (_PAPER + np.round(coverage * tone * _INK_STEPS)).astype(np.uint8)
        np.maximum(window, ink, out=window)


def _blend(
    start: tuple[int, int, int], end: tuple[int, int, int], *, n_steps: int
) -> npt.NDArray[np.uint8]:
    """Return ``n_steps + 1`` colors from ``start`` to ``end``."""
    share = np.linspace(0.0, 1.0, n_steps + 1)[:, None]
    return np.round(np.array(start) * (1.0 - share) + np.array(end) * share).astype(np.uint8)
