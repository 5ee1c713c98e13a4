"""``melgram diff``: what differs between two front ends, and which difference matters."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from melgram.cli.failures import say
from melgram.cli.options import named_front_end

if TYPE_CHECKING:
    from melgram.conformance import Difference
    from melgram.frontend import FrontEnd


@click.command("diff", short_help="List what differs between two front ends, worst first.")
@click.argument("a")
@click.argument("b")
@click.option("--audio", metavar="FILE", help='Measure each difference on FILE ("-" is stdin).')
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--picture", metavar="OUT.png", help="Draw A, B and B - A below each other.")
def command(a: str, b: str, audio: str | None, as_json: bool, picture: str | None) -> None:
    """List the fields in which the front ends A and B differ, in the order of the signal.

    A and B are presets or files. With --audio, each difference alone is applied to A; those that
    change the features most come first.
    """
    from melgram.conformance import diff

    if picture is not None and audio is None:
        message = "--picture needs --audio: a picture shows what differs in a recording."
        raise click.UsageError(message)
    recording = sys.stdin.buffer.read() if audio == "-" else audio
    found = diff(named_front_end(a), named_front_end(b), samples=recording)
    if as_json:
        click.echo(json.dumps(found.to_dict(), indent=2))
    else:
        width = max(len(a), len(b))
        click.echo(f"A  {a:<{width}}  {_summary(found.a)}")
        click.echo(f"B  {b:<{width}}  {_summary(found.b)}")
        click.echo(f"\n{found}")
    if picture is not None:
        _draw(found, titles=(f"A: {a}", f"B: {b}"), output=picture)


def _summary(front_end: FrontEnd) -> str:
    hop = front_end.framing.hop_length
    return (
        f"{front_end.sample_rate} Hz, {front_end.n_features} features every "
        f"{1000 * hop / front_end.sample_rate:.4g} ms, {front_end.unit}, {front_end.digest}"
    )


def _draw(found: Difference, *, titles: tuple[str, str], output: str) -> None:
    from melgram.conformance.contrast import contrast
    from melgram.files import write_whole
    from melgram.picture import Panel, render_stacked, shared_range

    a, b = found.features_a, found.features_b
    assert a is not None
    assert b is not None
    shared = shared_range(a, b)
    panels = [
        Panel(mel=mel, title=title, db_range=shared)
        for mel, title in zip((a, b), titles, strict=True)
    ]
    above = contrast(a, b)
    if above is None:
        say("melgram: the features of A and B do not correspond, so B - A is not drawn.")
    else:
        around = (-above.limit, above.limit)
        panels.append(Panel(mel=above, title="B − A", db_range=around))
    write_whole(Path(output), render_stacked(panels))
    say(f"{output}: {', '.join(panel.title for panel in panels)}")
