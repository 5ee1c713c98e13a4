"""Every stage refuses what it cannot be, in a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from melgram.errors import FrontEndError
from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log, Pcen, Smoother
from melgram.frontend.framing import Framing, Padded, Snip
from melgram.frontend.output import Output, Patches
from melgram.frontend.post import Clamp, Dct, PerFeature, ReplaceFirst, Stack, VectorAffine
from melgram.frontend.signal import Clip, Dither, Preemphasis, Quantise, Scale, TileTo
from melgram.frontend.spectral import (
    AssumedRateGrid,
    LinearBins,
    MelBank,
    TableBank,
    Tukey,
    VectorWindow,
    Window,
)
from melgram.presets import preset

FRAMING = {"n_fft": 16, "win_length": 16, "hop_length": 4, "edges": Snip()}
BANK = {"n_mels": 4, "fmin": 0.0, "fmax": 4_000.0, "scale": "htk"}

REFUSED = [
    (Framing, {**FRAMING, "hop_length": 0}, r"hop_length=0 must be an integer >= 1\."),
    (Framing, {**FRAMING, "n_fft": 1}, r"n_fft=1 must be an integer >= 2\."),
    (Framing, {**FRAMING, "n_fft": 16.0}, r"n_fft=16\.0 must be an integer >= 2\."),
    (Framing, {**FRAMING, "win_length": 17}, "win_length=17 must be <= n_fft=16. Raise n_fft"),
    (Framing, {**FRAMING, "placement": "right"}, "placement='right' must be one of center, left"),
    (Framing, {**FRAMING, "drop_last": "alway"}, r"drop_last='alway' .* Did you mean 'always'\?"),
    (Framing, {**FRAMING, "extra": -1}, "extra=-1 must be an integer >= 0"),
    (Padded, {"left": -1, "right": 0}, "left=-1 must be an integer >= 0"),
    (Padded, {"left": 0, "right": 0, "mode": "wrap"}, "mode='wrap' must be one of zero, reflect"),
    (MelBank, {**BANK, "n_mels": 0}, "n_mels=0 must be an integer >= 1"),
    (MelBank, {**BANK, "fmin": -1.0}, r"fmin=-1\.0 must be >= 0\."),
    (MelBank, {**BANK, "fmax": 0.0}, r"fmax=0\.0 must be > 0\."),
    (MelBank, {**BANK, "fmax": float("nan")}, "fmax=nan must be a finite number"),
    (MelBank, {**BANK, "fmax": "8k"}, "fmax='8k' must be a finite number"),
    (MelBank, {**BANK, "scale": "slany"}, r"scale='slany' .* Did you mean 'slaney'\?"),
    (MelBank, {**BANK, "norm": "slaney"}, "norm='slaney' must be one of none, area, unit_sum"),
    (MelBank, {**BANK, "skip_low": -1}, "skip_low=-1 must be an integer >= 0"),
    (AssumedRateGrid, {"sample_rate": 0}, "sample_rate=0 must be an integer >= 1"),
    (TableBank, {"weights": ()}, "weights must hold at least one row"),
    (TableBank, {"weights": ((1.0,), (1.0, 2.0))}, "all of the same length"),
    (Tukey, {"alpha": 1.5}, r"alpha=1\.5 must be in 0\.\.1"),
    (VectorWindow, {"values": ()}, "values is empty"),
    (VectorWindow, {"values": (float("inf"),)}, r"values\[0\]=inf must be a finite number"),
    (VectorWindow, {"values": "12"}, "values='12' must be a list of finite numbers"),
    (Log, {"base": "log2", "floor": ClampFloor(value=1e-10)}, "base='log2' must be one of ln"),
    (Log, {"base": "ln", "floor": ClampFloor(value=1.0), "gain": 0.0}, r"gain=0\.0 must be > 0"),
    (ClampFloor, {"value": 0.0}, r"value=0\.0 must be > 0"),
    (Smoother, {"coefficient": 0.0}, r"coefficient=0\.0 must be > 0"),
    (Pcen, {"smoother": Smoother(coefficient=0.1), "added": 0.0}, r"added=0\.0 must be > 0"),
    (Scale, {"factor": float("inf")}, "factor=inf must be a finite number"),
    (Clip, {"low": 1.0, "high": 1.0}, r"high=1\.0 must be > 1"),
    (Dither, {"std": 0.0}, r"std=0\.0 must be > 0"),
    (Quantise, {"overflow": "clip"}, "overflow='clip' must be one of keep, wrap"),
    (Preemphasis, {"first": "zero"}, "first='zero' must be one of keep, scale, reflect, drop"),
    (TileTo, {"n_samples": 0}, "n_samples=0 must be an integer >= 1"),
    (Clamp, {"low": 1.0, "high": 0.0}, r"high=0\.0 must be > 1"),
    (Dct, {"n_coefficients": 0}, "n_coefficients=0 must be an integer >= 1"),
    (PerFeature, {"guard": "eps"}, "guard='eps' must be one of none, add_to_deviation"),
    (PerFeature, {"ddof": -1}, "ddof=-1 must be an integer >= 0"),
    (ReplaceFirst, {"tap": "late", "floor": 1.0}, "tap='late' must be one of raw, windowed"),
    (Stack, {"n_frames": 2, "remainder": "keep"}, "remainder='keep' must be one of drop, zero"),
    (VectorAffine, {"offset": (1.0,), "scale": (1.0, 2.0)}, "offset has 1 numbers and scale 2"),
    (Patches, {"n_frames": 0, "hop": 1}, "n_frames=0 must be an integer >= 1"),
    (Output, {"dtype": "int8"}, "dtype='int8' must be one of float32, float64, float16"),
]


@pytest.mark.parametrize(("stage", "fields", "message"), REFUSED)
def test_stage_refuses_impossible_value(stage: type, fields: dict, message: str) -> None:
    """An impossible value is an error that gives name, value and rule."""
    with pytest.raises(FrontEndError, match=message):
        stage(**fields)


WHISPER = preset("whisper")

CONTRADICTIONS = [
    ({"sample_rate": 8_000}, r"fmax=8000 Hz is above Nyquist \(sample_rate=8000 -> 4000 Hz\)"),
    ({"sample_rate": 0}, "sample_rate=0 must be an integer >= 1"),
    ({"channels": "left"}, "channels='left' must be one of mean, first"),
    ({"fft_norm": "ortho"}, "fft_norm='ortho' must be one of none, unitary, mean"),
    (
        {"window": Window(shape=VectorWindow(values=(1.0, 1.0)))},
        "the window has 2 values; win_length=400 needs as many",
    ),
    ({"bank": LinearBins(skip_low=200, skip_high=1)}, "leave none of the 201 bins"),
    ({"bank": TableBank(weights=((1.0, 2.0),))}, "has 2 columns; n_fft=400 needs 201"),
    ({"post": (Dct(n_coefficients=81),)}, "n_coefficients=81 must be <= 80"),
    (
        {"post": (VectorAffine(offset=(1.0,), scale=(1.0,)),)},
        "offset and scale have 1 numbers; 80 features need as many",
    ),
    (
        {"post": (Stack(n_frames=2), ReplaceFirst(tap="raw", floor=1.0))},
        "ReplaceFirst must stand before any operation that changes the number of frames",
    ),
    ({"frame": (Preemphasis(first="drop"),)}, r"framing\.extra=0 must be >= 1"),
]


@pytest.mark.parametrize(("changes", "message"), CONTRADICTIONS)
def test_front_end_refuses_contradiction(changes: dict, message: str) -> None:
    """Two stages that contradict each other are an error that names both."""
    with pytest.raises(FrontEndError, match=message):
        replace(WHISPER, **changes)


def test_front_end_is_a_value() -> None:
    """A front end cannot be changed, and equal front ends are one dictionary key."""
    again = FrontEnd.from_dict(WHISPER.to_dict())

    assert {WHISPER: 1}[again] == 1
    with pytest.raises(AttributeError):
        WHISPER.sample_rate = 8_000  # type: ignore[misc]  # the point of the test


def test_whole_numbers_and_floats_are_one_value() -> None:
    """fmax=8000 and fmax=8000.0 are the same front end with the same digest."""
    as_int = replace(WHISPER, bank=replace(WHISPER.bank, fmax=8_000))

    assert as_int == WHISPER
    assert as_int.digest == WHISPER.digest


def test_both_zeros_are_one_value() -> None:
    """fmin=-0.0 and fmin=0.0 are the same front end, written the same way."""
    negative, positive = (
        replace(WHISPER, bank=replace(WHISPER.bank, fmin=fmin)) for fmin in (-0.0, 0.0)
    )

    assert negative == positive
    assert negative.to_json() == positive.to_json()


@pytest.mark.parametrize(
    ("name", "unit", "whole_clip"),
    [
        ("classic", "dB", True),
        ("whisper", "log10 power (normalised)", True),
        ("kaldi", "ln power", False),
        ("librosa", "power", False),
    ],
)
def test_unit_and_need_of_the_whole_clip(name: str, unit: str, whole_clip: bool) -> None:
    """A front end knows what its numbers are and whether it must see the end first."""
    assert preset(name).unit == unit
    assert preset(name).needs_whole_clip is whole_clip
