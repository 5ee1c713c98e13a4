"""Torture, part F: samples that are no usable numbers."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from melgram import errors
from melgram.audio import decode


def _float_wav(wav, values, channels=1):
    return wav(data=np.asarray(values, "<f4").tobytes(), tag=3, bits=32, channels=channels)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_one_bad_sample_is_named(read, wav, warnings_of, bad):
    """F1. NaN and infinity are refused with place and count, or set to zero when asked for."""
    values = np.full(1_000, 0.25, np.float32)
    values[[300, 700]] = bad
    data = _float_wav(wav, values)
    with pytest.raises(errors.NonFiniteSamples, match=r"2 samples .* the first at sample 300"):
        read(data)
    waveform = read(data, nonfinite="zero")
    values[[300, 700]] = 0
    assert_array_equal(waveform.samples, values)
    assert "set to zero" in warnings_of(waveform)


def test_the_place_counts_from_the_beginning(wav):
    """F1. In a window, the place of a bad sample is the one in the recording."""
    values = np.zeros(16_000, np.float32)
    values[9_000] = np.nan
    with pytest.raises(errors.NonFiniteSamples, match=r"the first at sample 9000 \(0.5625 s\)"):
        decode(_float_wav(wav, values), offset=0.5)
    decode(_float_wav(wav, values), offset=0.6)


def test_all_bad(wav):
    """F1. Nothing but NaN is counted in full."""
    with pytest.raises(errors.NonFiniteSamples, match="50 samples are NaN"):
        decode(_float_wav(wav, np.full(50, np.nan)))


@pytest.mark.parametrize("value", [1e30, 3e38, 1e-42, -0.0])
def test_extreme_but_finite(read, wav, value):
    """F2, F3. Huge and denormal floats come as they are."""
    values = np.full(100, value, np.float32)
    assert_array_equal(read(_float_wav(wav, values)).samples, values)


def test_doubles_beyond_float32(wav):
    """F2. A double that overflows float32 is not finite, and no NumPy warning escapes."""
    data = wav(data=np.array([0.0, 1e300], "<f8").tobytes(), tag=3, bits=64)
    with pytest.raises(errors.NonFiniteSamples, match="the first at sample 1"):
        decode(data)


def test_opposite_channels(wav):
    """F11. The mean of a channel and its negative is silence; NaN in one channel is found."""
    left = np.linspace(-1, 1, 500, dtype=np.float32)
    data = _float_wav(wav, np.stack([left, -left], 1), channels=2)
    assert_array_equal(decode(data).samples, np.zeros(500))
    planes = np.stack([left, left], 1)
    planes[123, 1] = np.nan
    data = _float_wav(wav, planes, channels=2)
    for rule in ("mean", "per_channel"):
        with pytest.raises(errors.NonFiniteSamples, match=r"1 sample is .* sample 123"):
            decode(data, channels=rule)
    assert_array_equal(decode(data, channels="first").samples, left)


def test_overflow_of_the_mean(wav):
    """F2, F11. A mean that overflows is found as not finite."""
    data = _float_wav(wav, np.full((10, 2), 3e38), channels=2)
    with pytest.raises(errors.NonFiniteSamples, match="10 samples"):
        decode(data)
