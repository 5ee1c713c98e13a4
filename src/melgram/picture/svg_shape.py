"""SVG elements as text, numbers as short text, and curves as paths.

What they are for is in ``svg.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

Pixels: TypeAlias = npt.NDArray[np.floating[Any]]
Anchor: TypeAlias = Literal["start", "middle", "end"]

_POINTS_A_PIXEL = 2  # more than this, and a line becomes its extremes
# What XML 1.0 has no place for: most control characters, lone surrogates, two non-characters.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def number(value: float) -> str:
    """Return a coordinate rounded to 0.01, as short as it can be written.

    Examples
    --------
    >>> number(12.0), number(0.126), number(-0.001)
    ('12', '0.13', '0')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def clean(text: str) -> str:
    r"""Return text in which characters that XML cannot hold became replacement characters.

    Examples
    --------
    >>> clean("a\0b")
    'a�b'
    """
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def tag(name: str, attributes: Mapping[str, str], text: str = "", raw: str | None = None) -> str:
    """Return an element; ``text`` is escaped, ``raw`` is markup already.

    Examples
    --------
    >>> tag("text", {"x": "1"}, "a < b"), tag("path", {"d": "M0 0"}, raw="")
    ('<text x="1">a &lt; b</text>', '<path d="M0 0"/>')
    """
    pairs = "".join(f' {key}="{escape(clean(value))}"' for key, value in attributes.items())
    content = escape(clean(text), quote=False) if raw is None else raw
    return f"<{name}{pairs}>{content}</{name}>" if content else f"<{name}{pairs}/>"


def words(text: str, *, x: float, y: float, anchor: Anchor, css: str, upward: bool = False) -> str:
    """Return a line of text; ``upward`` turns it about its anchor."""
    attributes = {"class": css, "x": number(x), "y": number(y)}
    if anchor != "start":
        attributes["text-anchor"] = anchor
    if upward:
        attributes["transform"] = f"rotate(-90 {number(x)} {number(y)})"
    return tag("text", attributes, text) if text else ""


def d(x: Pixels, y: Pixels) -> str:
    """Return the path through points.

    Examples
    --------
    >>> d(np.array([0.0, 1.0]), np.array([2.0, 0.5]))
    'M0 2L1 0.5'
    """
    points = [f"{number(a)} {number(b)}" for a, b in zip(x, y, strict=True)]
    return "M" + "L".join(points) if points else ""


def polyline(x: Pixels, y: Pixels) -> tuple[Pixels, Pixels]:
    """Return the points of a line, at most two for each pixel along x: lowest and highest.

    Examples
    --------
    >>> x = np.linspace(0, 1, 5, endpoint=False)
    >>> [values.tolist() for values in polyline(x, np.array([0.0, 3.0, -2.0, 1.0, 0.0]))]
    [[0.2, 0.4], [3.0, -2.0]]
    """
    starts = _columns(x)
    if len(x) <= _POINTS_A_PIXEL * len(starts):
        return x, y
    kept = np.sort(
        np.concatenate([_extreme(y, starts, np.minimum), _extreme(y, starts, np.maximum)])
    )
    return x[kept], y[kept]


def outline(x: Pixels, above: Pixels, below: Pixels) -> str:
    """Return the closed path around what lies between two curves.

    Examples
    --------
    >>> outline(np.array([0.0, 1.0]), np.array([1.0, 1.0]), np.array([3.0, 4.0]))
    'M0 1L1 1L1 4L0 3Z'
    """
    starts = _columns(x)
    if len(x) > _POINTS_A_PIXEL * len(starts):
        above, below = np.minimum.reduceat(above, starts), np.maximum.reduceat(below, starts)
        x = x[starts]
    path = d(np.concatenate([x, x[::-1]]), np.concatenate([above, below[::-1]]))
    return f"{path}Z" if path else ""


def _columns(x: Pixels) -> npt.NDArray[np.intp]:
    """Return where each pixel column begins among ascending positions."""
    column = np.floor(x).astype(np.int64)
    return np.flatnonzero(np.diff(column, prepend=column[0] - 1)) if len(x) else np.zeros(0, int)


def _extreme(y: Pixels, starts: npt.NDArray[np.intp], choose: np.ufunc) -> npt.NDArray[np.intp]:
    """Return the index of the first extreme of each column."""
    counts = np.diff(starts, append=len(y))
    extreme = np.repeat(choose.reduceat(y, starts), counts)
    hits = np.flatnonzero(y == extreme)
    column = np.repeat(np.arange(len(starts)), counts)[hits]
    return hits[np.diff(column, prepend=-1) > 0]
