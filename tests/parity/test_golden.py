"""Every preset, on every engine, against what the original front end returned."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from melgram.engines import plan
from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Centered
from melgram.frontend.spectral import Hann
from melgram.mel import Mel, Source
from melgram.presets import preset, presets, record
from strategies import ENGINES

GOLDEN = Path(__file__).parents[1] / "golden"
INPUTS = ("speech", "synth", "quiet", "short")


def provenance(name: str) -> dict[str, Any]:
    """Return how a preset's golden was made."""
    return tomllib.loads((GOLDEN / name / "provenance.toml").read_text())


def clip(name: str, sample_rate: int) -> np.ndarray:
    """Return an input clip, (n_samples,) float32."""
    samples, rate = soundfile.read(GOLDEN / "inputs" / f"{name}-{sample_rate}.wav", dtype="float32")
    assert rate == sample_rate
    return samples


def golden(name: str, input_name: str) -> np.ndarray:
    """Return what the original returned."""
    with np.load(GOLDEN / name / f"{input_name}.npz") as archive:
        return archive["mel"]


def model_input(front_end: FrontEnd, samples: np.ndarray, *, engine: str) -> np.ndarray:
    """Return what melgram would hand the model."""
    data = plan(front_end, engine=engine)(samples)
    origin = Source(name=None, sample_rate=front_end.sample_rate, n_samples=samples.size)
    return Mel(data=data, front_end=front_end, source=origin).model_input


def largest_difference(front_end: FrontEnd, name: str, *, engine: str) -> float:
    """Return the largest difference from the golden over all inputs; shapes must agree."""
    found = []
    for input_name in INPUTS:
        expected = golden(name, input_name)
        samples = clip(input_name, front_end.sample_rate)
        actual = model_input(front_end, samples, engine=engine)
        if actual.shape != expected.shape:
            return float("inf")
        found.append(float(np.abs(actual - expected).max()))
    return max(found)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("input_name", INPUTS)
@pytest.mark.parametrize("name", presets())
def test_preset_equals_its_original(name: str, input_name: str, engine: str) -> None:
    """Shape, number type and every value, edges included, are the original's."""
    front_end = preset(name)
    expected = golden(name, input_name)

    actual = model_input(front_end, clip(input_name, front_end.sample_rate), engine=engine)

    assert actual.shape == expected.shape
    assert actual.dtype == expected.dtype
    assert np.abs(actual - expected).max() <= record(name).tolerance


@pytest.mark.parametrize("name", presets())
def test_tolerance_is_three_times_the_originals_own_noise(name: str) -> None:
    """No preset is compared more loosely than its original is exact."""
    assert record(name).tolerance <= 3.01 * provenance(name)["own_noise"]


def mutants(front_end: FrontEnd) -> dict[str, FrontEnd]:
    """Return front ends that differ in one field each."""
    front_end = replace(front_end, bank=replace(front_end.bank, empty_bands="keep"))
    framing, bank = front_end.framing, front_end.bank
    other_window = Hann(periodic=front_end.window.shape != Hann())  # Povey becomes Hann
    changed = {
        "hop": replace(front_end, framing=replace(framing, hop_length=framing.hop_length + 1)),
        "window": replace(front_end, window=replace(front_end.window, shape=other_window)),
        "fmin": replace(front_end, bank=replace(bank, fmin=bank.fmin + 30.0)),
        "norm": replace(
            front_end, bank=replace(bank, norm="area" if bank.norm == "none" else "none")
        ),
        "scale": replace(
            front_end, bank=replace(bank, scale="htk" if bank.scale == "slaney" else "slaney")
        ),
        "level": replace(front_end, fft_norm="unitary"),
    }
    if isinstance(framing.edges, Centered):
        other = "zero" if framing.edges.mode == "reflect" else "reflect"
        changed["edges"] = replace(front_end, framing=replace(framing, edges=Centered(mode=other)))
    if isinstance(front_end.compression, Log):
        log = replace(front_end.compression, floor=ClampFloor(value=1e-4))
        changed["floor"] = replace(front_end, compression=log)
    return changed


MUTANTS = [(name, field) for name in presets() for field in mutants(preset(name))]


@pytest.mark.parametrize(("name", "field"), MUTANTS)
def test_mutant_fails_parity(name: str, field: str) -> None:
    """A preset with one field changed is told apart from its original."""
    mutant = mutants(preset(name))[field]

    assert largest_difference(mutant, name, engine="reference") > record(name).tolerance
