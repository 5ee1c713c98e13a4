"""A recording computed while it is decoded has the bits of one that was decoded first."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

import melgram
from melgram import pipeline
from melgram.audio import decode, pcm, resample, resampling
from melgram.audio.resampling import Resampler
from melgram.frontend import FrontEnd
from melgram.presets import preset, presets, record
from melgram.stream import recording, spool
from strategies import SOME, front_ends, noise

ONE_OF_EACH = [name for name in presets() if record(name).alias_of is None]


def whole(data: bytes, front_end: FrontEnd | str) -> melgram.Mel:
    """Decode everything, then compute."""
    samples, origin = pipeline.load(data, front_end)
    return pipeline.compute(samples, front_end, origin=origin)


def in_pieces(data: bytes, front_end: FrontEnd | str, *, size: int) -> melgram.Mel:
    """Compute while decoding, everything in pieces of about this size, put aside on disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recording, "BLOCK", size)
        patch.setattr(recording, "SHORT", size)
        patch.setattr(pcm, "_BLOCK_BYTES", 8 * size + 5)
        patch.setattr(spool, "IN_MEMORY", 5_000)
        return melgram.melspectrogram(data, front_end)


def agree(data: bytes, front_end: FrontEnd | str, *, size: int) -> None:
    """Compare both ways, and what they say of themselves."""
    one, other = in_pieces(data, front_end, size=size), whole(data, front_end)
    np.testing.assert_array_equal(one.data, other.data)
    assert one.source == other.source
    assert repr(one) == repr(other)


def wav(samples: np.ndarray, rate: int) -> bytes:
    """Return a WAV of floats."""
    target = io.BytesIO()
    soundfile.write(target, samples, rate, format="WAV", subtype="FLOAT")
    return target.getvalue()


@given(
    front_end=front_ends(),
    channels=st.sampled_from(["mean", "first", "per_channel", "flatten"]),
    rate=st.sampled_from([8_000, 8_000, 11_025, 16_000]),
    shape=st.sampled_from([(1,), (300,), (300, 2), (90, 3)]),
    size=st.integers(1, 400),
)
@settings(max_examples=120)
def test_any_front_end(
    front_end: FrontEnd, channels: str, rate: int, shape: tuple[int, ...], size: int
) -> None:
    """Front ends of every kind, rates, channels and sizes of blocks change no bit."""
    from dataclasses import replace

    samples = noise(int(np.prod(shape))).reshape(shape)

    agree(wav(samples, rate), replace(front_end, channels=channels), size=size)


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_every_preset(name: str) -> None:
    """Every preset has its bits, on stereo at a rate that few of them have."""
    stereo = np.stack([noise(12_000), noise(12_000, seed=1)], axis=1)

    agree(wav(stereo, 12_000), name, size=3_001)


def encoded(form: str, subtype: str | None = None) -> bytes:
    """Return two seconds in a container of libsndfile."""
    target = io.BytesIO()
    with soundfile.SoundFile(target, "w", 16_000, 1, subtype, format=form) as file:
        file.write(noise(32_000) / 2)
    return target.getvalue()


def m4a() -> bytes:
    """Return two seconds of AAC."""
    target = io.BytesIO()
    with av.open(target, "w", format="ipod") as container:
        stream = container.add_stream("aac", rate=16_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(noise(32_000)[np.newaxis] / 2, "fltp", "mono")
        frame.sample_rate = 16_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return target.getvalue()


CONTAINERS: dict[str, Callable[[], bytes]] = {
    "wav": lambda: encoded("WAV", "PCM_16"),
    "flac": lambda: encoded("FLAC", "PCM_24"),
    "mp3": lambda: encoded("MP3"),
    "vorbis": lambda: encoded("OGG", "VORBIS"),
    "opus": lambda: encoded("OGG", "OPUS"),
    "m4a": m4a,
}


@pytest.mark.parametrize("name", ["whisper", "kaldi", "librosa"])
@pytest.mark.parametrize("container", CONTAINERS)
def test_every_container(container: str, name: str) -> None:
    """Every decoder's blocks give the bits of its whole."""
    data = CONTAINERS[container]()
    for size in (1_000, 7_777, 1 << 17):
        agree(data, name, size=size)


@given(
    rates=st.tuples(*[st.sampled_from([8_000, 11_025, 16_000, 22_050, 44_100, 48_000])] * 2),
    n_samples=st.integers(0, 40_000),
    lengths=st.lists(st.integers(0, 20_000), max_size=5),
)
@settings(max_examples=60)
def test_resampled_in_any_pieces(
    rates: tuple[int, int], n_samples: int, lengths: list[int]
) -> None:
    """Another rate in pieces is another rate of the whole, and of soxr's own whole."""
    import soxr

    samples, (from_rate, to_rate) = noise(n_samples), rates
    run = Resampler(from_rate=from_rate, to_rate=to_rate, dtype=np.float32)
    cut = np.split(samples, np.minimum(np.cumsum(lengths, dtype=int), n_samples))
    pieces = np.concatenate([*[run.push(piece) for piece in cut], run.finish()])
    expected = resample(samples, from_rate=from_rate, to_rate=to_rate)

    np.testing.assert_array_equal(pieces, expected)
    assert pieces.size == resampling.n_resampled(n_samples, from_rate=from_rate, to_rate=to_rate)
    if n_samples:
        at_once = soxr.resample(samples, from_rate, to_rate, quality="HQ")
        shared = min(at_once.size, pieces.size)
        np.testing.assert_array_equal(pieces[:shared], at_once[:shared])


@pytest.mark.parametrize("name", SOME[::6])
def test_written_file_is_the_saved_one(name: str, tmp_path: Path) -> None:
    """A .npy that was written while decoding has the bytes of one saved from memory."""
    data = wav(noise(30_000), 16_000)

    written = pipeline.write_features(data, name, tmp_path / "a.npy")
    mel = melgram.melspectrogram(data, name)
    mel.save(tmp_path / "b.npy")

    assert (tmp_path / "a.npy").read_bytes() == (tmp_path / "b.npy").read_bytes()
    assert str(written) == repr(mel)
    assert written.shape == mel.data.shape


def test_decoded_in_blocks_is_decoded_whole() -> None:
    """Joining the blocks is what decode does: no second way to a waveform."""
    data = CONTAINERS["flac"]()

    np.testing.assert_array_equal(
        whole(data, preset("kaldi")).data, preset("kaldi").plan()(decode(data).samples)
    )
