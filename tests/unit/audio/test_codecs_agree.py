"""One recording, many containers: the same samples, or at least the same length."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from melgram.audio import decode, probe

LOSSLESS = [
    ("WAV", "PCM_16"),
    ("WAV", "PCM_24"),
    ("WAV", "PCM_32"),
    ("WAV", "FLOAT"),
    ("WAV", "DOUBLE"),
    ("WAVEX", "PCM_16"),
    ("RF64", "PCM_16"),
    ("W64", "PCM_16"),
    ("AIFF", "PCM_16"),
    ("AIFF", "PCM_24"),
    ("AIFF", "FLOAT"),
    ("AU", "PCM_16"),
    ("AU", "PCM_24"),
    ("AU", "FLOAT"),
    ("CAF", "PCM_16"),
    ("CAF", "PCM_24"),
    ("CAF", "FLOAT"),
    ("CAF", "ALAC_16"),
    ("FLAC", "PCM_16"),
    ("FLAC", "PCM_24"),
    ("NIST", "PCM_16"),
]


@pytest.mark.parametrize(("form", "subtype"), LOSSLESS)
def test_lossless_containers_give_equal_bits(speech, write, form, subtype):
    """The speech, which has 16 bits, comes out of every lossless container bit for bit."""
    waveform = decode(write(speech, form, subtype))
    assert waveform.sample_rate == 16_000
    assert waveform.samples.dtype == np.float32
    assert_array_equal(waveform.samples, speech)


@pytest.mark.parametrize(
    ("name", "correlation"), [("mp3", 0.99), ("vorbis", 0.98), ("opus", 0.9), ("m4a", 0.98)]
)
def test_lossy_codecs_give_the_same_length(speech, write, m4a, name, correlation):
    """MP3, Vorbis, Opus and AAC have the length of the WAV, and the sound in the same place."""
    data = {
        "mp3": lambda: write(speech, "MP3"),
        "vorbis": lambda: write(speech, "OGG", "VORBIS"),
        "opus": lambda: write(speech, "OGG", "OPUS"),
        "m4a": lambda: m4a,
    }[name]()
    waveform = decode(data, sample_rate=16_000)
    assert waveform.samples.shape == speech.shape
    lags = [np.corrcoef(np.roll(waveform.samples, lag), speech)[0, 1] for lag in range(-3, 4)]
    assert lags[3] > correlation
    assert abs(int(np.argmax(lags)) - 3) <= 1


@pytest.mark.parametrize(
    "command",
    [
        ("lame", "lame", "--quiet", "-V4", "in.wav", "out"),
        ("lame", "lame", "--quiet", "-b", "64", "in.wav", "out"),
        ("opus-tools", "opusenc", "--quiet", "in.wav", "out"),
        ("vorbis-tools", "oggenc", "-Q", "in.wav", "-o", "out"),
        ("flac", "flac", "-s", "-f", "in.wav", "-o", "out"),
        ("flac", "flac", "-s", "-f", "--ogg", "in.wav", "-o", "out"),
        ("ffmpeg", "ffmpeg", "-v", "error", "-i", "in.wav", "-f", "ipod", "out"),
        ("ffmpeg", "ffmpeg", "-v", "error", "-i", "in.wav", "-f", "mp3", "out"),
        ("ffmpeg", "ffmpeg", "-v", "error", "-i", "in.wav", "-f", "flac", "out"),
    ],
    ids=lambda command: "-".join(command[1:4]),
)
def test_other_encoders_give_the_same_length(speech, by_program, command):
    """Files by the codecs' own programs have the length of the WAV, and no warning of damage."""
    data = by_program(*command)
    waveform = decode(data, sample_rate=16_000)
    assert waveform.samples.shape == speech.shape
    assert probe(data).duration == pytest.approx(2.6, abs=1e-9)


def test_a_wav_from_a_pipe(speech, by_program):
    """FFmpeg's WAV through a pipe states no sizes, and is complete all the same."""
    shell = "ffmpeg -v error -i in.wav -f wav pipe:1 > out"
    data = by_program("ffmpeg", "sh", "-c", shell)
    assert data[4:8] == b"\xff" * 4
    waveform = decode(data)
    assert_array_equal(waveform.samples, speech)
    assert waveform.report.declared_samples is None
