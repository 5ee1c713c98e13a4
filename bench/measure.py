"""Timing in turns, machine facts and tables: what every benchmark here shares.

A benchmark compares sides in one run: they take turns, so that a machine that slows down slows
all of them, and the figures to quote are medians and ratios.
"""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

import numpy as np

DOCS = Path(__file__).parents[1] / "docs"
TURN_SECONDS = 0.04  # a turn repeats a quick side until the clock's noise is small


class Timing(NamedTuple):
    """Seconds per call: the figure to quote, and what a quiet moment gave."""

    median: float
    best: float


def medians(sides: Mapping[str, Callable[[], object]], *, turns: int = 15) -> dict[str, float]:
    """Return the median seconds per call of each side; sides take turns."""
    return {name: timing.median for name, timing in timings(sides, turns=turns).items()}


def timings(sides: Mapping[str, Callable[[], object]], *, turns: int = 15) -> dict[str, Timing]:
    """Return the median and the least seconds per call of each side; sides take turns."""
    repeats = {name: _repeats(run) for name, run in sides.items()}
    found: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(turns):
        for name, run in sides.items():
            start = time.perf_counter()
            for _ in range(repeats[name]):
                run()
            found[name].append((time.perf_counter() - start) / repeats[name])
    return {name: Timing(statistics.median(each), min(each)) for name, each in found.items()}


def verdict(what: str, value: float, goal: float, *, at_most: bool = False) -> str:
    """Return one line with figure, goal and whether it holds."""
    holds = value <= goal if at_most else value >= goal
    sign = "<=" if at_most else ">="
    return f"- {'met' if holds else 'NOT met'}: {what} = {value:.2f} (goal {sign} {goal:g})"


def _repeats(run: Callable[[], object]) -> int:
    run()  # plans, caches and lazily loaded code
    start = time.perf_counter()
    run()
    return max(1, int(TURN_SECONDS / max(time.perf_counter() - start, 1e-9)))


def signal(sample_rate: int, *, seconds: float) -> np.ndarray:
    """Return tones under noise whose level wanders, so that no band is empty."""
    t = np.arange(int(sample_rate * seconds)) / sample_rate
    level = 0.05 + 0.05 * np.sin(2 * np.pi * 0.3 * t)
    x = np.random.default_rng(0).normal(size=t.size) * level
    x += 0.2 * np.sin(2 * np.pi * 440 * t) + 0.1 * np.sin(2 * np.pi * 2_500 * t)
    return x.astype(np.float32)


def one_processor() -> None:
    """Hold this process, and threads it starts, to one processor."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def every_processor() -> None:
    """Undo `one_processor`."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, range(os.cpu_count() or 1))


def machine(packages: Iterable[str]) -> str:
    """Return processor, system and package versions in two lines."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    versions = ", ".join(f"{name} {_version(name)}" for name in packages)
    return (
        f"{model}, {os.cpu_count()} processors, {platform.system()}, "
        f"Python {platform.python_version()}\n{versions}"
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def table(heading: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    lines = [list(heading), *[list(row) for row in rows]]
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    padded = [
        "| " + " | ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) + " |"
        for line in lines
    ]
    rule = "|" + "|".join("-" * (w + 2) for w in widths) + "|"
    return "\n".join([padded[0], rule, *padded[1:]])


def write_section(name: str, text: str) -> None:
    """Replace one benchmark's section of docs/benchmarks.md and print it."""
    path = DOCS / "benchmarks.md"
    head = (
        "# Benchmarks\n\nWritten by `make bench`. Sides take turns; figures are medians; "
        "ratios are what to quote.\n"
    )
    old = path.read_text() if path.exists() else head
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    section = f"{begin}\n{text.strip()}\n{end}\n"
    if begin in old:
        before, rest = old.split(begin, 1)
        old = before + section + rest.split(end, 1)[1].lstrip("\n")
    else:
        old = old.rstrip("\n") + "\n\n" + section
    path.write_text(old)
    print(text.strip(), flush=True)
