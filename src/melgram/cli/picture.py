"""``melgram picture``: a labeled mel-spectrogram as PNG."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from melgram.cli.options import front_end_options, output_beside, read, write

if TYPE_CHECKING:
    from melgram.engines import EngineName


@click.command("picture")
@click.argument("file")
@click.option("-o", "--output", metavar="OUT.png", help='Default: FILE.png here; "-" is stdout.')
@click.option("--waveform", is_flag=True, help="Draw the waveform above.")
@click.option("--palette", default="magma", show_default=True)
@click.option("--db-range", nargs=2, type=float, metavar="LOW HIGH", help="Ends of the colors.")
@click.option("--width", type=int, metavar="PIXELS")
@click.option("--height", type=int, metavar="PIXELS")
@click.option("--title", help="Default: the file's name.")
@front_end_options
def command(
    file: str,
    output: str | None,
    waveform: bool,
    palette: str,
    db_range: tuple[float, float] | None,
    width: int | None,
    height: int | None,
    title: str | None,
    preset_name: str | None,
    front_end_file: str | None,
    engine: EngineName,
    threads: int,
    partial: bool,
) -> None:
    """Draw the mel-spectrogram of FILE ("-" is stdin) with time, mel and dB axes."""
    from melgram import pipeline
    from melgram.audio import Waveform
    from melgram.picture import render

    samples, origin, asked = read(
        file, preset_name=preset_name, front_end_file=front_end_file, partial=partial
    )
    mel = pipeline.compute(samples, asked, origin=origin, engine=engine, threads=threads)
    content = render(
        mel,
        waveform=Waveform(samples, origin.sample_rate) if waveform else None,
        palette=palette,
        db_range=db_range,
        width=width,
        height=height,
        title=title,
    )
    write(mel, content, output=output or output_beside(file, ".png"))
