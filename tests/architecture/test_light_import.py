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


def modules_after(code: str) -> set[str]:
    """Return the modules of melgram that a fresh interpreter has loaded after some code."""
    report = "\nimport sys\nprint(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code + report], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return {name for name in ran.stdout.split() if name.startswith("melgram.")}


def test_a_preset_loads_its_own_family() -> None:
    """One preset is looked up, and named again, without reading the 50 other families."""
    loaded = modules_after(
        "from melgram.presets import name_of, preset\n"
        "assert name_of(preset('classic', sample_rate=8_000)) == 'classic'"
    )

    assert "melgram.presets.classic" in loaded
    assert "melgram.presets.whisper" not in loaded


def test_one_picture_loads_what_it_needs() -> None:
    """A picture needs no reader of configurations, no stream, no SVG, no sheet and no set."""
    loaded = modules_after(
        "import melgram, numpy\n"
        "from melgram import exchange, picture\n"
        "assert exchange.locate('classic') is None\n"
        "mel = melgram.melspectrogram(numpy.zeros(4_000), 'classic', sample_rate=8_000)\n"
        "picture.spectrogram(mel).to_png()"
    )
    unneeded = ("exchange.reading", "stream", "picture.svg", "picture.sheet", "picture.sets")

    assert "melgram.picture.drawing" in loaded
    assert loaded & {f"melgram.{name}" for name in unneeded} == set()


def test_version_is_light() -> None:
    """``melgram --version`` answers without NumPy and without any decoder."""
    loaded = loaded_by(VERSION)

    assert "melgram" in loaded
    assert loaded & (HEAVY - {"click"} | {"numpy"}) == set()


def test_a_heavy_import_would_be_noticed() -> None:
    """The guard sees a package that is loaded at once."""
    assert {"numpy", "soundfile"} <= loaded_by("import melgram, soundfile")
