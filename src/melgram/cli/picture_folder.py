"""``melgram picture --raw``: bare pixels for networks, of one recording or of a folder.

Pictures for people, with axes, are made in ``picture.py``.
"""

from __future__ import annotations

import functools
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from melgram.cli.failures import SOME_FAILED, say
from melgram.cli.figure_options import Asked, Computing
from melgram.cli.options import asked_front_end, deliver, output_beside, read
from melgram.errors import ReadError

if TYPE_CHECKING:
    from melgram.picture import Pixels, SetReport

F = TypeVar("F", bound=Callable[..., Any])

_SECONDS_A_LINE = 5.0  # where there is no terminal, progress is a line now and then
_TAKES = ("kind", "db_range", "ref")


@dataclass(frozen=True, kw_only=True)
class Raw:
    """The options that belong to --raw."""

    raw: bool
    depth: int
    window: float | None
    hop: float | None
    jobs: int

    def check(self, files: Sequence[str], asked: Asked, computing: Computing) -> None:
        """Refuse options that mean nothing with --raw, or only with it."""
        if not self.raw:
            folder = next((file for file in files if Path(file).is_dir()), None)
            if folder is not None:
                message = (
                    f"{folder}: is a directory, not a regular file. Name a recording, or add --raw "
                    "-o OUT for a picture of each recording in it."
                )
                raise ReadError(message)
            given = [n for n, default in _DEFAULTS.items() if getattr(self, n) != default]
            if given:
                message = f"--{given[0]} goes with --raw: pixels without axes, for a network."
                raise click.UsageError(message)
            return
        options = [f.name for f in fields(asked) if getattr(asked, f.name) not in (None, False)]
        foreign = [name for name in options if name not in _TAKES]
        foreign += ["kind"] if asked.kind != "mel" else []
        foreign += ["partial"] if computing.partial else []
        if foreign:
            message = f"--{foreign[0].replace('_', '-')} means nothing with --raw. Leave it out."
            raise click.UsageError(message)


_DEFAULTS = {"depth": 8, "window": None, "hop": None, "jobs": 1}


def raw_options(function: F) -> F:
    """Add the options of `Raw` and hand them over as one argument, ``raw``."""

    @functools.wraps(function)
    def packed(**given: Any) -> Any:
        return function(raw=Raw(**{f.name: given.pop(f.name) for f in fields(Raw)}), **given)

    wrapped: Any = packed
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


_OPTIONS = (
    click.option(
        "--raw",
        is_flag=True,
        help="Pixels without axes, for a network; of a folder, one picture for each recording.",
    ),
    click.option(
        "--depth",
        type=click.Choice([8, 16]),
        default=8,
        show_default=True,
        help="Bits a pixel, with --raw.",
    ),
    click.option("--window", type=float, metavar="SECONDS", help="A picture for each window,"),
    click.option("--hop", type=float, metavar="SECONDS", help="and how often one begins."),
    click.option(
        "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Recordings at once."
    ),
)


def draw(
    files: Sequence[str],
    raw: Raw,
    asked: Asked,
    computing: Computing,
    *,
    output: str | None,
    size: tuple[int, int] | None,
    palette: str,
) -> int:
    """Write the raw picture of one recording, or those of a folder; return the exit code."""
    from melgram.picture import Pixels

    if len(files) != 1:
        message = "--raw takes one FILE or one folder."
        raise click.UsageError(message)
    width, height = size or (224, 224)
    pixels = Pixels(
        width=width,
        height=height,
        depth=16 if raw.depth == 16 else 8,
        palette=palette,
        db_range=asked.db_range,
        ref="full-scale" if asked.ref is None else asked.ref,
    )
    if Path(files[0]).is_dir():
        return _draw_folder(files[0], raw, computing, pixels=pixels, output=output)
    if raw.window is not None or raw.hop is not None or raw.jobs != 1:
        message = f"--window, --hop and --jobs go with a folder; {files[0]} is none."
        raise click.UsageError(message)
    return _draw_file(files[0], computing, pixels=pixels, output=output)


def _draw_file(file: str, computing: Computing, *, pixels: Pixels, output: str | None) -> int:
    from melgram import pipeline
    from melgram.picture import raw_picture

    samples, origin, asked = read(
        file,
        preset_name=computing.preset_name,
        front_end_file=computing.front_end_file,
        partial=False,
    )
    mel = pipeline.compute(
        samples, asked, origin=origin, engine=computing.engine, threads=computing.threads
    )
    picture = raw_picture(mel, pixels)
    said = (
        f"{pixels.width} x {pixels.height} pixels, {picture.low:g} to {picture.high:g} "
        f"{picture.unit}, of {mel!r}"
    )
    deliver(picture.png(), output=output or output_beside(file, ".png"), said=said)
    return 0


def _draw_folder(
    folder: str, raw: Raw, computing: Computing, *, pixels: Pixels, output: str | None
) -> int:
    from melgram.picture import write_set

    if output is None:
        message = "Missing option '-o': the folder that the pictures go to."
        raise click.UsageError(message)
    front_end = asked_front_end(computing.preset_name, computing.front_end_file)
    with _progress() as watch:
        report = write_set(
            folder,
            output,
            front_end=front_end,
            pixels=pixels,
            window=raw.window,
            hop=raw.hop,
            jobs=raw.jobs,
            watch=watch,
        )
    _summarize(report, output)
    return SOME_FAILED if report.failures else 0


def _summarize(report: SetReport, output: str) -> None:
    for failure in report.failures[:10]:
        say(f"melgram: {failure.message}")
    if len(report.failures) > 10:
        say(f"melgram: and {len(report.failures) - 10} more")
    parts = [_counted(report.n_pictures, "picture")]
    parts += [f"{report.n_kept} of them were there"] if report.n_kept else []
    n_failed = len(report.failures)
    parts += [f"{_counted(n_failed, 'recording')} failed, see failed.csv"] if n_failed else []
    parts += [f"{_counted(report.n_others, 'other file')} passed over"] if report.n_others else []
    say(f"{output}: {'; '.join(parts)}")
    if report.n_left:
        left = _counted(report.n_left, "older picture")
        say(f"{output}: besides, {left} of recordings that are gone; delete what is not wanted")
    if report.n_pictures:
        say(
            f"{output}: {report.at_low:.1%} of the pixels are at the low end of the range, "
            f"{report.at_high:.1%} at the high end; index.csv says what a pixel is"
        )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@contextmanager
def _progress() -> Generator[Callable[[SetReport], object]]:
    """Yield what shows a report: a bar on a terminal, else a line now and then."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Left

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Left())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("drawing", total=None)
        yield lambda report: bar.update(task, total=report.n_files, completed=report.n_done)


class _Lines:
    """Says how far it is, at most every few seconds."""

    def __init__(self) -> None:
        self._said = time.monotonic()

    def __call__(self, report: SetReport) -> None:
        """Take note of one more file."""
        now = time.monotonic()
        if now - self._said >= _SECONDS_A_LINE:
            self._said = now
            say(f"{report.n_done} of {report.n_files} files, {report.n_pictures} pictures")
