"""Torture, part B: AIFF, AU, CAF, MP4, Matroska and the containers that PyAV reads."""

from __future__ import annotations

import io
import struct

import av
import numpy as np
import pytest
from numpy.testing import assert_array_equal

from melgram import errors

N = 8_000


def _patched(data: bytes, at: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + len(new) :]


@pytest.mark.parametrize(
    "rate",
    [
        b"\x7f\xff" + b"\xc0" + bytes(7),  # NaN
        b"\x7f\xff" + b"\x80" + bytes(7),  # infinity
        bytes(10),  # zero
        b"\xc0\x0c\xfa" + bytes(7),  # negative
        b"\x00\x01" + b"\x80" + bytes(7),  # next to nothing
    ],
)
def test_aiff_rates_that_are_none(read, encode, rate):
    """B1. An 80-bit rate that is no positive number is inconsistent (libsndfile: 67 MHz)."""
    data = encode("AIFF", "PCM_16")
    with pytest.raises(errors.InconsistentHeader, match="must be finite and positive"):
        read(_patched(data, data.index(b"COMM") + 16, rate))


def test_aiff_count_lies(read, encode, samples, warnings_of):
    """B2. A false count of frames is corrected by the bytes that are there."""
    data = encode("AIFF", "PCM_16")
    waveform = read(_patched(data, data.index(b"COMM") + 10, b"\xff" * 4))
    assert_array_equal(waveform.samples, samples)
    assert "declares 4294967295 samples; 8000 are there" in warnings_of(waveform)


def test_aiff_cut(read, encode):
    """B2. An AIFF whose sound chunk is cut is truncated."""
    with pytest.raises(errors.TruncatedInput, match="declared 8000 samples, got "):
        read(encode("AIFF", "PCM_16")[:-8_000])


def test_aiffc_compressions(read, encode, samples):
    """B3. Little-endian and float AIFF-C are read exactly; an unknown id is UnsupportedCodec."""
    little = encode("AIFF", "PCM_16", endian="LITTLE")
    assert b"sowt" in little
    assert_array_equal(read(little).samples, samples)
    assert_array_equal(read(encode("AIFF", "FLOAT")).samples, samples)
    assert read(encode("AIFF", "ULAW")).samples.shape == (N,)
    with pytest.raises(errors.UnsupportedCodec, match="AIFF compression b'XxXx'"):
        read(little.replace(b"sowt", b"XxXx"))


@pytest.mark.parametrize("size", [0xFFFFFFFF])
def test_au_of_unknown_size(read, encode, samples, warnings_of, size):
    """B4. The size 0xFFFFFFFF means "to the end"."""
    waveform = read(_patched(encode("AU", "PCM_16"), 8, struct.pack(">I", size)))
    assert_array_equal(waveform.samples, samples)
    assert "states no length" in warnings_of(waveform)


@pytest.mark.parametrize("offset", [0, 23, 1 << 20, 0xFFFFFFFF])
def test_au_offsets_outside(read, encode, offset):
    """B4. Samples that begin inside the header or beyond the end are corrupt."""
    data = _patched(encode("AU", "PCM_16"), 4, struct.pack(">I", offset))
    with pytest.raises(errors.CorruptInput, match=f"begin at byte {offset}"):
        read(data)


def test_au_cut(read, encode):
    """B4. An AU that is shorter than its size is truncated."""
    with pytest.raises(errors.TruncatedInput, match="declared 8000 samples, got 6000"):
        read(encode("AU", "PCM_16")[:-4_000])


def test_caf_with_absurd_chunks(read, encode, samples):
    """B5. A chunk that claims 2**31 entries is corrupt; a streamed data chunk is read."""
    data = encode("CAF", "PCM_16")
    at = data.index(b"data")
    pakt = b"pakt" + struct.pack(">QQQII", 1 << 40, 1 << 31, 1 << 31, 0, 0)
    with pytest.raises(errors.CorruptInput, match="chunk b'pakt'"):
        read(data[:at] + pakt + data[at:])
    streamed = data[: at + 4] + b"\xff" * 8 + data[at + 12 : at + 16 + 2 * N]
    assert_array_equal(read(streamed).samples, samples)
    with pytest.raises(errors.TruncatedInput, match="declared 8000 samples"):
        read(data[: at + 16 + N])


def test_caf_rate_nan(read, encode):
    """B5. A rate of NaN is inconsistent."""
    data = encode("CAF", "PCM_16")
    with pytest.raises(errors.InconsistentHeader, match="sample_rate=nan must be finite"):
        read(_patched(data, 20, struct.pack(">d", float("nan"))))


def test_m4a_is_trimmed_to_the_sample(read, encode, warnings_of):
    """B6. Priming and padding of AAC are cut off by what the container says."""
    waveform = read(encode("av:ipod:aac"))
    assert waveform.samples.shape == (N,)
    assert waveform.report.declared_samples == N
    assert "samples of padding at the end are cut off" in warnings_of(waveform)


def test_m4a_without_its_end(read, encode):
    """B6. An M4A whose movie box, at the end, is cut off says so."""
    data = encode("av:ipod:aac")
    with pytest.raises(errors.TruncatedInput, match="moov"):
        read(data[: data.index(b"moov") + 100])
    with pytest.raises(errors.TruncatedInput, match=r"mdat box ends|no movie box"):
        read(data[: len(data) // 2])


def test_m4a_tables_that_lie(read, encode):
    """B6. A sample table of 2**32 - 1 entries is an error, not an allocation."""
    data = encode("av:ipod:aac")
    at = data.index(b"stsz") + 12
    with pytest.raises(errors.AudioError):
        read(_patched(data, at, b"\xff" * 4))


def test_movie_without_sound(read):
    """B7. A video file without sound is UnsupportedCodec, and says why."""
    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 32
        frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8))
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with pytest.raises(errors.UnsupportedCodec, match="has no audio stream"):
        read(target.getvalue())


@pytest.mark.parametrize(
    ("form", "lossless", "n_samples"),
    [
        ("av:ipod:alac", True, 8_000),
        ("av:wv:wavpack", True, 8_000),
        ("av:tta:tta", True, 8_000),
        ("av:matroska:flac", True, 8_000),
        ("av:ac3:ac3", False, None),
        ("av:adts:aac", False, None),
        ("av:mp2:mp2", False, None),
        ("av:asf:wmav2", False, None),
        ("av:mpegts:mp2", False, None),
    ],
)
def test_what_only_ffmpeg_reads(read, encode, samples, warnings_of, form, lossless, n_samples):
    """B8. Lossless codecs keep every bit; the others name their padding."""
    rate = 48_000 if form == "av:ac3:ac3" else 16_000
    waveform = read(encode(form, rate=rate), channels="first")
    if lossless:
        assert waveform.samples.shape == (n_samples,)
        assert_array_equal(waveform.samples, samples)
    else:
        # FFmpeg drops the last half block of WMA.
        assert N - 512 <= waveform.samples.shape[0] <= N + 4_096
        assert "padding" in warnings_of(waveform) or waveform.report.declared_samples is None


def test_matroska_cut_and_live(read, encode, samples):
    """E9. A cut segment is truncated; a live one, of unknown size, is read."""
    data = encode("av:matroska:flac")
    with pytest.raises(errors.TruncatedInput, match=r"declared .* bytes, got"):
        read(data[: len(data) // 2])
    segment = data.index(b"\x18\x53\x80\x67") + 4
    live = _patched(data, segment, b"\x01" + b"\xff" * 7)
    assert_array_equal(read(live).samples, samples)


def test_sphere(read, encode, samples):
    """SPHERE is read in both byte orders; cut, shortened or without a count it is refused."""
    for endian in ("LITTLE", "BIG"):
        data = encode("NIST", "PCM_16", endian=endian)
        assert_array_equal(read(data).samples, samples)
    with pytest.raises(errors.TruncatedInput, match="declared 8000 samples, got 6000"):
        read(data[:-4_000])
    with pytest.raises(errors.TruncatedInput, match="ends inside its SPHERE header"):
        read(data[:500])
    with pytest.raises(errors.UnsupportedCodec, match="shorten"):
        read(data.replace(b"-s3 pcm", b"-s26 pcm,embedded-shorten-v2.00"))
    with pytest.raises(errors.CorruptInput, match="usable 'sample_count'"):
        read(data.replace(b"sample_count", b"sample_c0unt"))
    with pytest.raises(errors.CorruptInput, match="usable size"):
        read(data.replace(b"   1024", b"9999999"))


def test_damage_that_libav_would_hide(read, encode):
    """A flipped byte in a FLAC frame inside Matroska is corrupt (libav alone: wrong samples)."""
    data = bytearray(encode("av:matroska:flac"))
    data[len(data) // 2] ^= 0xFF
    with pytest.raises(errors.CorruptInput, match="libav"):
        read(bytes(data))
