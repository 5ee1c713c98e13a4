"""Measure the command and the import, whole processes; pictures are in ``pictures.py``."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

from measure import machine, table, write_section

TURNS = 9
# What is installed has its bytecode; an environment that forbids to write it measures a compiler.
_ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def run(*words: str) -> float:
    """Return the seconds of one whole process."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, *words],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_ENVIRONMENT,
    )
    return time.perf_counter() - start


def imports(statement: str) -> float:
    """Return the seconds that a statement takes in a fresh process, NumPy already loaded."""
    code = (
        f"import numpy, time; t = time.perf_counter(); {statement}; print(time.perf_counter() - t)"
    )
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, check=True, capture_output=True, text=True, env=_ENVIRONMENT)
    return float(done.stdout)


def main() -> None:
    """Let the sides take turns and write the section."""
    sides = {
        "melgram --version": lambda: run("-m", "melgram", "--version"),
        "import melgram, beyond NumPy": lambda: imports("import melgram"),
        "python -c 'import numpy'": lambda: run("-c", "import numpy"),
    }
    found: dict[str, list[float]] = {side: [] for side in sides}
    for turn in range(TURNS + 1):
        for side, measure in sides.items():
            seconds = measure()
            found[side] += [seconds] if turn else []  # the first turn warms the disk
    report({side: statistics.median(values) for side, values in found.items()})


def report(seconds: dict[str, float]) -> None:
    """Print medians and goals."""
    version, beyond = (seconds[side] for side in list(seconds)[:2])
    goals = [
        ("melgram --version [s]", version, "< 0.15", version < 0.15),
        ("import melgram, beyond NumPy [ms]", 1e3 * beyond, "< 10", beyond < 0.01),
    ]
    lines = [
        f"- {'met' if holds else 'NOT met'}: {what} = {value:.2f} (goal {goal})"
        for what, value, goal, holds in goals
    ]
    rows = [[side, f"{1e3 * value:.1f}"] for side, value in seconds.items()]
    write_section(
        "start",
        "## Start\n\nWhole processes, medians of "
        f"{TURNS} turns.\n\n```\n{machine(('melgram', 'numpy'))}\n```\n\n"
        + table(["what", "ms"], rows)
        + "\n\n"
        + "\n".join(lines),
    )


if __name__ == "__main__":
    main()
