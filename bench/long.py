"""Measure a long recording through ``melgram features``: its memory, and its speed beside decoding.

``python bench/long.py --hours 10`` measures the length that is promised; the default is shorter.
The recording is written to a scratch folder and removed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import soundfile
from measure import machine, table, write_section

SPEECH = Path(__file__).parents[1] / "examples" / "speech.flac"
RATE, TURNS = 16_000, 3
WHISPER = "whisper"
MOST_MIB, LEAST_SHARE = 200.0, 80.0
SIDE = """
import sys, time
from melgram.audio.decoding import decode_into
from melgram.pipeline import write_features
import melgram.audio.via_soundfile
class Nothing:
    def __init__(self, form): pass
    def push(self, block): pass
    def discard(self): pass
side, source, target, preset = sys.argv[1:]
wall, cpu = time.perf_counter(), time.process_time()
if side == "decode":
    decode_into(Nothing, source)
else:
    write_features(source, preset, target)
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(wall, cpu, int(peak.split()[1]) / 1024)
"""


def recording(folder: Path, ending: str, hours: float) -> Path:
    """Write the project's speech again and again, in blocks."""
    speech, rate = soundfile.read(SPEECH, dtype="int16")
    assert rate == RATE
    block, missing = np.tile(speech, 25), int(hours * 3_600 * RATE)
    path = folder / f"long.{ending}"
    with soundfile.SoundFile(path, "w", RATE, 1, "PCM_16") as file:
        while missing > 0:
            file.write(block[:missing])
            missing -= len(block)
    return path


def run(side: str, source: Path, preset: str = WHISPER) -> tuple[float, float, float]:
    """Return seconds, processor seconds and peak MiB of one side in a process of its own."""
    target = source.with_suffix(".npy")
    done = subprocess.run(
        [sys.executable, "-c", SIDE, side, str(source), str(target), preset],
        check=True,
        capture_output=True,
        text=True,
    )
    target.unlink(missing_ok=True)
    wall, cpu, peak = map(float, done.stdout.split())
    return wall, cpu, peak


def measured(source: Path) -> dict[str, tuple[float, ...]]:
    """Let the sides take turns; return medians of seconds and processor seconds, largest peak."""
    found: dict[str, list[tuple[float, float, float]]] = {"decode": [], "features": []}
    for _ in range(TURNS):
        for side, figures in found.items():
            figures.append(run(side, source))
    return {
        side: (*(statistics.median(f[i] for f in figures) for i in (0, 1)), max(figures)[2])
        for side, figures in found.items()
    }


def main() -> None:
    """Measure both containers and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=1.0)
    hours = parser.parse_args().hours
    rows, goals = [], []
    for ending in ("flac", "wav"):
        with tempfile.TemporaryDirectory(prefix="melgram-long-") as name:
            found = measured(recording(Path(name), ending, hours))
        rows += [
            [f"{ending}, {side}", *[f"{x:.2f}" for x in f[:2]], f"{f[2]:.0f}", speed(hours, f[0])]
            for side, f in found.items()
        ]
        share = 100 * found["decode"][0] / found["features"][0]
        peak = found["features"][2]
        goals += [
            verdict(
                f"{ending}: peak resident memory [MiB]", peak, f"< {MOST_MIB:g}", peak < MOST_MIB
            ),
            verdict(
                f"{ending}: speed of features in % of decoding alone",
                share,
                f">= {LEAST_SHARE:g}",
                share >= LEAST_SHARE,
            ),
        ]
    heading = ["side", "s", "processor s", "peak MiB", "x real time"]
    load = os.getloadavg()[0]
    write_section(
        "long",
        f"## Long recordings\n\n{hours:g} h of speech at {RATE} Hz, 16 bits, `{WHISPER}` to .npy; "
        "decoding is what melgram does to check and deliver the samples, alone. Plain numbers in a "
        "WAV cost next to nothing to decode, so that share says what the features cost.\n\n"
        f"```\n{machine(('melgram', 'numpy', 'soundfile'))}\nload {load:.1f}\n```\n\n"
        + table(heading, rows)
        + "\n\n"
        + "\n".join(goals),
    )


def speed(hours: float, seconds: float) -> str:
    """Return how many times faster than the recording."""
    return f"{3_600 * hours / seconds:,.0f}"


def verdict(what: str, value: float, goal: str, holds: bool) -> str:
    """Return one line with figure, goal and whether it holds."""
    return f"- {'met' if holds else 'NOT met'}: {what} = {value:.1f} (goal {goal})"


if __name__ == "__main__":
    main()
