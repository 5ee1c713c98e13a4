"""``melgram picture --raw``: folders of pictures, their summary and their exit codes."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile

from recordings import RATE, tone

SPEECH = Path(__file__).parents[3] / "examples" / "speech.flac"


def run(*words: object) -> subprocess.CompletedProcess[str]:
    """Run ``melgram picture --raw`` in a process of its own."""
    command = [sys.executable, "-m", "melgram", "picture", "--raw", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of three recordings in two classes."""
    for name in ("a/1.wav", "a/2.wav", "b/1.wav"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(tmp_path / "in" / name, tone(500.0), RATE)
    return tmp_path / "in"


def test_a_folder_becomes_a_folder_of_pictures(folder, tmp_path) -> None:
    """Options reach the pictures, the summary is on stderr, a second run finds all done."""
    words = (folder, "-o", tmp_path / "out", "--size", "32x16", "--depth", "16", "--jobs", "2")
    words += ("--window", "1", "--hop", "0.5", "--db-range", "-90", "-10", "--ref", "max")

    first, again = run(*words), run(*words)

    assert (first.returncode, first.stdout) == (0, "")
    assert "out: 9 pictures\n" in first.stderr
    assert "% of the pixels are at the low end of the range" in first.stderr
    assert "out: 9 pictures; 9 of them were there\n" in again.stderr
    header = (tmp_path / "out/b/1.wav.0002.png").read_bytes()[16:26]
    assert header == (32).to_bytes(4, "big") + (16).to_bytes(4, "big") + b"\x10\0"


def test_pictures_of_recordings_that_are_gone_are_counted(folder, tmp_path) -> None:
    """They stay where they are, and the summary says so: a network would learn from them."""
    run(folder, "-o", tmp_path / "out", "--size", "32x16")
    (folder / "a/2.wav").unlink()

    done = run(folder, "-o", tmp_path / "out", "--size", "32x16")

    assert done.returncode == 0
    assert "besides, 1 older picture of recordings that are gone" in done.stderr
    assert (tmp_path / "out/a/2.wav.png").exists()


def test_a_bad_recording_is_said_and_the_code_is_1(folder, tmp_path) -> None:
    """The others are drawn all the same."""
    (folder / "a/bad.wav").write_text("not a recording")

    done = run(folder, "-o", tmp_path / "out")

    assert done.returncode == 1
    assert "bad.wav: is not a recording" in done.stderr
    assert "3 pictures; 1 recording failed, see failed.csv" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_terminal_sees_a_bar(folder, tmp_path) -> None:
    """On a terminal progress is a bar that ends full."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "melgram", "picture", "--raw", folder, "-o", tmp_path / "out"]
    done = subprocess.Popen(command, stderr=theirs, env={**os.environ, "TERM": "xterm"})
    assert done.wait(timeout=60) == 0
    os.close(theirs)
    said = os.read(ours, 65_536).decode()
    os.close(ours)

    assert "3/3" in said


def test_one_recording_becomes_one_picture(tmp_path) -> None:
    """Without a folder the picture is a file, and its values are said."""
    done = run(SPEECH, "-o", tmp_path / "x.png", "--palette", "magma")

    assert done.returncode == 0
    assert "224 x 224 pixels, -100 to 0 dBFS, of Mel(" in done.stderr
    assert (tmp_path / "x.png").read_bytes()[24:26] == b"\x08\x03"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("in",), "Missing option '-o'"),
        (("in", "in", "-o", "out"), "--raw takes one FILE or one folder"),
        ((SPEECH, "--window", "1"), "--window, --hop and --jobs go with a folder"),
        ((SPEECH, "--waveform"), "--waveform means nothing with --raw"),
        ((SPEECH, "--partial"), "--partial means nothing with --raw"),
        ((SPEECH, "--kind", "spectrum"), "--kind means nothing with --raw"),
        (("in", "-o", "out", "--hop", "1"), "hop=1.0 s needs a window"),
        (("in", "-o", "out", "--preset", "whisper"), "has no decibels: give db_range"),
    ],
)
def test_wrong_words_are_usage_errors(folder, tmp_path, monkeypatch, words, sentence) -> None:
    """Code 2, a sentence, and nothing is made."""
    monkeypatch.chdir(tmp_path)

    done = run(*words)

    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_options_of_raw_need_it(folder) -> None:
    """A folder, or --depth, without --raw says what is missing."""
    cases = (
        ((folder,), 3, "is a directory"),
        ((folder,), 3, "--raw"),
        (("--depth", "16"), 2, "--depth"),
    )
    for words, code, sentence in cases:
        command = [sys.executable, "-m", "melgram", "picture", *map(str, words), SPEECH]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

        assert done.returncode == code
        assert sentence in done.stderr
