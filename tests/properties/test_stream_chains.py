"""Any legal row of post operations streams with the bits of the whole, or says why it cannot.

Among them the energy of a frame, which has to meet its own frame behind operations that hold
frames back.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from melgram.engines import plan
from melgram.errors import FrontEndError
from melgram.frontend import FrontEnd, post
from melgram.presets import preset
from melgram.stream import refusal
from melgram.stream.passes import Passes, obstacle
from strategies import ENGINES, noise, post_op

KALDI = preset("kaldi")
SMALL = replace(
    KALDI,
    framing=replace(KALDI.framing, n_fft=64, win_length=50, hop_length=20),
    bank=replace(KALDI.bank, n_mels=5),
)
energies = st.builds(
    post.ReplaceFirst,
    tap=st.sampled_from(["raw", "power"]),
    floor=st.sampled_from([1e-7, 1.0]),
)
held_back = st.sampled_from(
    [post.Deltas(width=1, order=1), post.Deltas(), post.Context(left=2, right=1)]
)


def legal(operations: list[post.PostOp]) -> FrontEnd | None:
    """Return the front end with these operations, or None if there is none."""
    try:
        return replace(SMALL, post=tuple(operations))
    except FrontEndError:
        return None


chains = (
    st.lists(st.one_of(energies, held_back, post_op), min_size=1, max_size=5)
    .map(legal)
    .filter(lambda front_end: front_end is not None)
)
RIGHT_AFTER = legal([post.Deltas(), post.ReplaceFirst(tap="raw", floor=1.0)])
TWICE = legal(
    [
        post.ReplaceFirst(tap="raw", floor=1.0),
        post.Context(left=2, right=1),
        post.Deltas(),
        post.ReplaceFirst(tap="power", floor=1.0),
    ]
)


def cut(samples: np.ndarray, lengths: list[int]) -> list[np.ndarray]:
    """Cut a signal into pieces of these lengths and a rest."""
    return np.split(samples, np.minimum(np.cumsum(lengths, dtype=int), samples.size))


@pytest.mark.parametrize("engine", ENGINES)
@given(
    front_end=chains,
    n_samples=st.integers(0, 900),
    lengths=st.lists(st.integers(0, 200), max_size=6),
    saved_after=st.integers(-1, 6),
)
@example(front_end=RIGHT_AFTER, n_samples=400, lengths=[150, 70], saved_after=0)
@example(front_end=TWICE, n_samples=900, lengths=[100, 100, 300], saved_after=1)
@settings(max_examples=120)
def test_any_chain_streams_or_says_why(engine, front_end, n_samples, lengths, saved_after) -> None:
    """The stream has the bits of the whole wherever it is cut and saved, or refuses in words."""
    run, samples = plan(front_end, engine=engine), noise(n_samples)
    if refusal(front_end) is not None:
        with pytest.raises(FrontEndError, match=r"cannot stream\. Use plan\(samples\), or "):
            run.stream()
        return

    stream, out = run.stream(), []
    for i, piece in enumerate(cut(samples, lengths)):
        out.append(stream.push(piece))
        if i == saved_after:
            state, stream = stream.save(), run.stream()
            stream.restore(state)
    out.append(stream.finish())

    np.testing.assert_array_equal(np.concatenate(out, axis=1), run(samples))


@pytest.mark.parametrize("engine", ENGINES)
@given(
    front_end=chains.filter(lambda front_end: obstacle(front_end) is None),
    n_samples=st.integers(0, 900),
    lengths=st.lists(st.integers(0, 200), max_size=6),
)
@example(front_end=RIGHT_AFTER, n_samples=400, lengths=[150, 70])
@settings(max_examples=80)
def test_any_chain_goes_through_passes(engine, front_end, n_samples, lengths) -> None:
    """A recording in pieces has the bits of the whole, also where something needs all of it."""
    run, samples = plan(front_end, engine=engine), noise(n_samples)
    passes = Passes(run)

    out = [passes.push(piece) for piece in cut(samples, lengths)]
    out.extend(passes.finish())

    np.testing.assert_array_equal(np.concatenate(out, axis=1), run(samples))
