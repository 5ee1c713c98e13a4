"""Features as the levels that they stand for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from melgram.conformance import Difference, diff
from melgram.conformance.levels import in_decibels
from melgram.frontend import FrontEnd
from melgram.frontend import compression as c
from melgram.frontend import post as p
from melgram.frontend import spectral as sp
from melgram.presets import preset
from strategies import noise

SPEECH = Path(__file__).parents[3] / "examples" / "speech.flac"
WHISPER = preset("whisper")
POWER = replace(WHISPER, compression=c.NoCompression(), post=())


def heard(a: FrontEnd, b: FrontEnd, *, seconds: float = 0.5) -> Difference:
    """Compare two front ends on reproducible noise at 16 kHz."""
    return diff(a, b, samples=0.1 * noise(int(16_000 * seconds)), sample_rate=16_000)


@pytest.mark.parametrize(
    ("change", "unit"),
    [
        ({"compression": c.Log(base="ln", floor=c.ClampFloor(value=1e-10))}, "ln power"),
        ({"compression": c.Log(base="db_power", floor=c.ClampFloor(value=1e-10))}, "dB"),
        (
            {
                "compression": c.Log(base="log10", floor=c.ClampFloor(value=1e-10)),
                "post": (
                    p.Standard(mean=-4.0, deviation=4.5),
                    p.VectorAffine(offset=(1.0,) * 80, scale=(3.0,) * 40 + (2.0,) * 40),
                    p.ReverseFeatures(),
                    p.Affine(scale=2.0, offset=1.0),
                ),
            },
            "log10 power (normalised)",
        ),
    ],
)
def test_another_unit_is_the_same_level(change: dict[str, object], unit: str) -> None:
    """Logarithms and fixed scaling move the numbers and not the levels that they stand for."""
    found = heard(POWER, replace(POWER, **change)).total  # type: ignore[arg-type]

    assert found is not None
    assert found.unit_b == unit
    assert found.mean_change is not None
    assert found.mean_change > 1.0
    assert_allclose(found.max_db, 0.0, atol=1e-3)


@pytest.mark.parametrize("base", ["ln", "log10", "db_power", "db_amplitude"])
@pytest.mark.parametrize(
    ("spectrum", "per_doubling"),
    [(sp.Power(), 20.0), (sp.Magnitude(), 20.0), (sp.AbsolutePower(exponent=1.5), 20.0)],
)
def test_levels_follow_the_amplitude(
    base: c.LogBase, spectrum: sp.Spectrum, per_doubling: float
) -> None:
    """Ten times the amplitude is 20 dB more, whatever spectrum and logarithm made the number."""
    front_end = replace(POWER, spectrum=spectrum, compression=c.Log(base=base, floor=c.NoFloor()))

    plan, x = front_end.plan(engine="reference"), noise(4_000).astype(float)
    low, high = (in_decibels(front_end, plan(factor * x)) for factor in (0.01, 0.1))

    assert low is not None
    assert high is not None
    assert_allclose(high - low, per_doubling, atol=1e-3)


@pytest.mark.parametrize(
    "change",
    [
        {"spectrum": sp.RealPart()},
        {"compression": c.Root(exponent=0.5)},
        {"post": (p.Dct(n_coefficients=13),)},
        {"post": (p.PerFeature(),)},
        {"post": (p.Affine(scale=0.0, offset=1.0),)},
    ],
)
def test_what_is_no_level_has_no_decibels(change: dict[str, object]) -> None:
    """Cepstra, roots and what is divided by its own deviation have no dB."""
    front_end = replace(POWER, **change)  # type: ignore[arg-type]

    assert in_decibels(front_end, np.ones((front_end.n_features, 3))) is None
