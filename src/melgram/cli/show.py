"""``melgram show``: one front end, every field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import click

from melgram.cli.options import named_front_end

if TYPE_CHECKING:
    from melgram.frontend import FrontEnd
    from melgram.presets import Preset

_SAMPLES = ("n_fft", "win_length", "hop_length", "n_samples", "left", "right", "extra")
_HERTZ = ("sample_rate", "fmin", "fmax")


@click.command("show", short_help="Print every field of a front end.")
@click.argument("name")
@click.option("--json", "form", flag_value="json", help="As JSON, for programs.")
@click.option("--toml", "form", flag_value="toml", help="As TOML, for --front-end.")
@click.option("--as", "kind", metavar="KIND", help="As another toolkit's file: kaldi, nemo, ...")
@click.option("--sample-rate", type=int, metavar="HZ", help="For presets that keep any rate.")
def command(name: str, form: str | None, kind: str | None, sample_rate: int | None) -> None:
    """Print every field of NAME, a preset or a file, in the order of the signal."""
    if form is not None and kind is not None:
        message = f"--{form} and --as exclude each other."
        raise click.UsageError(message)
    front_end = _front_end(name, sample_rate=sample_rate)
    if kind is not None:
        from melgram.exchange import write_config

        click.echo(write_config(front_end, kind), nl=False)
    elif form == "json":
        click.echo(front_end.to_json())
    elif form == "toml":
        click.echo(front_end.to_toml(), nl=False)
    else:
        click.echo(_heading(name, front_end))
        click.echo(_column(front_end.to_dict(), sample_rate=front_end.sample_rate))


def _front_end(name: str, *, sample_rate: int | None) -> FrontEnd:
    from melgram.presets import preset

    named = named_front_end(name)
    if isinstance(named, str):
        return preset(named, sample_rate=sample_rate)
    if sample_rate not in (None, named.sample_rate):
        message = f"--sample-rate is for presets; {name} says {named.sample_rate} Hz."
        raise click.UsageError(message)
    return named


def _heading(name: str, front_end: FrontEnd) -> str:
    from melgram.presets import name_of, presets, record

    if name not in presets():
        same = name_of(front_end)
        lines = [name, f"digest   {front_end.digest}", *([f"the same as {same}"] if same else [])]
        return "\n".join([*lines, ""])
    found = record(name)
    facts = {
        "source": found.source,
        "parity": _parity(found),
        "digest": front_end.digest,
        "notes": found.notes,
    }
    lines = [f"{key:<8} {value}" for key, value in facts.items() if value]
    return "\n".join([f"{found.name}: {found.title}", *lines, ""])


def _parity(record: Preset) -> str:
    from melgram.presets import measured

    figures = measured(record.name)
    if figures is None:
        return "port-only: written from the source, compared with no output of the original"
    return (
        f"{record.parity}, {figures.clips} clips: largest difference {figures.largest:g}, mean "
        f"{figures.mean:g}, allowed {record.tolerance:g} ({record.front_end.unit})"
    )


def _column(fields: dict[str, Any], *, sample_rate: int) -> str:
    rows = [row for key, value in fields.items() for row in _rows(key, value, sample_rate)]
    width = max(len(key) for key, _ in rows)
    return "\n".join(f"{key:<{width}}  {value}" for key, value in rows)


def _rows(key: str, value: Any, sample_rate: int) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        stage = cast("dict[str, Any]", value)
        rows = [(key, str(stage["kind"]))] if "kind" in stage else []
        for name, item in stage.items():
            rows += [] if name == "kind" else _rows(f"{key}.{name}", item, sample_rate)
        return rows
    if isinstance(value, list):
        if not value:
            return [(key, "none")]
        return [
            row
            for i, item in enumerate(cast("list[Any]", value))
            for row in _rows(f"{key}[{i}]", item, sample_rate)
        ]
    return [(key, f"{value}{_unit(key.rpartition('.')[2], value, sample_rate)}")]


def _unit(name: str, value: Any, sample_rate: int) -> str:
    if value is None:
        return ""
    if name in _SAMPLES:
        return f" samples ({1000 * value / sample_rate:.4g} ms)"
    return " Hz" if name in _HERTZ else ""
