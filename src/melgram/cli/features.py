"""``melgram features``: the numbers, as .npy, Zarr, .npz or a picture."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from melgram.cli.failures import say
from melgram.cli.options import asked_front_end, front_end_options, output_beside, read, write

if TYPE_CHECKING:
    from melgram.engines import EngineName
    from melgram.frontend import FrontEnd


@click.command("features", short_help="Write the features of a recording: .npy, .npz, .zarr.")
@click.argument("file")
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    help='.npy, .zarr, .npz or .png. Default: FILE.npy here; "-": stdout.',
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

    .npy and .zarr are written while FILE is read, so that hours take no memory. .zarr and .npz also
    hold times [s], frequencies [Hz] and the front end; stdout is .npy.
    """
    from melgram.mel import ending_of

    target = output or output_beside(file, ".npy")
    kind = ".npy" if target == "-" else ending_of(Path(target))  # before the work, not after it
    if kind in (".npy", ".zarr"):
        asked = asked_front_end(preset_name, front_end_file)
        _in_blocks(file, asked, target, engine=engine, threads=threads, partial=partial)
        return
    from melgram import pipeline

    samples, origin, asked = read(
        file, preset_name=preset_name, front_end_file=front_end_file, partial=partial
    )
    mel = pipeline.compute(samples, asked, origin=origin, engine=engine, threads=threads)
    write(mel, mel.to_bytes(kind), output=target)


def _in_blocks(
    file: str,
    asked: FrontEnd | str,
    target: str,
    *,
    engine: EngineName,
    threads: int,
    partial: bool,
) -> None:
    from melgram import pipeline
    from melgram.cli.progress import progress

    with progress() as show:
        written = pipeline.write_features(
            sys.stdin.buffer if file == "-" else file,
            asked,
            sys.stdout.buffer if target == "-" else target,
            engine=engine,
            threads=threads,
            partial=partial,
            progress=show,
        )
    for warning in written.source.report.warnings if written.source.report else ():
        say(f"melgram: {file}: {warning}")
    if target != "-":
        say(f"{target}: {written}")
