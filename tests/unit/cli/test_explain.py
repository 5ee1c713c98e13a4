"""``melgram explain``: one page, the right exit codes, and nothing half-written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SPEECH = Path(__file__).parents[3] / "examples" / "speech.flac"


def run(
    *words: str, cwd: Path | None = None, stdin: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "melgram", "explain", *words],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
    )


def test_help() -> None:
    """The command explains itself."""
    done = run("--help")

    assert done.returncode == 0
    assert b"--lang [en|ko]" in done.stdout


def test_page_lies_beside_nothing_else(tmp_path: Path) -> None:
    """The default output is FILE.html in the current folder, and what was written is said."""
    done = run(str(SPEECH), cwd=tmp_path)

    assert (done.returncode, done.stdout) == (0, b"")
    assert [path.name for path in tmp_path.iterdir()] == ["speech.html"]
    assert (tmp_path / "speech.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert b"speech.html: 0." in done.stderr


def test_stdin_to_stdout_in_korean() -> None:
    """A dash reads stdin, and the page goes to stdout; --lang chooses the language."""
    done = run("-", "--lang", "ko", stdin=SPEECH.read_bytes())

    assert done.returncode == 0
    assert '<html lang="ko">' in done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("nowhere.wav",), 3, "nowhere.wav: cannot be opened"),
        (("noise.wav",), 3, "noise.wav"),
        ((str(SPEECH), "--lang", "fr"), 2, "'fr' is not one of 'en', 'ko'"),
        ((str(SPEECH), "-o", "missing/report.html"), 5, "mkdir -p missing"),
    ],
)
def test_failures(words: tuple[str, ...], code: int, sentence: str, tmp_path: Path) -> None:
    """A failure has its code and its sentence, no traceback, and leaves no page behind."""
    (tmp_path / "noise.wav").write_bytes(b"no recording at all" * 100)

    done = run(*words, cwd=tmp_path)

    said = done.stderr.decode()
    assert done.returncode == code
    assert sentence in said
    assert "Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["noise.wav"]
