"""Ticks: round, inside the axis, and never so close that their labels touch."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from melgram.picture import axis, lettering, ticks

LINE = lettering.LABEL.cap_height
LENGTHS = st.integers(100, 4_000)


def label_width(text: str) -> int:
    return lettering.width(text, style=lettering.LABEL)


def seconds(label: str) -> float:
    """Read a time label back."""
    sign = -1.0 if label.startswith("−") else 1.0
    parts = [float(part) for part in label.lstrip("−").split(":")]
    return sign * sum(part * 60.0**power for power, part in enumerate(reversed(parts)))


def hertz(label: str) -> float:
    """Read a frequency label back."""
    return float(label[:-1]) * 1000 if label.endswith("k") else float(label)


def assert_inside(marks: list[ticks.Tick], length: int) -> None:
    assert all(0 <= tick.position <= length for tick in marks)


def assert_apart(marks: list[ticks.Tick], height: int) -> None:
    positions = sorted(tick.position for tick in marks if tick.label)
    assert all(after - before >= height for before, after in itertools.pairwise(positions))


@given(
    start=st.floats(-1.0, 36_000.0),
    duration=st.floats(0.01, 36_000.0),
    length=LENGTHS,
)
@example(start=-0.005, duration=0.01, length=1_000)
@example(start=0.0, duration=36_000.0, length=1_000)
@example(start=119.999, duration=0.02, length=1_000)
@example(start=35_999.0, duration=0.05, length=620)
def test_time_labels_never_touch(start, duration, length) -> None:
    """From 10 ms to ten hours there is a gap between labels, and each says where it stands."""
    stop = start + duration
    marks = ticks.time_ticks(start, stop, length=length, label_width=label_width)

    assert_inside(marks, length)
    for before, after in itertools.pairwise(marks):
        room = (label_width(before.label) + label_width(after.label)) / 2
        assert after.position - before.position >= room + 20
    pixel = duration / length
    for tick in marks:
        assert abs(start + tick.position * pixel - seconds(tick.label)) <= pixel / 2


@given(duration=st.floats(0.01, 36_000.0))
def test_a_usual_width_has_a_handful_of_times(duration) -> None:
    """A picture of the default width has 4 to 17 time labels, all different."""
    marks = ticks.time_ticks(0.0, duration, length=1_000, label_width=label_width)

    assert 4 <= len(marks) <= 17
    assert len({tick.label for tick in marks}) == len(marks)


@pytest.mark.parametrize(
    ("duration", "labels"),
    [
        (1.0, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (90.0, ["0", "20", "40", "60", "80"]),
        (600.0, ["0:00", "2:00", "4:00", "6:00", "8:00", "10:00"]),
        (7_200.0, ["0:00:00", "0:30:00", "1:00:00", "1:30:00", "2:00:00"]),
    ],
)
def test_long_axes_read_as_a_clock(duration, labels) -> None:
    """Seconds up to two minutes, then minutes, then hours."""
    marks = ticks.time_ticks(0.0, duration, length=420, label_width=label_width)

    assert [tick.label for tick in marks] == labels


@given(
    low=st.floats(0.0, 10_000.0),
    span=st.floats(1.0, 40_000.0),
    n_features=st.integers(1, 512),
    length=LENGTHS,
    curve=st.floats(1.1, 3.0),
)
def test_frequency_labels_never_touch(low, span, n_features, length, curve) -> None:
    """In any range there is a label, and labels are a line apart and true to half a pixel."""
    frequencies = low + span * np.linspace(0.0, 1.0, n_features) ** curve
    marks = axis.rows(frequencies).ticks(length, side="y")
    labelled = [tick for tick in marks if tick.label]

    assert labelled
    assert_inside(marks, length)
    assert_apart(marks, LINE + 4)
    for tick in labelled if n_features > 1 else ():
        row = np.interp(hertz(tick.label), frequencies, np.arange(n_features))
        assert abs((row + 0.5) / n_features * length - tick.position) <= 0.5


@pytest.mark.parametrize("n_features", [40, 64, 80, 128, 229])
def test_usual_banks_are_labelled_by_decades(n_features) -> None:
    """100, 200, 500, 1k, 2k and 5k are all there on a bank up to 8 kHz."""
    edges = np.linspace(0.0, 2595 * np.log10(1 + 8_000 / 700), n_features + 2)
    frequencies = (700 * (10 ** (edges / 2595) - 1))[1:-1]
    marks = axis.rows(frequencies).ticks(400, side="y")

    labels = [tick.label for tick in marks if tick.label]
    assert labels[-6:] == ["100", "200", "500", "1k", "2k", "5k"]


@given(n_features=st.integers(1, 2_000), length=LENGTHS)
def test_coefficients_are_numbered_from_zero(n_features, length) -> None:
    """Labels are whole numbers at the centers of their rows, a line apart."""
    marks = ticks.coefficient_ticks(n_features, length=length)

    assert marks[0].label == "0"
    assert_inside(marks, length)
    assert_apart(marks, LINE + 4)
    for tick in marks:
        assert tick.position == pytest.approx((int(tick.label) + 0.5) * length / n_features)


@given(low=st.floats(-1e6, 1e6), span=st.floats(1e-3, 1e6), length=st.integers(80, 2_000))
@example(low=-80.0, span=80.0, length=380)
def test_value_labels_never_touch(low, span, length) -> None:
    """Whatever the range, the color bar has labels that fit beside it and do not touch."""
    marks = ticks.value_ticks(low, low + span, length=length)

    assert marks
    assert_inside(marks, length)
    assert_apart(marks, LINE + 4)


def test_values_are_written_with_a_true_minus_and_a_short_exponent() -> None:
    """Labels: no hyphen for a minus, no minus at zero, an exponent beyond five digits."""
    tiny = ticks.value_ticks(-3e-6, 3e-6, length=100)
    large = ticks.value_ticks(0.0, 1e6, length=60)

    assert [tick.label for tick in tiny] == ["−2e−6", "0", "2e−6"]
    assert [tick.label for tick in large] == ["0", "5e5", "1e6"]
    assert ticks.number(-1e-12, step=1.0) == "0"
