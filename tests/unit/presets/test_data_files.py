"""Presets that are TOML files, found by themselves; and those without a stored output."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import melgram
from melgram.errors import FrontEndError
from melgram.frontend.post import FixedRange
from melgram.presets import measured, preset, presets, record
from melgram.presets.files import read_front_end, read_preset
from strategies import noise

FOLDER = Path(melgram.presets.__file__).parent
FILES = sorted(FOLDER.glob("*.toml"))
ABOUT = '[preset]\ntitle = "Mine"\nsource = "me, at home"\nparity = "port-only"\n'

# A port-only preset has no stored output. Its digest is what keeps it from changing unnoticed.
PORT_ONLY = {
    "ast-esc50": ("b03ded5cea2475de", (512, 128)),
    "htk-fbank": ("1a5c3a45d47f4656", (198, 20)),
    "matcha-vctk": ("0fc3a2f801409e3f", (80, 125)),
    "nemo-frame-vad": ("fae6b42cebfaf0c9", (80, 202)),
    "qwen2-audio": ("098f98ae714e4b5e", (128, 3000)),
    "voxtral": ("63b237b005f1c45d", (128, 3000)),
    "wenet-runtime-whisper": ("1d3aefca31d6b943", (198, 80)),
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_file_in_the_folder_is_a_preset(path: Path) -> None:
    """No list has to be changed: the file's name is the preset's, here and for --preset PATH."""
    assert path.stem in presets()
    assert record(path.stem) == read_preset(path)
    assert preset(path.stem) == read_front_end(path)


def test_port_only_presets_are_the_listed_ones() -> None:
    """Whoever adds a preset without a stored output does it knowingly, with its digest here."""
    found = [name for name in presets() if record(name).parity == "port-only"]

    assert found == sorted(PORT_ONLY)
    assert all(measured(name) is None for name in found)


@pytest.mark.parametrize("name", PORT_ONLY)
def test_port_only_preset_is_sane(name: str) -> None:
    """Two seconds of noise give finite features of the right shape that follow the sound."""
    digest, shape = PORT_ONLY[name]
    front_end = preset(name)
    samples = noise(32_000)

    loud, quiet = (
        melgram.melspectrogram(x, name, sample_rate=front_end.sample_rate).model_input
        for x in (samples, np.zeros_like(samples))
    )

    assert front_end.digest == digest
    assert loud.shape == quiet.shape == shape
    assert np.isfinite(loud).all()
    assert np.isfinite(quiet).all()
    assert loud.mean() > quiet.mean()


def test_wenet_runtime_never_looks_deeper_than_minus_eight() -> None:
    """Its running maximum begins at zero: a quiet clip is cut at -8, not below."""
    quiet = noise(16_000) * 1e-4
    bare = melgram.melspectrogram(quiet, "wenet-runtime-whisper", sample_rate=16_000).data

    assert preset("wenet-runtime-whisper").post[0] == FixedRange(top=0.0, range=8.0)
    assert bare.min() == -1.0  # (-8 + 4) / 4


def test_table_about_a_preset_does_not_disturb_its_front_end(tmp_path: Path) -> None:
    """One file serves as --preset PATH and, moved, as a preset of the package."""
    plain, described = tmp_path / "plain.toml", tmp_path / "described.toml"
    plain.write_text('base = "whisper"\nbank.n_mels = 40\n')
    described.write_text(plain.read_text() + ABOUT)

    assert read_front_end(described) == read_front_end(plain)
    assert read_preset(described).title == "Mine"
    assert read_preset(described).name == "described"


@pytest.mark.parametrize(
    ("about", "message"),
    [
        (ABOUT.replace("source", "sauce"), r"preset\.sauce is not known.*Did you mean 'source'\?"),
        (ABOUT.replace('"port-only"', '"port"'), r"preset\.parity='port' must be one of"),
        (ABOUT.replace('"Mine"', "3"), r"preset\.title=3 must be text"),
        (ABOUT + 'tolerance = "tight"\n', r"preset\.tolerance='tight' must be a number"),
        ("preset = 3\n", "preset=3 must be a table with title, source and parity"),
        ('[preset]\ntitle = "Mine"\n', r"a preset needs source, parity in its table \[preset\]"),
        ("", r"a preset needs title, source, parity in its table \[preset\]"),
    ],
)
def test_wrong_table_about_a_preset_is_explained(tmp_path: Path, about: str, message: str) -> None:
    """A misspelt key, a wrong type or a missing fact is said, with the file's name in front."""
    file = tmp_path / "mine.toml"
    head = (
        about + 'base = "whisper"\n' if about.startswith("preset") else 'base = "whisper"\n' + about
    )
    file.write_text(head)

    with pytest.raises(FrontEndError, match=rf"mine\.toml: {message}"):
        read_preset(file)
