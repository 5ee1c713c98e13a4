"""Values to colors: the range, the pooling, and the tables."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from melgram.errors import NonFiniteSamples, PictureError
from melgram.picture import palette, palettes, pooling, scale
from melgram.picture.canvas import page_palette


def range_of(values, unit="dB", db_range=None) -> tuple[float, float]:
    chosen = scale.value_scale(np.asarray(values), unit=unit, label="", db_range=db_range)
    return chosen.low, chosen.high


@given(n_entries=st.integers(1, 300), size=st.integers(1, 100), seed=st.integers(0, 99))
def test_pooling_keeps_every_maximum_and_every_entry(n_entries, size, seed) -> None:
    """No entry is dropped when there are many, and none is invented when there are few."""
    data = np.random.default_rng(seed).normal(size=(1, n_entries))
    pooled = pooling.pooled(data, size=size, axis=1)

    assert pooled.shape == (1, size)
    assert np.isin(pooled, data).all()
    assert pooled.max() == data.max()
    if n_entries <= size:
        assert np.isin(data, pooled).all()
    for index, value in enumerate(data[0]):  # the pixel of an entry is at least as bright
        pixel = min(size - 1, int((index + 0.5) / n_entries * size))
        assert pooled[0, max(0, pixel - 1) : pixel + 2].max() >= value


def test_decibels_span_80_below_the_rounded_maximum() -> None:
    """The top is the next multiple of 5, the bottom 80 dB lower."""
    assert range_of([-100.0, -12.3]) == (-90.0, -10.0)
    assert range_of([-100.0, 0.0]) == (-80.0, 0.0)


def test_constant_data_are_the_floor_of_a_sane_range() -> None:
    """Silence gets the first color, and the range is not empty."""
    for unit, span in (("dB", 80.0), ("coefficient", 1.0)):
        low, high = range_of(np.full(9, -100.0), unit=unit)

        assert (low, high) == (-100.0, -100.0 + span)


def test_outliers_do_not_rule_other_units() -> None:
    """One wild coefficient does not take the colors from all the others."""
    values = np.append(np.random.default_rng(0).uniform(-1, 1, 5_000), 1e6)
    low, high = range_of(values, unit="coefficient")

    assert -1.0 <= low < -0.9
    assert 0.9 < high <= 1.0


def test_natural_logarithms_are_no_deeper_than_80_db() -> None:
    """A floor far below the signal does not take the colors from it."""
    values = np.append(np.full(1_000, -23.0), np.linspace(-10.0, 5.0, 1_000))
    low, high = range_of(values, unit="ln power")

    assert high - low == pytest.approx(8 * np.log(10))


def test_infinities_are_the_ends_of_the_range() -> None:
    """A logarithm without a floor is drawable: minus infinity is the first color."""
    values = np.array([[-np.inf, -40.0, 0.0, np.inf]], dtype=np.float32)
    shown, unit, label = scale.shown(values, unit="dB")
    chosen = scale.value_scale(shown, unit=unit, label=label, db_range=None)

    assert chosen.indices(shown)[0].tolist() == [0, 116, 231, 231]


@pytest.mark.parametrize(("unit", "decibels"), [("power", 20.0), ("magnitude", 40.0)])
def test_linear_values_are_shown_in_decibels(unit, decibels) -> None:
    """100 is 20 dB of power and 40 dB of magnitude; zero is -100 dB."""
    shown, name, _ = scale.shown(np.array([100.0, 0.0], dtype=np.float32), unit=unit)

    assert name == "dB"
    assert shown.tolist() == pytest.approx([decibels, -100.0])


def test_nan_is_refused() -> None:
    """A NaN has no color."""
    with pytest.raises(NonFiniteSamples, match=r"mel\.data holds NaN"):
        scale.shown(np.array([np.nan]), unit="dB")


@pytest.mark.parametrize("db_range", [(0.0, 0.0), (0.0, -80.0), (-np.inf, 0.0), (np.nan, 0.0)])
def test_an_empty_range_is_refused(db_range) -> None:
    """The range must be finite and ascend."""
    with pytest.raises(PictureError, match="must be two finite numbers, the lower first"):
        range_of([0.0, 1.0], db_range=db_range)


# SHA-256 of the 256 x 3 tables, first 12 digits, taken from matplotlib 3.11.2.
TABLES = {
    "magma": "f95197e8391d",
    "inferno": "e24e8bd38b97",
    "viridis": "18545f7c72a0",
    "cividis": "40881f40490d",
}


@pytest.mark.parametrize(("name", "digest"), TABLES.items())
def test_the_tables_are_the_published_ones(name, digest) -> None:
    """Unpacking gives the table that everybody knows by this name."""
    colors = palette.table(name)

    assert colors.shape == (256, 3)
    assert hashlib.sha256(colors.tobytes()).hexdigest()[:12] == digest


def test_all_maps_rise_evenly_in_lightness() -> None:
    """Every map goes one way in luma, so it survives gray printing."""
    for name in palettes():
        luma = palette.table(name).astype(np.float64) @ [0.299, 0.587, 0.114]
        steps = np.diff(luma if name != "gray_r" else luma[::-1])

        assert (steps > -0.9).all(), name
        assert luma.max() - luma.min() > 180, name


def test_the_page_has_white_paper_and_the_ends_of_the_map() -> None:
    """The first 232 colors are the map, the next is white, and there are 256."""
    colors = page_palette("magma")

    assert colors.shape == (256, 3)
    assert colors.dtype == np.uint8
    assert colors[0].tolist() == palette.table("magma")[0].tolist()
    assert colors[231].tolist() == palette.table("magma")[-1].tolist()
    assert colors[232].tolist() == [255, 255, 255]


def test_an_unknown_palette_is_refused_with_the_nearest() -> None:
    """A typing error is answered with the list and the likely name."""
    with pytest.raises(PictureError, match=r"palette='virdis' must be one of .*'viridis'\?"):
        palette.table("virdis")
