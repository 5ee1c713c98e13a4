"""What ``import melgram`` and ``melgram --version`` cost: nothing that can wait is loaded."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    "av",
    "click",
    "matplotlib",
    "onnx",
    "ray",
    "rich",
    "scipy",
    "soundfile",
    "soxr",
    "starlette",
    "torch",
    "uvicorn",
}

# The version must appear before anything numerical is loaded.
VERSION = """
import sys
from melgram.cli.main import main
sys.argv = ["melgram", "--version"]
try:
    main()
except SystemExit as end:
    assert end.code in (0, None), end.code
"""


def loaded_by(code: str) -> set[str]:
    """Return the top-level packages that a fresh interpreter has loaded after some code."""
    report = (
        "\nimport sys\nprint(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code + report], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return set(ran.stderr.split())


def test_import_is_light() -> None:
    """``import melgram`` loads no decoder, no command line, and no optional package."""
    loaded = loaded_by("import melgram")

    assert "melgram" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize("name", ["errors", "frontend", "presets"])
def test_a_description_needs_no_numpy(name: str) -> None:
    """Front ends and presets are plain data: they load without NumPy."""
    loaded = loaded_by(f"import melgram.{name}")

    assert loaded & (HEAVY | {"numpy"}) == set()


@pytest.mark.parametrize("name", ["audio.decoding", "engines", "mel", "picture", "pipeline"])
def test_machinery_waits(name: str) -> None:
    """Decoders and optional packages load when a recording or a call needs them, not before."""
    assert loaded_by(f"import melgram.{name}") & HEAVY == set()


def test_version_is_light() -> None:
    """``melgram --version`` answers without NumPy and without any decoder."""
    loaded = loaded_by(VERSION)

    assert "melgram" in loaded
    assert loaded & (HEAVY - {"click"} | {"numpy"}) == set()


def test_a_heavy_import_would_be_noticed() -> None:
    """The guard sees a package that is loaded at once."""
    assert {"numpy", "soundfile"} <= loaded_by("import melgram, soundfile")
