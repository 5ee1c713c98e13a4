"""Measure the CPU engine against every peer and against SciPy's FFT alone.

Runs in the environment of ``make bench-peers``. Every side computes 60 s of float32 from memory
with one thread (bench/run.py sees to it) on one processor; sides take turns.
"""

from __future__ import annotations

import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
from limits import limits
from measure import machine, one_processor, signal, table, timings, verdict, write_section
from peers import PEERS, scipy_rfft

from melgram.engines import plan, status
from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Framing, Padded
from melgram.frontend.spectral import Hann, Magnitude, MelBank, Window
from melgram.presets import preset

SECONDS = 60
PACKAGES = (
    "melgram",
    "numpy",
    "scipy",
    "torch",
    "torchaudio",
    "librosa",
    "openai-whisper",
    "transformers",
    "kaldi-native-fbank",
    "audioflux",
)

HIFIGAN = FrontEnd(
    sample_rate=22_050,
    framing=Framing(n_fft=1024, win_length=1024, hop_length=256, edges=Padded(left=384, right=384)),
    window=Window(shape=Hann()),
    spectrum=Magnitude(added=1e-9),
    bank=MelBank(n_mels=80, fmin=0.0, fmax=8_000.0, scale="slaney", norm="area"),
    compression=Log(base="ln", floor=ClampFloor(value=1e-5)),
)
FRONT_ENDS = {
    "whisper": preset("whisper"),
    "kaldi": preset("kaldi"),
    "librosa": preset("librosa"),
    "hifigan-like": HIFIGAN,
}
# What must be reached: (name of the case, side, how many times faster than that side).
GOALS = {
    "whisper": [("fastest peer", 10.0), ("scipy rfft alone", 2.0)],
    "kaldi": [("torchaudio.compliance.kaldi", 15.0), ("kaldi-native-fbank", 40.0)],
    "librosa": [("fastest peer", 8.0)],
    "hifigan-like": [("fastest peer", 8.0)],
}
OURS, OURS64, YARDSTICK = "melgram", "melgram (float64 inside)", "scipy rfft alone"


def sides_of(case: str) -> dict[str, object]:
    """Return every side of a case as a function of samples."""
    front_end = FRONT_ENDS[case]
    fr = front_end.framing
    ours = {
        OURS: plan(front_end, engine="cpu"),
        OURS64: plan(front_end, engine="cpu", precision="float64"),
    }
    yard = scipy_rfft(n_fft=fr.n_fft, win_length=fr.win_length, hop_length=fr.hop_length)
    return {**ours, **{name: make() for name, make in PEERS[case].items()}, YARDSTICK: yard}


def compare(case: str) -> tuple[str, list[str]]:
    """Return a case's table and its verdicts."""
    front_end, x = FRONT_ENDS[case], signal(FRONT_ENDS[case].sample_rate, seconds=SECONDS)
    sides = sides_of(case)
    exact = plan(front_end, engine="reference").exact(x)
    found = timings({name: (lambda run=run: run(x)) for name, run in sides.items()})
    seconds = {name: timing.median for name, timing in found.items()}
    n_frames = front_end.n_frames(x.size)
    rows = [
        [
            name,
            f"{1e6 * t / n_frames:.3f}",
            f"{1e6 * found[name].best / n_frames:.3f}",
            f"{SECONDS / t:,.0f}",
            f"{t / seconds[OURS]:.2f}",
            error(sides[name](x), exact) if name != YARDSTICK else "-",
            f"{peak_memory(case, name):.1f}",
        ]
        for name, t in seconds.items()
    ]
    heading = [
        "side",
        "us a frame",
        "best",
        "x real time",
        "time / melgram",
        "largest error",
        "peak MiB",
    ]
    return table(heading, rows), verdicts(case, seconds)


def error(features: np.ndarray, exact: np.ndarray) -> str:
    """Return the largest difference from float64, or "other frames" if shapes differ."""
    if features.shape != exact.shape:
        return "other frames"
    return f"{np.abs(features - exact).max():.1e}"


def verdicts(case: str, seconds: dict[str, float]) -> list[str]:
    """Compare the ratios with the goals."""
    fastest = min(PEERS[case], key=lambda name: seconds[name])
    found = []
    for name, goal in GOALS[case]:
        other = fastest if name == "fastest peer" else name
        found.append(
            verdict(f"{case}: {name} ({other}) / melgram", seconds[other] / seconds[OURS], goal)
        )
    if case == "whisper":
        ratio = seconds[fastest] / seconds[OURS64]
        found.append(
            verdict(f"whisper, float64 inside: fastest peer ({fastest}) / melgram", ratio, 4.0)
        )
    return found


def peak_memory(case: str, side: str) -> float:
    """Return MiB that one call adds to a fresh process's peak, its input aside."""
    done = subprocess.run(
        [sys.executable, __file__, "--memory", case, side],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent,
    )
    return float(done.stdout.split()[-1])


def memory_of_one_call(case: str, side: str) -> None:
    """Print the growth of the peak over one call on 60 s, after a call on 1 s."""
    rate = FRONT_ENDS[case].sample_rate
    run, x = sides_of(case)[side], signal(rate, seconds=SECONDS)
    run(x[:rate])
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts again at what is in use
    before = peak_kib()
    run(x)
    print((peak_kib() - before) / 1024)


def peak_kib() -> int:
    """Return the largest resident size since the peak was cleared."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1])


def main() -> None:
    """Run everything and write the page."""
    import torch

    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    one_processor()
    parts, lines = [], []
    for case in FRONT_ENDS:
        text, found = compare(case)
        parts.append(f"### {case}\n\n{text}")
        lines += found
    lines += limits(FRONT_ENDS["whisper"])
    facts = f"{machine(PACKAGES)}\nKernel: {status()['engine cpu']}"
    write_section(
        "cpu",
        "## CPU engine\n\n60 s of float32 in memory, one thread; the error is against "
        f"the float64 reference.\n\n```\n{facts}\n```\n\n"
        + "\n\n".join(parts)
        + "\n\n### Goals\n\n"
        + "\n".join(lines),
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--memory"]:
        memory_of_one_call(*sys.argv[2:])
    else:
        main()
