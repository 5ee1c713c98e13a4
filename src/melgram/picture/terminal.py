"""Pixels as text: two rows of pixels a line, by the upper half block, in the colors there are.

:func:`half_blocks` turns palette indices into lines and :func:`labeled` puts axes around them,
whatever is drawn: figures (``terminal_figure.py``) and what is heard (``melgram listen``).
Which index a value gets is decided in ``scale.py``; writing to the terminal belongs to the
command line.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping, Sequence
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from melgram.errors import PictureError
from melgram.picture import labels
from melgram.picture.axis import Axis
from melgram.picture.scale import ValueScale
from melgram.picture.ticks import Tick

Depth = Literal["truecolor", "256", "none"]

LABEL_COLUMNS = 7  # what `labeled` needs at the left
LABEL_LINES = 2  # and below
RAMP = " .:-=+*#%@"  # stands for the color map where there is no color, lowest value first
SIGNED_RAMP = "Mwv- +*#@"  # the same for differences: letters below zero, signs above

_BAR_COLUMNS = 21
_RESET = "\x1b[0m"
_DEFAULT = "9"  # the terminal's own color, for a half that no pixel fills
_COLUMN_PIXELS, _LINE_PIXELS = 8, 16  # a cell in the pixels that ``ticks.py`` spaces labels by


def color_depth(environment: Mapping[str, str]) -> Depth:
    """Return the colors that a terminal says it shows: ``NO_COLOR``, ``COLORTERM``, ``TERM``.

    Examples
    --------
    >>> color_depth({"COLORTERM": "truecolor", "TERM": "xterm-256color"})
    'truecolor'
    >>> color_depth({"TERM": "xterm-256color"}), color_depth({"NO_COLOR": "1"})
    ('256', 'none')
    """
    term = environment.get("TERM", "")
    if environment.get("NO_COLOR") or term in ("", "dumb"):
        return "none"
    if environment.get("COLORTERM", "") in ("truecolor", "24bit") or "direct" in term:
        return "truecolor"
    return "256"


def half_blocks(
    pixels: npt.NDArray[np.uint8],
    *,
    colors: npt.NDArray[np.uint8],
    depth: Depth,
    signed: bool = False,
) -> list[str]:
    r"""Draw pixels as lines of text, each line two rows of pixels high.

    Parameters
    ----------
    pixels : (n_rows, n_columns), uint8
        Indices into ``colors``, the top row first. Below an odd last row the terminal shows
        through.
    colors : (n_colors, 3), uint8
        sRGB, as `melgram.picture.palette.table` gives it.
    depth : {"truecolor", "256", "none"}
        ``256`` takes the nearest color of the terminal's cube and grays; ``none`` takes letters,
        denser for a higher index, and gives the higher of the two pixels.
    signed : bool
        Whether the middle color is zero: then letters are denser farther from it, and a cell gives
        the farther of its two pixels.

    Returns
    -------
    lines : list of str
        ``ceil(n_rows / 2)``, each ``n_columns`` wide on the screen, without a line break.

    Raises
    ------
    PictureError
        If the depth is unknown, or a pixel has no color.

    Examples
    --------
    >>> from melgram.picture.palette import table
    >>> half_blocks(np.array([[0], [255]], np.uint8), colors=table("gray"), depth="truecolor")
    ['\x1b[38;2;0;0;0;48;2;255;255;255m▀\x1b[0m']
    >>> half_blocks(np.array([[0, 128, 255]], np.uint8), colors=table("gray"), depth="none")
    [' +@']
    """
    if depth not in get_args(Depth):
        message = f"{depth=} must be one of {', '.join(get_args(Depth))}."
        raise PictureError(message)
    if pixels.size and pixels.max() >= len(colors):
        message = f"pixels hold index {pixels.max()}; there are {len(colors)} colors."
        raise PictureError(message)
    upper, lower = pixels[::2], pixels[1::2]
    if depth == "none":
        return _letters(upper, lower, n_colors=len(colors), signed=signed)
    rows = [*lower.tolist(), *[[len(colors)] * pixels.shape[1]] * (len(upper) - len(lower))]
    codes = _codes(np.ascontiguousarray(colors).tobytes(), depth)
    return [_line(*pair, codes=codes) for pair in zip(upper.tolist(), rows, strict=True)]


def labeled(lines: Sequence[str], *, n_columns: int, x: Axis, y: Axis) -> list[str]:
    """Put axes around drawn lines: one at the left, one below.

    Parameters
    ----------
    lines : sequence of str
        What `half_blocks` returned.
    n_columns : int
        Width of the lines on the screen.
    x, y : Axis
        From the left to the right edge, and from the lower to the upper one.

    Returns
    -------
    lines : list of str
        `LABEL_LINES` more, each `LABEL_COLUMNS` wider.

    Examples
    --------
    >>> from melgram.picture import axis
    >>> around = {"x": axis.time(0.0, 3.0), "y": axis.numbered(3)}
    >>> for line in labeled(["#" * 30] * 3, n_columns=30, **around):
    ...     print(line)
        2 ┤##############################
        1 ┤##############################
        0 ┤##############################
          └┬─────────┬─────────┬────────┬
         s 0         1         2        3
    """
    n_lines, length = len(lines), len(lines) * _LINE_PIXELS
    marks = y.ticks(length, side="y")
    fitting = [tick for tick in marks if 0 < len(tick.label) < LABEL_COLUMNS]
    names = {n_lines - 1 - _cell(tick, n_lines, length): tick.label for tick in fitting}
    left = [names.get(i, "") for i in range(n_lines)]
    beside = [f"{label:>5}".ljust(LABEL_COLUMNS - 1) + "│┤"[bool(label)] for label in left]
    drawn = [a + b for a, b in zip(beside, lines, strict=True)]
    return [*drawn, *_below(x, n_columns=n_columns, unit=labels.unit_of(y.title))]


def color_bar(
    values: ValueScale, colors: npt.NDArray[np.uint8], *, depth: Depth, columns: int
) -> str:
    """Return a color bar that lies below a picture: its ends, and what its values are.

    Examples
    --------
    >>> from melgram.picture.palette import table
    >>> values = ValueScale(low=-80, high=0, unit="dB", label="Level (dB)")
    >>> color_bar(values, table("gray"), depth="none", columns=60)
    '       −80   ...::--=+++**##%%@@ 0  Level (dB)'
    """
    sign = "+" if values.signed else ""
    low, high = (f"{end:{sign}.3g}".replace("-", "−") for end in (values.low, values.high))
    ramp = np.linspace(0, len(colors) - 1, _BAR_COLUMNS).round().astype(np.uint8)
    bar = half_blocks(np.stack([ramp] * 2), colors=colors, depth=depth, signed=values.signed)[0]
    room = columns - LABEL_COLUMNS - len(low) - len(high) - _BAR_COLUMNS - 4
    if room < len(values.label):
        return f"{values.label}: {low} to {high}"[:columns]
    return f"{'':{LABEL_COLUMNS}}{low} {bar} {high}  {values.label}"


def _below(axis: Axis, *, n_columns: int, unit: str) -> list[str]:
    """Return the axis below a picture; in its corner stands the unit of the other one."""
    rule, text = ["─"] * n_columns, [" "] * n_columns
    length, free = n_columns * _COLUMN_PIXELS, 0
    for tick in axis.ticks(length, side="x"):
        at = _cell(tick, n_columns, length)
        rule[at] = "┬" if tick.label else rule[at]
        first = max(min(at - len(tick.label) // 2, n_columns - len(tick.label)), 0)
        if first >= free and len(tick.label) <= n_columns:
            text[first : first + len(tick.label)] = tick.label
            free = first + len(tick.label) + 1
    seconds = f"{labels.unit_of(axis.title):>6}".ljust(LABEL_COLUMNS)
    return [f"{unit:>5} └{''.join(rule)}", seconds + "".join(text)]


def _cell(tick: Tick, n_cells: int, length: int) -> int:
    """Return the line or column that holds a tick."""
    return min(int(tick.position / length * n_cells), n_cells - 1)


def _letters(
    upper: npt.NDArray[np.uint8], lower: npt.NDArray[np.uint8], *, n_colors: int, signed: bool
) -> list[str]:
    ramp, zero = (SIGNED_RAMP, (n_colors - 1) // 2) if signed else (RAMP, 0)
    shown = upper.astype(np.int64)
    pairs = shown[: len(lower)]  # an odd last row stands alone
    np.copyto(pairs, lower, where=abs(lower.astype(np.int64) - zero) > abs(pairs - zero))
    steps = shown * len(ramp) // n_colors
    return ["".join(map(ramp.__getitem__, row)) for row in steps.tolist()]


def _line(upper: list[int], lower: list[int], *, codes: list[str]) -> str:
    """Return one line; neighbors of one color share its code."""
    parts = []
    for (above, below), run in itertools.groupby(zip(upper, lower, strict=True)):
        parts.append(f"\x1b[3{codes[above]};4{codes[below]}m{'▀' * sum(1 for _ in run)}")
    return "".join([*parts, _RESET])


@functools.lru_cache(maxsize=8)
def _codes(colors: bytes, depth: Depth) -> list[str]:
    """Return what follows the 3 or 4 of a color's code, and at the end that of no color."""
    table = np.frombuffer(colors, np.uint8).reshape(-1, 3)
    if depth == "truecolor":
        return [*("8;2;{};{};{}".format(*color) for color in table.tolist()), _DEFAULT]
    cube = np.array([0, 95, 135, 175, 215, 255])  # xterm's steps
    grays = np.repeat(8 + 10 * np.arange(24), 3).reshape(-1, 3)
    known = np.concatenate([np.array(list(itertools.product(cube, repeat=3))), grays])  # (240, 3)
    distance = ((table[:, None].astype(np.int64) - known) ** 2).sum(axis=-1)  # (n_colors, 240)
    return [*(f"8;5;{16 + nearest}" for nearest in distance.argmin(axis=1).tolist()), _DEFAULT]
