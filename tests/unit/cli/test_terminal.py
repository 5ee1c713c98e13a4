"""``melgram picture --terminal``: what a terminal sees, and what it is asked."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest

SPEECH = Path(__file__).parents[3] / "examples" / "speech.flac"
COMMAND = [sys.executable, "-m", "melgram", "picture", str(SPEECH), "--terminal"]


def on_terminal(answer: bytes, **environment: str) -> bytes:
    """Run on a terminal of our own that answers a question; return all that was written to it."""
    ours, theirs = pty.openpty()
    bare = {k: v for k, v in os.environ.items() if k not in ("TMUX", "TERM_PROGRAM", "NO_COLOR")}
    done = subprocess.Popen(COMMAND, stdin=theirs, stdout=theirs, env={**bare, **environment})
    os.close(theirs)
    said = b""
    while select.select([ours], [], [], 30)[0]:
        try:
            said += os.read(ours, 65_536)
        except OSError:  # the other side has closed
            break
        if said == b"\x1b[c" and answer:
            os.write(ours, answer)
            answer = b""
    os.close(ours)
    assert done.wait(timeout=60) == 0
    return said


@pytest.mark.parametrize(
    ("answer", "begin"),
    [(b"\x1b[?62;4;22c", b"\x1bP0;1q"), (b"\x1b[?62;22c", b"speech.flac"), (b"", b"speech.flac")],
)
def test_an_unknown_terminal_is_asked(answer, begin) -> None:
    """One that knows sixels gets them; one that does not, or stays silent, gets half blocks."""
    said = on_terminal(answer, TERM="xterm-256color", COLORTERM="truecolor")

    assert said.startswith(b"\x1b[c" + begin)
    assert ("▀".encode() in said) == (begin == b"speech.flac")


def test_a_known_terminal_is_not_asked() -> None:
    """Kitty's variables are enough."""
    assert on_terminal(b"", TERM="xterm-kitty").startswith(b"\x1b_Ga=T,f=100")


def test_a_pipe_gets_blocks_and_no_question() -> None:
    """Where nobody answers, nobody is asked."""
    done = subprocess.run(
        COMMAND, capture_output=True, check=False, timeout=60, stdin=subprocess.DEVNULL
    )

    assert done.returncode == 0
    assert done.stdout.startswith(b"speech.flac")
