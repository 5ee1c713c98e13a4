"""A stream that was saved, copied or sent elsewhere goes on as if nothing had been, or refuses."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable

import numpy as np
import pytest

from melgram.engines import plan
from melgram.errors import SignalError
from melgram.presets import preset
from melgram.stream import Stream, state
from strategies import ENGINES, noise


def test_state_of_another_stream_is_refused() -> None:
    """A state knows its front end and engine; bytes that are no state are said to be none."""
    saved = plan(preset("kaldi")).stream().save()

    with pytest.raises(SignalError, match=r"state belongs to digest=.*, this stream has"):
        plan(preset("librosa")).stream().restore(saved)
    with pytest.raises(SignalError, match="state of 4 bytes is not what save"):
        plan(preset("kaldi")).stream().restore(b"junk")
    if len(ENGINES) > 1:
        with pytest.raises(SignalError, match="state belongs to engine='cpu'"):
            plan(preset("kaldi"), engine="reference").stream().restore(saved)


def test_refused_state_leaves_the_stream_as_it_was() -> None:
    """A state of another version, cut short or lacking a part is refused; the stream goes on."""
    run, samples = plan(preset("kaldi")), noise(4_000)
    stream = run.stream()
    out, saved = [stream.push(samples[:1_000])], stream.save()
    header, arrays = state.parsed(saved)

    with pytest.raises(SignalError, match=r"state has version=2, this melgram reads 1"):
        stream.restore(state.written(header | {"version": 2}, arrays))
    with pytest.raises(SignalError, match=rf"state of {len(saved) - 9} bytes is .* was cut off or"):
        stream.restore(saved[:-9])
    with pytest.raises(SignalError, match=r"its parts do not fit: \d\.base, \d\.done"):
        stream.restore(state.written(header, {}))
    with pytest.raises(SignalError, match=r"state of type NoneType must be the bytes that save"):
        stream.restore(None)  # pyright: ignore[reportArgumentType]
    out += [stream.push(samples[1_000:]), stream.finish()]

    np.testing.assert_array_equal(np.concatenate(out, axis=1), run(samples))


@pytest.mark.parametrize("name", ["kaldi", "funasr"])
def test_no_bit_of_a_state_may_change(name: str) -> None:
    """A state with one bit changed, anywhere, is refused: it would go on with other samples."""
    stream = plan(preset(name)).stream()
    stream.push(noise(3_000))
    saved, other = stream.save(), plan(preset(name)).stream()

    for place in range(0, len(saved), max(len(saved) // 3_000, 1)):
        changed = bytearray(saved)
        changed[place] ^= 1 << place % 8
        with pytest.raises(SignalError, match="is not what save"):
            other.restore(bytes(changed))


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda stream: pickle.loads(pickle.dumps(stream))]
)
@pytest.mark.parametrize("engine", ENGINES)
def test_copies_go_on_by_themselves(engine: str, copied: Callable[[Stream], Stream]) -> None:
    """A copy of a stream, a pickled one too, goes on from there and shares nothing."""
    run, samples = plan(preset("kaldi"), engine=engine), noise(4_000)
    stream = run.stream()
    first = stream.push(samples[:1_000])
    other = copied(stream)
    other.push(noise(700, seed=1))

    rest = [stream.push(samples[1_000:]), stream.finish()]

    np.testing.assert_array_equal(np.concatenate([first, *rest], axis=1), run(samples))
    assert repr(other).endswith("1700 samples in, 9 frames out)")
    assert repr(stream).endswith("4000 samples in, 23 frames out, finished)")
