"""Measure pictures for networks: ten-second clips to 224 x 224, beside librosa and matplotlib.

Runs in the environment of ``make bench-peers``. Every side makes one picture at a time in a process
that is warm, with one thread on one processor, and the sides take turns; time is the processor's.
Two jobs, on two processors, are timed by the clock.
``python bench/sets.py 1000`` writes as many pictures as it says with melgram, and looks at memory.
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import librosa
import librosa.display
import matplotlib as mpl
import numpy as np
import soundfile
from measure import every_processor, machine, one_processor, table, write_section

from melgram.picture import write_set

RATE, SECONDS = 22_050, 10
N_PEER, N_OURS = 12, 1_000  # clips: the peers' take long enough to be timed one by one
GOAL = 20.0
A_TURN = 84  # of our clips, so that 12 turns see a thousand
EARLY = 100  # pictures after which memory has its size


def clips(folder: Path, n_clips: int) -> list[Path]:
    """Write clips of tones in noise, 16-bit WAV; the same sound under many names, as links."""
    rng, made = np.random.default_rng(0), []
    t = np.arange(SECONDS * RATE) / RATE
    for i in range(min(n_clips, N_PEER)):
        tone = 0.3 * np.sin(2 * np.pi * rng.uniform(100, 3_000) * t)
        x = tone * (np.sin(2 * np.pi * 3 * t) > 0) + 0.02 * rng.normal(size=t.size)
        soundfile.write(folder / f"{i:04d}.wav", x, RATE, subtype="PCM_16")
    for i in range(n_clips):
        path = folder / f"{i:04d}.wav"
        if not path.exists():
            path.hardlink_to(folder / f"{i % N_PEER:04d}.wav")
        made.append(path)
    return made


def by_specshow(source: Path, target: Path) -> None:
    """Draw as librosa's documentation does, the axes left out."""
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(2.24, 2.24), dpi=100)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.axis("off")
    librosa.display.specshow(_decibels(source), sr=RATE, x_axis="time", y_axis="mel", ax=axes)
    figure.savefig(target)
    plt.close(figure)


def by_imshow(source: Path, target: Path) -> None:
    """Draw with the cheaper of matplotlib's ways."""
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(2.24, 2.24), dpi=100)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.axis("off")
    axes.imshow(_decibels(source), aspect="auto", origin="lower")
    figure.savefig(target)
    plt.close(figure)


def _decibels(source: Path) -> np.ndarray:
    y, rate = librosa.load(source, sr=None)
    mel = librosa.feature.melspectrogram(y=y, sr=rate, htk=True, norm=None)
    return librosa.power_to_db(mel)


def seconds(run: Callable[[], object]) -> float:
    """Return the processor seconds of one call."""
    start = time.process_time()
    run()
    return time.process_time() - start


def main() -> None:
    """Let the sides take turns and write the page."""
    mpl.use("Agg")
    one_processor()
    n_ours = int(sys.argv[1]) if len(sys.argv) > 1 else N_OURS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        files = clips(folder / "in", n_ours)
        memory: list[float] = []

        def watch(_: object) -> None:
            memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)

        by_specshow(files[0], folder / "a.png")  # caches and lazily loaded code
        by_imshow(files[0], folder / "a.png")
        found: dict[str, list[float]] = {"specshow": [], "imshow": [], "melgram": []}
        for turn, file in enumerate(files[:N_PEER]):
            found["specshow"].append(seconds(lambda f=file: by_specshow(f, folder / "a.png")))
            found["imshow"].append(seconds(lambda f=file: by_imshow(f, folder / "a.png")))
            part = folder / f"part{turn}"
            part.mkdir()
            for i in range(A_TURN):
                (part / f"{i}.wav").hardlink_to(files[(turn + i) % N_PEER])
            out = folder / f"out{turn}"
            found["melgram"].append(seconds(lambda p=part, o=out: write_set(p, o)) / A_TURN)
        whole = seconds(lambda: write_set(folder / "in", folder / "out", watch=watch))
        every_processor()
        start = time.perf_counter()
        write_set(folder / "in", folder / "twice", jobs=2)
        found["two jobs"] = [(time.perf_counter() - start) / n_ours]
    report({side: statistics.median(times) for side, times in found.items()}, whole, memory)


def _verdict(holds: bool) -> str:
    return "met" if holds else "NOT met"


def report(seconds: dict[str, float], whole: float, memory: list[float]) -> None:
    """Print medians and goals."""
    n_ours = len(memory)
    ratio, together = (seconds["specshow"] / seconds[side] for side in ("melgram", "two jobs"))
    grown = memory[-1] - memory[min(EARLY, n_ours) - 1]
    rows = [
        ["librosa, specshow, savefig", f"{1e3 * seconds['specshow']:.1f}"],
        ["librosa, imshow, savefig", f"{1e3 * seconds['imshow']:.1f}"],
        ["melgram, one job", f"{1e3 * seconds['melgram']:.1f}"],
        ["melgram, two jobs", f"{1e3 * seconds['two jobs']:.1f}"],
    ]
    lines = [
        f"- {_verdict(ratio >= GOAL)}: specshow / one job = {ratio:.1f} (goal >= {GOAL:g})",
        f"- {_verdict(together >= GOAL)}: specshow / two jobs = {together:.1f} (goal >= {GOAL:g})",
        f"- imshow / melgram = {seconds['imshow'] / seconds['melgram']:.1f}",
        f"- {_verdict(grown < 1)}: growth after picture {EARLY} = {grown:.1f} MiB (goal < 1)",
        f"- {n_ours} pictures in {whole:.1f} s",
    ]
    write_section(
        "sets",
        "## Picture sets\n\nTen-second clips at 22,050 Hz to 224 x 224 pictures, one thread; "
        f"medians of {N_PEER} turns, milliseconds a clip.\n\n```\n"
        f"{machine(('melgram', 'numpy', 'librosa', 'matplotlib'))}\n```\n\n"
        + table(["what", "ms"], rows)
        + "\n\n"
        + "\n".join(lines),
    )


if __name__ == "__main__":
    main()
