"""Where a report looks: the loudest stretch, its peak, a place where steps show."""

from __future__ import annotations

import numpy as np
import pytest

from melgram.explain.places import around_peak, loudest, where_steps_show

RATE = 8_000
STEP = 1 / 32_768


def loud_between(start: int, stop: int, *, n_samples: int = 10 * RATE) -> np.ndarray:
    """Return quiet noise that is loud in one stretch."""
    samples = 0.01 * np.random.default_rng(0).standard_normal(n_samples)
    samples[start:stop] *= 30
    return samples.astype(np.float32)


@pytest.mark.parametrize("second", [0, 4, 9])
def test_the_loudest_second_is_found(second: int) -> None:
    """A loud second is found wherever it stands, at the start and at the end too."""
    samples = loud_between(second * RATE, (second + 1) * RATE)

    found = loudest(samples, length=RATE, grid=RATE // 10)

    assert (found.start, found.stop) == (second * RATE, (second + 1) * RATE)


def test_a_short_recording_is_taken_whole() -> None:
    """What is not longer than the stretch asked for is returned whole."""
    found = loudest(np.ones(7, np.float32), length=8, grid=2)

    assert (found.start, found.stop) == (0, 7)


def test_silence_has_a_first_stretch() -> None:
    """Of equally loud stretches the first is taken."""
    assert loudest(np.zeros(100, np.float32), length=10, grid=5).start == 0


@pytest.mark.parametrize("at", [0, 1, 500, 998, 999])
def test_the_peak_is_inside_its_zoom(at: int) -> None:
    """The zoom holds the peak and has its full length, at the edges too."""
    samples = np.zeros(1000, np.float32)
    samples[at] = -1.0

    found = around_peak(samples, length=48)

    assert found.start <= at < found.stop
    assert found.n_samples == 48


def test_a_quiet_place_shows_its_steps() -> None:
    """Of a loud and a quiet stretch the one with about fourteen steps is chosen."""
    samples = np.rint(loud_between(0, 5 * RATE) / STEP)
    samples[6 * RATE : 7 * RATE] = np.arange(RATE) % 15
    found = where_steps_show((samples * STEP).astype(np.float32), length=32, step=STEP)

    assert found is not None
    assert 6 * RATE - 32 <= found.start < 7 * RATE


@pytest.mark.parametrize("n_samples", [1, 31, 32, 5000])
def test_no_place_in_silence_shows_steps(n_samples: int) -> None:
    """Silence, however long, has no such place."""
    assert where_steps_show(np.zeros(n_samples, np.float32), length=32, step=STEP) is None
