"""Torture, part A: WAV and its relatives, each with a header that lies in one way."""

from __future__ import annotations

import io
import struct
import time

import numpy as np
import pytest
import soundfile
from numpy.testing import assert_array_equal

from melgram import errors
from melgram.audio import decode, probe

N = 8_000


def test_zero_bytes_are_empty(read):
    """A1. A file without bytes is EmptyInput."""
    with pytest.raises(errors.EmptyInput, match="has no bytes"):
        read(b"")


@pytest.mark.parametrize(
    ("data", "kind", "match"),
    [
        (b"R", errors.UnrecognisedFormat, "not a recording"),
        (b"RIFF\x24\x00\x00\x00WAVE", errors.TruncatedInput, "ends before its samples"),
    ],
)
def test_a_stump_of_a_header(read, data, kind, match):
    """A2. One byte is no recording; a RIFF header alone is a truncated one."""
    with pytest.raises(kind, match=match):
        read(data)


def test_header_without_samples_is_empty(read, wav):
    """A3. A whole header with no samples after it is EmptyInput."""
    with pytest.raises(errors.EmptyInput, match="has no samples"):
        read(wav(data=b""))


def test_cut_inside_the_format_chunk(read, wav):
    """A4. A file that ends in its fmt chunk is truncated."""
    with pytest.raises(errors.TruncatedInput, match="ends inside its fmt chunk"):
        read(wav()[:30])


@pytest.mark.parametrize("n_bytes", [8_000, 8_001])
def test_cut_in_the_middle_of_the_samples(read, wav, payload, samples, warnings_of, n_bytes):
    """A5. Half a recording is refused by name and number; partial=True gives that half."""
    data = wav(data=payload[:n_bytes], data_size=len(payload))
    with pytest.raises(errors.TruncatedInput, match=r"declared 8000 samples, got 4000"):
        read(data)
    waveform = read(data, partial=True)
    assert_array_equal(waveform.samples, samples[:4_000])
    assert "declared 8000 samples, got 4000" in warnings_of(waveform)


@pytest.mark.parametrize(
    ("riff_size", "data_size"),
    [(0xFFFFFFFF, 0xFFFFFFFF), (0, 0), (0x7FFFF024, 0x7FFFF000), (0xFFFFFFFF, 0)],
)
def test_streamed_headers_are_read_to_the_end(
    read, wav, samples, warnings_of, riff_size, data_size
):
    """A6 to A8. Sizes that writers to a pipe leave mean "to the end of the file"."""
    waveform = read(wav(riff_size=riff_size, data_size=data_size))
    assert_array_equal(waveform.samples, samples)
    assert waveform.report.declared_samples is None
    assert "states no length" in warnings_of(waveform)


def test_declared_size_smaller_than_the_file(read, wav, samples, warnings_of):
    """A9. The declared samples are returned; the rest is named in a warning."""
    waveform = read(wav(data_size=1_000))
    assert_array_equal(waveform.samples, samples[:500])
    assert "trailing_bytes=15000" in warnings_of(waveform)


def test_half_a_sample_at_the_end(read, wav, payload, samples, warnings_of):
    """A10. A data size that is no whole number of samples is rounded down, with a warning."""
    waveform = read(wav(data=payload[:-1]))
    assert_array_equal(waveform.samples, samples[:-1])
    assert "1 bytes after the last whole sample" in warnings_of(waveform)


@pytest.mark.parametrize("rate", [1, 99, 768_001, 2**31 - 1, 2**32 - 1])
def test_absurd_rates_are_refused(read, wav, rate):
    """A12, A13. A rate beyond 100 to 768000 Hz is refused before anything is resampled."""
    with pytest.raises(errors.LimitExceeded, match=f"sample_rate={rate} must be from 100"):
        read(wav(rate=rate))


@pytest.mark.parametrize("field", ["rate", "channels"])
def test_zero_rate_or_channels(read, wav, field):
    """A11, A14. Zero hertz and zero channels contradict the existence of samples."""
    with pytest.raises(errors.InconsistentHeader, match="=0 must be positive"):
        read(wav(**{field: 0}, align=2))


@pytest.mark.parametrize("channels", [65, 1_025, 32_767])
def test_absurd_channels_are_refused(read, wav, channels):
    """A15. More than 64 channels are refused."""
    with pytest.raises(errors.LimitExceeded, match=f"channels={channels} must be at most 64"):
        read(wav(channels=channels))


@pytest.mark.parametrize("align", [0, 7, 65_535])
def test_wrong_block_align_is_corrected(read, wav, samples, warnings_of, align):
    """A16. Bits and channels decide; a block align that contradicts them is a warning."""
    waveform = read(wav(align=align))
    assert_array_equal(waveform.samples, samples)
    assert f"block_align={align} is wrong" in warnings_of(waveform)


def test_block_align_that_fits_nothing(read, wav, payload):
    """A16. If the data fit neither reading, the header is inconsistent."""
    with pytest.raises(errors.InconsistentHeader, match="fit neither"):
        read(wav(align=7, data=payload[:-1]))


@pytest.mark.parametrize("bits", [0, 1, 7, 40, 65])
def test_odd_bit_depths_are_unsupported(read, wav, bits):
    """A17. A bit depth that no converter writes is named, not guessed."""
    with pytest.raises(errors.UnsupportedCodec, match=f"PCM of {bits} bits"):
        read(wav(bits=bits, align=2))


@pytest.mark.parametrize(
    ("tag", "bits", "dtype", "scale"),
    [
        (1, 16, "<i2", 2.0**15),
        (1, 12, "<i2", 2.0**15),
        (1, 32, "<i4", 2.0**31),
        (1, 64, "<i8", 2.0**63),
        (3, 32, "<f4", 1.0),
        (3, 64, "<f8", 1.0),
    ],
)
def test_every_bit_depth_is_exact(read, wav, tag, bits, dtype, scale):
    """A18. Integers are divided by 2**(bits-1) of their container; floats are taken as they are."""
    generator = np.random.default_rng(18)
    if dtype[1] == "i":
        info = np.iinfo(dtype)
        stored = generator.integers(info.min, info.max, 1_000, dtype=dtype[1:], endpoint=True)
        stored[:2] = info.min, info.max
    else:
        stored = generator.uniform(-1, 1, 1_000).astype(dtype)
    waveform = read(wav(data=stored.tobytes(), tag=tag, bits=bits))
    expected = (stored.astype(np.float32) / np.float32(scale)).astype(np.float32)
    assert_array_equal(waveform.samples, expected)


def test_8_and_24_bits_are_exact(read, wav):
    """A18. Unsigned bytes are centred at 128; 24-bit integers keep every bit."""
    octets = np.arange(256, dtype=np.uint8)
    waveform = read(wav(data=octets.tobytes(), bits=8))
    assert_array_equal(waveform.samples, (octets.astype(np.float32) - 128) / 128)

    values = np.array([-(2**23), -1, 0, 1, 2**23 - 1, 123_456, -654_321], "<i4")
    data = values.view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
    waveform = read(wav(data=data, bits=24))
    assert_array_equal(waveform.samples, values / np.float32(2**23))


@pytest.mark.parametrize(("tag", "subtype"), [(6, "ALAW"), (7, "ULAW")])
def test_all_codes_of_g711(read, wav, tag, subtype):
    """A19. All 256 codes decode to the values of the G.711 formula."""
    codes = np.arange(256, dtype=np.uint8)
    waveform = read(wav(data=codes.tobytes(), tag=tag, bits=8))
    formula = _alaw(codes) if subtype == "ALAW" else _mulaw(codes)
    assert_array_equal(waveform.samples, formula / np.float32(32768))


def _mulaw(codes: np.ndarray) -> np.ndarray:
    """ITU-T G.711, table 2a: sign, 3 bits of exponent, 4 of mantissa, bias 132."""
    bits = ~codes.astype(np.int32) & 0xFF
    magnitude = (((bits & 15) << 3) + 132 << (bits >> 4 & 7)) - 132
    return np.where(bits & 128, -magnitude, magnitude).astype(np.float32)


def _alaw(codes: np.ndarray) -> np.ndarray:
    """ITU-T G.711, table 1a: even bits inverted, then sign, exponent, mantissa."""
    bits = codes.astype(np.int32) ^ 0x55
    exponent, mantissa = bits >> 4 & 7, bits & 15
    magnitude = np.where(
        exponent == 0, (mantissa << 4) + 8, (mantissa << 4) + 264 << np.maximum(exponent - 1, 0)
    )
    return np.where(bits & 128, magnitude, -magnitude).astype(np.float32)


def test_streamed_alaw_is_not_returned_empty(read, wav):
    """A7, A19. libsndfile gives 0 samples for a streamed A-law file; the count finds it out."""
    waveform = read(wav(data=bytes(range(256)) * 8, tag=6, bits=8, data_size=0, riff_size=0))
    assert waveform.samples.shape == (2_048,)


def test_big_endian(read, wav, numbers, samples):
    """A20. RIFX holds the same samples as RIFF."""
    waveform = read(wav(magic=b"RIFX", data=numbers.astype(">i2").tobytes()))
    assert_array_equal(waveform.samples, samples)


def test_extensible_six_channels_and_an_unknown_guid(read, wav):
    """A21. The extensible form is read; an unknown GUID is UnsupportedCodec."""
    guid = struct.pack("<H", 1) + bytes.fromhex("000000001000800000aa00389b71")
    extra = struct.pack("<HHI", 22, 16, 0x3F) + guid
    planes = np.arange(600, dtype="<i2").reshape(100, 6)
    data = wav(data=planes.tobytes(), tag=0xFFFE, channels=6, extra=extra)
    waveform = read(data, channels="per_channel")
    assert_array_equal(waveform.samples, planes.T / np.float32(32768))
    with pytest.raises(errors.UnsupportedCodec, match="unknown WAV sub-format"):
        read(data.replace(guid[2:], bytes(14)))


@pytest.mark.parametrize("form", ["RF64", "W64"])
def test_64_bit_relatives(read, encode, samples, form):
    """A22. RF64 and W64 give the same bits as WAV."""
    assert_array_equal(read(encode(form, "PCM_16")).samples, samples)


def test_rf64_size_lie(read, encode, samples, warnings_of):
    """A22. A 64-bit size that no disk holds is no reason to allocate, only to warn."""
    data = bytearray(encode("RF64", "PCM_16"))
    at = data.index(b"ds64") + 8 + 8
    data[at : at + 8] = (2**63 - 1).to_bytes(8, "little")
    waveform = read(bytes(data))
    assert_array_equal(waveform.samples[: len(samples)], samples)
    assert "states no length" in warnings_of(waveform)


def test_five_gigabytes_of_hole(tmp_path):
    """A23. A window at the end of a 5 GiB sparse RF64 is read by a seek, in no time."""
    n_bytes = 5 << 30
    head = b"RF64\xff\xff\xff\xffWAVEds64" + struct.pack("<IQQQI", 28, n_bytes + 72, n_bytes, 0, 0)
    head += b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 16_000, 32_000, 2, 16)
    head += b"data\xff\xff\xff\xff"
    path = tmp_path / "long.wav"
    tone = (np.sin(np.arange(16_000) * 0.1) * 20_000).astype("<i2")
    with path.open("wb") as file:
        file.write(head)
        file.seek(len(head) + n_bytes - tone.nbytes)
        file.write(tone.tobytes())
    n_samples = n_bytes // 2
    began = time.perf_counter()
    info = probe(path)
    waveform = decode(path, offset=(n_samples - 16_000) / 16_000)
    assert time.perf_counter() - began < 2
    assert info.n_samples == n_samples
    assert_array_equal(waveform.samples, tone / np.float32(32768))
    with pytest.raises(errors.LimitExceeded, match="more than 1073741824 numbers"):
        decode(path)


def test_a_chunk_larger_than_the_file(read, wav):
    """A24. A chunk before the samples that claims 4 GiB is corrupt."""
    with pytest.raises(errors.CorruptInput, match="claims 4294967280 bytes"):
        read(wav(before=b"LIST" + struct.pack("<I", 0xFFFFFFF0)))


def test_many_chunks(read, wav, samples):
    """A25. A thousand chunks are walked; a million are refused within a second."""
    junk = b"junk" + struct.pack("<I", 0)
    assert_array_equal(read(wav(before=junk * 1_000)).samples, samples)
    began = time.perf_counter()
    with pytest.raises(errors.LimitExceeded, match="more than 10000 chunks"):
        read(wav(before=junk * 1_000_000))
    assert time.perf_counter() - began < 2


def test_chunks_in_a_wrong_order(read, wav, payload):
    """A26. Samples before their format are corrupt, and so is a missing format."""
    good = wav()
    form = good[12:36]
    with pytest.raises(errors.CorruptInput, match="data chunk comes before its fmt"):
        read(good[:12] + good[36:] + form)
    with pytest.raises(errors.CorruptInput, match="before its fmt chunk"):
        read(good[:12] + good[36:])
    with pytest.raises(errors.CorruptInput, match="has no fmt chunk"):
        read(good[:12] + b"LIST" + struct.pack("<I", len(payload)) + payload)


def test_second_chunks_of_a_kind(read, wav, payload, samples, warnings_of):
    """A26. Of two data chunks the first counts, with a warning; of two formats too."""
    second = b"data" + struct.pack("<I", len(payload)) + payload
    waveform = read(wav(after=second))
    assert_array_equal(waveform.samples, samples)
    assert "second data chunk" in warnings_of(waveform)
    other = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 2, 8_000, 32_000, 4, 16)
    assert read(wav(before=other)).sample_rate == 16_000


def test_missing_pad_byte(read, wav, samples):
    """A27. An odd chunk without its pad byte does not lose the samples behind it."""
    waveform = read(wav(before=b"LIST" + struct.pack("<I", 5) + b"INFOx"))
    assert_array_equal(waveform.samples, samples)


@pytest.mark.parametrize("tag", [0x02, 0x11])
def test_adpcm_with_absurd_fields(read, wav, tag):
    """A28. ADPCM whose block sizes overflow ends in a typed error, not in a crash."""
    extra = struct.pack("<HHH", 4, 65_535, 65_535)
    with pytest.raises(errors.AudioError):
        read(wav(tag=tag, bits=4, align=65_535, extra=extra))


def test_noise(read):
    """A29. Random bytes are no recording; behind a RIFF header they are a corrupt one."""
    noise = np.random.default_rng(29).bytes(20_000)
    with pytest.raises(errors.UnrecognisedFormat, match="not a recording"):
        read(noise, name="noise.wav")
    with pytest.raises(errors.CorruptInput):
        read(b"RIFF\0\0\0\0WAVE" + noise)


@pytest.mark.parametrize(
    ("data", "looks"),
    [
        (b"<!DOCTYPE html><html><body>404</body></html>", "HTML"),
        (b"\n <HTML>\n", "HTML"),
        (b"<?xml version='1.0'?><svg/>", "XML"),
        (b'{"error": "not found"}', "JSON"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a PNG picture"),
        (b"PK\x03\x04" + bytes(100), "a ZIP archive"),
        (b"#EXTM3U\n#EXT-X-VERSION:3\nhttp://example.com/a.ts\n", "an M3U playlist"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "an ffconcat script"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\n", "git lfs pull"),
        (b"plain words and nothing else\n" * 9, "looks like text"),
        (b"RIFF\x10\0\0\0WEBPVP8 " + bytes(64), "holds no audio"),
        (bytes(5_000), "all zero"),
    ],
)
def test_other_things_named_wav(read, data, looks):
    """A30. What is no recording is called by its name, and no decoder sees it."""
    with pytest.raises(errors.UnrecognisedFormat, match=looks):
        read(data, name="speech.wav")


def test_content_counts_not_the_name(read, wav, encode, samples):
    """A31. A WAV called .mp3 and an MP3 called .wav are decoded by what they are."""
    assert_array_equal(read(wav(), name="a.mp3").samples, samples)
    assert read(encode("MP3"), name="a.wav").report.codec == "mp3"


def test_metadata_chunks_with_huge_counts(read, wav, samples):
    """A32. Cue, sampler and broadcast chunks are stepped over, whatever they count."""
    chunks = b"".join(
        name + struct.pack("<I", 8) + b"\xff" * 8 for name in (b"cue ", b"smpl", b"bext")
    )
    assert_array_equal(read(wav(before=chunks)).samples, samples)


def test_same_bits_as_libsndfile(read, encode):
    """For plain WAV of every subtype the own reader and libsndfile agree to the last bit."""
    audio = np.random.default_rng(7).uniform(-1, 1, (1_000, 2)).astype(np.float32)
    for subtype in ("PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"):
        data = encode("WAV", subtype, audio=audio)
        expected, _ = soundfile.read(io.BytesIO(data), dtype="float32")
        assert_array_equal(read(data, channels="per_channel").samples, expected.T)
