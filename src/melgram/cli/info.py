"""``melgram info``: what recordings are, without computing anything."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from melgram.cli.failures import SOME_FAILED, exit_code, say
from melgram.errors import AudioError

if TYPE_CHECKING:
    from melgram.audio import Info


@click.command("info", short_help="Print what a recording is: codec, rate, bits, length.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object with all files.")
def command(files: tuple[str, ...], as_json: bool) -> int:
    """Print container, codec, rate, bit depth, channels and duration of each FILE."""
    from melgram.audio import probe

    found: list[dict[str, Any]] = []
    codes: list[int] = []
    for file in files:
        try:
            info = probe(sys.stdin.buffer.read() if file == "-" else file)
        except AudioError as error:
            say(f"melgram: {error}")
            found.append({"path": file, "error": type(error).__name__, "message": str(error)})
            codes.append(exit_code(error) or SOME_FAILED)
            continue
        found.append(info.to_dict())
        if not as_json:
            click.echo(_lines(file, info))
    if as_json:
        click.echo(json.dumps({"files": found}, indent=2))
    if len(files) == 1:
        return codes[0] if codes else 0
    return SOME_FAILED if codes else 0


def _lines(file: str, info: Info) -> str:
    duration = "unknown" if info.duration is None else f"{info.duration:.3f} s"
    facts = {
        "container": info.container,
        "codec": info.codec,
        "sample rate": f"{info.sample_rate} Hz",
        "bit depth": "none (lossy)" if info.bit_depth is None else f"{info.bit_depth} bit",
        "channels": str(info.channels),
        "duration": f"{duration} ({info.duration_source})",
        "samples": "unknown" if info.n_samples is None else f"{info.n_samples}",
    }
    name = file.encode("utf-8", "backslashreplace").decode()
    return "\n".join([name, *(f"  {key:<12} {value}" for key, value in facts.items())])
