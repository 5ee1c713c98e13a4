"""Every preset, on every engine, against what the original front end returned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from goldens import CLIPS, Golden, clip, model_input, provenance
from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Centered
from melgram.frontend.spectral import Hann
from melgram.presets import preset, presets, record
from strategies import ENGINES


def largest_difference(front_end: FrontEnd, name: str, *, engine: str) -> float:
    """Return the largest difference from the golden over all clips; infinite if shapes differ."""
    found = []
    for clip_name in CLIPS:
        golden = Golden(name, clip_name)
        features = model_input(front_end, clip(clip_name, front_end.sample_rate), engine=engine)
        if features.shape != golden.shape:
            return float("inf")
        found.append(float(golden.difference(features).max()))
    return max(found)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("clip_name", CLIPS)
@pytest.mark.parametrize("name", presets())
def test_preset_equals_its_original(name: str, clip_name: str, engine: str) -> None:
    """Shape, number type and every value, edges included, are the original's."""
    front_end, golden = preset(name), Golden(name, clip_name)

    features = model_input(front_end, clip(clip_name, front_end.sample_rate), engine=engine)

    assert features.shape == golden.shape
    assert features.dtype == golden.kept.dtype
    assert golden.difference(features).max() <= record(name).tolerance


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
