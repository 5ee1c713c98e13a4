"""The course's purpose in one file: a network learns from mel-spectrograms."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import soundfile

from recordings import RATE, pink, tone

EXAMPLE = Path(__file__).parents[2] / "examples" / "train_cnn.py"


@pytest.fixture(autouse=True)
def _torch() -> None:
    """Fail with the command to type where torch is missing."""
    if find_spec("torch") is None:
        pytest.fail("torch is missing: pip install 'melgram[test]'")


def scores(*words: str) -> tuple[str, float, float]:
    """Run the example; return its first line and both held-out accuracies in percent."""
    done = subprocess.run(
        [sys.executable, EXAMPLE, *words], capture_output=True, text=True, check=True, timeout=120
    )
    first, *lines = done.stdout.splitlines()
    average, mel = (float(re.search(r"([\d.]+)%", line)[1]) for line in lines)
    return first, average, mel


def test_a_network_learns_from_pictures_what_averages_do_not_tell() -> None:
    """Even a fifth of the notes teach far more than chance, and more than the mean spectrum."""
    first, average, mel = scores("--clips", "240", "--epochs", "9")

    assert first == "180 clips to learn from, 60 held out, 6 classes"
    assert mel > 50.0  # chance is 17; the whole set ends above 95
    assert mel > average


def test_what_it_cannot_learn_from_is_said(tmp_path: Path) -> None:
    """A file that is no recording is passed over; a folder without classes is a usage error."""
    for name in ("hum", "hiss"):
        (tmp_path / name).mkdir()
        for i in range(3):
            soundfile.write(tmp_path / name / f"{i}.wav", tone(150.0 + 20 * i), RATE)
    (tmp_path / "hum" / "notes.txt").write_text("not a sound")
    command = [sys.executable, EXAMPLE, "--epochs", "1", "--folder"]
    good, empty = (
        subprocess.run([*command, place], capture_output=True, text=True, check=False, timeout=60)
        for place in (tmp_path, tmp_path / "hum")
    )

    assert (good.returncode, "notes.txt" in good.stdout) == (0, True)
    assert "4 clips to learn from, 2 held out, 2 classes" in good.stdout
    assert (empty.returncode, "Traceback" in empty.stderr) == (2, False)
    assert "at least four clips in two classes" in empty.stderr


def test_it_learns_from_a_folder_of_recordings(tmp_path: Path) -> None:
    """Folders are classes, and recordings of different lengths and formats are fine."""
    for i in range(8):
        hum = tone(150.0 + 20 * i) + pink(peak=0.01, seed=i)
        for name, samples in (("hum", hum), ("hiss", pink(0.4, seed=i))):
            (tmp_path / name).mkdir(exist_ok=True)
            ending = ("wav", "flac")[i % 2]
            soundfile.write(tmp_path / name / f"{i}.{ending}", samples, RATE)

    first, _, mel = scores("--folder", str(tmp_path), "--epochs", "20")

    assert first == "12 clips to learn from, 4 held out, 2 classes"
    assert mel == 100.0
