"""Ticks, labels, grid and title of an axis as SVG.

Which numbers are labelled is in ``axis.py``; the same for PNG is in ``axes.py``.
"""

from __future__ import annotations

from melgram.picture.axis import Axis
from melgram.picture.layout import Rect
from melgram.picture.svg_shape import number, tag, words

_TICK, _MINOR_TICK, _GAP = 5, 3, 4
_HALF_CAP = 4.2  # the middle of a label is this far above its base line
_TITLE_DROP, _TITLE_LEFT = 40, 48


def below(axis: Axis, at: Rect, *, grid: bool = False) -> list[str]:
    """Return the axis below a plot."""
    strokes, lines, labels = "", "", []
    for mark in axis.ticks(at.width, side="x"):
        x = at.x + mark.position
        strokes += f"M{number(x)} {at.bottom}v{_TICK if mark.label else _MINOR_TICK}"
        if mark.label:
            y = at.bottom + _TICK + _GAP + 2 * _HALF_CAP
            labels.append(words(mark.label, x=x, y=y, anchor="middle", css="label"))
            lines += f"M{number(x)} {at.y}V{at.bottom}" * grid
    middle, drop = at.x + at.width / 2, at.bottom + _TITLE_DROP
    title = words(axis.title, x=middle, y=drop, anchor="middle", css="axis-title")
    return [*_strokes(lines, "grid"), *_strokes(strokes, "tick"), *labels, title]


def left_of(axis: Axis, at: Rect, *, grid: bool = False) -> list[str]:
    """Return the axis left of a plot."""
    strokes, lines, labels = "", "", []
    for mark in axis.ticks(at.height, side="y"):
        y = at.bottom - mark.position
        strokes += f"M{at.x} {number(y)}h-{_TICK if mark.label else _MINOR_TICK}"
        if mark.label:
            x = at.x - _TICK - _GAP
            labels.append(words(mark.label, x=x, y=y + _HALF_CAP, anchor="end", css="label"))
            lines += f"M{at.x} {number(y)}H{at.right}" * grid
    x, middle = at.x - _TITLE_LEFT, at.y + at.height / 2
    title = words(axis.title, x=x, y=middle, anchor="middle", css="axis-title", upward=True)
    return [*_strokes(lines, "grid"), *_strokes(strokes, "tick"), *labels, title]


def _strokes(shape: str, css: str) -> list[str]:
    attributes = {"class": css, "d": shape, "fill": "none", "stroke": "currentColor"}
    return [tag("path", attributes, raw="")] if shape else []
