"""``melgram presets``: which front ends have a name."""

from __future__ import annotations

import json

import click


@click.command("presets")
@click.option("--json", "as_json", is_flag=True, help="One JSON object with all presets.")
def command(as_json: bool) -> None:
    """List the named front ends: rate, features, frame, parity and title."""
    from melgram.presets import presets, record

    records = [record(name) for name in presets()]
    if as_json:
        rows = [
            {
                "name": found.name,
                "title": found.title,
                "sample_rate": found.front_end.sample_rate,
                "any_rate": found.any_rate,
                "n_features": found.front_end.n_features,
                "hop_length": found.front_end.framing.hop_length,
                "unit": found.front_end.unit,
                "digest": found.front_end.digest,
                "source": found.source,
                "parity": found.parity,
                "tolerance": found.tolerance,
            }
            for found in records
        ]
        click.echo(json.dumps({"presets": rows}, indent=2))
        return
    click.echo(f"{'name':<12} {'rate':>8} {'features':>8} {'hop':>5}  {'parity':<14} title")
    for found in records:
        front_end = found.front_end
        rate = "any" if found.any_rate else str(front_end.sample_rate)
        click.echo(
            f"{found.name:<12} {rate:>8} {front_end.n_features:>8} "
            f"{front_end.framing.hop_length:>5}  {found.parity:<14} {found.title}"
        )
