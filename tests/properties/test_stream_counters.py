"""Streams that run for days: nothing changes when a count of samples passes 2^31 and 2^32."""

from __future__ import annotations

import numpy as np
import pytest

from melgram.engines import plan
from melgram.frontend import FrontEnd, geometry, post, signal
from melgram.presets import preset, presets, record
from melgram.stream import Stream, refusal, state
from strategies import ENGINES, SOME, noise

# These end by themselves, long before.
BOUNDED = (signal.TruncateTo, post.TruncateFrames)


def is_endless(name: str) -> bool:
    """Tell whether a preset streams, and goes on for ever."""
    stages = (*preset(name).signal, *preset(name).post)
    bounded = any(isinstance(operation, BOUNDED) for operation in stages)
    return refusal(preset(name)) is None and record(name).alias_of is None and not bounded


ENDLESS = [name for name in presets() if is_endless(name)]


def beyond_the_start(front_end: FrontEnd) -> int:
    """Return a length at which no stage looks at the start, or waits to reach a minimum."""
    least = [op.base for op in front_end.signal if isinstance(op, signal.PadToMultiple)]
    return 3 * front_end.framing.n_fft + 20 * front_end.framing.hop_length + max(least, default=17)


SAMPLES = {("FramesNode", name) for name in ("base", "n", "n_recorded")} | {("LengthNode", "n")}
FRAMES = {("FramesNode", "done"), ("WindowNode", "start"), ("CountNode", "n")}


def advance(front_end: FrontEnd, past: int) -> int:
    """Return the next count of samples past a number that every count of the stages divides."""
    counts = [front_end.framing.hop_length]
    counts += [op.n_samples for op in front_end.signal if isinstance(op, signal.PadToMultiple)]
    counts += [op.hop * counts[0] for op in front_end.post if isinstance(op, post.LowFrameRate)]
    multiples = (post.PadFramesToMultiple, post.TruncateFramesToMultiple)
    counts += [op.n_frames * counts[0] for op in front_end.post if isinstance(op, multiples)]
    step = int(np.lcm.reduce(counts))
    return -(-past // step) * step


def in_the_future(stream: Stream, n_samples: int) -> Stream:
    """Return a stream in the same state, but that began so many samples earlier.

    The saved counters are advanced; everything else (samples and frames kept) stays.
    """
    front_end = stream.front_end
    header, arrays = state.parsed(stream.save())
    n_frames = n_samples // front_end.framing.hop_length
    n_out = n_frames
    for operation in front_end.post:
        if isinstance(operation, post.LowFrameRate):
            n_out = geometry.frames_after(operation, n_out)
    for key in arrays:
        number, _, name = key.partition(".")
        counter = type(stream._nodes[int(number)]).__name__, name
        further = n_samples * (counter in SAMPLES) + n_frames * (counter in FRAMES)
        further += n_out * (counter == ("WindowNode", "given"))
        arrays[key] = arrays[key] + further
    later = stream._plan.stream()
    later.restore(state.written(header | {"n_frames": header["n_frames"] + n_out}, arrays))
    return later


@pytest.mark.parametrize("past", [2**31, 2**32])
@pytest.mark.parametrize(
    ("name", "engine"),
    [(name, ENGINES[-1]) for name in ENDLESS]
    + [(name, "reference") for name in SOME if name in ENDLESS],
)
def test_indices_have_no_end(name: str, engine: str, past: int) -> None:
    """After 2^31 and 2^32 samples a stream gives the same frames, and their times are right."""
    run, front_end = plan(preset(name), engine=engine), preset(name)
    earlier, n_before = advance(front_end, past), beyond_the_start(front_end)
    samples = noise(2 * n_before)
    now = run.stream()
    now.push(samples[:n_before])
    later = in_the_future(now, earlier)
    assert later.n_samples == n_before + earlier

    for x in (*np.array_split(samples[n_before:], 3), None):
        frames = (now.finish(), later.finish()) if x is None else (now.push(x), later.push(x))

        np.testing.assert_array_equal(*frames)
        half_samples = [np.rint(s.times * 2 * front_end.sample_rate) for s in (now, later)]
        np.testing.assert_array_equal(half_samples[0] + 2 * earlier, half_samples[1])
