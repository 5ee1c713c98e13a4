"""Features written into an array that the caller has, and samples read where they lie."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from melgram.engines import plan
from melgram.errors import NonFiniteSamples, SignalError
from melgram.frontend.post import Affine, SubtractMean
from melgram.frontend.signal import RemoveMean
from melgram.presets import preset
from strategies import noise

WHISPER = preset("whisper")
FRONT_ENDS = {
    "in the kernel": WHISPER,
    "scaled in the kernel": preset("kaldi"),
    "NumPy after it": replace(WHISPER, post=(*WHISPER.post, SubtractMean())),
    "NumPy before it": replace(WHISPER, signal=(RemoveMean(),)),
    "turned around": replace(WHISPER, post=(WHISPER.post[0], Affine(scale=-1.0, offset=0.5))),
}


@pytest.mark.parametrize("engine", ["auto", "reference"])
@pytest.mark.parametrize("shape", [(9_000,), (2, 3, 4_000)])
@pytest.mark.parametrize("name", FRONT_ENDS)
def test_out_gets_the_same_bits(name: str, shape: tuple[int, ...], engine: Any) -> None:
    """What is written into ``out``, and returned, is what would be returned without it."""
    run, samples = plan(FRONT_ENDS[name], engine=engine), noise(24_000)[: np.prod(shape)]
    expected = run(samples.reshape(shape))
    out = np.full_like(expected, np.nan)

    returned = run(samples.reshape(shape), out=out)

    assert returned is out
    np.testing.assert_array_equal(out, expected)


@pytest.mark.parametrize(
    ("out", "message"),
    [
        (np.zeros((80, 99), np.float32), r"out is float32 \(80, 99\); .* of shape \(80, 100\)"),
        (np.zeros((80, 100)), r"out is float64 \(80, 100\); it must be a float32 array"),
        ([[0.0]], "out is a list; it must be a float32 array"),
        (np.zeros((100, 80), np.float32).T, "out must be C-contiguous and writeable"),
        (np.broadcast_to(np.float32(0), (80, 100)), "out must be C-contiguous and writeable"),
    ],
)
def test_unfit_out_is_refused(out: Any, message: str) -> None:
    """Another shape, type or layout is refused before anything is written."""
    with pytest.raises(SignalError, match=message):
        plan(WHISPER)(np.zeros(16_000, np.float32), out=out)


def test_out_over_the_samples_is_refused() -> None:
    """Features do not overwrite samples that are still to be read."""
    memory = np.zeros(16_000, np.float32)

    with pytest.raises(SignalError, match="out lies in the memory of the samples"):
        plan(WHISPER)(memory, out=memory[:8_000].reshape(80, 100))


def test_read_only_out_is_refused() -> None:
    """Memory that may not be written is not written."""
    out = np.zeros((80, 100), np.float32)
    out.flags.writeable = False

    with pytest.raises(SignalError, match="writeable=False"):
        plan(WHISPER)(np.zeros(16_000), out=out)


def test_nonfinite_zero_writes_into_out() -> None:
    """Samples that are replaced by zeros are computed again, into the same place."""
    samples = noise(16_000)
    samples[[3, 15_999]] = np.inf
    out = np.zeros((80, 100), np.float32)

    plan(WHISPER)(samples, nonfinite="zero", out=out)

    samples[[3, 15_999]] = 0.0
    np.testing.assert_array_equal(out, plan(WHISPER)(samples))


@pytest.mark.parametrize("threads", [1, 4])
@pytest.mark.parametrize("engine", ["auto", "reference"])
@pytest.mark.parametrize("where", [0, 79, 80_001, 479_999])
def test_first_nonfinite_sample_is_named_wherever_it_is(
    where: int, engine: Any, threads: int
) -> None:
    """At the ends, between, and in the part that no frame sees; later ones are counted only."""
    samples = noise(480_000)
    samples[where] = np.nan
    samples[where:] = np.where(np.arange(480_000 - where) % 1_000 == 0, np.inf, samples[where:])

    with pytest.raises(NonFiniteSamples, match=rf"^samples\[{where}\]=inf is not finite"):
        plan(preset("kaldi"), engine=engine, threads=threads)(samples)


@pytest.mark.parametrize("engine", ["auto", "reference"])
def test_nonfinite_sample_outside_all_frames(engine: Any) -> None:
    """A clip too short for a frame is looked at all the same."""
    with pytest.raises(NonFiniteSamples, match=r"samples\[10\]=nan .* \(1 of 100 are not\)"):
        plan(preset("kaldi"), engine=engine)(np.where(np.arange(100) == 10, np.nan, 0.0))


@pytest.mark.parametrize("engine", ["auto", "reference"])
def test_field_of_records_is_read(engine: Any) -> None:
    """Samples that lie an odd number of bytes apart are the samples that they are."""
    records = np.zeros(9_000, [("x", "<f4"), ("flag", "<i2")])
    records["x"] = noise(9_000)
    run = plan(preset("kaldi"), engine=engine)

    np.testing.assert_array_equal(run(records["x"]), run(records["x"].copy()))
