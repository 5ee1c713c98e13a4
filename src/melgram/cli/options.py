"""Options that several commands share, and how files and front ends are named."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from melgram.cli.failures import say
from melgram.errors import FrontEndError, OutputError, did_you_mean

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from melgram.frontend import FrontEnd
    from melgram.mel import Mel, Source

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_PRESET = "classic"


def front_end_options(function: F) -> F:
    """Add --preset, --front-end, --engine, --threads and --partial."""
    for option in (
        click.option("--partial", is_flag=True, help="Take what a damaged recording still holds."),
        click.option("--threads", type=click.IntRange(1), default=1, show_default=True),
        click.option(
            "--engine",
            type=click.Choice(["auto", "cpu", "reference"]),
            default="auto",
            show_default=True,
        ),
        click.option(
            "--front-end",
            "front_end_file",
            type=click.Path(),
            metavar="FILE.toml",
            help='A front end as TOML or JSON; base = "NAME" changes a preset.',
        ),
        click.option(
            "--preset",
            "preset_name",
            metavar="NAME|PATH",
            help="A preset, another toolkit's configuration, or a folder with one. "
            f"Default: {DEFAULT_PRESET}.",
        ),
    ):
        function = option(function)
    return function


def read(
    file: str, *, preset_name: str | None, front_end_file: str | None, partial: bool
) -> tuple[NDArray[Any], Source, FrontEnd | str]:
    """Decode FILE ("-" is stdin) and return samples, their source and the front end asked for."""
    from melgram import pipeline

    asked = asked_front_end(preset_name, front_end_file)
    samples, origin = pipeline.load(
        sys.stdin.buffer if file == "-" else file, asked, partial=partial
    )
    for warning in origin.report.warnings if origin.report else ():
        say(f"melgram: {file}: {warning}")
    return samples, origin, asked


def asked_front_end(preset_name: str | None, front_end_file: str | None) -> FrontEnd | str:
    """Return what --preset or --front-end ask for, or the name of the default."""
    if preset_name is not None and front_end_file is not None:
        message = "--preset and --front-end exclude each other. Write base = ... into the file."
        raise FrontEndError(message)
    if front_end_file is not None:
        from melgram.presets.files import read_front_end

        return computable(read_front_end(front_end_file), name=front_end_file)
    name = preset_name or DEFAULT_PRESET
    return computable(named_front_end(name), name=name)


def computable(named: FrontEnd | str, *, name: str) -> FrontEnd | str:
    """Return what a name or file stands for, if its filter bank has a bin for each band.

    Raises
    ------
    FrontEndError
        If not; the message begins with the file's name, which the plan would not know.
    """
    from melgram.engines.base import bank_table

    if isinstance(named, str):
        return named  # a preset of ours
    try:
        bank_table(named)
    except FrontEndError as error:
        message = f"{name}: {error}"
        raise FrontEndError(message) from None
    return named


def named_front_end(name: str) -> FrontEnd | str:
    """Return a preset's name as it is; for a path, the front end of the configuration there.

    What the configuration leaves open is said on stderr.
    """
    from melgram.exchange import locate

    path = locate(name)
    if path is None:
        return name
    from melgram.exchange import read_config

    config = read_config(path)
    for sentence in config.unsaid:
        say(f"melgram: {path}: {sentence}")
    return config.front_end


def write(mel: Mel, content: bytes, *, output: str) -> None:
    """Write features; see `deliver`."""
    deliver(content, output=output, said=repr(mel))


def deliver(content: bytes, *, output: str, said: str) -> None:
    """Write to a file or, for "-", to stdout; say what was written on stderr."""
    from melgram.files import write_whole

    if output == "-":
        try:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            message = f"stdout: cannot be written ({error.strerror})."
            raise OutputError(message) from error
        return
    write_whole(Path(output), content)
    say(f"{output}: {said}")


def check_picture(output: str) -> None:
    """Refuse the unknown ending of a picture before anything is computed."""
    ending = "." + output.rpartition(".")[2].lower()
    if output != "-" and not output.startswith("/dev/") and ending not in (".png", ".svg"):
        hint = did_you_mean(ending, (".png", ".svg"))
        message = f"{output}: a picture must end in .png or .svg.{hint}"
        raise OutputError(message)


def output_beside(file: str, ending: str) -> str:
    """Return the default output: the input's name with another ending, in the current folder."""
    return "-" if file == "-" else Path(os.path.basename(file)).stem + ending  # noqa: PTH119
