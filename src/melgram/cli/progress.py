"""How far a long run is: one line on stderr, on a terminal only, once it has taken a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

_PATIENCE_S = 1.0  # what is over sooner is told by its result

Show = Callable[[str, float, float | None], None]


@contextmanager
def progress() -> Generator[Show | None, None, None]:
    """Yield what a pipeline calls with its progress, or None where nobody would see it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    bars = Progress(*columns, console=Console(stderr=True), transient=True)
    tasks: dict[str, TaskID] = {}
    began = time.monotonic()

    def show(what: str, done: float, total: float | None) -> None:
        if time.monotonic() - began < _PATIENCE_S:
            return
        bars.start()
        if what not in tasks:
            tasks[what] = bars.add_task(what, total=total)
        bars.update(tasks[what], completed=done)

    try:
        yield show
    finally:
        bars.stop()
