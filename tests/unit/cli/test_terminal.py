"""``melgram picture --terminal``: what a terminal sees, and what it is asked."""

from __future__ import annotations

import math
import os
import pty
import select
import subprocess
import sys
import termios
import time
import tty
from pathlib import Path

import pytest

SPEECH = Path(__file__).parents[3] / "examples" / "speech.flac"
UNSAID = ("TMUX", "TERM_PROGRAM", "NO_COLOR", "SSH_CONNECTION", "SSH_TTY", "MOSH_CONNECTION")
COMMAND = [sys.executable, "-m", "melgram", "picture", str(SPEECH), "--terminal"]


def on_terminal(answer: bytes, **environment: str) -> bytes:
    """Run on a terminal of our own that answers a question; return all that was written to it."""
    return talk(answer, **environment)[0]


def talk(
    answer: bytes, *, after_s: float = 0.0, script: str = "", **environment: str
) -> tuple[bytes, bytes]:
    """Return what was written, and what is left on the next command line."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", script] if script else COMMAND
    bare = {k: v for k, v in os.environ.items() if k not in UNSAID}
    done = subprocess.Popen(command, stdin=theirs, stdout=theirs, env={**bare, **environment})
    said, answers_at = b"", math.inf
    while done.poll() is None or select.select([ours], [], [], 0)[0]:
        if select.select([ours], [], [], 0.02)[0]:
            said += os.read(ours, 65_536)
        if said == b"\x1b[c" and answer and answers_at == math.inf:
            answers_at = time.monotonic() + after_s
        if time.monotonic() >= answers_at:
            os.write(ours, answer)
            answer, answers_at = b"", math.inf
    tty.setcbreak(theirs, termios.TCSANOW)  # what is left can be read without Enter
    left = os.read(theirs, 64) if select.select([theirs], [], [], 0)[0] else b""
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0
    return said, left


@pytest.mark.parametrize(
    ("answer", "begin"),
    [(b"\x1b[?62;4;22c", b"\x1bP0;1q"), (b"\x1b[?62;22c", b"speech.flac"), (b"", b"speech.flac")],
)
def test_an_unknown_terminal_is_asked(answer, begin) -> None:
    """One that knows sixels gets them; one that does not, or stays silent, gets half blocks."""
    said = on_terminal(answer, TERM="xterm-256color", COLORTERM="truecolor")

    assert said.startswith(b"\x1b[c" + begin)
    assert ("▀".encode() in said) == (begin == b"speech.flac")


def test_a_slow_link_is_waited_for() -> None:
    """Over SSH an answer may take a second, and it is understood."""
    environment = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "SSH_TTY": "/dev/pts/9"}

    said, left = talk(b"\x1b[?62;4;22c", after_s=1.0, **environment)
    assert said.startswith(b"\x1b[c\x1bP0;1q")
    assert left == b""


def test_a_late_answer_is_not_left_on_the_command_line() -> None:
    """An answer after the time limit is neither shown in the picture nor left for the shell."""
    script = (
        "import sys, time, melgram.cli.main as main, melgram.cli.terminal as terminal\n"
        "write = terminal._write\n"
        "def slow(*given, **named): time.sleep(0.5); write(*given, **named)\n"
        f"terminal._write = slow; sys.argv = {COMMAND[2:]!r}; main.main()"
    )

    said, left = talk(b"\x1b[?62;4;22c", after_s=0.7, script=script, TERM="xterm-256color")
    assert said.startswith(b"\x1b[cspeech.flac")
    assert b"62;4" not in said
    assert left == b""


def test_a_known_terminal_is_not_asked() -> None:
    """Kitty's variables are enough."""
    assert on_terminal(b"", TERM="xterm-kitty").startswith(b"\x1b_Ga=T,f=100")


def test_the_form_may_be_left_out_before_a_file() -> None:
    """The word after --terminal is its form or, if it is none, the file."""
    for words in (["--terminal", str(SPEECH)], ["--terminal", "blocks", str(SPEECH)]):
        done = subprocess.run(
            [*COMMAND[:4], *words],
            capture_output=True,
            check=False,
            timeout=60,
            stdin=subprocess.DEVNULL,
        )
        assert done.stdout.startswith(b"speech.flac")


def test_a_pipe_gets_blocks_and_no_question() -> None:
    """Where nobody answers, nobody is asked."""
    done = subprocess.run(
        COMMAND, capture_output=True, check=False, timeout=60, stdin=subprocess.DEVNULL
    )

    assert done.returncode == 0
    assert done.stdout.startswith(b"speech.flac")
