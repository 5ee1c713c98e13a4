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
from melgram.presets import presets, record

FOLDER = Path(__file__).parent / "golden"
CLIPS = ("speech", "synth", "quiet", "short")
PROVEN = [name for name in presets() if record(name).parity != "port-only"]


@cache
def provenance(name: str) -> dict[str, Any]:
    """Return how a golden was made."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text())


# TensorFlow's float32 transform leaves about 1e-7 of the loudest band in every band: nothing in
# magnitude, several dB where a band lies 70 dB lower. These decibels are compared in magnitude.
IN_MAGNITUDE = ("openl3-linear", "openl3-mel128", "openl3-mel256")

# An original that is exact on one clip is held to it there, however noisy it is on another
# (Vocos: 2.2 in bands without content, 2e-4 elsewhere). Below ABSOLUTE float32 rounds anyway.
CLIP_FACTOR, ABSOLUTE = 10.0, 1e-5


def tolerance(name: str, clip_name: str) -> float:
    """Return the largest difference from a golden that a clip may show."""
    facts, allowed = provenance(name), record(name).tolerance
    of_file = facts.get("files", {}).get(clip_name, {}).get("own_noise")
    noise = facts.get("own_noise_per_input", {}).get(clip_name, of_file)
    return allowed if noise is None else min(allowed, max(CLIP_FACTOR * noise, ABSOLUTE))


@cache
def clip(name: str, sample_rate: int) -> np.ndarray:
    """Return an input clip, (n_samples,) float32."""
    samples, rate = soundfile.read(FOLDER / "inputs" / f"{name}-{sample_rate}.wav", dtype="float32")
    assert rate == sample_rate
    return samples


def recording(name: str, clip_name: str) -> np.ndarray:
    """Return what an original was given for a clip: (n_samples,); OpenL3's are (n_windows, 48000).

    It puts half a second of zeros before a clip and hands on one second of it every half second.
    """
    samples = clip(clip_name, provenance(name)["sample_rate"])
    if not name.startswith("openl3"):
        return samples
    second, half = 48_000, 24_000
    padded = np.pad(samples, (half, -(samples.size + half - second) % half))
    padded = np.pad(padded, (0, max(second - padded.size, 0)))
    return np.lib.stride_tricks.sliding_window_view(padded, second)[::half]


def clips(name: str) -> list[str]:
    """Return the clips that a golden holds: all but those that its original refused."""
    return [clip_name for clip_name in CLIPS if clip_name not in provenance(name).get("errors", {})]


def loosest(name: str) -> float:
    """Return the largest tolerance that a preset may have.

    Three times the original's own noise; an alias has that of its main name when its own is not
    known; 1e-5 when none is. An original that ends in float64 may differ by a float32 step.
    """
    facts, main = provenance(name), record(name).alias_of
    noise = facts.get("own_noise") or (provenance(main)["own_noise"] if main else 0.0)
    bound = 3.01 * noise if noise else 1e-5
    if facts["dtype"] != "float64":
        return bound
    largest = max(Golden(name, clip_name).largest for clip_name in clips(name))
    return max(bound, float(np.spacing(np.float32(largest))))


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
            self.largest = float(archive[f"{clip_name}_largest"])
        self.in_magnitude = name in IN_MAGNITUDE

    def difference(self, features: np.ndarray) -> np.ndarray:
        """Return absolute differences at the places that were kept; shapes must agree."""
        assert features.shape == self.shape
        taken = np.take(features, self.rows, axis=self.axis).astype(np.float64)
        wanted = self.kept.astype(np.float64)
        if self.in_magnitude:
            return np.abs(10.0 ** (taken / 10.0) - 10.0 ** (wanted / 10.0))
        return np.abs(taken - wanted)
