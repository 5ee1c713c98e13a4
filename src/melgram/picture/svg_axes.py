"""Ticks, labels, grid and title of an axis as SVG.

Which numbers are labelled is in ``axis.py``; the same for PNG is in ``axes.py``.
"""

from __future__ import annotations

from melgram.picture import labels, lettering
from melgram.picture.axis import Axis
from melgram.picture.layout import Rect
from melgram.picture.svg_shape import number, tag, words

_TICK, _MINOR_TICK, _GAP = 5, 3, 4
_HALF_CAP = 4.2  # the middle of a label is this far above its base line
_TITLE_DROP, _TITLE_LEFT, _UNIT_ABOVE = 40, 48, 9


def below(axis: Axis, at: Rect, *, grid: bool = False, compact: bool = False) -> list[str]:
    """Return the axis below a plot."""
    strokes, lines, written = "", "", []
    marks = axis.ticks(at.width, side="x")
    for mark in labels.with_unit(marks, labels.unit_of(axis.title)) if compact else marks:
        x = at.x + mark.position
        strokes += f"M{number(x)} {at.bottom}v{_TICK if mark.label else _MINOR_TICK}"
        if mark.label:
            y = at.bottom + _TICK + _GAP + 2 * _HALF_CAP
            middle = labels.kept_left(mark.label, x, at) if compact else x
            written.append(words(mark.label, x=middle, y=y, anchor="middle", css="label"))
            lines += f"M{number(x)} {at.y}V{at.bottom}" * grid
    center, drop = at.x + at.width / 2, at.bottom + _TITLE_DROP
    title = [words(axis.title, x=center, y=drop, anchor="middle", css="axis-title")] * (not compact)
    return [*_strokes(lines, "grid"), *_strokes(strokes, "tick"), *written, *title]


def left_of(axis: Axis, at: Rect, *, grid: bool = False, compact: bool = False) -> list[str]:
    """Return the axis left of a plot."""
    strokes, lines, written = "", "", []
    for mark in axis.ticks(at.height, side="y"):
        y = at.bottom - mark.position
        strokes += f"M{at.x} {number(y)}h-{_TICK if mark.label else _MINOR_TICK}"
        if mark.label:
            x = at.x - _TICK - _GAP
            written.append(words(mark.label, x=x, y=y + _HALF_CAP, anchor="end", css="label"))
            lines += f"M{at.x} {number(y)}H{at.right}" * grid
    x, middle = at.x - _TITLE_LEFT, at.y + at.height / 2
    title = [words(axis.title, x=x, y=middle, anchor="middle", css="axis-title", upward=True)]
    if compact:
        unit, x = labels.unit_of(axis.title), at.x - _TICK - _GAP
        title = [words(unit, x=x, y=at.y - _UNIT_ABOVE, anchor="end", css="axis-title")]
    return [*_strokes(lines, "grid"), *_strokes(strokes, "tick"), *written, *title]


def right_of(axis: Axis, at: Rect, *, short: str = "") -> str:
    """Return the axis right of a color bar; ``short`` stands above it in place of its title."""
    strokes, written, widest = "", [], 0
    for mark in axis.ticks(at.height, side="y"):
        y, x = at.bottom - mark.position, at.right + _TICK + _GAP
        strokes += f"M{at.right} {number(y)}h{_TICK}"
        written.append(words(mark.label, x=x, y=y + _HALF_CAP, anchor="start", css="label"))
        widest = max(widest, lettering.width(mark.label, style=lettering.LABEL))
    if short:
        lean = max(0, lettering.width(short, style=lettering.LABEL) - labels.ABOVE_BAR)
        title = words(short, x=at.x - lean, y=at.y - _UNIT_ABOVE, anchor="start", css="axis-title")
    else:
        x, middle = at.right + _TICK + _GAP + widest + 20, at.y + at.height / 2
        title = words(axis.title, x=x, y=middle, anchor="middle", css="axis-title", upward=True)
    return "\n".join([*_strokes(strokes, "tick"), *written, title])


def _strokes(shape: str, css: str) -> list[str]:
    attributes = {"class": css, "d": shape, "fill": "none", "stroke": "currentColor"}
    return [tag("path", attributes, raw="")] if shape else []
