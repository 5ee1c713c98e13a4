"""Errors on the command line: a sentence on stderr and an exit code, never a traceback."""

from __future__ import annotations

import click

from melgram.errors import (
    AudioError,
    EngineError,
    MelgramError,
    MissingExtra,
    NonFiniteSamples,
    OutputError,
    UnsupportedCodec,
    UnsupportedOutput,
)

SOME_FAILED, USAGE, UNREADABLE, UNSUPPORTED, NOT_WRITTEN = 1, 2, 3, 4, 5

# The first class that fits decides; MelgramError, the last, is what the user typed.
_CODES: tuple[tuple[type[MelgramError], int], ...] = (
    (UnsupportedCodec, UNSUPPORTED),
    (UnsupportedOutput, UNSUPPORTED),
    (EngineError, UNSUPPORTED),
    (MissingExtra, UNSUPPORTED),
    (OutputError, NOT_WRITTEN),
    (AudioError, UNREADABLE),
    (NonFiniteSamples, UNREADABLE),
    (MelgramError, USAGE),
)


def exit_code(error: Exception) -> int | None:
    """Return the exit code of an error, or None if it is not one of ours."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), None)


def say(text: str) -> None:
    """Talk on stderr; data alone goes to stdout. Names that are not text are escaped."""
    click.echo(text.encode("utf-8", "backslashreplace").decode(), err=True)
