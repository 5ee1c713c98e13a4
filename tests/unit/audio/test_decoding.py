"""The arguments of ``decode``: channels, windows, rates, sources, reports."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from melgram import errors
from melgram.audio import collecting, decode, pcm, resample
from melgram.audio.source import open_recording


@pytest.fixture(scope="module")
def stereo(speech):
    """Speech on the left, half of it on the right."""
    return np.stack([speech, speech / 2], axis=1)


@pytest.mark.parametrize("form", [("WAV", "FLOAT"), ("FLAC", "PCM_24"), ("OGG", "VORBIS")])
def test_channel_rules(stereo, write, form):
    """The four rules give what they say, and agree with one another."""
    data = write(stereo, *form)
    apart = decode(data, channels="per_channel").samples
    assert apart.shape == (2, len(stereo))
    assert_array_equal(decode(data, channels="first").samples, apart[0])
    assert_array_equal(decode(data).samples, (apart[0] + apart[1]) / np.float32(2))
    with pytest.raises(errors.SignalError, match="channels=2, but channels='require_mono'"):
        decode(data, channels="require_mono")


def test_mono_under_each_rule(speech, write):
    """Mono is mono; per_channel keeps the axis."""
    data = write(speech, "WAV", "PCM_16")
    for rule in ("mean", "first", "require_mono"):
        assert_array_equal(decode(data, channels=rule).samples, speech)
    assert_array_equal(decode(data, channels="per_channel").samples, speech[np.newaxis])


def test_mean_of_equal_channels_is_the_channel(speech, write):
    """Three equal channels average to themselves within one rounding."""
    mean = decode(write(np.stack([speech] * 3, 1), "WAV", "FLOAT")).samples
    np.testing.assert_allclose(mean, speech, rtol=2e-7)


@pytest.mark.parametrize(
    "form", [("WAV", "PCM_16"), ("FLAC", "PCM_16"), ("OGG", "VORBIS"), ("MP3",)]
)
@pytest.mark.parametrize(
    ("offset", "duration"), [(0, 0.5), (0.7, None), (1.00003, 0.3), (2.5, 9.0)]
)
def test_a_window_is_a_slice_of_the_whole(speech, write, form, offset, duration):
    """Any window equals the same slice of the whole, to the bit, in lossy codecs too."""
    data = write(speech, *form)
    whole = decode(data)
    start = round(offset * 16_000)
    stop = None if duration is None else start + round(duration * 16_000)
    part = decode(data, offset=offset, duration=duration)
    assert_array_equal(part.samples, whole.samples[start:stop])
    assert part.report.decoded_samples == part.samples.shape[0]
    assert any("window is cut" in text for text in part.report.warnings) == (duration == 9.0)


@pytest.mark.parametrize("form", [("WAV", "PCM_16"), ("FLAC", "PCM_16"), ("OGG", "VORBIS")])
def test_a_window_beyond_the_end(speech, write, form):
    """A window that begins at or behind the end is an error that names both."""
    for offset in (2.6, 99.0):
        with pytest.raises(errors.SignalError, match=rf"offset={offset} s is at or beyond .*2\.6"):
            decode(write(speech, *form), offset=offset)


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        ({"offset": -1.0}, "offset=-1.0 must be a finite number of seconds >= 0"),
        ({"offset": float("nan")}, "offset=nan must be"),
        ({"duration": 0.0}, "duration=0.0 must be None or finite"),
        ({"duration": float("inf")}, "duration=inf must be"),
        ({"sample_rate": 0}, "sample_rate=0 must be an integer from 100 to 768000"),
        ({"sample_rate": 16_000.5}, "sample_rate=16000.5 must be an integer"),
        ({"channels": "left"}, "channels='left' must be one of 'mean', 'first'"),
        ({"nonfinite": "skip"}, "nonfinite='skip' must be one of 'error', 'zero'"),
    ],
)
def test_arguments_are_checked(speech, write, arguments, match):
    """A wrong argument is named with its value and its rule."""
    with pytest.raises(errors.SignalError, match=match):
        decode(write(speech, "WAV", "PCM_16"), **arguments)


def test_resampling_on_the_way(speech, write):
    """sample_rate resamples what was decoded; the report keeps the recording's own rate."""
    waveform = decode(write(speech, "WAV", "PCM_16"), sample_rate=8_000)
    assert waveform.sample_rate == 8_000
    assert_array_equal(waveform.samples, resample(speech, from_rate=16_000, to_rate=8_000))
    assert (waveform.report.sample_rate, waveform.report.decoded_samples) == (16_000, len(speech))


def test_every_kind_of_source(speech, write, tmp_path):
    """Paths, bytes and file objects give the same samples; file objects stay open."""
    data = write(speech, "FLAC", "PCM_16")
    path = tmp_path / "speech.flac"
    path.write_bytes(data)
    file = io.BytesIO(data)
    file.seek(1_000)  # a seekable file is read from its beginning
    with path.open("rb") as opened:
        sources = [path, str(path), data, bytearray(data), memoryview(data), file, opened]
        for source in sources:
            assert_array_equal(decode(source).samples, speech)
        assert not opened.closed
    assert not file.closed


class OneWay(io.RawIOBase):
    """A stream that cannot seek and gives little at a time."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:
        piece = self._data.read(min(len(buffer), 1_000))
        buffer[: len(piece)] = piece
        return len(piece)


@pytest.mark.parametrize("form", [("WAV", "PCM_16"), ("FLAC", "PCM_16"), ("OGG", "VORBIS")])
def test_a_stream_that_cannot_seek(speech, write, form):
    """What cannot seek is copied first, and then is like any other source."""
    data = write(speech, *form)
    assert_array_equal(decode(OneWay(data)).samples, decode(data).samples)


def full_file(**_):
    """Return a file on a disk without room."""
    return Path("/dev/full").open("r+b")


def test_a_stream_whose_copy_has_no_room(monkeypatch):
    """A full disk under the copy of a pipe is said, with where it lies and what to do."""
    monkeypatch.setattr("melgram.audio.source._SPOOL_BYTES", 10)
    monkeypatch.setattr("tempfile.TemporaryFile", full_file)
    with pytest.raises(errors.ReadError, match=r"cannot seek, and its copy .* \(No space left"):
        decode(OneWay(bytes(1 << 20)))


def test_a_stream_without_end(monkeypatch):
    """A stream that never ends is stopped at the documented limit."""
    from melgram.audio import source

    monkeypatch.setattr(source, "MAX_STREAM_BYTES", 1 << 20)
    with pytest.raises(errors.LimitExceeded, match="at most 1048576 bytes"):
        decode(OneWay(bytes(3 << 20)))


@pytest.mark.parametrize("source", [None, 42, ["a.wav"], object()])
def test_what_is_no_source(source):
    """Anything else is refused by its type."""
    with pytest.raises(errors.ReadError, match=f"type {type(source).__name__} must be a path"):
        decode(source)


def test_text_files_are_refused(tmp_path):
    """A file opened as text is refused with the remedy."""
    (tmp_path / "a.wav").write_text("RIFF")
    with (tmp_path / "a.wav").open() as file, pytest.raises(errors.ReadError, match="mode 'rb'"):
        decode(file)


def test_report(speech, write):
    """The report names decoder, codec and counts, and goes into JSON."""
    report = decode(write(speech, "FLAC", "PCM_16")).report
    assert report.to_dict() == {
        "decoder": report.decoder,
        "container": "flac",
        "codec": "flac",
        "declared_samples": 41_600,
        "decoded_samples": 41_600,
        "sample_rate": 16_000,
        "channels": 1,
        "warnings": [],
    }
    assert report.decoder.startswith("soundfile 0.")
    assert "libsndfile-" in report.decoder


def test_limit_on_decoded_numbers(speech, write, monkeypatch):
    """Beyond the limit a recording is refused, before or while it is decoded."""
    monkeypatch.setattr(collecting, "MAX_VALUES", 41_599)
    for form in (("WAV", "PCM_16"), ("FLAC", "PCM_16"), ("NIST", "ULAW")):
        data = write(speech, *form)
        with pytest.raises(errors.LimitExceeded, match="Read it in windows"):
            decode(data)
        assert decode(data, duration=1.0).duration == 1.0


def test_blocks_join_without_a_seam(speech, write, monkeypatch):
    """The size of the blocks changes no sample."""
    from melgram.audio import via_soundfile

    stereo = np.stack([speech, -speech / 2], 1)
    for form in (("WAV", "PCM_24"), ("FLAC", "PCM_24")):
        data = write(stereo, *form)
        whole = decode(data, channels="per_channel").samples
        monkeypatch.setattr(pcm, "_BLOCK_BYTES", 1_000)
        monkeypatch.setattr(via_soundfile, "BLOCK_VALUES", 333)
        assert_array_equal(decode(data, channels="per_channel").samples, whole)
        assert_array_equal(decode(data, offset=0.5).samples, decode(data).samples[8_000:])
        monkeypatch.undo()


@pytest.mark.parametrize(
    ("form", "absent"),
    [("WAV", {"soundfile", "av", "soxr"}), ("FLAC", {"av", "soxr"})],
)
def test_only_what_is_needed_is_loaded(speech, write, tmp_path, form, absent):
    """A WAV is decoded without soundfile, av or soxr being imported; a FLAC without av."""
    path = tmp_path / "speech"
    path.write_bytes(write(speech, form, "PCM_16"))
    code = (
        "import sys, melgram.audio; assert 'numpy' not in sys.modules;"
        f"melgram.audio.decode({str(path)!r}); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not absent & set(done.stdout.split())


class Counting(io.BytesIO):
    """Bytes that count how often they are asked for."""

    n_reads = 0

    def read(self, size=-1, /):
        """Return bytes, and count."""
        self.n_reads += 1
        return super().read(size)


def test_a_header_is_asked_for_once(speech, write):
    """All the small pieces of a WAV's header come from one read, the samples from another."""
    file = Counting(write(speech, "WAV", "PCM_16"))

    decode(file)

    assert file.n_reads == 2


@pytest.mark.parametrize("n_bytes", [0, 1, 4095, 4096, 4097, 9000])
def test_bytes_at_any_place_are_those_of_the_file(n_bytes):
    """Pieces before, across and behind the bytes that are kept are the file's, up to its end."""
    data = np.random.default_rng(0).bytes(n_bytes)
    with open_recording(data) as recording:
        for start in (0, 1, 4000, 4095, 4096, 8999, 9000):
            for size in (0, 1, 96, 97, 4096, 10_000):
                assert recording.read_at(start, size) == data[start : start + size]
