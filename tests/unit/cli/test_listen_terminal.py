"""`melgram listen` on a pseudo terminal: what it shows, and what the terminal gets back."""

from __future__ import annotations

import contextlib
import fcntl
import io
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from melgram.cli.listen_screen import Screen

SPEECH = Path(__file__).parents[3] / "examples" / "speech.flac"
RAW = soundfile.read(SPEECH, dtype="int16")[0].tobytes()
RATE = ("--sample-rate", "16000")
CODES = re.compile(r"\x1b\[[?\d;]*[a-zA-Z]")
HIDDEN, SHOWN, BEGIN = "\x1b[?25l", "\x1b[?25h", "\x1b[?2026h"


class Listening:
    """A running `melgram listen --stdin` and its terminal; time that nothing needs is not spent."""

    def __init__(self, *words: str, size: tuple[int, int] = (24, 80), **environment: str) -> None:
        self.leader, follower = pty.openpty()
        self.resize(*size)
        bare = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "LINES")}
        terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "melgram", "listen", "--stdin", *words],
            stdin=subprocess.PIPE,
            stdout=follower,
            stderr=follower,
            env={**bare, **terminal, **environment},
        )
        os.close(follower)
        self.written = ""
        self._undecoded = b""

    def resize(self, lines: int, columns: int) -> None:
        """Give the window another size, without a word to the process."""
        fcntl.ioctl(self.leader, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def give(self, samples: bytes) -> None:
        """Send samples and keep the pipe open."""
        assert self.process.stdin is not None
        self.process.stdin.write(samples)
        self.process.stdin.flush()

    def until(self, reached: Callable[[], bool], *, limit_s: float = 30.0) -> None:
        """Read what is written until something is reached, or the other side closes."""
        deadline = time.monotonic() + limit_s
        while not reached() and time.monotonic() < deadline:
            if not select.select([self.leader], [], [], 0.1)[0]:
                continue
            try:
                piece = os.read(self.leader, 65_536)
            except OSError:  # Linux: the other side has closed
                return
            self._undecoded += piece
            try:
                self.written += self._undecoded.decode()
                self._undecoded = b""
            except UnicodeDecodeError:  # in the middle of a character
                continue

    def end(self) -> int:
        """Close the pipe, read to the end, and return the exit code."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.until(lambda: False)
        return self.process.wait(10)

    @property
    def echoes(self) -> bool:
        """Whether the terminal shows what is typed."""
        return bool(termios.tcgetattr(self.leader)[3] & termios.ECHO)

    @property
    def last(self) -> list[str]:
        """The lines of the last picture, without colors."""
        text = CODES.sub("", self.written.split(BEGIN)[-1]).replace("\r", "")
        return text.rstrip("\n").split("\n")

    def close(self) -> None:
        """Leave nothing behind, whatever a test found."""
        assert self.process.stdin is not None
        self.process.kill()
        self.process.wait(10)
        with contextlib.suppress(OSError):
            self.process.stdin.close()
            os.close(self.leader)


Start = Callable[..., Listening]


@pytest.fixture
def start() -> Iterator[Start]:
    """Return a function that begins to listen; what it began ends with the test."""
    begun: list[Listening] = []

    def begin(*, size: tuple[int, int] = (24, 80), **environment: str) -> Listening:
        begun.append(Listening(*RATE, size=size, **environment))
        return begun[-1]

    yield begin
    for running in begun:
        running.close()


def heard(start: Start, given: bytes, **asked: Any) -> tuple[Listening, int]:
    """Listen to the end of some samples."""
    running = start(**asked)
    running.give(given)
    return running, running.end()


def test_picture_on_a_terminal(start: Start) -> None:
    """The last picture fits the terminal, has axes and a color bar; the cursor is shown again."""
    done, code = heard(start, RAW)

    assert code == 0
    assert done.written.count(HIDDEN) == done.written.count(SHOWN) == 1
    assert done.written.rstrip().endswith(SHOWN)
    assert "\x1b[2J" not in done.written  # what was on the screen scrolls away, it is not erased
    assert len(done.last) == 23
    assert max(map(len, done.last)) <= 80
    assert sum("┤" in line for line in done.last) >= 4
    assert done.last[-4].startswith("   Hz └")
    assert done.last[-2].endswith("35  Level (dB)")
    assert done.last[-1].startswith("2.6 s · stdin, 16000 Hz · 64 ms behind · classic without")


@pytest.mark.parametrize("size", [(3, 5), (8, 40), (50, 150)])
def test_every_size_has_room(start: Start, size: tuple[int, int]) -> None:
    """No line is wider than the window and none too many, also where there is hardly any."""
    done, code = heard(start, RAW[:40_000], size=size)

    assert code == 0
    assert len(done.last) <= size[0] - 1
    assert max(map(len, done.last)) <= size[1]
    assert done.last[-1].startswith("1.2 s")


def test_a_silent_pipe_does_not_stop_the_screen(start: Start) -> None:
    """Samples that came in one burst are all shown while the pipe stays silent, and resizes too."""
    running = start()
    running.give(RAW[:24_000])
    time.sleep(0.01)
    running.give(RAW[24_000:32_000])
    running.until(lambda: "1.0 s ·" in running.written)
    assert "1.0 s ·" in running.written

    running.resize(15, 60)
    running.until(lambda: "\x1b[2J" in running.written and len(running.last) == 14)
    assert len(running.last) == 14
    assert max(map(len, running.last)) <= 60
    assert running.end() == 0


@pytest.mark.parametrize(("ended_by", "expected"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_end_from_outside_gives_the_terminal_back(
    start: Start, ended_by: int, expected: int
) -> None:
    """Ctrl-C and SIGTERM end without a traceback; the cursor is shown, typing is echoed."""
    running = start()
    running.give(RAW)
    running.until(lambda: "behind" in running.written)
    assert not running.echoes
    running.process.send_signal(ended_by)
    running.until(lambda: running.echoes)

    assert running.echoes
    assert running.end() == expected
    assert running.written.count(SHOWN) == 1
    assert "Traceback" not in running.written


def test_ctrl_z_gives_the_terminal_back_until_it_goes_on(start: Start) -> None:
    """A stopped program hides no cursor; afterwards it draws below what was written meanwhile."""
    running = start()
    running.give(RAW[:32_000])
    running.until(lambda: "1.0 s ·" in running.written)
    running.process.send_signal(signal.SIGTSTP)
    state = Path(f"/proc/{running.process.pid}/stat")
    running.until(lambda: state.read_text().rpartition(")")[2].split()[0] == "T")
    running.until(lambda: running.written.endswith(SHOWN))
    assert running.echoes
    stopped_at = len(running.written)

    running.process.send_signal(signal.SIGCONT)
    running.until(lambda: BEGIN in running.written[stopped_at:])
    assert not running.echoes
    running.give(RAW[32_000:])
    assert running.end() == 0
    first = running.written[stopped_at:].split(BEGIN)[1]
    assert re.match(r"\r(?!\x1b\[\d+A)", first)
    assert running.last[-1].startswith("2.6 s")


def test_half_a_sample_is_said_below_the_picture(start: Start) -> None:
    """What came is shown; the end in the middle of a sample is code 3, not silence."""
    done, code = heard(start, RAW[:32_001])

    assert code == 3
    assert SHOWN in done.written
    assert "1.0 s ·" in done.written
    said = done.written.split(SHOWN)[1].replace("\r\n", "")
    assert said.startswith("melgram: stdin: ended in the middle of a sample (1 of its 2 bytes")


def test_without_color_there_are_letters(start: Start) -> None:
    """NO_COLOR keeps the moving picture, in letters; a dumb terminal gets lines and no codes."""
    plain, code = heard(start, RAW, NO_COLOR="1")
    dumb, dumb_code = heard(start, RAW, TERM="dumb")

    assert (code, dumb_code) == (0, 0)
    assert "38;" not in plain.written
    assert "@" in "".join(plain.last)
    assert "\x1b" not in dumb.written
    assert re.search(r"^ +0\.000 \|.*\|", dumb.written, re.MULTILINE)


def test_what_stops_the_drawing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error in the drawing thread reaches the program, in its own words."""
    from melgram.cli import painting

    monkeypatch.setattr(painting, "_terminal_size", lambda: (80, 24))
    monkeypatch.setattr(sys, "stdout", io.StringIO())

    def broken(width: int, height: int) -> list[str]:
        message = f"{width}x{height}"
        raise ValueError(message)

    painter = painting.Painter(broken)
    painter.start()
    deadline = time.monotonic() + 10

    def go_on() -> None:
        while time.monotonic() < deadline:
            with painter.change():
                time.sleep(0.001)
            time.sleep(0.01)

    with pytest.raises(ValueError, match="80x23"):
        go_on()


def test_no_time_is_shown_before_the_first_sample() -> None:
    """Where nothing was heard yet, the terminal shows through and no second is named."""
    screen = Screen(
        n_features=8,
        frequencies=None,
        unit="dB",
        frames_per_second=10.0,
        seconds=4.0,
        depth="none",
    )
    before = screen.lines(width=47, height=12, start_s=0.0, status=["0.0 s"])
    assert set("".join(line[7:] for line in before[:8])) == {" "}
    assert before[-1] == "0.0 s"

    screen.add(np.zeros((8, 20), np.float32))
    lines = screen.lines(width=47, height=12, start_s=0.0, status=["2.0 s", "x" * 41])
    assert {line[7:27] for line in lines[:8]} == {" " * 20}
    assert "−" not in lines[-3]
    assert lines[-1] == "2.0 s"
