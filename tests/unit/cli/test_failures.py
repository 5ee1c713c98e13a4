"""Bad recordings on the command line: one sentence that names the file, the promised code."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from melgram import errors
from melgram.cli.failures import exit_code
from strategies import NO_KERNEL


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.UnsupportedCodec("x"), 4),
        (errors.EngineError("x"), 4),
        (errors.OutputError("x"), 5),
        (errors.ReadError("x"), 3),
        (errors.TruncatedInput("x"), 3),
        (errors.NonFiniteSamples("x"), 3),
        (errors.SignalError("x"), 2),
        (errors.UnknownPreset("x"), 2),
        (errors.PictureError("x"), 2),
        (ValueError("x"), None),
    ],
)
def test_every_error_has_its_code(error: Exception, code: int | None) -> None:
    """Usage is 2, unreadable 3, unsupported 4, not written 5; a bug has no code."""
    assert exit_code(error) == code


def wav(samples: np.ndarray, file: Path) -> bytes:
    """Return the bytes of a float WAV."""
    soundfile.write(file, samples, 16_000, subtype="FLOAT")
    return file.read_bytes()


def make_bad(kind: str, file: Path) -> None:
    """Make a recording that cannot be used."""
    samples = np.zeros(16_000, np.float32)
    if kind in ("nan", "inf"):
        samples[1_234] = float(kind)
    content = wav(samples, file)
    if kind == "empty":
        content = b""
    elif kind == "text":
        content = b"<html><body>404 not found</body></html>"
    elif kind == "truncated":
        content = content[: len(content) // 2]
    elif kind == "zero rate":
        content = content[:24] + bytes(4) + content[28:]
    elif kind == "zero channels":
        content = content[:22] + bytes(2) + content[24:]
    file.unlink()
    if kind == "missing":
        return
    if kind == "folder":
        file.mkdir()
    elif kind == "fifo":
        os.mkfifo(file)
    else:
        file.write_bytes(content)


@pytest.mark.parametrize("command", ["picture", "features"])
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("empty", "has no bytes"),
        ("text", "HTML"),
        ("truncated", "declared 16000 samples, got 7990"),
        ("zero rate", "sample_rate=0 must be positive"),
        ("zero channels", "channels=0 must be positive"),
        ("nan", "1 sample is NaN or infinite, the first at sample 1234"),
        ("inf", "1 sample is NaN or infinite, the first at sample 1234"),
        ("missing", "No such file or directory"),
        ("folder", "directory"),
        ("fifo", "not a regular file"),
    ],
)
def test_bad_recording_is_one_line(command: str, kind: str, words: str, tmp_path: Path) -> None:
    """The line names the file, what is wrong and what to do; code 3, and nothing is written."""
    make_bad(kind, tmp_path / "bad.wav")

    done = subprocess.run(
        [sys.executable, "-m", "melgram", command, "bad.wav"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
        stdin=subprocess.DEVNULL,
    )

    assert (done.returncode, done.stdout) == (3, "")
    said = done.stderr.removeprefix(NO_KERNEL)
    assert said.startswith("melgram: bad.wav: ")
    assert words in said
    assert re.search(r"\. [A-Z].*\.\n$", said)  # what to do is a sentence of its own
    assert said.count("\n") == 1
    left = [] if kind == "missing" else ["bad.wav"]
    assert [path.name for path in tmp_path.iterdir()] == left


@pytest.mark.parametrize("kind", errors.AudioError.__subclasses__())
def test_every_unreadable_recording_comes_with_advice(kind: type[errors.AudioError]) -> None:
    """A message that gives no advice of its own ends with that of its class; no message has two."""
    bare, advised = kind("x.wav: has no fmt chunk."), kind("x.wav: is bad. Pass it on.")

    assert str(bare) == f"x.wav: has no fmt chunk. {kind.remedy}"
    assert kind.remedy.endswith(".")
    assert str(advised) == "x.wav: is bad. Pass it on."


def test_partial_takes_what_is_there(tmp_path: Path) -> None:
    """--partial computes the half that is there, and says that it is half."""
    make_bad("truncated", tmp_path / "bad.wav")

    done = subprocess.run(
        [sys.executable, "-m", "melgram", "features", "bad.wav", "--partial"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )

    assert done.returncode == 0
    assert "melgram: bad.wav: " in done.stderr
    assert "7990" in done.stderr
    assert np.load(tmp_path / "bad.npy").shape[1] == 1 + 7990 // 512
