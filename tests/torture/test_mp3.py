"""Torture, part D: MP3 with tags that lie, lack or repeat."""

from __future__ import annotations

import shutil
import subprocess

import numpy as np
import pytest
from numpy.testing import assert_allclose

from melgram import errors
from melgram.audio import probe

N = 8_000
DELAYS = 529 + 576  # of decoder and of LAME


@pytest.fixture(scope="session")
def mp3(encode):
    """Return the speech as MP3 with a LAME tag."""
    return encode("MP3", bitrate_mode="VARIABLE")


@pytest.fixture(scope="session")
def plain_mp3(wav, tmp_path_factory):
    """Two seconds with a variable bit rate and without any tag, by the lame program."""
    program = shutil.which("lame")
    assert program, "This test needs lame: apt install lame"
    folder = tmp_path_factory.mktemp("lame")
    noise = np.random.default_rng(1).normal(0, 3_000, 16_000).astype("<i2").tobytes()
    (folder / "a.wav").write_bytes(wav(data=bytes(32_000) + noise))
    command = [program, "--quiet", "-t", "-V2", "a.wav", "a.mp3"]
    subprocess.run(command, cwd=folder, check=True, timeout=30)
    return (folder / "a.mp3").read_bytes()


def _tag(data: bytes) -> int:
    """Return where the Xing or Info tag is."""
    return max(data.find(b"Xing"), data.find(b"Info"))


def test_gapless(read, mp3, samples):
    """D4. With a LAME tag the length is exact and the sound is in place."""
    waveform = read(mp3)
    assert waveform.samples.shape == (N,)
    assert waveform.report.declared_samples == N
    assert np.corrcoef(waveform.samples, samples)[0, 1] > 0.95


def test_no_tag_loses_nothing(read, plain_mp3, warnings_of):
    """D1. Without a tag every frame comes, and not the half that libsndfile guesses."""
    waveform = read(plain_mp3)
    n_frames = (waveform.samples.shape[0] + 529) / 576
    assert n_frames == int(n_frames)
    assert 32_000 <= waveform.samples.shape[0] <= 32_000 + 3 * 576
    assert "states no encoder delay" in warnings_of(waveform)
    assert waveform.report.decoder.startswith("soundfile")
    assert probe(plain_mp3).n_samples == waveform.samples.shape[0]


def test_zeroed_tag(read, mp3, samples):
    """D1. A tag overwritten by zeros becomes a frame of silence before the sound."""
    at = _tag(mp3)
    waveform = read(mp3[:at] + bytes(4) + mp3[at + 4 :])
    assert waveform.samples.shape[0] >= N
    start = 576 + 576  # the frame of the tag, and the encoder's delay
    found = waveform.samples[start : start + N]
    assert np.corrcoef(found, samples[: len(found)])[0, 1] > 0.95


@pytest.mark.parametrize("count", [0x7FFFFFFF, 1, 0])
def test_count_lies(read, mp3, warnings_of, count):
    """D2. A false count of frames is replaced by the true one; nothing is allocated for it."""
    at = _tag(mp3) + 8
    waveform = read(mp3[:at] + count.to_bytes(4, "big") + mp3[at + 4 :])
    assert waveform.samples.shape == (N,)
    assert f"its tag declares {count} frames; 16 are there" in warnings_of(waveform)


def test_cut(read, mp3, warnings_of):
    """D3. Half an MP3 is truncated; partial=True gives the whole frames that are there."""
    data = mp3[: len(mp3) // 2]
    with pytest.raises(errors.TruncatedInput, match=r"declared \d+ samples, got \d+"):
        read(data)
    waveform = read(data, partial=True)
    assert 1_000 < waveform.samples.shape[0] < N - 1_000
    assert "declared" in warnings_of(waveform)


def test_cut_without_a_tag(read, plain_mp3):
    """D3. Without a tag the last frame itself says that it is cut."""
    with pytest.raises(errors.TruncatedInput, match=r"its last frame has \d+ of \d+ bytes"):
        read(plain_mp3[:-20])


@pytest.mark.parametrize("where", ["before", "twice", "after", "ape"])
def test_tags_of_all_kinds(read, mp3, where):
    """D5. ID3v2 (once and twice), ID3v1 and APEv2 tags change no sample."""
    id3 = b"ID3\4\0\0\0\x04\0\0" + bytes(65_536)
    data = {
        "before": id3 + mp3,
        "twice": id3 + id3 + mp3,
        "after": mp3 + b"TAG" + bytes(125),
        "ape": mp3 + b"APETAGEX" + bytes(24),
    }[where]
    assert_allclose(read(data).samples, read(mp3).samples, atol=1e-6)


def test_id3_that_claims_everything(read, mp3):
    """D5. An ID3v2 tag of 256 MiB that is not there is truncated."""
    with pytest.raises(errors.TruncatedInput, match="ID3v2 tag declares 268435455 bytes"):
        read(b"ID3\4\0\0\x7f\x7f\x7f\x7f" + mp3)


def test_junk_before_the_first_frame(read, mp3, warnings_of):
    """D6. 100 kB of noise before the sound are stepped over, with a warning."""
    junk = np.random.default_rng(6).bytes(100_000).replace(b"\xff", b"\xfe")
    waveform = read(junk + mp3)
    assert waveform.samples.shape == (N,)
    assert "100000 bytes of no known kind" in warnings_of(waveform)


def test_two_recordings_joined(read, mp3, warnings_of):
    """D7. Two MP3 end to end give both, each trimmed (libsndfile gives the first alone)."""
    alone = read(mp3).samples
    waveform = read(mp3 + mp3)
    assert_allclose(waveform.samples, np.concatenate([alone, alone]), atol=1e-6)
    assert "2 recordings joined" in warnings_of(waveform)


@pytest.mark.parametrize(("rate", "channels"), [(22_050, 1), (16_000, 2)])
def test_format_that_changes(read, encode, mp3, samples, rate, channels):
    """D7. A change of rate or channels inside one file is refused."""
    audio = samples if channels == 1 else np.stack([samples] * 2, axis=1)
    other = encode("MP3", audio=audio, rate=rate)
    with pytest.raises(errors.InconsistentHeader, match="changes from 16000 Hz, 1 channels"):
        read(mp3 + other)


@pytest.mark.parametrize(("muxer", "rate"), [("mp2", 16_000), ("mp2", 48_000), ("mp3", 8_000)])
def test_other_layers_and_versions(read, encode, muxer, rate):
    """D8. Layer II, and Layer III of MPEG-2.5, are read at full length."""
    codec = "libmp3lame" if muxer == "mp3" else "mp2"
    waveform = read(encode(f"av:{muxer}:{codec}", rate=rate))
    assert N <= waveform.samples.shape[0] <= N + 2 * 1_152


def test_free_format_is_not_guessed(read):
    """D8. A free-format bit rate states no frame length, so it is refused."""
    with pytest.raises(errors.UnrecognisedFormat):
        read((b"\xff\xfb\x00\xc0" + bytes(413)) * 20)


@pytest.mark.parametrize("filler", [b"\xff", b"\xff\xfb", b"\xff\xfb\x90\x64"])
def test_false_syncs(read, filler):
    """D9. Bytes that look like a frame header now and then are no recording."""
    with pytest.raises(errors.AudioError):
        read(filler * 5_000)


def test_hole_in_the_middle(read, plain_mp3, warnings_of):
    """A stretch of zeros between frames is damage, not silence."""
    middle = plain_mp3.index(plain_mp3[:2], len(plain_mp3) // 2)
    data = plain_mp3[:middle] + bytes(1_000) + plain_mp3[middle + 1_000 :]
    with pytest.raises(errors.CorruptInput, match="are no MPEG audio frame"):
        read(data)
    assert "are no MPEG audio frame" in warnings_of(read(data, partial=True))
