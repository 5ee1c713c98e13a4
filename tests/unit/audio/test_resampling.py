"""``resample``: length, time, identity and limits."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from melgram import errors
from melgram.audio import resample


@pytest.mark.parametrize(
    ("from_rate", "to_rate"),
    [(44_100, 16_000), (16_000, 48_000), (48_000, 16_000), (65_537, 44_100), (96_000, 8_000)],
)
@pytest.mark.parametrize("n_samples", [0, 1, 2, 159, 16_000])
def test_length(from_rate, to_rate, n_samples):
    """The length is n * to / from, rounded half up."""
    samples = np.zeros(n_samples, np.float32)
    n_out = resample(samples, from_rate=from_rate, to_rate=to_rate).shape[0]
    assert n_out == int(np.floor(n_samples * to_rate / from_rate + 0.5))


def test_time_does_not_shift():
    """A tone at another rate is the same tone, in the same place, to 100 dB inside."""
    times = np.arange(44_100) / 44_100
    tone = np.sin(2 * np.pi * 440 * times).astype(np.float32)
    out = resample(tone, from_rate=44_100, to_rate=16_000)
    expected = np.sin(2 * np.pi * 440 * np.arange(16_000) / 16_000)
    assert np.abs(out - expected)[500:-500].max() < 1e-5


def test_what_is_above_the_new_nyquist_is_gone():
    """A tone of 10 kHz leaves nothing at 16 kHz; soxr's stop band is below -120 dB."""
    tone = np.sin(2 * np.pi * 10_000 * np.arange(44_100) / 44_100)
    out = resample(tone, from_rate=44_100, to_rate=16_000)
    assert np.abs(out)[500:-500].max() < 1e-6


def test_identity_returns_the_input():
    """Equal rates give the very same array."""
    samples = np.zeros(10, np.float32)
    assert resample(samples, from_rate=16_000, to_rate=16_000) is samples


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_leading_axes_are_free(dtype):
    """Every row is resampled as if it were alone, to the bit, and keeps its type."""
    rows = np.random.default_rng(0).normal(size=(2, 3, 4_410)).astype(dtype)
    out = resample(rows, from_rate=44_100, to_rate=16_000)
    assert (out.shape, out.dtype) == ((2, 3, 1_600), dtype)
    for index in np.ndindex(2, 3):
        assert_array_equal(out[index], resample(rows[index], from_rate=44_100, to_rate=16_000))


@pytest.mark.parametrize(
    ("rates", "match"),
    [
        ({"from_rate": 1, "to_rate": 16_000}, "from_rate=1 must be an integer from 100"),
        ({"from_rate": 16_000, "to_rate": 2**31}, "to_rate=2147483648 must be"),
        ({"from_rate": 16_000.0, "to_rate": 8_000}, "from_rate=16000.0 must be an integer"),
        ({"from_rate": 100, "to_rate": 768_000}, "factor of 7680; the limit is 1000"),
    ],
)
def test_absurd_rates(rates, match):
    """A rate or ratio that only a damaged header has is refused, not computed."""
    with pytest.raises(errors.SignalError, match=match):
        resample(np.zeros(10, np.float32), **rates)


@pytest.mark.parametrize("samples", [np.zeros(10, np.int16), np.float32(1), np.zeros(4, complex)])
def test_types(samples):
    """Integers have no known scale and are refused, as are complex numbers and scalars."""
    with pytest.raises(errors.SignalError, match="must be float32 or float64"):
        resample(samples, from_rate=16_000, to_rate=8_000)
