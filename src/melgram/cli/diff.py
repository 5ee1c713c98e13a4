"""``melgram diff``: what differs between two front ends, and which difference matters."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from melgram.cli.failures import say
from melgram.cli.options import check_picture, computable, named_front_end
from melgram.cli.terminal import Asked, ShowsHere, show, terminal_option

if TYPE_CHECKING:
    from melgram.conformance import Difference
    from melgram.frontend import FrontEnd
    from melgram.picture import Figure


@click.command(
    "diff", cls=ShowsHere, short_help="List what differs between two front ends, worst first."
)
@click.argument("a")
@click.argument("b")
@click.option("--audio", metavar="FILE", help='Measure each difference on FILE ("-" is stdin).')
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--picture", metavar="OUT", help=".png or .svg: A, B and B - A below each other.")
@terminal_option
def command(
    a: str,
    b: str,
    audio: str | None,
    as_json: bool,
    picture: str | None,
    terminal: Asked | None,
) -> None:
    """List the fields in which the front ends A and B differ, in the order of the signal.

    A and B are presets or files. With --audio, each difference alone is applied to A; those that
    change the features most come first.
    """
    from melgram.conformance import diff

    _check(audio=audio, picture=picture, terminal=terminal)
    if as_json and terminal is not None:
        message = "--json and --terminal exclude each other: both write to stdout."
        raise click.UsageError(message)
    both = [computable(named_front_end(name), name=name) for name in (a, b)]
    recording = sys.stdin.buffer.read() if audio == "-" else audio
    found = diff(*both, samples=recording)
    if as_json:
        click.echo(json.dumps(found.to_dict(), indent=2))
    else:
        width = max(len(a), len(b))
        click.echo(f"A  {a:<{width}}  {_summary(found.a)}")
        click.echo(f"B  {b:<{width}}  {_summary(found.b)}")
        click.echo(f"\n{found}")
    if picture is None and terminal is None:
        return
    figures = _figures(found, names=(a, b))
    if terminal is not None:
        show(figures, asked=terminal, palette=None, size=None)
    if picture is not None:
        _write(figures, output=picture)


def _check(*, audio: str | None, picture: str | None, terminal: Asked | None) -> None:
    """Refuse a picture of nothing, or one that cannot be written, before anything is computed."""
    option = "--picture" if picture is not None else "--terminal"
    if (picture or terminal) is not None and audio is None:
        message = f"{option} needs --audio: a picture shows what differs in a recording."
        raise click.UsageError(message)
    if picture == "-":
        message = "--picture -: stdout has the tables. Name a file that ends in .png or .svg."
        raise click.UsageError(message)
    if picture is not None:
        check_picture(picture)


def _summary(front_end: FrontEnd) -> str:
    hop = front_end.framing.hop_length
    return (
        f"{front_end.sample_rate} Hz, {front_end.n_features} features every "
        f"{1000 * hop / front_end.sample_rate:.4g} ms, {front_end.unit}, {front_end.digest}"
    )


def _figures(found: Difference, *, names: tuple[str, str]) -> list[Figure]:
    """Return A, B and, if their features correspond, B - A."""
    from melgram.picture import difference, shared_range, spectrogram

    a, b = found.features_a, found.features_b
    assert a is not None
    assert b is not None
    shared = shared_range(a, b)
    figures = [
        spectrogram(mel, title=f"{letter}: {name}", db_range=shared)
        for mel, letter, name in zip((a, b), "AB", names, strict=True)
    ]
    above = found.b_minus_a
    if above is None:
        say("melgram: the features of A and B do not correspond, so B - A is not drawn.")
        return figures
    return [*figures, difference(above, subtitle=f"{names[1]} minus {names[0]}")]


def _write(figures: Sequence[Figure], *, output: str) -> None:
    from melgram.files import write_whole
    from melgram.picture import stacked

    page = stacked(figures)
    svg = output.lower().endswith(".svg")
    write_whole(Path(output), page.to_svg().encode() if svg else page.to_png())
    say(f"{output}: {', '.join(figure.title for figure in figures)}")
