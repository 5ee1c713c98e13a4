"""Torture, part C: FLAC with headers that lie and frames that are damaged."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from melgram import errors
from melgram.audio import decode, probe

N = 8_000
TOTAL = 8 + 13  # the byte whose low 4 bits begin the 36-bit count of samples
MD5 = 8 + 18


def _with_total(data: bytes, total: int) -> bytes:
    packed = int.from_bytes(data[TOTAL : TOTAL + 5], "big") >> 36 << 36 | total
    return data[:TOTAL] + packed.to_bytes(5, "big") + data[TOTAL + 5 :]


@pytest.fixture(scope="session")
def flac(encode):
    """Return the speech as FLAC."""
    return encode("FLAC", "PCM_16")


def test_cut(read, encode, samples, warnings_of):
    """C1. Half a FLAC is truncated; partial=True gives its whole frames, exactly."""
    samples = np.tile(samples, 4)
    data = encode("FLAC", "PCM_16", audio=samples)
    data = data[: len(data) // 2]
    with pytest.raises(errors.TruncatedInput, match="declared 32000 samples, got"):
        read(data)
    waveform = read(data, partial=True)
    n_samples = waveform.samples.shape[0]
    assert n_samples == 12_288
    assert_array_equal(waveform.samples, samples[:n_samples])
    assert f"got {n_samples}" in warnings_of(waveform)


def test_one_damaged_byte(read, flac):
    """C2. A flipped byte in any frame is found; wrong samples are never returned."""
    for at in range(len(flac) // 4, len(flac), len(flac) // 5):
        data = bytearray(flac)
        data[at] ^= 0xFF
        with pytest.raises((errors.CorruptInput, errors.TruncatedInput)):
            read(bytes(data))


def test_wrong_checksum(read, flac, samples, warnings_of):
    """C3. A false MD5 sum is corrupt; partial=True returns the samples with a warning."""
    data = flac[:MD5] + bytes(15) + b"\1" + flac[MD5 + 16 :]
    with pytest.raises(errors.CorruptInput, match="do not fit the MD5 sum"):
        read(data)
    waveform = read(data, partial=True)
    assert_array_equal(waveform.samples, samples)
    assert "MD5" in warnings_of(waveform)
    assert_array_equal(decode(data, offset=0.1).samples, samples[1_600:])


def test_checksum_is_of_the_samples(flac, numbers):
    """C3. The sum in the header is the one over the 16-bit samples, as verified here."""
    assert flac[MD5 : MD5 + 16] == hashlib.md5(numbers.astype("<i2").tobytes()).digest()


@pytest.mark.parametrize("total", [0, 100, N - 1, N + 1, 2**36 - 1])
def test_count_lies(read, flac, samples, warnings_of, total):
    """C4, C5. Whatever STREAMINFO counts, all samples come, with a warning."""
    waveform = read(_with_total(flac, total))
    assert_array_equal(waveform.samples, samples)
    assert waveform.report.decoder.startswith("soundfile")
    assert "states no length" in warnings_of(waveform) or f"declares {total}" in warnings_of(
        waveform
    )


@pytest.mark.parametrize("at", [8 + 0, 8 + 2, 8 + 12])
def test_lies_about_blocks_and_bits(read, flac, samples, at):
    """C6. False block sizes or a false bit depth: the right samples or an error."""
    data = bytearray(flac)
    data[at] ^= 0x30
    try:
        waveform = read(bytes(data))
    except errors.AudioError:
        return
    assert_array_equal(waveform.samples, samples)


def test_format_that_changes(read, encode, flac, samples):
    """C7. Frames of another kind behind the first ones are never returned as sound."""
    stereo = encode("FLAC", "PCM_16", audio=np.stack([samples] * 2, axis=1), rate=44_100)
    assert_array_equal(read(flac + stereo[8 + 34 :]).samples, samples)
    with pytest.raises((errors.CorruptInput, errors.TruncatedInput)):
        read(_with_total(flac, 2 * N) + stereo[8 + 34 :])


@pytest.mark.parametrize("subtype", ["PCM_S8", "PCM_16", "PCM_24"])
@pytest.mark.parametrize("channels", [1, 2, 8])
def test_depths_and_channels(read, encode, subtype, channels):
    """C8. 8, 16 and 24 bits with 1, 2 and 8 channels are exact, and so is their checksum."""
    step = 2.0 ** {"PCM_S8": 7, "PCM_16": 15, "PCM_24": 23}[subtype]
    audio = np.random.default_rng(8).integers(-step, step, (9_000, channels)) / step
    audio = audio.astype(np.float32)
    waveform = read(encode("FLAC", subtype, audio=audio), channels="per_channel")
    assert_array_equal(waveform.samples, audio.T)


def test_tag_before_the_marker(read, flac, samples):
    """C9. An ID3v2 tag before fLaC is stepped over, and so is a tag behind the last frame."""
    tag = b"ID3\4\0\0\0\0\x08\0" + bytes(1_024)
    assert_array_equal(read(tag + flac).samples, samples)
    assert_array_equal(read(flac + b"TAG" + bytes(125)).samples, samples)


def test_metadata_that_claims_too_much(read, flac):
    """C9. A metadata block of 16 MiB that is not there is truncated, and nothing is allocated."""
    data = bytearray(flac)
    assert data[42] & 0x7F != 0  # a block follows STREAMINFO
    data[43:46] = b"\xff\xff\xff"
    with pytest.raises(errors.TruncatedInput, match="a metadata block claims"):
        read(bytes(data))


def test_without_a_marker(read, flac):
    """C11. Frames without their header are no recording."""
    with pytest.raises(errors.AudioError):
        read(flac[86:])


def test_windows_are_exact(flac, samples):
    """A window of a FLAC is cut at the very sample, wherever it begins."""
    for start in (0, 1, 4_095, 4_096, 7_999):
        waveform = decode(flac, offset=start / 16_000, duration=100 / 16_000)
        assert_array_equal(waveform.samples, samples[start : start + 100])


def test_probe_counts_the_last_frame(flac):
    """The length that probe gives is the one of the frames, not of STREAMINFO."""
    assert probe(_with_total(flac, 12)).n_samples == N
