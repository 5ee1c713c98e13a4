"""What the search of `identify` computes is what the reference engine computes."""

from __future__ import annotations

import numpy as np
import pytest

import melgram
from melgram.conformance.identifying_score import Given
from melgram.conformance.identifying_trials import Trials
from melgram.engines import plan
from mutants import recording

SAMPLES = recording(16_000, 1.5)
NAMES = ("whisper", "kaldi", "nemo-parakeet", "speechbrain-mfcc", "funasr", "hf-speech2text")


def trials_of(name: str) -> tuple[Trials, np.ndarray]:
    """Return trials of a recording at a preset's rate, and the reference engine's features."""
    front_end = melgram.preset(name)
    samples = recording(front_end.sample_rate, 1.5)
    trials = Trials(samples.astype(np.float64), sample_rate=front_end.sample_rate)
    return trials, plan(front_end, precision="float64", engine="reference")(samples)


@pytest.mark.parametrize("name", [*NAMES, "perch-simple", "librosa-pcen"])
def test_trials_are_the_reference_engine(name: str) -> None:
    """All frames of a trial are those of the engine, running averages and edges included."""
    trials, wanted = trials_of(name)

    found = trials.features(melgram.preset(name), np.arange(wanted.shape[1]))

    np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", ["whisper", "kaldi", "funasr", "perch-simple"])
def test_glimpse_shows_frames_of_the_clip(name: str) -> None:
    """Where no statistics over time are left out, a glimpse is the features in some frames."""
    trials, wanted = trials_of(name)
    loudest = int(np.argmax(wanted.max(axis=0)))

    seen = trials.glimpse(
        melgram.preset(name), np.union1d(np.arange(0, wanted.shape[1], 9), [loudest])
    )

    assert seen is not None
    data, frames = seen
    assert data.shape[1] == frames.size > 3
    np.testing.assert_allclose(data, wanted[:, frames], rtol=1e-4, atol=1e-3)


def test_glimpse_of_normalised_features_is_a_line_away() -> None:
    """Per-feature statistics are left out: each feature is the engine's after a map a x + b."""
    trials, wanted = trials_of("nemo-parakeet")

    seen = trials.glimpse(melgram.preset("nemo-parakeet"), np.arange(3, 120, 5))

    assert seen is not None
    data, frames = seen
    together = [np.corrcoef(a, b)[0, 1] for a, b in zip(data, wanted[:, frames], strict=True)]
    assert min(together) > 1.0 - 1e-9


def test_few_frames_hold_edges_and_landmarks() -> None:
    """The first and last frames, the loudest and the quietest are always looked at."""
    for few in (False, True):
        at = Trials.frames_at(landmarks=(17, 71), count=150, active=150, few=few)
        assert {0, 1, 17, 71, 148, 149} <= set(at.tolist())
        assert (np.diff(at) > 0).all()
    assert at.size < 20


def test_cells_at_a_bound_count_half_in_all() -> None:
    """A floor under nine cells of ten has as much say as the tenth."""
    data = np.zeros((10, 10))
    data[0] = np.linspace(1.0, 2.0, 10)

    weights = Given.of(data, transposed=False, half=False).weights

    assert weights[data == 0.0].sum() == pytest.approx(weights[data != 0.0].sum(), rel=0.3)
    assert Given.of(data[:1] + data[:1].T, transposed=False, half=False).weights.min() == 1.0
