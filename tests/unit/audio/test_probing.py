"""``probe``: the same counts as ``decode``, without decoding."""

from __future__ import annotations

import json

import pytest

from melgram import errors
from melgram.audio import decode, probe


@pytest.mark.parametrize(
    ("form", "container", "codec", "bit_depth"),
    [
        (("WAV", "PCM_16"), "wav", "pcm_s16le", 16),
        (("WAV", "PCM_24"), "wav", "pcm_s24le", 24),
        (("WAV", "FLOAT"), "wav", "pcm_f32le", 32),
        (("W64", "PCM_16"), "w64", "pcm_s16le", 16),
        (("RF64", "PCM_16"), "rf64", "pcm_s16le", 16),
        (("AIFF", "PCM_24"), "aiff", "pcm_s24be", 24),
        (("AU", "PCM_16"), "au", "pcm_s16be", 16),
        (("CAF", "FLOAT"), "caf", "pcm_f32be", 32),
        (("FLAC", "PCM_24"), "flac", "flac", 24),
        (("MP3",), "mp3", "mp3", None),
        (("OGG", "VORBIS"), "ogg", "vorbis", None),
        (("OGG", "OPUS"), "ogg", "opus", None),
        (("NIST", "PCM_16"), "nist", "pcm_s16le", 16),
    ],
)
def test_facts(speech, write, tmp_path, form, container, codec, bit_depth):
    """Container, codec, bits and length are told, and agree with what is decoded."""
    path = tmp_path / "speech.xyz"
    path.write_bytes(write(speech, *form))
    info, waveform = probe(path), decode(path)
    assert (info.container, info.codec) == (container, codec)
    assert info.bit_depth == bit_depth
    assert info.path == str(path)
    assert info.size_bytes == path.stat().st_size
    assert (info.sample_rate, info.channels) == (waveform.sample_rate, 1)
    assert info.warnings == ()
    assert info.duration_source == "header"
    assert (info.n_samples, info.duration) == (waveform.samples.shape[0], 2.6)
    assert (waveform.report.container, waveform.report.codec) == (container, codec)
    assert json.loads(json.dumps(info.to_dict()))["duration"] == 2.6


def test_m4a(m4a):
    """The length of an M4A is the one that its container states, without padding."""
    info = probe(m4a)
    assert (info.codec, info.n_samples, info.duration_source) == ("aac", 41_600, "header")


def test_truncated_is_described(speech, write):
    """A recording that is cut is described by what is there, with a warning."""
    info = probe(write(speech, "WAV", "PCM_16")[:-20_000])
    assert info.n_samples == 31_600
    assert info.warnings == ("declared 41600 samples, got 31600",)


def test_what_is_no_recording():
    """Probing something else is the same error as decoding it."""
    with pytest.raises(errors.UnrecognisedFormat, match="looks like HTML"):
        probe(b"<html></html>")
