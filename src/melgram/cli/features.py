"""``melgram features``: the numbers, as .npy, .npz or a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from melgram.cli.options import front_end_options, output_beside, read, write
from melgram.errors import OutputError, did_you_mean

if TYPE_CHECKING:
    from melgram.engines import EngineName

_ENDINGS = (".npy", ".npz", ".png")


@click.command("features")
@click.argument("file")
@click.option(
    "-o", "--output", metavar="OUT", help='.npy, .npz or .png. Default: FILE.npy here; "-": stdout.'
)
@front_end_options
def command(
    file: str,
    output: str | None,
    preset_name: str | None,
    front_end_file: str | None,
    engine: EngineName,
    threads: int,
    partial: bool,
) -> None:
    """Write the features of FILE ("-" is stdin): float32, (features, frames).

    .npz also holds times [s], frequencies [Hz] and the front end; stdout is .npy.
    """
    target = output or output_beside(file, ".npy")
    kind = ".npy" if target == "-" else Path(target).suffix.lower()
    if kind not in _ENDINGS:  # before the work, not after it
        message = (
            f"{target}: the ending {kind!r} must be one of {', '.join(_ENDINGS)}."
            f"{did_you_mean(kind, _ENDINGS)}"
        )
        raise OutputError(message)
    from melgram import pipeline

    samples, origin, asked = read(
        file, preset_name=preset_name, front_end_file=front_end_file, partial=partial
    )
    mel = pipeline.compute(samples, asked, origin=origin, engine=engine, threads=threads)
    write(mel, mel.to_bytes(kind), output=target)
