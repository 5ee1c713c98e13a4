"""Threads, lengths, memory and the short call, each beside what the machine itself allows.

A part of bench/cpu.py. A goal that is not met stands next to a ceiling measured in the same run.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
from measure import medians, one_processor, signal, timings, verdict

from melgram.engines import native, plan
from melgram.frontend import FrontEnd
from melgram.frontend.framing import Framing, Snip
from melgram.frontend.spectral import Hann, Window
from melgram.pipeline import melspectrogram

LENGTHS = (10, 60, 600, 3_600)  # seconds
COPIED = 64 << 20  # numbers, far more than any cache holds


def limits(front_end: FrontEnd) -> list[str]:
    """Return the verdicts on one front end, with their ceilings."""
    found = two_threads(front_end)
    one_processor()
    return [*found, *short_call(), scratch(front_end), *flatness(front_end)]


def two_threads(front_end: FrontEnd) -> list[str]:
    """Measure two threads beside two calls, and two loops, that share nothing."""
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    return [*(shared_out(front_end, seconds=s) for s in (60, 600)), nothing_shared(front_end)]


def shared_out(front_end: FrontEnd, *, seconds: int) -> str:
    """Measure one clip on one thread and on two."""
    one, two = plan(front_end, engine="cpu"), plan(front_end, engine="cpu", threads=2)
    x = signal(16_000, seconds=seconds)
    out = np.empty((front_end.n_features, front_end.n_frames(x.size)), np.float32)
    pair = timings({"one": lambda: one(x, out=out), "two": lambda: two(x, out=out)})
    best = pair["one"].best / pair["two"].best
    ratio = pair["one"].median / pair["two"].median
    return verdict(f"two threads, {seconds} s: one / two (of the best {best:.2f})", ratio, 1.8)


def nothing_shared(front_end: FrontEnd) -> str:
    """Measure what two threads gain that have nothing to do with each other."""
    run, x = plan(front_end, engine="cpu"), signal(16_000, seconds=60)

    def loop() -> object:
        return hashlib.pbkdf2_hmac("sha256", b"", b"", 30_000)  # lets go of the GIL

    def call() -> object:
        return run(x)

    with ThreadPoolExecutor(2) as pool:

        def twice(work: Callable[[], object]) -> list[object]:
            return [job.result() for job in [pool.submit(work), pool.submit(work)]]

        found = medians(
            {"loop": loop, "loops": lambda: twice(loop), "call": call, "calls": lambda: twice(call)}
        )
    return (
        f"- ceiling of two threads on this machine, now: {2 * found['loop'] / found['loops']:.2f} "
        f"with two loops of arithmetic, {2 * found['call'] / found['calls']:.2f} with two calls "
        "of one thread each, that share nothing"
    )


def short_call() -> list[str]:
    """Measure the whole Python call on one second."""
    import librosa

    x = signal(16_000, seconds=1)
    seconds = medians(
        {
            "melgram": lambda: melspectrogram(x, "whisper", sample_rate=16_000),
            "librosa": lambda: librosa.feature.melspectrogram(
                y=x, sr=16_000, n_fft=400, hop_length=160, n_mels=80
            ),
        }
    )
    ratio = seconds["librosa"] / seconds["melgram"]
    return [
        verdict("1 s clip, whole call: librosa / melgram", ratio, 20.0),
        verdict("1 s clip, whole call [us]", 1e6 * seconds["melgram"], 100.0, at_most=True),
    ]


def scratch(front_end: FrontEnd) -> str:
    """Read the kernel's scratch for one thread, at all powers of two."""
    opened = native.kernel()
    assert opened is not None

    def mib(n_fft: int) -> float:
        framing = Framing(n_fft=n_fft, win_length=n_fft, hop_length=n_fft // 4, edges=Snip())
        long = replace(front_end, framing=framing, window=Window(shape=Hann()))
        run = plan(long, engine="cpu")
        return opened.melgram_plan_scratch(run.core._kernel.handle) / 2**20

    most = max(mib(2**k) for k in range(9, 17))
    return verdict("scratch a thread [MiB], most of n_fft 512 to 65,536", most, 2.0, at_most=True)


def flatness(front_end: FrontEnd) -> list[str]:
    """Measure time per frame from 10 s to 1 h, into new memory and into the same, and memory."""
    run = plan(front_end, engine="cpu")
    x = signal(16_000, seconds=LENGTHS[-1])
    outs = {
        s: np.empty((front_end.n_features, front_end.n_frames(s * 16_000)), np.float32)
        for s in LENGTHS
    }
    sides = {f"new {s}": (lambda s=s: run(x[: s * 16_000])) for s in LENGTHS}
    sides |= {f"out {s}": (lambda s=s: run(x[: s * 16_000], out=outs[s])) for s in LENGTHS}
    found = medians(sides, turns=9)
    lines = []
    for kind, words in (("new", "into new memory"), ("out", "with out=")):
        frame = {s: 1e6 * found[f"{kind} {s}"] / outs[s].shape[1] for s in LENGTHS}
        spread = 100 * (max(frame.values()) / min(frame.values()) - 1)
        shown = ", ".join(f"{s} s: {t:.3f}" for s, t in frame.items())
        lines.append(
            verdict(f"spread of us a frame, {words} [%] ({shown})", spread, 10.0, at_most=True)
        )
    return [*lines, memory_ceiling(front_end)]


def memory_ceiling(front_end: FrontEnd) -> str:
    """Say what reading the samples and writing the features of one frame costs in memory alone."""
    old, new = np.ones(COPIED, np.float32), np.empty(COPIED, np.float32)
    found = medians(
        {
            "copy": lambda: np.copyto(new, old),
            "fresh": lambda: np.empty(COPIED, np.float32).fill(0.0),
            "fill": lambda: new.fill(0.0),
        },
        turns=5,
    )
    n_bytes = 4 * (front_end.framing.hop_length + front_end.n_features)
    rate = 8 * COPIED / found["copy"]
    fresh = (found["fresh"] - found["fill"]) / COPIED * front_end.n_features
    return (
        f"- ceiling of memory on this machine, now: {n_bytes} bytes a frame at {rate / 1e9:.1f} "
        f"GB/s are {1e6 * n_bytes / rate:.3f} us; new pages for its features {1e6 * fresh:.3f} us"
    )
