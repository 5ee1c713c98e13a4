"""Measure streams and batches: what a push costs, and what pieces and batches lose.

Sides take turns on one processor; the front end is Whisper's with a range that streams.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from measure import machine, medians, one_processor, table, write_section

from melgram.engines import Plan, plan
from melgram.frontend.post import FixedRange
from melgram.presets import preset

WHISPER = preset("whisper")
FRONT_END = replace(WHISPER, post=(FixedRange(top=1.5, range=8.0), *WHISPER.post[1:]))
RATE, SECONDS, CLIPS = FRONT_END.sample_rate, 60, 64


def pushed(run: Plan, chunks: list[np.ndarray]) -> None:
    """Push all chunks through a new stream."""
    stream = run.stream()
    for chunk in chunks:
        stream.push(chunk)


def kernel_seconds(run: Plan, chunks: list[np.ndarray]) -> float:
    """Return the seconds inside the native library while all chunks are pushed."""
    kernel = run.core._kernel  # pyright: ignore[reportAttributeAccessIssue]
    original, spent = kernel.run, [0.0]

    def timed(*arguments: object) -> int:
        start = time.perf_counter()
        status = original(*arguments)
        spent[0] += time.perf_counter() - start
        return status

    kernel.run = timed
    try:
        pushed(run, chunks)
    finally:
        kernel.run = original
    return spent[0]


def median(measure: Callable[[], float], *, turns: int = 15) -> float:
    """Return the median of what a function measures itself."""
    return float(np.median([measure() for _ in range(turns)]))


def main() -> None:
    """Let the sides take turns and write the page."""
    one_processor()
    run = plan(FRONT_END)
    x = (np.random.default_rng(0).normal(size=RATE * SECONDS) * 0.1).astype(np.float32)
    tens, hundreds = (np.split(x, x.size // (RATE // n)) for n in (100, 10))
    clips = [x[i * 1_000 : i * 1_000 + 10 * RATE].copy() for i in range(CLIPS)]
    seconds = medians(
        {
            "whole": lambda: run(x),
            "10 ms": lambda: pushed(run, tens),
            "100 ms": lambda: pushed(run, hundreds),
            "batch": lambda: run.batch(clips),
            "alone": lambda: [run(clip) for clip in clips],
        }
    )
    inside = median(lambda: kernel_seconds(run, hundreds)) / median(
        lambda: kernel_seconds(run, [x])
    )
    report(seconds, inside=inside, n_pushes=len(tens))


def report(seconds: dict[str, float], *, inside: float, n_pushes: int) -> None:
    """Print figures and goals."""
    n_frames = FRONT_END.n_frames(RATE * SECONDS)
    push_us = 1e6 * seconds["10 ms"] / n_pushes
    batch = seconds["alone"] / seconds["batch"]
    goals = [
        ("us for a push of 10 ms", push_us, "< 20", push_us < 20),
        ("kernel time a frame, 100 ms chunks / whole", inside, "<= 2", inside <= 2),
        (f"throughput, batch of {CLIPS} x 10 s / alone", batch, ">= 0.95", batch >= 0.95),
    ]
    lines = [
        f"- {'met' if holds else 'NOT met'}: {what} = {value:.2f} (goal {goal})"
        for what, value, goal, holds in goals
    ]
    rows = [
        [side, f"{1e6 * seconds[side] / n_frames:.3f}"] for side in ("whole", "100 ms", "10 ms")
    ]
    write_section(
        "live",
        "## Streams and batches\n\nWhisper's front end with a fixed range, 60 s of float32, one "
        f"thread.\n\n```\n{machine(('melgram', 'numpy'))}\n```\n\n"
        + table(["chunks", "us a frame, Python included"], rows)
        + "\n\n"
        + "\n".join(lines),
    )


if __name__ == "__main__":
    main()
