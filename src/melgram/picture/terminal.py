"""Pixels as text: two rows of pixels a line, by the upper half block, in the colors there are.

:func:`half_blocks` turns palette indices into lines and :func:`labeled` puts axes around them.
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
from melgram.picture import ticks
from melgram.picture.ticks import Tick

Depth = Literal["truecolor", "256", "none"]

LABEL_COLUMNS = 7  # what `labeled` needs at the left
LABEL_LINES = 2  # and below
RAMP = " .:-=+*#%@"  # stands for the color map where there is no color, lowest value first

_RESET = "\x1b[0m"
_DEFAULT = "9"  # the terminal's own color, for a half that no pixel fills
_PIXELS = 8  # columns and lines in the pixels that ``ticks.py`` spaces its labels by


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
    pixels: npt.NDArray[np.uint8], *, colors: npt.NDArray[np.uint8], depth: Depth
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
        high = upper.copy()
        np.maximum(high[: len(lower)], lower, out=high[: len(lower)])
        return _letters(high, n_colors=len(colors))
    rows = [*lower.tolist(), *[[len(colors)] * pixels.shape[1]] * (len(upper) - len(lower))]
    codes = _codes(np.ascontiguousarray(colors).tobytes(), depth)
    return [_line(*pair, codes=codes) for pair in zip(upper.tolist(), rows, strict=True)]


def labeled(
    lines: Sequence[str],
    *,
    n_columns: int,
    n_features: int,
    frequencies: npt.NDArray[np.floating] | None,
    start: float,
    stop: float,
) -> list[str]:
    """Put a frequency axis at the left of drawn lines and a time axis below.

    Parameters
    ----------
    lines : sequence of str
        What `half_blocks` returned, the highest band at the top.
    n_columns, n_features : int
        Width of the lines on the screen, and the bands that they show.
    frequencies : (n_features,) | None [Hz], ascending
        Centers of the bands; None numbers coefficients.
    start, stop : float [s]
        Times at the left and the right edge.

    Returns
    -------
    lines : list of str
        `LABEL_LINES` more, each `LABEL_COLUMNS` wider.

    Examples
    --------
    >>> for line in labeled(
    ...     ["#" * 30] * 4, n_columns=30, n_features=3, frequencies=None, start=0.0, stop=3.0
    ... ):
    ...     print(line)
        2 ┤##############################
          │##############################
          │##############################
        0 ┤##############################
          └┬─────────┬─────────┬────────┬
         s 0         1         2        3
    """
    length = len(lines) * _PIXELS
    if frequencies is None:
        marks = ticks.coefficient_ticks(n_features, length=length)
    else:
        marks = ticks.frequency_ticks(frequencies, length=length)
    fitting = [tick for tick in marks if 0 < len(tick.label) < LABEL_COLUMNS]
    names = {_cell(tick, len(lines), length): tick.label for tick in fitting}
    left = [names.get(len(lines) - 1 - i, "") for i in range(len(lines))]
    axis = [f"{label:>5}".ljust(LABEL_COLUMNS - 1) + "│┤"[bool(label)] for label in left]
    below = _time_axis(start, stop, n_columns=n_columns)
    return [*(a + b for a, b in zip(axis, lines, strict=True)), *below]


def _time_axis(start: float, stop: float, *, n_columns: int) -> list[str]:
    length = n_columns * _PIXELS
    marks = ticks.time_ticks(
        start, stop, length=length, label_width=lambda label: len(label) * _PIXELS
    )
    axis, text = ["─"] * n_columns, [" "] * n_columns
    for tick in marks:
        at = _cell(tick, n_columns, length)
        axis[at] = "┬"
        if len(tick.label) > n_columns:
            continue
        first = max(min(at - len(tick.label) // 2, n_columns - len(tick.label)), 0)
        text[first : first + len(tick.label)] = tick.label
    unit = ticks.time_unit(stop)
    return [f"{'':5} └{''.join(axis)}", f"{unit:>6}".ljust(LABEL_COLUMNS) + "".join(text)]


def _cell(tick: Tick, n_cells: int, length: int) -> int:
    """Return the line or column that holds a tick."""
    return min(int(tick.position / length * n_cells), n_cells - 1)


def _letters(pixels: npt.NDArray[np.uint8], *, n_colors: int) -> list[str]:
    steps = pixels.astype(np.int64) * len(RAMP) // n_colors
    return ["".join(map(RAMP.__getitem__, row)) for row in steps.tolist()]


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
