"""Copy reference outputs of original front ends into tests/golden.

    python tools/import_golden.py GOLDEN_FOLDER ID [ID ...]

GOLDEN_FOLDER holds ``inputs/<input>-<rate>.wav`` and ``outputs/<id>/<input>.npz`` with
``outputs/<id>/provenance.toml``: what the original returned, and how it was called. Each id becomes
``tests/golden/<id>/`` with the same files; each input clip is stored once.
"""

from __future__ import annotations

import shutil
import sys
import tomllib
from pathlib import Path

import numpy as np

TARGET = Path(__file__).parents[1] / "tests" / "golden"
INPUTS = ("speech", "synth", "quiet", "short")


def main(folder: Path, ids: list[str]) -> None:
    """Copy the named outputs and the inputs that they were made from."""
    for name in ids:
        source = folder / "outputs" / name
        provenance = tomllib.loads((source / "provenance.toml").read_text())
        target = TARGET / name
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / "provenance.toml", target / "provenance.toml")
        for clip in INPUTS:
            with np.load(source / f"{clip}.npz") as archive:
                np.savez_compressed(target / f"{clip}.npz", mel=archive["mel"])
            copy_input(folder, f"{clip}-{provenance['sample_rate']}.wav")
        print(f"{name}: {provenance['source']}")


def copy_input(folder: Path, name: str) -> None:
    """Copy one input clip, once."""
    target = TARGET / "inputs" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        shutil.copyfile(folder / "inputs" / name, target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
