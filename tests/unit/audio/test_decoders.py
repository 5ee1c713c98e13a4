"""The order of decoders, and what happens when one is missing, slow or wrong."""

from __future__ import annotations

import stat
import sys
import time

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from melgram import errors
from melgram.audio import decode, probe, via_ffmpeg, via_soundfile
from melgram.audio.stream import DecoderFailed


@pytest.fixture
def no_av(monkeypatch):
    """Make ``import av`` fail, as where the extra is not installed."""
    monkeypatch.setitem(sys.modules, "av", None)


@pytest.fixture
def no_ffmpeg(monkeypatch, tmp_path):
    """Leave no program on the PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.usefixtures("no_av", "no_ffmpeg")
def test_missing_extra_is_named(m4a, tmp_path):
    """Without PyAV and ffmpeg, an M4A names the extra that reads it."""
    path = tmp_path / "speech.m4a"
    path.write_bytes(m4a)
    for function in (decode, probe):
        with pytest.raises(errors.UnsupportedCodec, match=r'pip install "melgram\[av\]"') as caught:
            function(path)
        assert str(caught.value).startswith(f"{path}: no installed decoder reads it [mp4, aac]")


@pytest.mark.usefixtures("no_av", "no_ffmpeg")
def test_core_formats_need_no_extra(speech, write):
    """WAV, FLAC, MP3, Vorbis and Opus are read by the core installation."""
    for form in (
        ("WAV", "PCM_16"),
        ("FLAC", "PCM_16"),
        ("MP3",),
        ("OGG", "VORBIS"),
        ("OGG", "OPUS"),
    ):
        assert decode(write(speech, *form), sample_rate=16_000).samples.shape == speech.shape


@pytest.mark.usefixtures("no_av")
def test_ffmpeg_is_the_last_resort(m4a, speech):
    """Without PyAV the ffmpeg program decodes, to the same length and nearly the same samples."""
    waveform = decode(m4a)
    assert waveform.report.decoder.startswith("ffmpeg (")
    assert waveform.samples.shape == speech.shape
    sys.modules.pop("av")
    assert_allclose(waveform.samples, decode(m4a).samples, atol=1e-4)


@pytest.mark.usefixtures("no_av")
def test_ffmpeg_that_fails(m4a):
    """What ffmpeg complains about is in the message."""
    data = bytearray(m4a)
    at = data.index(b"stsz") + 12
    data[at : at + 4] = b"\xff" * 4
    with pytest.raises(errors.AudioError, match="ffmpeg"):
        decode(bytes(data))


def _program(folder, body):
    path = folder / "ffmpeg"
    path.write_text(f"#!{sys.executable}\nimport sys, time\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.mark.usefixtures("no_av", "no_ffmpeg")
def test_ffmpeg_that_never_ends(m4a, tmp_path, monkeypatch):
    """A program that hangs is ended at its time limit."""
    _program(tmp_path, "time.sleep(60)")
    monkeypatch.setattr(via_ffmpeg, "TIMEOUT_S", 0.5)
    began = time.perf_counter()
    with pytest.raises(errors.DecoderTimeout, match="did not end within"):
        decode(m4a)
    assert time.perf_counter() - began < 5


@pytest.mark.usefixtures("no_av", "no_ffmpeg")
def test_ffmpeg_that_complains_for_ever(m4a, tmp_path):
    """A flood on stderr does not block the child, and its last line is reported."""
    _program(tmp_path, "sys.stderr.write('noise\\n' * 200_000 + 'the end\\n'); sys.exit(1)")
    with pytest.raises(errors.UnsupportedCodec, match="ffmpeg: the end"):
        decode(m4a)


def test_a_decoder_that_stops_early_is_not_believed(speech, write, monkeypatch):
    """If libsndfile falls silent before the counted end, the next decoder is asked."""
    data = write(speech, "FLAC", "PCM_16")
    original = via_soundfile._read

    def short(*arguments):
        for block in original(*arguments):
            yield block[:20_000]
            return

    monkeypatch.setattr(via_soundfile, "_read", short)
    waveform = decode(data)
    assert waveform.report.decoder.startswith("PyAV")
    assert_array_equal(waveform.samples, speech)


def test_no_decoder_gives_all(speech, write, monkeypatch):
    """If no decoder gives all samples, that is an error; partial=True returns the longest."""
    data = write(speech, "MP3")
    original = via_soundfile._read

    def short(*arguments):
        for block in original(*arguments):
            yield block[:20_000]
            message = "libsndfile: broke off"
            raise DecoderFailed(message)

    monkeypatch.setattr(via_soundfile, "_read", short)
    monkeypatch.setitem(sys.modules, "av", None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(errors.CorruptInput, match="broke off, after 20000 samples"):
        decode(data)
    waveform = decode(data, partial=True)
    assert waveform.samples.shape == (20_000,)
    assert "after 20000 samples" in waveform.report.warnings[-1]


@pytest.mark.usefixtures("no_av", "no_ffmpeg")
def test_wrong_samples_are_not_returned(speech, write, monkeypatch):
    """If a decoder returns wrong samples of a FLAC, the MD5 sum finds it."""
    original = via_soundfile._read

    def wrong(*arguments):
        for block in original(*arguments):
            block[100] += np.float32(2**-15)
            yield block

    monkeypatch.setattr(via_soundfile, "_read", wrong)
    with pytest.raises(errors.CorruptInput, match="MD5"):
        decode(write(speech, "FLAC", "PCM_16"))
