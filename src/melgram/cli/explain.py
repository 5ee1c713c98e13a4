"""``melgram explain``: a course on one recording, as one HTML page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from melgram.cli.failures import say
from melgram.cli.options import output_beside

if TYPE_CHECKING:
    from melgram.explain import Language


@click.command("explain", short_help="Explain the mel-spectrogram on your own recording, as HTML.")
@click.argument("file")
@click.option("-o", "--output", metavar="OUT.html", help='Default: FILE.html here; "-": stdout.')
@click.option(
    "--lang",
    "language",
    type=click.Choice(["en", "ko"]),
    default="en",
    show_default=True,
    help="English or Korean.",
)
@click.option("--partial", is_flag=True, help="Take what a damaged recording still holds.")
def command(file: str, output: str | None, language: Language, partial: bool) -> None:
    """Explain the mel-spectrogram on the reader's own FILE ("-" is stdin), as one HTML page.

    The page holds its pictures and its sound, and loads nothing from elsewhere.
    """
    from melgram.explain import report
    from melgram.files import write_whole

    source = sys.stdin.buffer.read() if file == "-" else file
    content = report(source, language=language, partial=partial).encode("utf-8")
    target = output or output_beside(file, ".html")
    if target == "-":
        click.echo(content, nl=False)
        return
    write_whole(Path(target), content)
    say(f"{target}: {len(content) / 1e6:.2f} MB, open it in a browser")
