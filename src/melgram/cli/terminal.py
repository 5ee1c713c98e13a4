"""Showing a figure on the terminal that the command runs in.

What is written there is made in ``melgram.picture.terminal_figure``.
"""

from __future__ import annotations

import os
import re
import select
import shutil
import sys
from typing import TYPE_CHECKING, Literal, TypeAlias

import click

if TYPE_CHECKING:
    from melgram.picture import Figure
    from melgram.picture.terminal_figure import Form

Asked: TypeAlias = Literal["auto", "blocks", "kitty", "sixel"]

FORMS: tuple[Asked, ...] = ("auto", "blocks", "kitty", "sixel")

_ANSWER_S = 0.2
_ATTRIBUTES = re.compile(rb"\x1b\[\?([\d;]*)c")
_SIXEL = b"4"  # among the attributes of a terminal: it knows sixels


def show(
    figure: Figure, *, asked: Asked, palette: str | None, size: tuple[int, int] | None
) -> None:
    """Write a figure to stdout in the form asked for; "auto" finds out which is possible."""
    from melgram.picture.terminal import color_depth
    from melgram.picture.terminal_figure import terminal_text

    form = _possible() if asked == "auto" else asked
    columns, lines = shutil.get_terminal_size()
    width, height = size or (None, None)
    text = terminal_text(
        figure,
        form=form,
        columns=min(columns, 160),
        lines=min(lines - 1, 40),
        depth=color_depth(os.environ),
        palette=palette,
        width=width,
        height=height,
    )
    click.echo(text, nl=False, color=True)  # escape sequences are what was asked for


def _possible() -> Form:
    from melgram.picture.terminal_figure import graphics_of

    if not (sys.stdout.isatty() and sys.stdin.isatty()):
        return "blocks"
    return graphics_of(os.environ) or ("sixel" if _SIXEL in attributes() else "blocks")


def attributes() -> list[bytes]:
    """Ask the terminal for its attributes (DA1); one that stays silent has none."""
    import termios
    import tty

    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    answer = b""
    try:
        tty.setcbreak(handle, termios.TCSANOW)  # the answer comes without Enter, and is not shown
        os.write(sys.stdout.fileno(), b"\x1b[c")
        while not _ATTRIBUTES.search(answer) and select.select([handle], [], [], _ANSWER_S)[0]:
            answer += os.read(handle, 64)
    finally:
        termios.tcsetattr(handle, termios.TCSANOW, before)
    found = _ATTRIBUTES.search(answer)
    return found[1].split(b";") if found else []
