"""Showing a figure on the terminal that the command runs in.

What is written there is made in ``melgram.picture.terminal_figure``.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import shutil
import sys
import time
from collections.abc import Generator, Iterable
from typing import TYPE_CHECKING, Literal, TypeAlias

import click

if TYPE_CHECKING:
    from melgram.picture import Figure
    from melgram.picture.terminal_figure import Form

Asked: TypeAlias = Literal["auto", "blocks", "kitty", "sixel"]

FORMS: tuple[Asked, ...] = ("auto", "blocks", "kitty", "sixel")

_ANSWER_S, _FAR_ANSWER_S = 0.5, 2.0  # how long a terminal here, and one far away, may take
_FAR = ("SSH_CONNECTION", "SSH_TTY", "MOSH_CONNECTION")
_ATTRIBUTES = re.compile(rb"\x1b\[\?([\d;]*)c")
_SIXEL = b"4"  # among the attributes of a terminal: it knows sixels


terminal_option = click.option(
    "--terminal",
    is_flag=False,
    flag_value="auto",
    type=click.Choice(FORMS),
    help="Show it here: kitty or sixel graphics, or half blocks. Default: what it can.",
)


class ShowsHere(click.Command):
    """A command with ``--terminal``, whose form may be left out: a FILE may follow it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Say the form where nobody did, so that the next word is not taken for it."""
        following = [*args, ""][1:]
        spelled = [
            "--terminal=auto" if word == "--terminal" and after not in FORMS else word
            for word, after in zip(args, following, strict=True)
        ]
        return super().parse_args(ctx, spelled)


def show(
    figures: Iterable[Figure],
    *,
    asked: Asked,
    palette: str | None,
    size: tuple[int, int] | None,
) -> None:
    """Write figures to stdout in the form asked for; "auto" finds out which is possible."""
    known = _known() if asked == "auto" else asked
    if known is not None:
        _write(figures, form=known, palette=palette, size=size)
        return
    with _answer() as attributes:
        form = "sixel" if _SIXEL in attributes else "blocks"
        _write(figures, form=form, palette=palette, size=size)


def _write(
    figures: Iterable[Figure],
    *,
    form: Form,
    palette: str | None,
    size: tuple[int, int] | None,
) -> None:
    from melgram.picture.terminal import color_depth
    from melgram.picture.terminal_figure import terminal_text

    columns, lines = shutil.get_terminal_size()
    width, height = size or (None, None)
    for figure in figures:
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


def _known() -> Form | None:
    """Return the form that is possible as far as it is known without asking."""
    from melgram.picture.terminal_figure import graphics_of

    if not (sys.stdout.isatty() and sys.stdin.isatty()):
        return "blocks"
    return graphics_of(os.environ)


@contextlib.contextmanager
def _answer() -> Generator[list[bytes]]:
    """Ask the terminal for its attributes (DA1); one that stays silent has none.

    As long as the block runs, nothing that comes is shown. An answer that comes too late is
    dropped at its end: it would stand on the user's next command line.
    """
    import termios
    import tty

    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    found = None
    try:
        tty.setcbreak(handle, termios.TCSANOW)  # the answer comes without Enter, and is not shown
        os.write(sys.stdout.fileno(), b"\x1b[c")
        found = _ATTRIBUTES.search(_read_answer(handle))
        yield found[1].split(b";") if found else []
    finally:
        if found is None:
            termios.tcflush(handle, termios.TCIFLUSH)
        termios.tcsetattr(handle, termios.TCSANOW, before)


def _read_answer(handle: int) -> bytes:
    """Return what comes until the answer is whole or its time is over."""
    far = any(os.environ.get(name) for name in _FAR)
    deadline = time.monotonic() + (_FAR_ANSWER_S if far else _ANSWER_S)
    answer = b""
    while not _ATTRIBUTES.search(answer):
        if not select.select([handle], [], [], max(deadline - time.monotonic(), 0.0))[0]:
            break
        answer += os.read(handle, 64)
    return answer
