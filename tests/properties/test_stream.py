"""However a signal is cut, saved and restored, the stream has the bits of the whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from melgram.engines import Plan, plan
from melgram.errors import FrontEndError, NonFiniteSamples, SignalError
from melgram.frontend import FrontEnd
from melgram.frontend.post import FixedRange
from melgram.presets import preset, presets, record
from melgram.stream import refusal
from strategies import ENGINES, front_ends, noise

_STREAMING = [name for name in presets() if refusal(preset(name)) is None]
STREAMING = [name for name in _STREAMING if record(name).alias_of is None]
chunkings = st.lists(st.integers(0, 90), max_size=8)


def cut(samples: np.ndarray, lengths: list[int]) -> list[np.ndarray]:
    """Cut a signal into pieces of these lengths and a rest."""
    return np.split(samples, np.minimum(np.cumsum(lengths, dtype=int), samples.size))


def streamed(run: Plan, pieces: list[np.ndarray], *, saved_after: int = -1) -> np.ndarray:
    """Push the pieces, through saved bytes after one of them, and join what comes out."""
    stream, out = run.stream(), []
    for i, piece in enumerate(pieces):
        out.append(stream.push(piece))
        if i == saved_after:
            state, stream = stream.save(), run.stream()
            stream.restore(state)
    return np.concatenate([*out, stream.finish()], axis=1)


@pytest.mark.parametrize("engine", ENGINES)
@given(
    front_end=front_ends().filter(lambda front_end: refusal(front_end) is None),
    n_samples=st.integers(0, 300),
    lengths=chunkings,
    saved_after=st.integers(-1, 8),
)
@settings(max_examples=150)
def test_any_front_end_in_any_pieces(
    engine: str, front_end: FrontEnd, n_samples: int, lengths: list[int], saved_after: int
) -> None:
    """No front end, chunking or save point changes a bit."""
    run, samples = plan(front_end, engine=engine), noise(n_samples)

    pieces = streamed(run, cut(samples, lengths), saved_after=saved_after)

    np.testing.assert_array_equal(pieces, run(samples))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("chunk", [479, 7_919])
@pytest.mark.parametrize("name", STREAMING)
def test_preset_in_equal_pieces(name: str, chunk: int, engine: str) -> None:
    """Every preset that streams gives its bits in pieces shorter and longer than a frame."""
    run = plan(preset(name), engine=engine)
    samples = (noise(12_000) * 32_767).astype(np.int16)

    pieces = streamed(run, [samples[i : i + chunk] for i in range(0, samples.size, chunk)])

    np.testing.assert_array_equal(pieces, run(samples))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ["kaldi", "librosa"])
def test_preset_sample_by_sample(name: str, engine: str) -> None:
    """One sample at a time gives the bits of the whole."""
    run, samples = plan(preset(name), engine=engine), noise(5_000)

    np.testing.assert_array_equal(streamed(run, np.split(samples, samples.size)), run(samples))


@pytest.mark.parametrize("name", STREAMING)
def test_latency_holds(name: str) -> None:
    """A frame is out by the time its center is ``latency`` samples in the past."""
    run = plan(preset(name))
    stream, samples, out = run.stream(), noise(12_000), 0
    for pushed in range(400, samples.size + 1, 400):
        out += stream.push(samples[pushed - 400 : pushed]).shape[1]
        due = run.times(10_000) * preset(name).sample_rate + stream.latency <= pushed

        assert out >= due.sum()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("whisper", r"needs the whole clip for DynamicRange .* or post\.FixedRange\(top="),
        ("classic", r"needs the whole clip for DynamicRange"),
    ],
)
def test_whole_clip_front_ends_refuse(name: str, message: str) -> None:
    """What needs the clip's maximum says so, and names what streams instead."""
    with pytest.raises(FrontEndError, match=message):
        preset(name).plan().stream()


def test_named_alternative_streams() -> None:
    """Whisper with a fixed range is another front end, and streams."""
    whisper = preset("whisper")
    fixed = replace(whisper, post=(FixedRange(top=1.5, range=8.0), *whisper.post[1:]))
    samples = noise(16_000)

    assert fixed.digest != whisper.digest
    np.testing.assert_array_equal(
        streamed(fixed.plan(), cut(samples, [5_000, 3])), fixed.plan()(samples)
    )


def test_bad_chunk_leaves_the_stream_usable() -> None:
    """NaN, a wrong type or shape is refused, and the stream goes on as if nothing had been."""
    run, samples = plan(preset("kaldi")), noise(4_000)
    stream = run.stream()
    out = [stream.push(samples[:2_000])]
    bad = samples[2_000:].copy()
    bad[7] = np.nan

    with pytest.raises(NonFiniteSamples, match=r"samples\[7\]=nan"):
        stream.push(bad)
    with pytest.raises(SignalError, match=r"chunk\.dtype=float64 must be float32"):
        stream.push(samples[2_000:].astype(np.float64))
    with pytest.raises(SignalError, match=r"chunk.shape=\(1, 2000\) must be \(n_samples,\)"):
        stream.push(samples[None, 2_000:])
    out += [stream.push(samples[2_000:]), stream.finish()]

    np.testing.assert_array_equal(np.concatenate(out, axis=1), run(samples))


def test_finished_stream_is_closed() -> None:
    """After finish, push and finish are refused."""
    stream = plan(preset("kaldi")).stream()
    stream.finish()

    with pytest.raises(SignalError, match="the stream has finished"):
        stream.push(noise(10))
    with pytest.raises(SignalError, match="the stream has finished"):
        stream.finish()


def test_state_of_another_stream_is_refused() -> None:
    """A state knows its front end and engine; bytes that are no state are said to be none."""
    state = plan(preset("kaldi")).stream().save()

    with pytest.raises(SignalError, match=r"state belongs to digest=.*, this stream has"):
        plan(preset("librosa")).stream().restore(state)
    with pytest.raises(SignalError, match="state of 4 bytes is not what save"):
        plan(preset("kaldi")).stream().restore(b"junk")
    if len(ENGINES) > 1:
        with pytest.raises(SignalError, match="state belongs to engine='cpu'"):
            plan(preset("kaldi"), engine="reference").stream().restore(state)
