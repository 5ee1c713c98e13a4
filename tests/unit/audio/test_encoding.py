"""Samples become a recording that decodes to them again."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from melgram.audio import decode, probe
from melgram.audio.encoding import encode
from melgram.errors import SignalError

HALF_STEP = 0.5 / 32_768


def test_flac_gives_the_samples_back(speech: npt.NDArray[np.float32]) -> None:
    """FLAC keeps 16-bit samples exactly, and the rate."""
    waveform = decode(encode(speech, sample_rate=16_000, encoding="flac"))

    assert waveform.sample_rate == 16_000
    assert np.abs(waveform.samples - speech).max() <= HALF_STEP


def test_vorbis_is_smaller_and_as_long(speech: npt.NDArray[np.float32]) -> None:
    """Ogg Vorbis keeps the length and takes less room than FLAC."""
    content = encode(speech, sample_rate=16_000, encoding="ogg")

    assert (probe(content).codec, probe(content).n_samples) == ("vorbis", len(speech))
    assert len(content) < len(encode(speech, sample_rate=16_000, encoding="flac"))


def test_what_is_too_loud_is_clipped() -> None:
    """Samples beyond full scale do not wrap around."""
    decoded = decode(encode(np.full(800, 1.5, np.float32), sample_rate=8000, encoding="flac"))

    assert decoded.samples.min() > 0.999


def test_a_rate_that_the_encoder_refuses_is_named() -> None:
    """The error names the rate and the format."""
    with pytest.raises(SignalError, match=r"sample_rate=700000 cannot be written as FLAC"):
        encode(np.zeros(10, np.float32), sample_rate=700_000, encoding="flac")
