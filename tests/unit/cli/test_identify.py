"""``melgram identify``: the name on stdout, codes and sentences for everything else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import melgram
from strategies import NO_KERNEL

SPEECH = Path(__file__).parents[3] / "examples" / "speech.flac"


def identify(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "melgram", "identify", *words],
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )


@pytest.fixture
def whisper(tmp_path: Path) -> str:
    """Return a file with Whisper's features of the example."""
    path = tmp_path / "whisper.npy"
    np.save(path, melgram.melspectrogram(SPEECH, "whisper").data)
    return str(path)


def test_name_and_residual_are_printed(whisper: str) -> None:
    """A preset's features give its name, the residual and runners-up."""
    done = identify(whisper, "--audio", str(SPEECH))

    assert (done.returncode, done.stderr.removeprefix(NO_KERNEL)) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "whisper"
    assert lines[1].startswith("residual: max ")


def test_json_is_one_object(whisper: str) -> None:
    """--json holds the ranking and the whole front end."""
    done = identify(whisper, "--audio", str(SPEECH), "--json")

    found = json.loads(done.stdout)
    assert found["fits"] is True
    assert found["ranking"][0]["name"] == "whisper"
    assert found["front_end"] == melgram.preset("whisper").to_dict()


def test_nothing_that_fits_is_code_1(tmp_path: Path) -> None:
    """Noise is no front end's work, and scripts can tell."""
    np.save(tmp_path / "noise.npy", np.random.default_rng(0).normal(size=(80, 260)))

    done = identify(str(tmp_path / "noise.npy"), "--audio", str(SPEECH))

    assert done.returncode == 1
    assert done.stdout.startswith("nothing fits: the nearest is off by ")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("{file}",), 2, "Missing option '--audio'"),
        (("none.npy", "--audio", "{speech}"), 2, "none.npy: cannot be read"),
        (("{file}", "--audio", "none.wav"), 3, "none.wav"),
    ],
)
def test_failure_has_its_code_and_sentence(
    whisper: str, words: tuple[str, ...], code: int, message: str
) -> None:
    """Whatever goes wrong is a sentence on stderr and the promised code."""
    done = identify(*(word.format(file=whisper, speech=SPEECH) for word in words))

    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
