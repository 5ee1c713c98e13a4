"""``melgram doctor``: what is installed here and which engine runs."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version

import click

from melgram._version import __version__

_CORE = ("numpy", "soundfile", "soxr", "click", "rich")
_EXTRAS = {"av": "av", "matplotlib": "plot", "torch": "torch", "onnx": "onnx", "ray": "ray"}
_FFMPEG_SECONDS = 5


@click.command("doctor", short_help="Say what is installed and what works here.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(as_json: bool) -> None:
    """Say what is installed, which decoders and engines work, and what to install."""
    report = {**_here(), **_packages(), **_decoders(), **_engines()}
    if as_json:
        click.echo(json.dumps(report, indent=2))
        return
    width = max(map(len, report))
    for name, value in report.items():
        click.echo(f"{name:<{width}}  {value}")


def _here() -> dict[str, str]:
    return {
        "melgram": __version__,
        "python": f"{platform.python_version()} ({sys.executable})",
        "platform": f"{platform.platform()}, {os.cpu_count()} processors",
    }


def _packages() -> dict[str, str]:
    found = {name: _version(name) or "missing" for name in _CORE}
    for name, extra in _EXTRAS.items():
        found[name] = _version(name) or f'not installed (pip install "melgram[{extra}]")'
    return found


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _decoders() -> dict[str, str]:
    import soundfile  # pyright: ignore[reportMissingTypeStubs]  # it has none

    path = shutil.which("ffmpeg")
    return {
        "libsndfile": soundfile.__libsndfile_version__,
        "ffmpeg": f"{_ffmpeg_version(path)} ({path})" if path else "not on the path",
    }


def _ffmpeg_version(path: str) -> str:
    try:
        done = subprocess.run(
            [path, "-version"], capture_output=True, text=True, timeout=_FFMPEG_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        return f"does not run: {error}"
    return done.stdout.split("\n", maxsplit=1)[0].removeprefix("ffmpeg version ").split(" ")[0]


def _engines() -> dict[str, str]:
    from melgram.engines import status

    return status()
