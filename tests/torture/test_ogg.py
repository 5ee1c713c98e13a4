"""Torture, part E: Ogg Vorbis, Opus and FLAC in pages."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from melgram import errors
from melgram.audio import probe
from melgram.audio.ogg import _checksum

N = 8_000


@pytest.fixture(scope="session")
def long_audio(samples):
    """Four seconds, so that there are several pages."""
    return np.tile(samples, 8)


@pytest.fixture(scope="session")
def vorbis(encode, long_audio):
    """Four seconds of Vorbis."""
    return encode("OGG", "VORBIS", audio=long_audio)


@pytest.fixture(scope="session")
def opus(encode, long_audio):
    """Four seconds of Opus made from 16 kHz."""
    return encode("OGG", "OPUS", audio=long_audio)


def _slow_crc(page: bytes) -> int:
    """RFC 3533's CRC, bit by bit."""
    value = 0
    for byte in page:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C11DB7 if value & 1 << 31 else value << 1) & 0xFFFFFFFF
    return value


def test_checksum_is_the_one_of_the_rfc():
    """The fast checksum, by way of zlib, equals the definition."""
    page = np.random.default_rng(0).bytes(300)
    assert _checksum(page) == _slow_crc(page[:22] + bytes(4) + page[26:])


def test_whole_recordings(read, vorbis, opus, long_audio):
    """Vorbis is exact in length; Opus is at 48 kHz whatever it was made from."""
    assert read(vorbis).samples.shape == long_audio.shape
    waveform = read(opus)
    assert waveform.sample_rate == 48_000
    assert waveform.samples.shape == (3 * len(long_audio),)


def test_damaged_page(read, vorbis):
    """E1. A page with a wrong checksum is corrupt."""
    data = bytearray(vorbis)
    data[len(data) // 2] ^= 0xFF
    with pytest.raises(errors.CorruptInput, match="wrong checksum"):
        read(bytes(data))


@pytest.mark.parametrize("kind", ["vorbis", "opus"])
def test_cut(read, vorbis, opus, long_audio, warnings_of, kind):
    """E2. Cut inside a page or between pages, the missing last page is found."""
    data = vorbis if kind == "vorbis" else opus
    cut = data[: len(data) * 2 // 3]
    with pytest.raises(errors.TruncatedInput, match="ends inside a page"):
        read(cut)
    between = data[: data.rindex(b"OggS")]
    with pytest.raises(errors.TruncatedInput, match="ends without its last page"):
        read(between)
    waveform = read(between, partial=True)
    assert 0 < waveform.duration < len(long_audio) / 16_000
    assert "ends without its last page" in warnings_of(waveform)


@pytest.mark.parametrize("kind", ["vorbis", "opus"])
def test_chain_of_equal_links(read, encode, vorbis, opus, long_audio, warnings_of, kind):
    """E3. Two links of one format give the whole length (libsndfile gives the first alone)."""
    data = vorbis if kind == "vorbis" else opus
    second = encode("OGG", kind.upper(), audio=long_audio[:16_000])
    waveform = read(data + second)
    first, last = read(data).samples, read(second).samples
    assert_array_equal(waveform.samples, np.concatenate([first, last]))
    assert "2 links chained" in warnings_of(waveform)
    assert probe(data + second).n_samples == waveform.samples.shape[0]


def test_chain_that_changes(read, encode, vorbis, samples):
    """E4. Links of different rates or channels are refused, with the place."""
    stereo = encode("OGG", "VORBIS", audio=np.stack([samples] * 2, 1), rate=44_100)
    with pytest.raises(errors.InconsistentHeader, match="changes from vorbis, 16000 Hz"):
        read(vorbis + stereo)


@pytest.mark.parametrize("granule", [2**62, 2**63 - 1])
def test_granule_positions_that_lie(read, vorbis, granule):
    """E5. An absurd last position fills nothing with zeros and skips nothing."""
    at = vorbis.rindex(b"OggS")
    page = vorbis[at : at + 6] + granule.to_bytes(8, "little") + vorbis[at + 14 :]
    page = page[:22] + _checksum(page).to_bytes(4, "little") + page[26:]
    with pytest.raises((errors.CorruptInput, errors.LimitExceeded)):
        read(vorbis[:at] + page)


@pytest.mark.parametrize("n_samples", [1, 100, 575, 1_000, 8_000])
def test_short_vorbis(read, encode, samples, n_samples):
    """E6. Vorbis shorter than a page is exact (FFmpeg alone is wrong)."""
    waveform = read(encode("OGG", "VORBIS", audio=samples[:n_samples]))
    assert waveform.samples.shape == (n_samples,)


@pytest.mark.parametrize("rate", [0, 16_000, 44_100, 0xFFFFFFFF])
def test_opus_rate_field_changes_nothing(read, opus, rate):
    """E7. Whatever the original rate is said to be, Opus decodes to the same samples."""
    n_page = opus.index(b"OggS", 4)
    at = opus.index(b"OpusHead") + 12
    page = opus[:at] + rate.to_bytes(4, "little") + opus[at + 4 : n_page]
    page = page[:22] + _checksum(page).to_bytes(4, "little") + page[26:]
    assert_array_equal(read(page + opus[n_page:]).samples, read(opus).samples)


def test_opus_gain_and_pre_skip(read, opus):
    """E7. The pre-skip shortens the recording by itself, sample by sample."""
    n_page = opus.index(b"OggS", 4)
    at = opus.index(b"OpusHead") + 10
    skip = int.from_bytes(opus[at : at + 2], "little")
    page = opus[:at] + (skip + 480).to_bytes(2, "little") + opus[at + 2 : n_page]
    page = page[:22] + _checksum(page).to_bytes(4, "little") + page[26:]
    waveform = read(page + opus[n_page:])
    assert waveform.samples.shape[0] == read(opus).samples.shape[0] - 480


def test_flac_in_ogg(read, encode, samples):
    """E8. FLAC in Ogg, as FFmpeg writes it, keeps every bit."""
    assert_array_equal(read(encode("av:ogg:flac")).samples, samples)


def test_ogg_without_sound(read, vorbis):
    """E8. An Ogg with nothing but an unknown stream is UnsupportedCodec."""
    n_page = vorbis.index(b"OggS", 4)
    page = vorbis[:n_page].replace(b"\x01vorbis", b"\x01unheard"[:7])
    page = page[:22] + _checksum(page).to_bytes(4, "little") + page[26:]
    with pytest.raises(errors.UnsupportedCodec, match="holds no sound"):
        read(page + vorbis[n_page:])


def test_both_decoders_agree(read, vorbis, opus):
    """Two decoders give the same Opus the same length, two samples apart at most.

    FFmpeg has a decoder of its own, whose SILK part resamples with another delay than libopus.
    """
    from melgram.audio.headers import read_header
    from melgram.audio.source import open_recording
    from melgram.audio.via_av import open_av

    with open_recording(opus) as recording:
        stream = open_av(recording, read_header(recording))
        other = np.concatenate(list(stream.blocks))[:, 0]
    samples = read(opus).samples
    assert samples.shape == other.shape
    errors_by_lag = [
        np.abs(samples[10:-10] - np.roll(other, lag)[10:-10]).std() for lag in range(-9, 10)
    ]
    assert np.argmin(errors_by_lag) - 9 in (-2, -1, 0)
