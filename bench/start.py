"""Measure the command, the import and a picture, whole processes.

Runs in the environment of ``make bench-peers``, so that librosa's script is measured beside us.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import soundfile
from measure import machine, table, write_section

TURNS = 9
LIBROSA = """
import sys, librosa, librosa.display, numpy as np
import matplotlib; matplotlib.use("Agg")
import matplotlib.pyplot as plt
y, sr = librosa.load(sys.argv[1], sr=None)
mel = librosa.power_to_db(librosa.feature.melspectrogram(y=y, sr=sr))
librosa.display.specshow(mel, sr=sr, x_axis="time", y_axis="mel")
plt.colorbar(); plt.savefig(sys.argv[2])
"""


def run(*words: str) -> float:
    """Return the seconds of one whole process."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return time.perf_counter() - start


def imports(statement: str) -> float:
    """Return the seconds that a statement takes in a fresh process, NumPy already loaded."""
    code = (
        f"import numpy, time; t = time.perf_counter(); {statement}; print(time.perf_counter() - t)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(done.stdout)


def recording(folder: Path) -> Path:
    """Write one minute of tones and noise as 16-bit WAV at 22,050 Hz."""
    t = np.arange(60 * 22_050) / 22_050
    x = 0.3 * np.sin(2 * np.pi * 440 * t) + 0.05 * np.random.default_rng(0).normal(size=t.size)
    soundfile.write(folder / "minute.wav", x, 22_050, subtype="PCM_16")
    return folder / "minute.wav"


def main() -> None:
    """Let the sides take turns and write the page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        minute = str(recording(folder))
        script = folder / "script.py"
        script.write_text(LIBROSA)
        sides = {
            "melgram --version": lambda: run("-m", "melgram", "--version"),
            "import melgram, beyond NumPy": lambda: imports("import melgram"),
            "melgram picture, 60 s": lambda: run(
                "-m", "melgram", "picture", minute, "-o", str(folder / "a.png")
            ),
            "librosa + display + savefig, 60 s": lambda: run(
                str(script), minute, str(folder / "b.png")
            ),
        }
        found: dict[str, list[float]] = {side: [] for side in sides}
        for turn in range(TURNS + 1):
            for side, measure in sides.items():
                seconds = measure()
                found[side] += [seconds] if turn else []  # the first turn warms the disk
    seconds = {side: statistics.median(values) for side, values in found.items()}
    report(seconds)


def report(seconds: dict[str, float]) -> None:
    """Print medians and goals."""
    ratio = seconds["librosa + display + savefig, 60 s"] / seconds["melgram picture, 60 s"]
    goals = [
        (
            "melgram --version [s]",
            seconds["melgram --version"],
            "< 0.15",
            seconds["melgram --version"] < 0.15,
        ),
        (
            "import melgram, beyond NumPy [ms]",
            1e3 * seconds["import melgram, beyond NumPy"],
            "< 10",
            seconds["import melgram, beyond NumPy"] < 0.01,
        ),
        ("librosa script / melgram picture", ratio, ">= 5", ratio >= 5),
    ]
    lines = [
        f"- {'met' if holds else 'NOT met'}: {what} = {value:.2f} (goal {goal})"
        for what, value, goal, holds in goals
    ]
    rows = [[side, f"{1e3 * value:.1f}"] for side, value in seconds.items()]
    write_section(
        "start",
        "## Start and pictures\n\nWhole processes, medians of "
        f"{TURNS} turns.\n\n```\n{machine(('melgram', 'numpy', 'librosa', 'matplotlib'))}\n```\n\n"
        + table(["what", "ms"], rows)
        + "\n\n"
        + "\n".join(lines),
    )


if __name__ == "__main__":
    main()
