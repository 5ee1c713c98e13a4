"""The waveform strip: extremes survive, the core is the RMS, and time is the plot's."""

from __future__ import annotations

import numpy as np
import pytest

from melgram.errors import NonFiniteSamples, SignalError
from melgram.picture import wave


def test_a_single_sample_survives_in_an_hour(make_waveform) -> None:
    """One click of one sample reaches the upper edge of its column and no other."""
    samples = np.zeros(3_600 * 1_000, dtype=np.float32)
    samples[1_800_500] = 1.0
    drawn = wave.drawn(
        make_waveform(samples=samples, sample_rate=1_000), start=0, stop=3_600, width=900, height=51
    )

    assert np.flatnonzero(drawn.envelope[0]).tolist() == [450]
    assert drawn.limit == 1.0


def test_the_core_is_the_rms(make_waveform) -> None:
    """A sine of full scale fills the strip, and its core 0.707 of it."""
    samples = np.sin(np.arange(160_000) * 0.3).astype(np.float32)
    drawn = wave.drawn(
        make_waveform(samples=samples, sample_rate=16_000), start=0, stop=10, width=100, height=200
    )

    assert drawn.envelope.sum(axis=0) == pytest.approx(200, abs=1)
    assert drawn.core.sum(axis=0) == pytest.approx(200 * 0.7071, abs=1)


def test_channels_are_drawn_over_one_another(make_waveform) -> None:
    """The envelope of two channels is the union of theirs."""
    stereo = np.stack([np.full(1_000, 0.5), np.full(1_000, -0.5)]).astype(np.float32)
    drawn = wave.drawn(
        make_waveform(samples=stereo, sample_rate=1_000), start=0, stop=1, width=10, height=100
    )

    assert drawn.limit == 0.5
    assert drawn.envelope == pytest.approx(np.ones((100, 10)))


def test_nothing_is_drawn_where_there_is_no_sound(make_waveform) -> None:
    """Beyond the ends of the recording the strip is blank."""
    drawn = wave.drawn(
        make_waveform(samples=np.ones(1_000, np.float32), sample_rate=1_000),
        start=-1,
        stop=3,
        width=40,
        height=20,
    )

    assert np.flatnonzero(drawn.envelope.any(axis=0)).tolist() == list(range(10, 20))


def test_few_samples_are_joined_by_a_line(make_waveform) -> None:
    """Zoomed in on single samples, the curve has no gap from column to column."""
    samples = np.array([0.0, 1.0, -1.0, 0.5], dtype=np.float32)
    drawn = wave.drawn(
        make_waveform(samples=samples, sample_rate=4), start=0, stop=0.75, width=60, height=80
    )

    inked = drawn.envelope > 0.4
    wider = inked | np.roll(inked, 1, axis=0) | np.roll(inked, -1, axis=0)
    touching = inked[:, 1:] & wider[:, :-1]
    assert touching.any(axis=0).all()


def test_integers_are_scaled_to_full_scale(make_waveform) -> None:
    """Half of the range of int16 is 0.5, and its squares do not overflow."""
    samples = np.tile([16_384, -16_384], 500).astype(np.int16)
    drawn = wave.drawn(
        make_waveform(samples=samples, sample_rate=1_000), start=0, stop=1, width=10, height=100
    )

    assert drawn.limit == 0.5
    assert drawn.core.sum(axis=0) == pytest.approx(100, abs=1)


def test_blocks_do_not_change_the_power() -> None:
    """The mean power of a column is that of its samples, in whatever block it falls."""
    samples = np.random.default_rng(0).normal(size=10_000)
    starts = np.arange(200) * 50
    power = wave._mean_power(samples, starts)

    assert power == pytest.approx((samples.reshape(200, 50) ** 2).mean(axis=1))


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros((1, 2, 3))])
def test_a_shape_that_is_no_waveform_is_refused(samples, make_waveform) -> None:
    """No samples, or more than two axes, cannot be drawn."""
    with pytest.raises(SignalError, match=r"must be \(n,\) or \(n_channels, n\)"):
        wave.drawn(
            make_waveform(samples=samples, sample_rate=1), start=0, stop=1, width=9, height=9
        )


def test_nan_samples_are_refused(make_waveform) -> None:
    """A NaN has no height."""
    with pytest.raises(NonFiniteSamples, match="holds NaN or infinity"):
        wave.drawn(
            make_waveform(samples=np.full(9, np.nan), sample_rate=9),
            start=0,
            stop=1,
            width=9,
            height=9,
        )
