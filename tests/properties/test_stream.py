"""However a signal is cut, saved and restored, the stream has the bits of the whole."""

from __future__ import annotations

import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event, Thread
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from melgram.engines import Plan, plan
from melgram.errors import FrontEndError, NonFiniteSamples, SignalError
from melgram.frontend import FrontEnd
from melgram.frontend.compression import NoCompression
from melgram.frontend.framing import Centered, Framing, Snip
from melgram.frontend.post import FixedRange, RunningPerFeature, SubtractRunningMean, TruncateFrames
from melgram.frontend.signal import TruncateTo
from melgram.frontend.spectral import Hamming, LinearBins, Window
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
    """Push the pieces, through saved bytes after one of them, and join what comes out.

    The times on the way are those of the whole, to the bit.
    """
    stream, out, times = run.stream(), [], []
    for i, piece in enumerate(pieces):
        out.append(stream.push(piece))
        times.append(stream.times)
        if i == saved_after:
            saved, stream = stream.save(), run.stream()
            stream.restore(saved)
    out.append(stream.finish())
    times.append(stream.times)
    joined = np.concatenate(out, axis=1)
    assert (stream.n_frames, stream.n_samples) == (joined.shape[1], sum(map(len, pieces)))
    np.testing.assert_array_equal(np.concatenate(times), run.times(joined.shape[1]))
    return joined


def small(**changes: Any) -> FrontEnd:
    """Return a front end of eight points and every sample."""
    plain = FrontEnd(
        sample_rate=8_000,
        framing=Framing(n_fft=8, win_length=4, hop_length=1, edges=Snip()),
        window=Window(shape=Hamming()),
        bank=LinearBins(),
        compression=NoCompression(),
    )
    return replace(plain, **changes)


@pytest.mark.parametrize("engine", ENGINES)
@given(
    front_end=front_ends().filter(lambda front_end: refusal(front_end) is None),
    n_samples=st.integers(0, 300),
    lengths=chunkings,
    saved_after=st.integers(-1, 8),
)
@example(front_end=small(), n_samples=10, lengths=[9], saved_after=-1)
@example(
    front_end=small(framing=Framing(n_fft=8, win_length=8, hop_length=2, edges=Centered())),
    n_samples=40,
    lengths=[4],
    saved_after=0,
)
@settings(max_examples=150)
def test_any_front_end_in_any_pieces(
    engine: str, front_end: FrontEnd, n_samples: int, lengths: list[int], saved_after: int
) -> None:
    """No front end, chunking or save point changes a bit, or the time of a frame."""
    run, samples = plan(front_end, engine=engine), noise(n_samples)

    pieces = streamed(run, cut(samples, lengths), saved_after=saved_after)

    np.testing.assert_array_equal(pieces, run(samples))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", STREAMING)
def test_every_preset_in_any_pieces(name: str, engine: str) -> None:
    """No chunking or save point changes a bit of any preset that streams, on any engine."""
    run = plan(preset(name), engine=engine)
    n_fft = preset(name).framing.n_fft

    @given(
        n_samples=st.integers(n_fft, 4 * n_fft),
        lengths=st.lists(st.integers(0, 2 * n_fft), max_size=6),
        saved_after=st.integers(-1, 6),
        dtype=st.sampled_from([np.int16, np.float32, np.float64]),
    )
    @settings(max_examples=4)
    def cut_anywhere(n_samples: int, lengths: list[int], saved_after: int, dtype: type) -> None:
        samples = noise(n_samples)
        samples = (samples * 32_767).astype(dtype) if dtype is np.int16 else samples.astype(dtype)

        pieces = streamed(run, cut(samples, lengths), saved_after=saved_after)

        np.testing.assert_array_equal(pieces, run(samples))

    cut_anywhere()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ["kaldi", "librosa"])
def test_preset_sample_by_sample(name: str, engine: str) -> None:
    """One sample at a time gives the bits of the whole."""
    run, samples = plan(preset(name), engine=engine), noise(5_000)

    np.testing.assert_array_equal(streamed(run, np.split(samples, samples.size)), run(samples))


def keeps_time(front_end: FrontEnd) -> bool:
    """Return whether a front end streams, and no frame waits at a cut for the end."""
    stages = (*front_end.signal, *front_end.post)
    cuts = any(isinstance(stage, (TruncateTo, TruncateFrames)) for stage in stages)
    return not cuts and refusal(front_end) is None


@given(front_end=front_ends().filter(keeps_time))
@example(front_end=small(framing=Framing(n_fft=8, win_length=8, hop_length=2, edges=Centered())))
@settings(max_examples=100)
def test_latency_holds(front_end: FrontEnd) -> None:
    """A frame is out by the time its center is ``latency`` samples in the past."""
    run, samples = plan(front_end), noise(70)
    stream, out = run.stream(), 0
    due = np.rint(run.times(run(samples).shape[1]) * 2 * 8_000) / 2 + stream.latency
    for pushed, sample in enumerate(samples, start=1):
        out += stream.push([sample]).shape[1]

        assert out >= (due <= pushed).sum()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("whisper", r"whole clip for DynamicRange, .* digest: post\.FixedRange\(top="),
        ("classic", r"needs the whole clip for DynamicRange"),
        ("wespeaker", r"post\.SubtractRunningMean\(n_frames=\.\.\.\) in place of SubtractMean"),
        (
            "hf-parakeet",
            r"digest: post\.RunningPerFeature\(n_frames=\.\.\.\) in place of PerFeature",
        ),
        ("clap", r"signal\.PadTo\(n_samples=\.\.\.\) in place of TileTo"),
        ("perch-simple", r"signal\.PadToMultiple\(n_samples=\.\.\.\) in place of PadAround"),
        ("audioldm", r"no RemoveMean and signal\.Scale\(factor=.* in place of PeakNormalise"),
        ("ecapa", r"for DynamicRange and SubtractMean, and .* in place of DynamicRange and post\."),
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

    with pytest.raises(NonFiniteSamples, match=r"chunk\[7\]=nan .* is as it was before: push"):
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


@pytest.mark.parametrize("name", ["kaldi", "librosa", "ast"])
def test_empty_stream(name: str) -> None:
    """A stream that is finished at once gives what the plan gives for no samples."""
    stream = plan(preset(name)).stream()

    np.testing.assert_array_equal(stream.finish(), plan(preset(name))(np.zeros(0, np.float32)))
    assert stream.n_samples == 0


@pytest.mark.parametrize("nothing", [[], np.zeros(0), np.zeros(0, np.int16)])
def test_nothing_has_no_number_type(nothing: Any) -> None:
    """Chunks without samples neither choose the number type nor have to be of it."""
    run, samples = plan(preset("kaldi")), noise(1_000)

    pieces = [nothing, samples[:500], nothing, samples[500:], nothing]

    np.testing.assert_array_equal(streamed(run, pieces), run(samples))


@pytest.mark.parametrize("name", ["kaldi", "funasr", "librosa-pcen", "kaldi-mfcc"])
def test_chunks_and_frames_belong_to_the_caller(name: str) -> None:
    """Who writes into a pushed chunk, or into frames that came out, changes nothing of the rest."""
    run, samples = plan(preset(name)), noise(20_000)
    stream, out = run.stream(), []

    for chunk in np.array_split(samples.copy(), 9):
        frames = stream.push(chunk)
        out.append(frames.copy())
        chunk.fill(0.5)
        frames.fill(np.nan)
    out.append(stream.finish())

    np.testing.assert_array_equal(np.concatenate(out, axis=1), run(samples))


@pytest.mark.parametrize("name", STREAMING)
def test_latency_of_every_preset(name: str) -> None:
    """A frame of any preset is out by the time its center is ``latency`` samples in the past."""
    run, hop = plan(preset(name)), preset(name).framing.hop_length
    samples = noise(2 * preset(name).framing.n_fft + 20 * hop)
    stream, out, step = run.stream(), 0, max(hop // 8, 1)
    due = run.times(run(samples).shape[1]) * preset(name).sample_rate + stream.latency

    for start in range(0, samples.size, step):
        out += stream.push(samples[start : start + step]).shape[1]

        assert out >= (due <= min(start + step, samples.size)).sum()


def test_error_inside_closes_the_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the engine fails in the middle of a push, nothing more comes out until a restore."""
    stream = plan(preset("kaldi")).stream()
    before = stream.save()

    def fails(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(type(plan(preset("kaldi")).core), "bands", fails)
    with pytest.raises(MemoryError):
        stream.push(noise(1_000))
    monkeypatch.undo()

    with pytest.raises(SignalError, match="an error broke the stream off between two frames"):
        stream.push(noise(1_000))
    with pytest.raises(SignalError, match="an error broke the stream off"):
        stream.save()
    stream.restore(before)
    assert stream.push(noise(1_000)).shape[1] == 4


def test_lack_of_memory_for_a_chunk_closes_the_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    """Samples that were counted and not computed are not forgotten in silence."""
    stream = plan(preset("kaldi"), engine="reference").stream()

    def fails(_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("melgram.engines.samples.as_float64", fails)
    with pytest.raises(MemoryError):
        stream.push(noise(1_000))
    monkeypatch.undo()

    with pytest.raises(SignalError, match="an error broke the stream off"):
        stream.push(noise(1_000))


def test_two_threads_in_one_stream_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who pushes while another thread is inside is told so, and the other's frames are whole."""
    run, samples, inside, told = plan(preset("kaldi")), noise(4_000), Event(), Event()
    stream, core = run.stream(), type(run.core)
    bands, out = core.bands, []

    def slow(*arguments: Any, **named: Any) -> Any:
        inside.set()
        assert told.wait(10)
        return bands(*arguments, **named)

    monkeypatch.setattr(core, "bands", slow)
    other = Thread(target=lambda: out.append(stream.push(samples)))
    other.start()
    assert inside.wait(10)
    with pytest.raises(SignalError, match="another thread is using the stream"):
        stream.push(samples)
    told.set()
    other.join()
    out.append(stream.finish())

    np.testing.assert_array_equal(np.concatenate(out, axis=1), run(samples))


@pytest.mark.parametrize("engine", ENGINES)
def test_threads_share_a_plan(engine: str) -> None:
    """Any number of threads call one plan, and stream from it, and get the bits of one thread."""
    run = plan(preset("kaldi"), engine=engine)
    clips = [noise(3_000 + 411 * i, seed=i) for i in range(8)]
    wanted = [run(clip) for clip in clips]

    def work(clip: np.ndarray) -> list[np.ndarray]:
        return [run(clip), streamed(run, np.array_split(clip, 7)), run.batch([clip]).data[0]]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(work, clips * 4))

    for results, features in zip(found, wanted * 4, strict=True):
        for result in results:
            np.testing.assert_array_equal(result, features)


@pytest.mark.parametrize("engine", ENGINES)
def test_long_chunk_is_not_kept(engine: str) -> None:
    """Once the frames of a long chunk are out, its samples cost no memory."""
    run, samples = plan(preset("kaldi"), engine=engine), np.zeros(2_000_000, np.int16)
    tracemalloc.start()
    try:
        stream = run.stream()
        stream.push(samples)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert held < 1_000_000
    assert stream.push(samples[:160]).shape[1] == 1


@pytest.mark.parametrize("operation", [SubtractRunningMean, RunningPerFeature])
def test_running_statistics_end_where_the_clip_does(operation: type) -> None:
    """With a long memory, the last frame is normalised by the statistics of the whole clip."""
    plain = preset("kaldi")
    features = plain.plan(engine="reference").exact(noise(8_000))
    run = replace(plain, post=(operation(n_frames=10_000),)).plan(engine="reference")
    last = (features - features.mean(axis=1, keepdims=True))[:, -1]
    if operation is RunningPerFeature:
        last = last / (features.std(axis=1) + 1e-5)

    np.testing.assert_allclose(run.exact(noise(8_000))[:, -1], last, rtol=0, atol=1e-9)


def test_running_statistics_forget() -> None:
    """After a change of level the running mean follows within a few time constants."""
    loud_then_soft = np.concatenate([noise(32_000), noise(32_000) * 0.01])
    run = replace(preset("kaldi"), post=(SubtractRunningMean(n_frames=10),)).plan()
    features = run(loud_then_soft)

    assert features[:, 199:203].mean() < -5.0
    assert abs(features[:, -50:].mean()) < 0.5
