"""Plans: their arguments, the samples they take, and what they say about themselves."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from melgram.engines import EngineName, plan
from melgram.errors import EngineError, FrontEndError, NonFiniteSamples, SignalError
from melgram.frontend.signal import Dither
from melgram.presets import preset
from strategies import ENGINES, noise

WHISPER = preset("whisper")


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"engine": "gpu"}, EngineError, "engine='gpu' must be one of auto, cpu, reference"),
        ({"engine": "refrence"}, EngineError, r"Did you mean 'reference'\?"),
        (
            {"precision": "half"},
            EngineError,
            "precision='half' must be one of auto, float32, float64",
        ),
        ({"threads": 0}, FrontEndError, "threads=0 must be an integer >= 1"),
    ],
)
def test_wrong_argument_of_execution(
    arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    """Engine, precision and threads are checked by name."""
    with pytest.raises(error, match=message):
        plan(WHISPER, **arguments)


@pytest.mark.parametrize(
    ("samples", "message"),
    [
        (0.5, "samples is a single value of dtype float64"),
        (np.zeros(4, np.int32), r"samples\.dtype=int32 must be float16, float32, float64 or int16"),
        (np.zeros(4, np.uint8), r"samples\.dtype=uint8"),
        (np.zeros(4, bool), r"samples\.dtype=bool"),
        (np.zeros(4, complex), r"samples\.dtype=complex128"),
        (np.array(["a"]), r"samples\.dtype=<U1"),
        ([[0.0, 1.0], [0.0]], "samples of type list cannot be read as an array"),
    ],
)
def test_wrong_samples(samples: Any, message: str) -> None:
    """Arrays that are no samples are refused in words."""
    with pytest.raises(SignalError, match=message):
        plan(WHISPER)(samples)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_nonfinite_sample_is_named(bad: float) -> None:
    """The first NaN or infinity is named by index, and all are counted."""
    samples = np.zeros((2, 4_000), np.float32)
    samples[1, 1_234] = bad
    samples[1, 2_000] = np.nan

    with pytest.raises(NonFiniteSamples, match=r"samples\[1, 1234\]=.* \(2 of 8000 are not\)"):
        plan(WHISPER)(samples)


def test_nonfinite_zero_replaces_them() -> None:
    """nonfinite="zero" computes what zeros in their place would give."""
    samples = noise(4_000)
    holes = samples.copy()
    holes[100] = np.nan
    samples[100] = 0.0

    np.testing.assert_array_equal(plan(WHISPER)(holes, nonfinite="zero"), plan(WHISPER)(samples))


def test_unknown_rule_for_nonfinite() -> None:
    """A misspelt rule is refused even when every sample is finite."""
    with pytest.raises(SignalError, match="nonfinite='zeros' must be one of error, zero"):
        plan(WHISPER)(np.zeros(4_000), nonfinite="zeros")  # type: ignore[arg-type]  # the point


def test_huge_but_finite_samples_pass_the_check() -> None:
    """A sum that overflows is no proof of infinity: samples near the float32 limit are finite."""
    samples = np.full(1_000, 3e38, np.float32)

    from melgram.engines.samples import all_finite

    assert all_finite(samples)


def test_samples_are_not_changed() -> None:
    """A plan never writes into what it is given; read-only memory will do."""
    samples = noise(4_000)
    before = samples.copy()
    samples.flags.writeable = False

    plan(preset("kaldi"))(samples)

    np.testing.assert_array_equal(samples, before)


def test_equal_arguments_return_the_same_plan() -> None:
    """Tables are built once: an equal front end finds the plan that exists."""
    assert plan(WHISPER) is plan(replace(WHISPER))
    assert WHISPER.plan() is plan(WHISPER)


@pytest.mark.parametrize("engine", ENGINES)
def test_plan_goes_to_another_process(engine: EngineName) -> None:
    """A pickled plan is the plan of the same arguments there, so that data loaders can hold it."""
    run = plan(preset("kaldi"), engine=engine, threads=2, precision="float64")

    assert pickle.loads(pickle.dumps(run)) is run
    assert copy.deepcopy(run) is run


def test_plans_of_two_paddings_share_their_tables() -> None:
    """Front ends that differ in their padding alone are equal, and each plan pads its own way."""
    silent = preset("hf-whisper-torch")
    one, other = plan(WHISPER), plan(silent)

    assert silent == WHISPER
    assert one.tables is other.tables
    assert (one.front_end.padding, other.front_end.padding) == (0.0, "silence")
    assert plan(replace(silent)) is other


def test_dither_is_off_until_seeded_and_then_repeats() -> None:
    """Noise comes only with a seed, and the same seed gives the same noise."""
    front_end = replace(preset("kaldi"), frame=(Dither(std=1.0), *preset("kaldi").frame))
    run, samples = plan(front_end), noise(4_000)

    plain = plan(preset("kaldi"), engine="reference")

    np.testing.assert_array_equal(run(samples), plain(samples))
    np.testing.assert_array_equal(run(samples, seed=1), run(samples, seed=1))
    assert not np.array_equal(run(samples, seed=1), run(samples, seed=2))


def test_empty_bands_come_with_a_remedy() -> None:
    """A band without a bin is refused, and the message names sizes that have none."""
    bank = replace(WHISPER.bank, n_mels=128, scale="htk", norm="none")

    with pytest.raises(
        FrontEndError, match=r"leaves 4 of the bands .* framing\.n_fft=800 has none"
    ):
        plan(replace(WHISPER, bank=bank))
    assert plan(replace(WHISPER, bank=replace(bank, empty_bands="keep"))).tables is not None


def test_zero_clips_and_zero_samples() -> None:
    """Nothing in, nothing out, with the right axes."""
    assert plan(WHISPER)(np.zeros((0, 16_000))).shape == (0, 80, 100)
    assert plan(WHISPER)(np.zeros((3, 0))).shape == (3, 80, 0)


def test_explain_names_a_path_for_every_stage() -> None:
    """The reference engine says that every stage is its own."""
    assert "spectrum: reference" in plan(WHISPER, engine="reference").explain()


def test_repr_names_engine_and_digest() -> None:
    """A plan prints what it is."""
    text = repr(plan(WHISPER, engine="reference"))

    assert text.startswith(f"Plan({WHISPER.digest}, engine='reference'")


def test_signal_longer_than_32_bits_is_indexed_exactly(tmp_path: Path) -> None:
    """Frames beyond sample 2^31 are read where they are, from a file larger than memory needs."""
    n_samples, tail = 2**31 + 50_000, (noise(4_000) * 32_767).astype(np.int16)
    mapped = np.memmap(tmp_path / "long.raw", dtype=np.int16, mode="w+", shape=(n_samples,))
    start = (n_samples - 4_000) // 160 * 160
    mapped[start : start + 4_000] = tail
    run = plan(preset("kaldi"))

    bands, _ = run.core.bands(mapped, first_frame=start // 160, n_frames=20, seed=None)
    alone, _ = run.core.bands(tail, first_frame=0, n_frames=20, seed=None)

    np.testing.assert_array_equal(bands, alone)


def test_batch_pads_and_keeps_every_bit() -> None:
    """A row of a batch is the clip alone, whatever its neighbors; the rest is padding."""
    run = plan(WHISPER)
    clips = [noise(n, seed=n) * 10.0**-i for i, n in enumerate((16_000, 0, 7_001, 160))]

    batch = run.batch(clips, padding=-7.0)

    assert batch.data.shape == (4, 80, 100)
    assert batch.lengths.tolist() == [100, 0, 43, 1]
    assert batch.mask.sum(axis=1).tolist() == [100, 0, 43, 1]
    for row, length, clip in zip(batch.data, batch.lengths, clips, strict=True):
        np.testing.assert_array_equal(row[:, :length], run(clip))
        assert np.all(row[:, length:] == -7.0)
    assert repr(batch) == "Batch(4 clips x 80 features x 100 frames, 0-100 frames long)"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ["kaldi", "nemo-parakeet", "speechbrain-mfcc"])
def test_row_of_a_ragged_batch_is_the_clip_alone(name: str, engine: EngineName) -> None:
    """Steps after the kernel, and statistics of the clip, see no padding and no neighbor."""
    run = plan(preset(name), engine=engine)
    clips = [noise(n, seed=n) for n in (9_000, 20_000, 4_321)]

    batch = run.batch(clips, padding=0.0)

    for row, length, clip in zip(batch.data, batch.lengths, clips, strict=True):
        np.testing.assert_array_equal(row[:, :length], run(clip))
        assert not row[:, length:].any()


def test_batch_of_nothing() -> None:
    """No clips make an empty batch."""
    assert plan(WHISPER).batch([]).data.shape == (0, 80, 0)


@pytest.mark.parametrize(
    ("clip", "error", "message"),
    [
        (np.full(500, np.nan), NonFiniteSamples, r"clips\[1\]: samples\[0\]=nan"),
        (np.zeros(500, int), SignalError, r"clips\[1\]: samples\.dtype=int64"),
        (
            np.zeros((2, 500)),
            SignalError,
            r"clips\[1\] has shape \(2, 500\) and clips\[0\] \(500,\)",
        ),
        (0.5, SignalError, r"clips\[1\]: samples is a single value"),
    ],
)
def test_bad_clip_of_a_batch_is_named(clip: Any, error: type[Exception], message: str) -> None:
    """The message says which clip it is."""
    with pytest.raises(error, match=message):
        plan(WHISPER).batch([np.zeros(500), clip])
