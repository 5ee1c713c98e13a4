"""Words as small gray images: glyph strokes drawn by an anti-aliased round pen.

The shapes of the glyphs are in ``font.py``; where words stand on the page is in ``layout.py``.
"""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from melgram.picture.font import GLYPHS, MISSING

_ASCENT, _DESCENT = 11, 5  # units above and below the base line, pen and soft edge included
_BEARING = 1  # units left of x = 0
_CURVE_POINTS = 7  # points on a rounded corner: its chords stray less than 1/20 pixel
_KEPT = 512  # words that stay drawn: labels come again on every picture

Coverage: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Style:
    """A size and weight of the font.

    ``scale`` is in pixels a unit, ``pen`` the stroke width in pixels. An even pen sits on pixel
    borders and an odd one on pixel centers (``offset``), so that stems keep sharp sides.
    """

    scale: float
    pen: float
    offset: float

    @property
    def cap_height(self) -> int:
        """Height of capitals and figures in pixels."""
        return round(8 * self.scale) + round(self.pen)

    @property
    def ascent(self) -> int:
        """Rows of a word's image above the base line."""
        return round(_ASCENT * self.scale) + 1


def enlarged(style: Style, *, zoom: int) -> Style:
    """Return a style ``zoom`` times as large."""
    if zoom == 1:
        return style
    return Style(scale=zoom * style.scale, pen=zoom * style.pen, offset=zoom * style.offset)


LABEL = Style(scale=1.0, pen=1.3, offset=0.5)
TITLE = Style(scale=1.25, pen=2.0, offset=1.0)


@functools.lru_cache(maxsize=_KEPT)
def width(text: str, *, style: Style) -> int:
    """Return the width in pixels of a line of text, side bearings included.

    Examples
    --------
    >>> width("12", style=LABEL) == 2 * width("1", style=LABEL)
    True
    """
    return sum(_advance(character, style) for character in _drawable(text))


def ellipsized(text: str, *, style: Style, available: int) -> str:
    """Return ``text``, or as much of it as fits in ``available`` pixels, around an ellipsis.

    The end of a file name tells as much as its beginning, so both are kept.

    Examples
    --------
    >>> ellipsized("interview-with-a-long-name.wav", style=LABEL, available=120)
    'interview-w…me.wav'
    """
    if width(text, style=style) <= available:
        return text
    for kept in range(len(text) - 1, 0, -1):
        tail = kept * 2 // 5
        shorter = text[: kept - tail].rstrip() + "…" + text[len(text) - tail :].lstrip()
        if width(shorter, style=style) <= available:
            return shorter
    return ""


@functools.lru_cache(maxsize=_KEPT)
def lettered(text: str, *, style: Style) -> Coverage:
    """Return the ink of a line of text.

    Returns
    -------
    coverage : (rows, columns), float64, 0 to 1, read-only
        As wide as :func:`width` tells, or a little wider if the last glyph leans out of its
        advance. The base line is the lower side of row ``style.ascent - 1``. Accented letters
        that the font lacks lose their accent; anything else it lacks becomes a box.

    Examples
    --------
    >>> lettered("dB", style=LABEL).shape
    (17, 16)
    """
    rows = style.ascent + round(_DESCENT * style.scale)
    margin = round(4 * style.scale)  # glyphs may reach out of their advance
    image = np.zeros((rows, width(text, style=style) + 2 * margin))
    at = 0
    for character in _drawable(text):
        glyph = _glyph(character, style)
        window = image[:, at : at + glyph.shape[1]]
        np.maximum(window, glyph[:, : window.shape[1]], out=window)
        at += _advance(character, style)
    inked = np.flatnonzero(image.any(axis=0))
    right = max(at + margin, int(inked[-1]) + 1 if inked.size else 0)
    image.setflags(write=False)
    return image[:, margin:right]


def is_complete(text: str) -> bool:
    """Return whether no letter of a text becomes a box.

    Examples
    --------
    >>> is_complete("café.wav"), is_complete("소리.wav")
    (True, False)
    """
    return MISSING not in _drawable(text)


def _drawable(text: str) -> str:
    """Replace what the font lacks: by the bare letter if there is one, else by a box."""
    if all(character in GLYPHS for character in text):
        return text
    letters: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        bare = unicodedata.normalize("NFKD", character).rstrip("\u0300\u0301\u0302\u0303\u0308")
        if character in GLYPHS:
            letters.append(character)
        elif not unicodedata.combining(character):
            bare = "".join(c for c in bare if not unicodedata.combining(c))
            known = bool(bare) and all(c in GLYPHS for c in bare)
            letters.append(bare if known else MISSING)
    return "".join(letters)


def _advance(character: str, style: Style) -> int:
    return round(GLYPHS[character][0] * style.scale)


@functools.cache
def _glyph(character: str, style: Style) -> Coverage:
    """Draw one glyph; column 0 is ``round(4 * scale)`` pixels left of the pen position."""
    advance, strokes = GLYPHS[character]
    rows = style.ascent + round(_DESCENT * style.scale)
    columns = round((advance + 8) * style.scale)
    left = round(4 * style.scale) + round(_BEARING * style.scale)
    row_y = (
        style.ascent - 0.5 - np.arange(rows, dtype=np.float64)
    )  # pixel centers, above the base line
    column_x = np.arange(columns, dtype=np.float64) + 0.5 - left
    coverage = np.zeros((rows, columns))
    for stroke in filter(None, (part.split() for part in strokes.split("|"))):
        points = _traced(stroke, style)
        pen = style.pen * (1.3 if len(points) == 1 else 1.0)  # dots look small at pen width
        distance = _distance(points, x=column_x[None, :], y=row_y[:, None])
        np.maximum(coverage, np.clip(pen / 2 + 0.5 - distance, 0.0, 1.0), out=coverage)
    coverage.setflags(write=False)
    return coverage


def _traced(stroke: list[str], style: Style) -> npt.NDArray[np.float64]:
    """Return the stroke as points in pixels, corners rounded: (n_points, 2)."""
    closed = stroke[-1] == "z"
    vertices: list[npt.NDArray[np.float64]] = []
    radii: list[float] = []
    for token in stroke[:-1] if closed else stroke:
        position, _, radius = token.partition("~")
        x, y = (_snapped(float(number), style) for number in position.split(","))
        vertices.append(np.array([x, y]))
        radii.append(float(radius or 0.0) * style.scale)
    points: list[npt.NDArray[np.float64]] = []
    last = len(vertices) - 1
    for index, (vertex, radius) in enumerate(zip(vertices, radii, strict=True)):
        before, after = vertices[index - 1], vertices[(index + 1) % len(vertices)]
        inner = closed or 0 < index < last
        points.extend(_corner(before, vertex, after, radius) if inner and radius else [vertex])
    return np.array([*points, points[0]] if closed else points)


def _snapped(unit: float, style: Style) -> float:
    """Scale a coordinate; whole numbers carry stems and bars and stay on the pixel grid."""
    scaled = unit * style.scale
    return (float(np.floor(scaled + 0.5)) if unit == int(unit) else scaled) + style.offset


def _corner(
    before: npt.NDArray[np.float64],
    vertex: npt.NDArray[np.float64],
    after: npt.NDArray[np.float64],
    radius: float,
) -> list[npt.NDArray[np.float64]]:
    """Return a quarter of a circle, or what is left of it on short or slanted sides."""
    enter = _towards(vertex, before, radius)
    leave = _towards(vertex, after, radius)
    handle = 0.5523  # of the way to the vertex: the cubic nearest to a quarter circle
    t = np.linspace(0.0, 1.0, _CURVE_POINTS)[:, None]
    first, second = enter + handle * (vertex - enter), leave + handle * (vertex - leave)
    s = 1.0 - t
    curve = s**3 * enter + 3 * s**2 * t * first + 3 * s * t**2 * second + t**3 * leave
    return list(curve)


def _towards(
    vertex: npt.NDArray[np.float64], other: npt.NDArray[np.float64], radius: float
) -> npt.NDArray[np.float64]:
    length = float(np.hypot(*(other - vertex)))
    return vertex + (other - vertex) * (min(radius, length) / length)


def _distance(points: npt.NDArray[np.float64], *, x: Coverage, y: Coverage) -> Coverage:
    """Return the distance of pixels to a line through points: (rows, columns)."""
    start = points[:-1] if len(points) > 1 else points
    along = points[1:] - start if len(points) > 1 else np.zeros_like(points)
    start_x, start_y = start.T[..., None, None]  # (n_segments, 1, 1)
    along_x, along_y = along.T[..., None, None]
    length2 = np.maximum(along_x**2 + along_y**2, 1e-12)
    share = ((x - start_x) * along_x + (y - start_y) * along_y) / length2
    share = np.clip(share, 0.0, 1.0)  # (n_segments, rows, columns)
    away_x = x - (start_x + share * along_x)
    away_y = y - (start_y + share * along_y)
    return np.sqrt((away_x**2 + away_y**2).min(axis=0))
