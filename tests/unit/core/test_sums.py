"""Sums and statistics that do not depend on how the clip was cut."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from melgram.dsp import condition, normalise, sums

cuts = st.lists(st.integers(0, 9_000), max_size=6)


def pieces_of(x: np.ndarray, lengths: list[int]) -> list[np.ndarray]:
    """Cut along the last axis."""
    return np.split(x, np.minimum(np.cumsum(lengths, dtype=int), x.shape[-1]), axis=-1)


@given(lengths=cuts, n_valid=st.integers(0, 9_000))
@settings(max_examples=50)
def test_statistics_of_pieces_are_those_of_the_whole(lengths: list[int], n_valid: int) -> None:
    """Mean, variance and maximum have the same bits for every cut, also of transposed memory."""
    x = np.random.default_rng(0).normal(size=(3, 9_000))
    cut = [np.asfortranarray(piece) for piece in pieces_of(x, lengths)]
    for statistic in (normalise.mean, normalise.maximum):
        np.testing.assert_array_equal(
            statistic(cut, n_valid=n_valid), statistic([x], n_valid=n_valid)
        )
    center = np.zeros((3, 1))
    np.testing.assert_array_equal(
        normalise.variance(cut, n_valid=n_valid, ddof=1, center=center),
        normalise.variance([x], n_valid=n_valid, ddof=1, center=center),
    )
    np.testing.assert_array_equal(
        normalise.mean_of_all(cut, n_valid=n_valid, n_features=3),
        normalise.mean_of_all([x], n_valid=n_valid, n_features=3),
    )


@given(lengths=st.lists(st.integers(0, 100_000), max_size=4))
@settings(max_examples=25)
def test_statistics_of_a_signal_in_pieces(lengths: list[int]) -> None:
    """Mean, mean square and extremes of a signal have the same bits for every cut."""
    x = np.random.default_rng(0).normal(size=200_000)
    cut = pieces_of(x, lengths)
    for statistic in (condition.mean, condition.mean_square):
        np.testing.assert_array_equal(
            statistic(cut, n_samples=x.size), statistic([x], n_samples=x.size)
        )
    assert condition.extremes(cut) == (x.min(), x.max())


@pytest.mark.parametrize("n", [0, 1, 4_095, 4_096, 4_097, 20_000])
def test_mean_is_the_mean(n: int) -> None:
    """Adding by blocks is as near to the exact mean as NumPy's own sum."""
    x = np.random.default_rng(0).normal(size=(2, n))
    exact = np.array([[float(np.sum(row.astype(np.longdouble)))] for row in x]) / max(n, 1)
    np.testing.assert_allclose(normalise.mean([x], n_valid=n), exact, atol=1e-15)


def test_blocks_are_counted_from_the_first_frame() -> None:
    """Blocks have the fixed length whatever the pieces, and are contiguous."""
    x = np.arange(20.0).reshape(2, 10)
    found = list(sums.blocks([x[:, :1], x[:, 1:1], x[:, 1:9], x[:, 9:]], size=4))
    assert [block.shape[-1] for block in found] == [4, 4, 2]
    assert all(block.flags.c_contiguous for block in found)
    np.testing.assert_array_equal(np.concatenate(found, axis=-1), x)
