"""Pixels hold the mean power of what they cover, whatever the unit and the sizes."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from melgram.picture.resizing import LEVELS, area_mean, decibels, parts

UNITS = {
    "power": lambda power: power,
    "magnitude": np.sqrt,
    "dB": lambda power: 10 * np.log10(power),
    "ln power": np.log,
    "log10 power": np.log10,
    "ln magnitude": lambda power: np.log(np.sqrt(power)),
    "log10 magnitude": lambda power: np.log10(np.sqrt(power)),
}


def noise(shape: tuple[int, int]) -> np.ndarray:
    """Return positive numbers of many magnitudes."""
    return 10.0 ** np.random.default_rng(0).uniform(-8, 2, shape)


def plain_mean(values: np.ndarray, *, first: float, last: float, size: int) -> np.ndarray:
    """Return the means of equal parts of each row, one addend after the other."""
    edges = np.linspace(first, last, size + 1)
    total = np.zeros((len(values), size))
    for part, (low, high) in enumerate(pairwise(edges)):
        for cell in range(int(np.floor(low)), int(np.ceil(high))):
            share = max(min(high, cell + 1) - max(low, cell), 0.0) / (high - low)
            total[:, part] += share * values[:, min(max(cell, 0), values.shape[1] - 1)]
    return total


@given(
    shape=st.tuples(st.integers(1, 20), st.integers(1, 40)),
    size=st.tuples(st.integers(1, 50), st.integers(1, 50)),
    span=st.tuples(st.floats(-5, 5), st.floats(6, 50)),
)
def test_all_pixels_at_once_have_the_bits_of_one_after_the_other(shape, size, span) -> None:
    """Rows and columns are resized together as each number would be alone."""
    decades = np.log10(noise(shape)).astype(np.float32)

    found = decibels(decades, unit="log10 power", span=span, size=size)

    power = np.exp(decades.astype(np.float64) * math.log(10.0))
    columns = plain_mean(power, first=span[0], last=span[1], size=size[0])
    means = plain_mean(columns.T, first=0.0, last=float(shape[0]), size=size[1]).T
    assert np.array_equal(found, 10.0 * np.log10(means))


@given(
    shape=st.tuples(st.integers(1, 40), st.integers(1, 40)),
    size=st.tuples(st.integers(1, 50), st.integers(1, 50)),
)
def test_the_mean_power_survives_any_change_of_size(shape, size) -> None:
    """Enlarged or reduced, a picture has the mean power of what it shows."""
    power = noise(shape)

    resized = decibels(power, unit="power", span=(0, shape[1]), size=size)

    assert resized.shape == size[::-1]
    assert np.mean(10 ** (resized / 10)) == pytest.approx(power.mean(), rel=1e-9)


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_of_level_is_averaged_as_power(unit) -> None:
    """The same sound in another unit gives the same decibels."""
    power = noise((13, 31))

    expected = decibels(power, unit="power", span=(0, 31), size=(7, 29))
    found = decibels(UNITS[unit](power), unit=unit, span=(0, 31), size=(7, 29))

    np.testing.assert_allclose(found, expected, atol=1e-9)


def test_the_units_above_are_all_units_of_level() -> None:
    """No unit of level is left out of the test before this one."""
    assert set(UNITS) | {"dBFS", "dB SPL"} == set(LEVELS)


def test_the_same_size_changes_nothing() -> None:
    """A picture with a pixel for each value holds the values."""
    values = np.random.default_rng(0).uniform(-80, 0, (8, 12))

    np.testing.assert_allclose(
        decibels(values, unit="dB", span=(0, 12), size=(12, 8)), values, atol=1e-9
    )


def test_pixels_share_the_values_that_they_split() -> None:
    """A value under two pixels counts in each by the part that is covered."""
    means = area_mean(np.array([[0.0], [6.0], [0.0]]), parts(0.5, 2.5, 3))

    np.testing.assert_allclose(means[:, 0], [1.5, 6.0, 1.5])


def test_beyond_the_ends_the_outermost_value_goes_on() -> None:
    """A stretch that begins before the first frame shows the first frame there."""
    means = area_mean(np.array([[1.0], [2.0]]), parts(-2.0, 4.0, 6))

    assert means[:, 0].tolist() == [1.0, 1.0, 1.0, 2.0, 2.0, 2.0]


def test_what_is_no_level_is_averaged_as_it_is() -> None:
    """Coefficients may be negative and have no decibels."""
    found = decibels(np.array([[-4.0, 2.0]]), unit="coefficient", span=(0, 2), size=(1, 1))

    assert found.tolist() == [[-1.0]]


def test_a_pixel_does_not_know_its_neighbors() -> None:
    """A loud frame changes only the pixels that cover it, not one bit of the others."""
    values = noise((4, 100))
    loud = values.copy()
    loud[:, 90] = 1e12

    one, other = (decibels(v, unit="power", span=(0, 100), size=(33, 9)) for v in (values, loud))

    assert np.array_equal(one[:, :29], other[:, :29])
