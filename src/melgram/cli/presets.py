"""``melgram presets``: which front ends have a name."""

from __future__ import annotations

import json

import click


@click.command("presets")
@click.option("--json", "as_json", is_flag=True, help="One JSON object with all presets.")
def command(as_json: bool) -> None:
    """List the named front ends: rate, features, hop, parity and title.

    "allowed" is the largest difference from the original that the tests allow, in its unit;
    what they measure is in docs/presets.md.
    """
    from melgram.presets import presets, record

    records = [record(name) for name in presets()]
    if as_json:
        rows = [
            {
                "name": found.name,
                "title": found.title,
                "sample_rate": found.front_end.sample_rate,
                "any_rate": found.any_rate,
                "alias_of": found.alias_of,
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
    width = max(len(found.name) for found in records)
    heading = ("rate", "features", "hop", "parity", "allowed")
    click.echo(f"{'name':<{width}} {'{:>6} {:>8} {:>5}  {:<15} {:<8}'.format(*heading)} title")
    for found in records:
        front_end = found.front_end
        rate = "any" if found.any_rate else str(front_end.sample_rate)
        alias = f" (alias of {found.alias_of})" if found.alias_of else ""
        click.echo(
            f"{found.name:<{width}} {rate:>6} {front_end.n_features:>8} "
            f"{front_end.framing.hop_length:>5}  {found.parity:<15} {found.tolerance:<8.1e} "
            f"{found.title}{alias}"
        )
