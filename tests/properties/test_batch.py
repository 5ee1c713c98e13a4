"""A row of a batch is its clip alone, whatever stands beside and behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from melgram.engines import EngineName, plan
from melgram.frontend import FrontEnd
from melgram.frontend.output import Channels, FeaturesFirst, Patches
from melgram.mel import Mel, Source
from melgram.presets import preset, presets, record
from strategies import ENGINES, front_ends, noise

MAIN = [name for name in presets() if record(name).alias_of is None]
paddings = st.sampled_from([None, 0.0, -4.0, np.nan, -np.inf, "silence"])


def model_input_alone(front_end: FrontEnd, features: np.ndarray) -> np.ndarray:
    """Return what `Mel.model_input` is for one clip's features."""
    source = Source(name=None, sample_rate=front_end.sample_rate, n_samples=0)
    return Mel(data=features, front_end=front_end, source=source).model_input


def along_time(front_end: FrontEnd, handed: np.ndarray) -> np.ndarray:
    """Return an array for a model with its axis of frames, or of patches, first."""
    layout = front_end.output.layout
    axis = -3 if isinstance(layout, Patches) else -1 if isinstance(layout, FeaturesFirst) else -2
    if isinstance(layout, Channels):
        axis = -2
    return np.moveaxis(handed, axis, 0)


def check_rows(front_end: FrontEnd, clips: list[np.ndarray], batch: Any, alone: Any) -> None:
    """Compare every row, as features and as a model takes them, with its clip alone."""
    assert batch.mask.sum(axis=1).tolist() == batch.lengths.tolist()
    assert batch.model_mask.sum(axis=1).tolist() == batch.model_lengths.tolist()
    handed = batch.model_input
    assert handed.dtype == front_end.output.dtype
    for i, clip in enumerate(clips):
        features = alone(clip)
        np.testing.assert_array_equal(batch.data[i, :, : batch.lengths[i]], features)
        single = along_time(front_end, model_input_alone(front_end, features))
        row = along_time(front_end, handed[i])
        assert len(row) == batch.model_mask.shape[1]
        assert batch.model_lengths[i] <= len(single)
        np.testing.assert_array_equal(row[: len(single)], single)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", MAIN)
def test_row_is_the_clip_alone(name: str, engine: EngineName) -> None:
    """Every preset, padded as its original pads: rows are the clips, and the padding is right."""
    front_end = preset(name)
    run = plan(front_end, engine=engine)
    n = max(front_end.framing.span, front_end.sample_rate // 20)
    clips = [noise(2 * n, seed=1), noise(5 * n + 7, seed=2) * np.float32(0.1), noise(0)]

    with np.errstate(over="ignore"):  # float16 cannot hold all of musicnn's values
        batch = run.batch(clips)
        check_rows(front_end, clips, batch, run)

    for i, clip in enumerate(clips):
        behind = batch.data[i, :, batch.lengths[i] :]
        if front_end.padding != "silence":
            assert np.all(behind == np.float32(front_end.padding))
        elif behind.size:
            np.testing.assert_array_equal(
                behind, np.tile(run.silence(clip)[:, None], behind.shape[1])
            )
            assert np.isfinite(behind).all()


@given(
    front_end=front_ends(),
    lengths=st.lists(st.integers(0, 300), max_size=4),
    padding=paddings,
    engine=st.sampled_from(ENGINES),
)
@settings(max_examples=150)
def test_neighbors_and_padding_change_no_bit(
    front_end: FrontEnd, lengths: list[int], padding: Any, engine: EngineName
) -> None:
    """Any clips beside it and any padding behind it leave a row's bits alone."""
    run = plan(front_end, engine=engine)
    clips = [noise(n, seed=i) * np.float32(10.0**-i) for i, n in enumerate(lengths)]

    with np.errstate(all="ignore"):
        check_rows(front_end, clips, run.batch(clips, padding=padding), run)


@given(front_end=front_ends(), n_samples=st.integers(0, 200), engine=st.sampled_from(ENGINES))
@settings(max_examples=100)
def test_padding_of_a_row_knows_no_neighbor(
    front_end: FrontEnd, n_samples: int, engine: EngineName
) -> None:
    """What stands behind a clip is one column, the same beside a long clip and a longer one."""
    run = plan(replace(front_end, padding="silence"), engine=engine)
    clip = noise(n_samples)

    with np.errstate(all="ignore"):
        columns = {
            batch.data[0, :, i].tobytes()
            for other in (noise(300, seed=1), noise(700, seed=2))
            for batch in [run.batch([clip, other])]
            for i in range(batch.lengths[0], batch.data.shape[-1])
        }

    assert len(columns) <= 1
