"""A figure as a terminal shows it: graphics where it has them, half blocks everywhere.

The forms are in ``kitty.py``, ``sixel.py`` and ``terminal.py``; asking a terminal is the business
of the command line.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from melgram.errors import PictureError
from melgram.picture import drawing, pooling
from melgram.picture import palette as color_maps
from melgram.picture.canvas import Canvas
from melgram.picture.figure import Figure
from melgram.picture.kitty import kitty_graphics
from melgram.picture.sixel import sixels
from melgram.picture.terminal import (
    LABEL_COLUMNS,
    LABEL_LINES,
    Depth,
    color_bar,
    half_blocks,
    labeled,
)

Form: TypeAlias = Literal["blocks", "kitty", "sixel"]

_AMONG_TEXT = "blue_orange_dark"  # most terminals are dark; a light middle would dazzle
_KITTY_TERMS = ("xterm-kitty", "xterm-ghostty")
_KITTY_PROGRAMS = ("ghostty", "WezTerm")
_SIXEL_TERMS = ("foot", "mlterm", "yaft", "contour")
_SIXEL_PROGRAMS = ("iTerm.app", "mintty")


def graphics_of(environment: Mapping[str, str]) -> Form | None:
    """Return the form that a terminal's variables promise; None: it does not say.

    Examples
    --------
    >>> graphics_of({"TERM": "xterm-kitty"}), graphics_of({"TERM": "xterm-256color"})
    ('kitty', None)
    """
    term, program = environment.get("TERM", ""), environment.get("TERM_PROGRAM", "")
    if environment.get("TMUX") or term.startswith(("tmux", "screen")) or term in ("", "dumb"):
        return "blocks"  # multiplexers swallow graphics
    if environment.get("KITTY_WINDOW_ID") or term in _KITTY_TERMS or program in _KITTY_PROGRAMS:
        return "kitty"
    if term.startswith(_SIXEL_TERMS) or program in _SIXEL_PROGRAMS:
        return "sixel"
    return None


def terminal_text(
    figure: Figure,
    *,
    form: Form,
    columns: int = 80,
    lines: int = 24,
    depth: Depth = "truecolor",
    palette: str | None = None,
    width: int | None = None,
    height: int | None = None,
) -> str:
    """Return the text that shows a figure at the cursor of a terminal.

    Parameters
    ----------
    figure : Figure
    form : {"blocks", "kitty", "sixel"}
    columns, lines : int
        Character cells for half blocks, labels and title included.
    depth : {"truecolor", "256", "none"}
        Colors of half blocks; see `color_depth`.
    palette : str, optional
        As for `Figure.to_png`; half blocks show a difference on a dark middle.
    width, height : int [pixels], optional
        For graphics: those of `Figure.to_png`.

    Raises
    ------
    PictureError
        If half blocks are asked for a figure of curves, or for too few cells.
    """
    if form == "kitty":
        return kitty_graphics(figure.to_png(palette=palette, width=width, height=height)) + "\n"
    if form == "sixel":
        page = drawing.arranged(figure, width=width, height=height)
        canvas = Canvas(width=page.width, height=page.height)
        drawing.draw(canvas, figure, page)
        colors = drawing.colors_of(figure, drawing.chosen(figure, palette))
        return sixels(canvas.indices, colors=colors) + "\n"
    return "\n".join([*_blocks(figure, columns, lines, depth=depth, palette=palette), ""])


def _blocks(
    figure: Figure, columns: int, lines: int, *, depth: Depth, palette: str | None
) -> list[str]:
    raster, n_columns, n_lines = figure.raster, columns - LABEL_COLUMNS, lines - LABEL_LINES - 2
    if raster is None:
        message = "half blocks show fields of color, not curves. Write a file with -o instead."
        raise PictureError(message)
    if n_columns < 1 or n_lines < 1:
        message = f"{columns=}, {lines=}: the terminal is too small for a picture with labels."
        raise PictureError(message)
    cells = raster.cells(width=n_columns, height=2 * n_lines)
    pixels = pooling.pooled(cells.indices, size=n_columns, axis=1)
    pixels = pooling.pooled(pixels, size=2 * n_lines, axis=0)[::-1]
    if palette is None and raster.difference:
        palette = _AMONG_TEXT
    colors = color_maps.resampled(
        drawing.chosen(figure, palette), n_colors=len(cells.values.colors)
    )
    drawn = half_blocks(pixels, colors=colors, depth=depth, signed=cells.values.signed)
    return [
        figure.title[:columns],
        *labeled(drawn, n_columns=n_columns, x=figure.x, y=figure.y),
        color_bar(cells.values, colors, depth=depth, columns=columns),
    ]
