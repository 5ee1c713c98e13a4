"""``melgram check``: what is odd about recordings, before they become features."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from melgram.cli.failures import SOME_FAILED, exit_code, say
from melgram.cli.options import DEFAULT_PRESET, named_front_end
from melgram.errors import AudioError, FrontEndError

if TYPE_CHECKING:
    from melgram.conformance import Finding
    from melgram.frontend import FrontEnd


@click.command("check", short_help="Say what is wrong with a recording for a front end.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--preset", "preset_name", metavar="NAME", help=f"Default: {DEFAULT_PRESET}.")
@click.option(
    "--front-end",
    "front_end_file",
    type=click.Path(),
    metavar="FILE.toml",
    help="A front end as TOML or JSON instead of a preset.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object with all files.")
def command(
    files: tuple[str, ...], preset_name: str | None, front_end_file: str | None, as_json: bool
) -> int:
    """Say what is odd about each FILE ("-" is stdin) for a front end, why, and what to do.

    The code is 1 if there is an error or a warning; an info alone is 0.
    """
    if preset_name is not None and front_end_file is not None:
        message = "--preset and --front-end exclude each other. Write base = ... into the file."
        raise FrontEndError(message)
    asked = front_end_file or named_front_end(preset_name or DEFAULT_PRESET)
    results = [_checked(file, asked) for file in files]
    code = results[0][2] if len(files) == 1 else 0
    if as_json:
        click.echo(json.dumps({"files": [entry for entry, _, _ in results]}, indent=2))
    elif not code:
        for file, (_, findings, _) in zip(files, results, strict=True):
            click.echo(_text(file, findings))
    if code:
        say(f"melgram: {results[0][1][0].what}")
        return code
    return SOME_FAILED if any(f.is_wrong for _, found, _ in results for f in found) else 0


def _checked(file: str, front_end: FrontEnd | str) -> tuple[dict[str, Any], list[Finding], int]:
    """Return the JSON entry, the findings, and the exit code of a file that cannot be read."""
    from melgram.conformance import Finding, check

    try:
        found = check(sys.stdin.buffer.read() if file == "-" else file, front_end)
    except AudioError as error:
        unreadable = Finding(
            code="unreadable",
            severity="error",
            what=str(error),
            why="No features can be computed.",
            remedy="Repair it or leave it out.",
        )
        entry = {"path": file, "error": type(error).__name__}
        return (
            entry | {"findings": [unreadable.to_dict()]},
            [unreadable],
            exit_code(error) or SOME_FAILED,
        )
    return {"path": file, "findings": [finding.to_dict() for finding in found]}, found, 0


def _text(file: str, findings: list[Finding]) -> str:
    name = file.encode("utf-8", "backslashreplace").decode()
    if not findings:
        return f"{name}: nothing odd"
    lines = [name]
    for finding in findings:
        where = f" ({finding.where})" if finding.where else ""
        lines.append(f"  {finding.severity:<7}  {finding.code}{where}: {finding.what}")
        lines.append(f"           {finding.why} {finding.remedy}")
    return "\n".join(lines)
