"""How long `melgram explain` takes as a whole process, how much memory, and how large its page is.

Run ``python bench/explain.py``. Three seconds of speech, one minute and ten minutes of two
channels at 44.1 kHz, each in a process of its own; the median of several runs.
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
from measure import machine, one_processor

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


def main() -> None:
    """Print one line for each recording."""
    one_processor()
    print(machine(("numpy", "soundfile")))
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "page.html"
        recordings = {
            "2.6 s of speech, FLAC": SPEECH,
            "1 min of noise, WAV": noise(60, target=Path(folder) / "minute.wav"),
            "10 min of noise, WAV": noise(600, target=Path(folder) / "ten.wav"),
        }
        for name, recording in recordings.items():
            runs = [explained(recording, target=target) for _ in range(RUNS)]
            seconds, busy, memory = map(statistics.median, zip(*runs, strict=True))
            size = target.stat().st_size / 1e6
            print(
                f"{name:22} {seconds:6.2f} s, of which the processor {busy:.2f} s; "
                f"{memory:.0f} MB; page of {size:.2f} MB"
            )


if __name__ == "__main__":
    main()
