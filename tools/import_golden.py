"""Copy reference outputs of original front ends into tests/golden, compactly.

    python tools/import_golden.py GOLDEN_FOLDER ID [ID ...]

GOLDEN_FOLDER holds ``inputs/<clip>-<rate>.wav`` and ``outputs/<id>/<clip>.npz`` with
``outputs/<id>/provenance.toml``: what the original returned, and how it was called. Each id becomes
``tests/golden/<id>.npz`` and ``<id>.toml``: a clip of up to 2,900 values is stored whole; of a
longer one a third of that from its start, a third from its end, and a third spread between. Input
clips are stored once. A ``<id>.toml`` that exists is kept.
"""

from __future__ import annotations

import shutil
import sys
import tomllib
from pathlib import Path

import numpy as np

TARGET = Path(__file__).parents[1] / "tests" / "golden"
CLIPS = ("speech", "synth", "quiet", "short")
MOST_VALUES = 2_900  # a clip; 250 ids must fit into some ten megabytes
LEAST_ROWS = 3
WINDOW = 3000  # frames of the 30 s that Whisper-like originals fill


def main(folder: Path, ids: list[str]) -> None:
    """Copy the named outputs and the inputs that they were made from."""
    for name in ids:
        source = folder / "outputs" / name
        provenance = tomllib.loads((source / "provenance.toml").read_text())
        refused = provenance.get("errors", {})
        clips = {clip: load(source / f"{clip}.npz") for clip in CLIPS if clip not in refused}
        write(TARGET / f"{name}.npz", clips)
        if not (TARGET / f"{name}.toml").exists():  # else it may say more: a noise measured here
            shutil.copyfile(source / "provenance.toml", TARGET / f"{name}.toml")
        for clip in clips:
            copy_input(folder, f"{clip}-{provenance['sample_rate']}.wav")
        print(f"{name}: {provenance['source']}")


def load(path: Path) -> np.ndarray:
    """Return the one array of an output file.

    Of a 30 s window, bands first, the file keeps the frames that differ; all others are one value.
    """
    with np.load(path) as archive:
        mel = archive["mel"]
        if "rest_min" not in archive:
            return mel
        assert archive["rest_min"] == archive["rest_max"]
        rest = np.full((mel.shape[0], WINDOW - mel.shape[1]), archive["rest_min"], mel.dtype)
        return np.concatenate([mel, rest], axis=1)


def write(target: Path, clips: dict[str, np.ndarray]) -> None:
    """Store the clips; ``<clip>_rows`` are the places along ``axis`` that were kept."""
    axis = frame_axis(clips)
    stored: dict[str, np.ndarray] = {"axis": np.array(axis)}
    for clip, mel in clips.items():
        rows = kept(mel.shape[axis], values=mel.size)
        stored |= {
            clip: np.take(mel, rows, axis=axis),
            f"{clip}_rows": rows,
            f"{clip}_shape": np.array(mel.shape),
            f"{clip}_largest": np.abs(mel).max(initial=0.0),
        }
    np.savez_compressed(target, **stored)


def frame_axis(clips: dict[str, np.ndarray]) -> int:
    """Return the axis that grows with the length of the clip; if none does, the longest."""
    shapes = [mel.shape for mel in clips.values()]
    growing = [i for i, lengths in enumerate(zip(*shapes, strict=True)) if len(set(lengths)) > 1]
    return growing[0] if growing else int(np.argmax(shapes[0]))


def kept(n_rows: int, *, values: int) -> np.ndarray:
    """Return all rows, or a third each from the start, from the end and spread between."""
    room = max(MOST_VALUES * n_rows // max(values, 1), LEAST_ROWS)
    if n_rows <= room:
        return np.arange(n_rows)
    edge = room // 3
    spread = np.linspace(edge, n_rows - edge - 1, room - 2 * edge).round().astype(int)
    return np.unique([*range(edge), *spread, *range(n_rows - edge, n_rows)])


def copy_input(folder: Path, name: str) -> None:
    """Copy one input clip, once."""
    target = TARGET / "inputs" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        shutil.copyfile(folder / "inputs" / name, target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
