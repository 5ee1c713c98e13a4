"""``Waveform``: a value that checks and labels itself."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from melgram import errors
from melgram.audio import Waveform, decode


def test_it_says_what_it_is():
    """The repr states shape, rate and duration."""
    waveform = Waveform(np.zeros((2, 24_000), np.float32), 16_000)
    assert repr(waveform) == "Waveform(samples=(2, 24000), sample_rate=16000 Hz, duration=1.5 s)"
    assert (waveform.duration, waveform.n_samples) == (1.5, 24_000)


def test_nobody_can_change_it():
    """Neither the value nor its array can be written to, nor through the array it came from."""
    array = np.ones(10, np.float32)
    waveform = Waveform(array, 16_000)
    array[:] = 2
    assert waveform.samples[0] == 1
    with pytest.raises(ValueError, match="read-only"):
        waveform.samples[0] = 3
    with pytest.raises(dataclasses.FrozenInstanceError):
        waveform.sample_rate = 8_000


def test_a_read_only_view_of_a_writable_array_is_copied():
    """A read-only view protects nothing, so it is copied."""
    array = np.ones(10, np.float32)
    view = array[:]
    view.flags.writeable = False
    waveform = Waveform(view, 16_000)
    array[:] = 2
    assert waveform.samples[0] == 1


def test_decoded_samples_are_read_only_and_not_copied_again(speech, write):
    """What decode returns cannot be written to either."""
    waveform = decode(write(speech, "WAV", "PCM_16"))
    assert not waveform.samples.flags.writeable
    assert Waveform(waveform.samples, 16_000).samples is waveform.samples


@pytest.mark.parametrize("shape", [(), (2, 3, 4)])
def test_shapes(shape):
    """One or two axes, no others."""
    with pytest.raises(errors.SignalError, match=r"must be \(n_samples,\) or"):
        Waveform(np.zeros(shape, np.float32), 16_000)


@pytest.mark.parametrize("dtype", [complex, object, bool, "U1"])
def test_types(dtype):
    """Samples are real numbers."""
    with pytest.raises(errors.SignalError, match="must be a real number type"):
        Waveform(np.zeros(4, dtype), 16_000)


@pytest.mark.parametrize("rate", [0, -1, 16_000.0, True, "16000", None])
def test_rates(rate):
    """The rate is a positive integer."""
    with pytest.raises(errors.SignalError, match=r"sample_rate=.* must be a positive integer"):
        Waveform(np.zeros(4, np.float32), rate)
