"""``melgram presets``: which front ends have a name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from melgram.cli.failures import say

if TYPE_CHECKING:
    from melgram.presets import Preset


_HEADING = ("name", "rate", "bands", "hop", "parity", "error", "title")
_RIGHT = ("rate", "bands", "hop")


@click.command("presets", short_help="List the named front ends.")
@click.argument("pattern", default="")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with source and digest.")
def command(pattern: str, as_json: bool) -> None:
    """List the named front ends, or those with PATTERN in name, title or source.

    "parity" says how the original's output was made, "error" the largest difference from it that
    was measured, in the preset's own unit; a port-only preset was compared with nothing.
    """
    from melgram.presets import presets, record

    found = [item for item in map(record, presets()) if _fits(item, pattern.lower())]
    if as_json:
        click.echo(json.dumps({"presets": [_entry(item) for item in found]}, indent=2))
        return
    if not found:
        say(f"melgram: no preset has {pattern!r} in its name, title or source.")
        return
    click.echo(_table([_HEADING, *map(_row, found)]))


def _fits(item: Preset, pattern: str) -> bool:
    return any(pattern in text.lower() for text in (item.name, item.title, item.source))


def _entry(item: Preset) -> dict[str, Any]:
    from melgram.presets import measured

    figures = measured(item.name)
    return {
        "name": item.name,
        "title": item.title,
        "sample_rate": item.front_end.sample_rate,
        "any_rate": item.any_rate,
        "alias_of": item.alias_of,
        "n_features": item.front_end.n_features,
        "hop_length": item.front_end.framing.hop_length,
        "unit": item.front_end.unit,
        "digest": item.front_end.digest,
        "source": item.source,
        "parity": item.parity,
        "tolerance": item.tolerance if figures else None,
        "largest_error": figures.largest if figures else None,
        "mean_error": figures.mean if figures else None,
        "notes": item.notes,
    }


def _row(item: Preset) -> tuple[str, ...]:
    from melgram.presets import measured

    figures = measured(item.name)
    return (
        item.name,
        "any" if item.any_rate else str(item.front_end.sample_rate),
        str(item.front_end.n_features),
        str(item.front_end.framing.hop_length),
        item.parity,
        f"{figures.largest:.1e}" if figures else "-",
        item.title + (f" (alias of {item.alias_of})" if item.alias_of else ""),
    )


def _table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    sides = [">" if name in _RIGHT else "<" for name in _HEADING]
    return "\n".join(
        "  ".join(
            f"{cell:{side}{width}}" for cell, side, width in zip(row, sides, widths, strict=True)
        ).rstrip()
        for row in rows
    )
