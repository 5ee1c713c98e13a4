"""Measure a minute as a labeled PNG: whole process, warm process, and memory over 1,000 pictures.

Runs in the environment of ``make bench-peers``, so that librosa's script is measured beside us.
Picture sets for networks are in ``sets.py``.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import soundfile
from measure import machine, medians, table, write_section
from start import run

import melgram
from melgram.picture import render, spectrogram, stft_of

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
GROWTH = """
import resource, sys, numpy, melgram
from melgram.picture import render
mel = melgram.melspectrogram(sys.argv[1], "classic")
def held(count):
    for _ in range(count):
        render(mel)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(held(20), held(1_000))
"""


def recording(folder: Path) -> Path:
    """Write one minute of tones and noise as 16-bit WAV at 22,050 Hz."""
    t = np.arange(60 * 22_050) / 22_050
    x = 0.3 * np.sin(2 * np.pi * 440 * t) + 0.05 * np.random.default_rng(0).normal(size=t.size)
    soundfile.write(folder / "minute.wav", x, 22_050, subtype="PCM_16")
    return folder / "minute.wav"


def whole_processes(minute: str, folder: Path) -> dict[str, float]:
    """Return the median seconds of both commands, and of NumPy alone; they take turns."""
    script = folder / "script.py"
    script.write_text(LIBROSA)
    picture = ("-m", "melgram", "picture", minute, "-o", str(folder / "a.png"))
    sides = {
        "melgram picture, whole process": picture,
        "librosa + display + savefig, whole process": (str(script), minute, str(folder / "b.png")),
        "python -c 'import numpy', for comparison": ("-c", "import numpy"),
    }
    found: dict[str, list[float]] = {side: [] for side in sides}
    for turn in range(TURNS + 1):
        for side, words in sides.items():
            seconds = run(*words)
            found[side] += [seconds] if turn else []  # the first turn warms the disk
    return {side: statistics.median(seconds) for side, seconds in found.items()}


def warm(minute: str) -> dict[str, float]:
    """Return the median seconds of the parts of a picture in a process that has made one."""
    mel = melgram.melspectrogram(minute, "classic")
    stft = melgram.melspectrogram(minute, stft_of(mel.front_end))
    waveform = melgram.decode(minute, channels="mean")
    return medians(
        {
            "decode and compute": lambda: melgram.melspectrogram(minute, "classic"),
            "draw the mel-spectrogram": lambda: render(mel),
            "decode, compute and draw": lambda: render(melgram.melspectrogram(minute, "classic")),
            "draw it with its waveform": lambda: render(mel, waveform=waveform),
            "draw the mel-spectrogram as SVG": lambda: spectrogram(mel).to_svg(),
            "draw the STFT, frequency logarithmic": lambda: spectrogram(stft, scale="log").to_png(),
        }
    )


def growth(minute: str) -> tuple[float, float]:
    """Return the peak MiB of a process after 20 pictures and after 1,000 more."""
    done = subprocess.run(
        [sys.executable, "-c", GROWTH, minute], check=True, capture_output=True, text=True
    )
    before, after = map(float, done.stdout.split())
    return before, after


def main() -> None:
    """Measure and write the section."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        minute = str(recording(folder))
        processes = whole_processes(minute, folder)
        parts = warm(minute)
        before, after = growth(minute)
    ours, librosa, _ = processes.values()
    goals = [
        ("whole process [s]", ours, "< 0.35", ours < 0.35),
        ("librosa script / melgram picture", librosa / ours, ">= 8", librosa / ours >= 8),
        (
            "warm process, decode to PNG [ms]",
            1e3 * parts["decode, compute and draw"],
            "< 25",
            parts["decode, compute and draw"] < 0.025,
        ),
        ("growth over 1,000 pictures [MiB]", after - before, "< 4", after - before < 4),
    ]
    lines = [
        f"- {'met' if holds else 'NOT met'}: {what} = {value:.2f} (goal {goal})"
        for what, value, goal, holds in goals
    ]
    rows = [[what, f"{1e3 * seconds:.1f}"] for what, seconds in (processes | parts).items()]
    write_section(
        "pictures",
        "## Pictures of a minute\n\n60 s at 22,050 Hz, 1200 pixels wide; medians.\n\n"
        f"```\n{machine(('melgram', 'numpy', 'librosa', 'matplotlib'))}\n```\n\n"
        + table(["what", "ms"], rows)
        + "\n\n"
        + "\n".join(lines),
    )


if __name__ == "__main__":
    main()
