"""Many values in one pixel: nothing is dropped, and a mean is one of power."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from melgram.errors import PictureError
from melgram.picture import pooling, render


@pytest.mark.parametrize(
    ("unit", "zero", "per_decade"),
    [("dB", 0.0, 10.0), ("ln power", 0.0, np.log(10)), ("log10 magnitude", 0.0, 0.5)],
)
def test_the_mean_of_levels_is_that_of_power(unit, zero, per_decade) -> None:
    """Nine frames of nothing and one at 0 dB are -10 dB, in whatever logarithm."""
    values = np.array([[-np.inf] * 9 + [zero]])
    mean = pooling.reduced(values, size=1, axis=1, pool="mean", unit=unit)

    assert mean[0, 0] == pytest.approx(-per_decade)


def test_the_mean_of_magnitudes_is_that_of_their_squares() -> None:
    """Magnitudes 1 and 7 have the mean power 25; coefficients are averaged as they are."""
    values = np.array([[1.0, 7.0]])

    assert pooling.reduced(values, size=1, axis=1, pool="mean", unit="magnitude") == 5.0
    assert pooling.reduced(values, size=1, axis=1, pool="mean", unit="power") == 4.0
    assert pooling.reduced(values, size=1, axis=1, pool="mean", unit="coefficient") == 4.0


@given(n_frames=st.integers(1, 400), size=st.integers(1, 60), seed=st.integers(0, 9))
def test_the_mean_drops_no_frame(n_frames, size, seed) -> None:
    """Weighted by how many frames each pixel holds, the pixels have the energy of all."""
    power = np.random.default_rng(seed).uniform(size=(1, n_frames))
    mean = pooling.reduced(power, size=size, axis=1, pool="mean", unit="power")

    borders = np.arange(mean.shape[1] + 1) * n_frames // mean.shape[1]
    assert (mean[0] * np.diff(borders)).sum() == pytest.approx(power.sum())


def test_a_long_recording_is_pooled_as_asked(make_mel, read_png) -> None:
    """One loud frame in a hundred: the maximum shows it in full, the mean 20 dB lower."""
    mel = make_mel(np.full((4, 100_000), -200.0))
    mel.data[:, ::100] = 0.0
    shown = {
        pool: read_png(render(mel, pool=pool, db_range=(-231.0, 0.0))).plotted
        for pool in ("max", "mean")
    }

    assert np.unique(shown["max"]).tolist() == [231]
    assert np.unique(shown["mean"]).tolist() == [211]


@given(st.lists(st.floats(0.05, 30.0), min_size=1, max_size=60), st.integers(1, 50))
def test_no_row_on_an_uneven_axis_is_dropped(heights, size) -> None:
    """Rows of any height: each is seen in the pixel of its middle, none is invented."""
    edges = np.concatenate([[0.0], np.cumsum(heights)])
    edges *= size / edges[-1]
    values = np.arange(1.0, len(heights) + 1)[:, None]
    out = pooling.placed(values, edges=edges, size=size, pool="max", unit="dB")

    middles = np.minimum(((edges[:-1] + edges[1:]) / 2).astype(int), size - 1)
    assert out.shape == (size, 1)
    assert np.isin(out, values).all()
    assert (out[middles, 0] >= values[:, 0]).all()


def test_an_unknown_way_is_refused(make_mel) -> None:
    """There are two ways to pool; the nearest is named."""
    with pytest.raises(PictureError, match=r"pool='maen' must be one of .* mean\. Did you mean"):
        render(make_mel(np.zeros((4, 9))), pool="maen")
