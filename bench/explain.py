"""How long `melgram explain` takes as a whole process, how much memory, and how large its page is.

Run ``python bench/explain.py``. Three seconds of speech and one minute of two channels at 44.1 kHz,
with ``--full`` ten minutes too, each in a process of its own; the median of several runs.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import soundfile
from measure import machine, one_processor, table, write_section

SPEECH = Path(__file__).parents[1] / "examples" / "speech.flac"
RATE = 44_100
RUNS = 3


def noise(seconds: int, *, target: Path) -> Path:
    """Write noise that swells and fades, two channels at 44.1 kHz."""
    rng = np.random.default_rng(0)
    with soundfile.SoundFile(target, "w", RATE, 2) as file:
        for second in range(seconds):  # piece by piece: a child's memory counts from its parent's
            level = 0.05 * (1 + np.sin(second / 10))
            file.write(level * rng.standard_normal((RATE, 2), dtype=np.float32))
    return target


def explained(recording: Path, *, target: Path) -> tuple[float, float, float]:
    """Return a whole process's seconds, its processor's seconds, and its largest memory [MB]."""
    command = [sys.executable, "-m", "melgram", "explain", str(recording), "-o", str(target)]
    start = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    seconds = time.perf_counter() - start
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def measured(recording: Path, *, target: Path) -> list[str]:
    """Return medians: seconds, the processor's seconds, memory and size of the page."""
    runs = [explained(recording, target=target) for _ in range(RUNS)]
    seconds, busy, memory = map(statistics.median, zip(*runs, strict=True))
    size = target.stat().st_size / 1e6
    return [f"{seconds:.2f}", f"{busy:.2f}", f"{memory:.0f}", f"{size:.2f}"]


def main() -> None:
    """Print one line for each recording, and write them to docs/benchmarks.md."""
    one_processor()
    with tempfile.TemporaryDirectory() as folder:
        recordings = {
            "2.6 s of speech, FLAC": SPEECH,
            "1 min of noise, WAV": noise(60, target=Path(folder) / "minute.wav"),
        }
        if "--full" in sys.argv:
            ten_minutes = noise(600, target=Path(folder) / "ten.wav")
            recordings["10 min of noise, WAV"] = ten_minutes
        target = Path(folder) / "page.html"
        rows = [[name, *measured(file, target=target)] for name, file in recordings.items()]
    columns = ["recording", "s", "of which the processor, s", "memory, MB", "page, MB"]
    write_section(
        "explain",
        "## Explain\n\n`melgram explain` as a whole process on one processor; medians of "
        f"{RUNS} runs.\n\n```\n{machine(('melgram', 'numpy'))}\n```\n\n" + table(columns, rows),
    )


if __name__ == "__main__":
    main()
