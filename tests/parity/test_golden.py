"""Every preset, on every engine, against what the original front end returned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from goldens import (
    FOLDER,
    PROVEN,
    Golden,
    clips,
    loosest,
    model_input,
    provenance,
    recording,
    tolerance,
)
from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Centered, Padded
from melgram.frontend.post import Dct, ReplaceFirst, SubtractMaximum
from melgram.frontend.spectral import Hann, MelBank
from melgram.presets import measured, preset, presets, record
from strategies import ENGINES


def told_apart(front_end: FrontEnd, name: str) -> bool:
    """Return whether a front end fails parity on a clip, by its shape or by its values."""
    for clip_name in clips(name):
        golden = Golden(name, clip_name)
        features = model_input(front_end, recording(name, clip_name), engine="reference")
        if features.shape != golden.shape:
            return True
        if golden.difference(features).max(initial=0.0) > tolerance(name, clip_name):
            return True
    return False


PAIRS = [(name, clip_name) for name in PROVEN for clip_name in clips(name)]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("name", "clip_name"), PAIRS)
def test_preset_equals_its_original(name: str, clip_name: str, engine: str) -> None:
    """Shape, number type and every value, edges included, are the original's."""
    front_end, golden = preset(name), Golden(name, clip_name)

    features = model_input(front_end, recording(name, clip_name), engine=engine)

    assert features.shape == golden.shape
    assert features.dtype == golden.kept.dtype
    assert golden.difference(features).max(initial=0.0) <= tolerance(name, clip_name)


def test_stored_outputs_and_proven_presets_are_the_same_names() -> None:
    """A golden that nothing is compared with, or a claim without a golden, is a mistake."""
    assert sorted(path.stem for path in FOLDER.glob("*.npz")) == PROVEN


@pytest.mark.parametrize("name", PROVEN)
def test_class_of_parity_is_that_of_the_golden(name: str) -> None:
    """How an output was made is said by the file that holds its provenance."""
    assert record(name).parity == provenance(name)["class"]


@pytest.mark.parametrize("name", presets())
def test_shown_error_is_measured_and_allowed(name: str) -> None:
    """What `melgram presets` shows was measured on all clips, and lies within the tolerance."""
    figures = measured(name)

    assert (figures is None) == (name not in PROVEN), "run: python tools/measure_parity.py"
    if figures is not None:
        assert figures.clips == len(clips(name))
        assert 0.0 <= figures.mean <= figures.largest <= record(name).tolerance


@pytest.mark.parametrize("name", PROVEN)
def test_tolerance_is_three_times_the_originals_own_noise(name: str) -> None:
    """No preset is compared more loosely than its original, or float32, is exact."""
    assert record(name).tolerance <= loosest(name)


def mutant_banks(bank: MelBank) -> dict[str, MelBank]:
    """Return filter banks that differ in one field each."""
    return {
        "fmin": replace(bank, fmin=bank.fmin + 30.0),
        "norm": replace(bank, norm="area" if bank.norm == "none" else "none"),
        "scale": replace(bank, scale="htk" if bank.scale == "slaney" else "slaney"),
    }


def mutants(front_end: FrontEnd) -> dict[str, FrontEnd]:
    """Return front ends that differ in one field each."""
    framing = front_end.framing
    other_window = Hann(periodic=front_end.window.shape != Hann())  # Povey becomes Hann
    other_norm = "none" if front_end.fft_norm == "unitary" else "unitary"
    changed = {
        "hop": replace(front_end, framing=replace(framing, hop_length=framing.hop_length + 1)),
        "window": replace(front_end, window=replace(front_end.window, shape=other_window)),
        "level": replace(front_end, fft_norm=other_norm),
    }
    if isinstance(front_end.bank, MelBank):
        for field, bank in mutant_banks(front_end.bank).items():
            changed[field] = replace(front_end, bank=replace(bank, empty_bands="keep"))
    if isinstance(framing.edges, (Centered, Padded)):
        other = "zero" if framing.edges.mode == "reflect" else "reflect"
        edges = replace(framing.edges, mode=other)
        changed["edges"] = replace(front_end, framing=replace(framing, edges=edges))
    if isinstance(front_end.compression, Log):
        value = 1e4 if loses_level(front_end) else 1e-3
        log = replace(front_end.compression, floor=ClampFloor(value=value))
        changed["floor"] = replace(front_end, compression=log)
    if loses_level(front_end) or SubtractMaximum() in front_end.post:
        del changed["level"]
    return changed


def loses_level(front_end: FrontEnd) -> bool:
    """Return whether the energy replaces the one coefficient that knows the level of the bands."""
    kinds = [type(operation) for operation in front_end.post]
    return Dct in kinds and ReplaceFirst in kinds


MUTANTS = [(name, field) for name in PROVEN for field in mutants(preset(name))]
# Its floor, 0.01, makes every clip constant where frames reach over an edge. The edges of the same
# framing are told apart in perch.
UNSEEN = ("perch-log", "edges")


@pytest.mark.parametrize(("name", "field"), MUTANTS)
def test_mutant_fails_parity(name: str, field: str) -> None:
    """A preset with one field changed is told apart from its original."""
    mutant = mutants(preset(name))[field]

    assert told_apart(mutant, name) == ((name, field) != UNSEEN)
