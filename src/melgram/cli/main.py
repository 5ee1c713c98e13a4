"""The command ``melgram``: finds the command asked for and turns errors into exit codes."""

from __future__ import annotations

import contextlib
import gc
import signal
import sys
from collections.abc import Generator
from importlib import import_module
from types import FrameType
from typing import NoReturn

import click

from melgram._version import __version__
from melgram.cli.failures import exit_code, say

_GARBAGE = 50_000
"""New objects between collections: loading modules makes many objects, and no garbage."""

_COMMANDS = (
    "check",
    "diff",
    "doctor",
    "explain",
    "features",
    "identify",
    "info",
    "listen",
    "picture",
    "presets",
    "show",
)


class _LateCommands(click.Group):
    """A group that imports a command's module when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, sorted."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or None if there is none of that name."""
        if cmd_name not in _COMMANDS:
            return None
        return import_module(f"melgram.cli.{cmd_name}").command


@click.group(cls=_LateCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="melgram", message="%(prog)s %(version)s")
def cli() -> None:
    """Turn recordings into mel-spectrograms: pictures for people, arrays for models."""


def main() -> None:
    """Run the command line and end the process.

    Exit codes: 0 ok, 1 some inputs failed, 2 usage, 3 unreadable, 4 unsupported, 5 output error,
    130 interrupted, 143 terminated, 129 the terminal was closed.
    """
    gc.set_threshold(_GARBAGE)
    try:
        with _tidy_ends():
            code = _run()
        sys.exit(code)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output left: nothing to say, nobody to say it to
        sys.exit(1)


@contextlib.contextmanager
def _tidy_ends() -> Generator[None]:
    """Let what ends a process from outside remove half-written files first, as Ctrl-C does."""
    ends = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    changed = [number for number in ends if signal.getsignal(number) is signal.SIG_DFL]  # no nohup
    for number in changed:
        signal.signal(number, _ended)
    try:
        yield
    finally:
        for number in changed:
            signal.signal(number, signal.SIG_DFL)


def _ended(number: int, _: FrameType | None) -> NoReturn:
    sys.exit(128 + number)


def _run() -> int:
    try:
        return cli(standalone_mode=False) or 0
    except click.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except Exception as error:
        code = exit_code(error)
        if code is None:
            raise
        say(f"melgram: {error}")
        return code
