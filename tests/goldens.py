"""Stored outputs of original front ends: how they are read and compared."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from melgram.engines import plan
from melgram.frontend import FrontEnd
from melgram.mel import Mel, Source

FOLDER = Path(__file__).parent / "golden"
CLIPS = ("speech", "synth", "quiet", "short")


@cache
def provenance(name: str) -> dict[str, Any]:
    """Return how a golden was made."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text())


@cache
def clip(name: str, sample_rate: int) -> np.ndarray:
    """Return an input clip, (n_samples,) float32."""
    samples, rate = soundfile.read(FOLDER / "inputs" / f"{name}-{sample_rate}.wav", dtype="float32")
    assert rate == sample_rate
    return samples


def model_input(front_end: FrontEnd, samples: np.ndarray, *, engine: str) -> np.ndarray:
    """Return what melgram would hand the model."""
    data = plan(front_end, engine=engine)(samples)
    origin = Source(name=None, sample_rate=front_end.sample_rate, n_samples=samples.size)
    return Mel(data=data, front_end=front_end, source=origin).model_input


class Golden:
    """What an original returned for one clip, or a part of it."""

    def __init__(self, name: str, clip_name: str) -> None:
        with np.load(FOLDER / f"{name}.npz") as archive:
            self.axis = int(archive["axis"])
            self.kept = archive[clip_name]
            self.rows = archive[f"{clip_name}_rows"]
            self.shape = tuple(int(n) for n in archive[f"{clip_name}_shape"])

    def difference(self, features: np.ndarray) -> np.ndarray:
        """Return absolute differences at the places that were kept; shapes must agree."""
        assert features.shape == self.shape
        taken = np.take(features, self.rows, axis=self.axis)
        return np.abs(taken.astype(np.float64) - self.kept)
