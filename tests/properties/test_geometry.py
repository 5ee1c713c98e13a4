"""Counts and positions: what the integers promise is what the arrays are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from melgram.engines import plan
from melgram.engines.apply import apply_signal
from melgram.frontend import FrontEnd, geometry
from melgram.frontend.framing import Centered, Framing, KaldiMirror, Padded, PadEnd, Snip
from melgram.frontend.post import LowFrameRate, Stack
from melgram.frontend.signal import Pad, PadAround, PadToMultiple, Preemphasis
from melgram.frontend.spectral import Hann, LinearBins, Window
from melgram.presets import preset, presets
from strategies import framings, front_ends, noise

EDGES = (
    Centered(),
    Centered(mode="zero"),
    Padded(left=5, right=3, count="cover"),
    Padded(left=6, right=6),
    Snip(),
    PadEnd(),
    KaldiMirror(),
)


def linear_front_end(framing: Framing) -> FrontEnd:
    """Return the plain power spectrum of a framing."""
    return FrontEnd(
        sample_rate=8_000,
        framing=framing,
        window=Window(shape=Hann(periodic=False)),
        bank=LinearBins(),
    )


@pytest.mark.parametrize("edges", EDGES, ids=lambda edges: type(edges).__name__)
@pytest.mark.parametrize("drop_last", ["never", "always", "if_divisible", "if_below_half"])
@pytest.mark.parametrize("n_fft", [16, 17])
def test_n_frames_is_the_arrays_axis(edges: object, drop_last: str, n_fft: int) -> None:
    """For every length from nothing to three spans, the formula is the array's last axis."""
    framing = Framing(n_fft=n_fft, win_length=13, hop_length=5, edges=edges, drop_last=drop_last)
    front_end = linear_front_end(framing)
    run = plan(front_end, engine="reference")

    for n_samples in range(3 * n_fft + 1):
        assert run(noise(n_samples)).shape[-1] == front_end.n_frames(n_samples)


@given(front_end=front_ends(), n_samples=st.integers(0, 120))
@settings(max_examples=300)
def test_any_front_end_keeps_its_promised_shape(front_end: FrontEnd, n_samples: int) -> None:
    """Whatever the stages, the result has n_features rows, n_frames columns and no NaN."""
    features = plan(front_end, engine="reference")(noise(n_samples))

    assert features.shape == (front_end.n_features, front_end.n_frames(n_samples))
    assert np.isfinite(features).all()


@given(framing=framings(), n_samples=st.integers(1, 120))
@settings(max_examples=300)
def test_border_frames_are_those_that_touch_padding(framing: Framing, n_samples: int) -> None:
    """A frame lies inside the signal exactly between head and tail."""
    count = geometry.n_stft_frames(framing, n_samples)
    starts = [geometry.first_read(framing, t) for t in range(count)]
    inside = [s >= 0 and s + geometry.n_read(framing) <= n_samples for s in starts]

    head, tail = geometry.border_frames(framing, n_samples)

    assert inside == [head <= t < tail for t in range(count)]


def is_centered(front_end: FrontEnd) -> bool:
    """Return whether each frame's middle is a sample of the recording: its length is even."""
    shifts = [
        op
        for op in front_end.signal
        if (isinstance(op, Pad) and op.left) or (isinstance(op, Preemphasis) and op.first == "drop")
    ]
    stacks = [op for op in front_end.post if isinstance(op, (Stack, LowFrameRate))]
    even = front_end.framing.win_length % 2 == 0
    return isinstance(front_end.framing.edges, Centered) and even and not shifts and not stacks


@pytest.mark.parametrize("name", [name for name in presets() if is_centered(preset(name))])
def test_centered_frames_stand_on_multiples_of_the_hop(name: str) -> None:
    """Frame t of a centered front end is at t * hop / rate seconds, to the last bit."""
    front_end = preset(name)
    times = plan(front_end, engine="reference").times(100)

    expected = np.arange(100) * front_end.framing.hop_length / front_end.sample_rate
    np.testing.assert_array_equal(times, expected)


@pytest.mark.parametrize(("n", "padded"), [(1, 5), (5, 5), (6, 8), (8, 8), (9, 11)])
def test_a_base_comes_before_the_multiples(n: int, padded: int) -> None:
    """A signal is padded to the base, or to whole steps beyond it."""
    assert geometry.samples_after(PadToMultiple(n_samples=3, base=5), n) == padded


def test_padding_around_puts_the_odd_sample_behind() -> None:
    """Of three missing samples one stands before the signal and two after it."""
    padded = apply_signal(PadAround(n_samples=4), np.array([1.0]), rng=None)

    assert padded.tolist() == [0.0, 1.0, 0.0, 0.0]


def test_kaldi_frames_stand_half_a_window_after_their_start() -> None:
    """Kaldi's first frame covers 0 to 25 ms and so stands at 12.5 ms."""
    assert plan(preset("kaldi"), engine="reference").times(2).tolist() == [0.0125, 0.0225]


def test_counts_hold_beyond_32_bits() -> None:
    """Ten days at 48 kHz are counted exactly."""
    framing = Framing(n_fft=400, win_length=400, hop_length=160, edges=Centered())
    n_samples = 10 * 24 * 3600 * 48_000

    assert geometry.n_stft_frames(framing, n_samples) == 1 + n_samples // 160
    assert geometry.first_sample(framing, 2**33) == 2**33 * 160 - 200
