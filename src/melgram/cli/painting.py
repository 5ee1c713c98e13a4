"""A block of lines on the terminal that is drawn again in place, and what the terminal gets back.

Nothing that was on the screen before is erased, unless the window changes its size. Which lines is
decided by whoever asks; those of ``melgram listen`` are made in ``listen_screen.py``.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator
from types import FrameType

_REDRAWS_PER_SECOND = 30
_HIDE, _SHOW = "\x1b[?25l", "\x1b[?25h"
_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"  # a terminal that knows them shows nothing between
_CLEAR, _REST_OF_LINE, _REST_OF_SCREEN = "\x1b[2J\x1b[H", "\x1b[K", "\x1b[J"

Lines = Callable[[int, int], list[str]]


class Painter:
    """Draws on stdout from a thread of its own: also while the source is silent.

    Parameters
    ----------
    lines : function of width and height
        What is drawn; called while no ``change`` is under way.
    """

    def __init__(self, lines: Lines) -> None:
        self._lines, self._lock = lines, threading.RLock()
        self._changed, self._ended = True, threading.Event()
        self._error: Exception | None = None
        self._size: tuple[int, int] = (0, 0)
        self._n_drawn = 0
        self._thread = threading.Thread(target=self._run, daemon=True)

    @contextlib.contextmanager
    def change(self) -> Generator[None]:
        """Hold the drawing back while what it shows is changed; raise what stopped it."""
        with self._lock:
            if self._error is not None:
                raise self._error
            yield
            self._changed = True

    def start(self) -> None:
        """Hide the cursor and begin."""
        sys.stdout.write(_HIDE)
        self._thread.start()

    def stop(self) -> None:
        """Draw what came last, and give the cursor back on a line of its own."""
        self._ended.set()
        self._thread.join()
        with contextlib.suppress(OSError):  # the terminal is gone
            self._draw()
            sys.stdout.write(f"\n{_SHOW}")
            sys.stdout.flush()

    def suspend(self) -> None:
        """Give the cursor back for as long as another program has the terminal."""
        with self._lock:
            sys.stdout.write(f"\n{_SHOW}")
            sys.stdout.flush()

    def resume(self) -> None:
        """Go on below what the other program wrote."""
        with self.change():
            sys.stdout.write(_HIDE)
            self._n_drawn = 0

    def _run(self) -> None:
        while self._error is None and not self._ended.wait(1 / _REDRAWS_PER_SECOND):
            try:
                self._draw()
            except Exception as error:
                self._error = error  # raised where the program is, not here

    def _draw(self) -> None:
        with self._lock:
            size = _terminal_size()
            if not self._changed and size == self._size:
                return
            lines = self._lines(size[0], size[1] - 1)
            up = f"\x1b[{self._n_drawn - 1}A" if self._n_drawn > 1 else ""
            before = _CLEAR if self._n_drawn and size != self._size else f"\r{up}"
            body = "\n".join(line + _REST_OF_LINE for line in lines)
            sys.stdout.write(f"{_BEGIN}{before}{body}{_REST_OF_SCREEN}{_END}")
            sys.stdout.flush()
            self._size, self._n_drawn, self._changed = size, len(lines), False


@contextlib.contextmanager
def painted(lines: Lines) -> Generator[Painter]:
    """Draw while the block runs; the terminal is as it was afterwards, whatever ends it."""
    painter = Painter(lines)
    with _quiet() as echo, _paused(painter, echo):
        painter.start()
        try:
            yield painter
        finally:
            painter.stop()


def _terminal_size() -> tuple[int, int]:
    """Return columns and lines as they are now; variables of the shell may be older."""
    columns, lines = os.get_terminal_size(sys.stdout.fileno())
    return columns or 80, lines or 24


@contextlib.contextmanager
def _quiet() -> Generator[Callable[[bool], None]]:
    """Keep what is typed off the picture; yield what switches that off and on."""
    import termios

    handle = sys.stdout.fileno()
    before = termios.tcgetattr(handle)
    quiet = [*before]
    quiet[3] &= ~termios.ECHO

    def echo(on: bool) -> None:
        termios.tcsetattr(handle, termios.TCSANOW, before if on else quiet)

    echo(False)
    try:
        yield echo
    finally:
        with contextlib.suppress(termios.error):  # the terminal is gone
            echo(True)


@contextlib.contextmanager
def _paused(painter: Painter, echo: Callable[[bool], None]) -> Generator[None]:
    """Let Ctrl-Z give the terminal back too; the other ends are turned into exits in main.py."""

    def pause(number: int, frame: FrameType | None) -> None:
        painter.suspend()
        echo(True)
        signal.raise_signal(signal.SIGSTOP)  # until SIGCONT
        echo(False)
        painter.resume()

    before = signal.signal(signal.SIGTSTP, pause)
    try:
        yield
    finally:
        signal.signal(signal.SIGTSTP, before)
