"""Copy reference outputs of original front ends into tests/golden, compactly.

    python tools/import_golden.py GOLDEN_FOLDER ID [ID ...]

GOLDEN_FOLDER holds ``inputs/<clip>-<rate>.wav`` and ``outputs/<id>/<clip>.npz`` with
``outputs/<id>/provenance.toml``: what the original returned, and how it was called. Each id becomes
``tests/golden/<id>.npz`` and ``<id>.toml``: the clips ``short`` and ``quiet`` whole; of ``speech``
and ``synth`` the first and last twenty frames and every seventh. Input clips are stored once.
"""

from __future__ import annotations

import shutil
import sys
import tomllib
from pathlib import Path

import numpy as np

TARGET = Path(__file__).parents[1] / "tests" / "golden"
CLIPS = ("speech", "synth", "quiet", "short")
WHOLE = ("quiet", "short")
EDGE, STEP = 20, 7


def main(folder: Path, ids: list[str]) -> None:
    """Copy the named outputs and the inputs that they were made from."""
    for name in ids:
        source = folder / "outputs" / name
        provenance = tomllib.loads((source / "provenance.toml").read_text())
        clips = {clip: load(source / f"{clip}.npz") for clip in CLIPS}
        write(TARGET / f"{name}.npz", clips)
        shutil.copyfile(source / "provenance.toml", TARGET / f"{name}.toml")
        for clip in CLIPS:
            copy_input(folder, f"{clip}-{provenance['sample_rate']}.wav")
        print(f"{name}: {provenance['source']}")


def load(path: Path) -> np.ndarray:
    """Return the one array of an output file."""
    with np.load(path) as archive:
        return archive["mel"]


def write(target: Path, clips: dict[str, np.ndarray]) -> None:
    """Store the clips; ``<clip>_rows`` are the places along ``axis`` that were kept."""
    axis = frame_axis(clips)
    stored: dict[str, np.ndarray] = {"axis": np.array(axis)}
    for clip, mel in clips.items():
        rows = np.arange(mel.shape[axis]) if clip in WHOLE else kept(mel.shape[axis])
        stored |= {
            clip: np.take(mel, rows, axis=axis),
            f"{clip}_rows": rows,
            f"{clip}_shape": np.array(mel.shape),
        }
    np.savez_compressed(target, **stored)


def frame_axis(clips: dict[str, np.ndarray]) -> int:
    """Return the axis that grows with the length of the clip; 0 if none does."""
    long, short = clips["speech"].shape, clips["short"].shape
    return next((i for i, (a, b) in enumerate(zip(long, short, strict=True)) if a != b), 0)


def kept(n_frames: int) -> np.ndarray:
    """Return the first and last twenty frames and every seventh."""
    t = np.arange(n_frames)
    return t[(t < EDGE) | (t >= n_frames - EDGE) | (t % STEP == 0)]


def copy_input(folder: Path, name: str) -> None:
    """Copy one input clip, once."""
    target = TARGET / "inputs" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        shutil.copyfile(folder / "inputs" / name, target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
