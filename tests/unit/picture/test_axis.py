"""One axis: where numbers stand and what is labelled."""

from __future__ import annotations

import numpy as np
import pytest

from melgram.errors import PictureError
from melgram.picture import axis

ALL = {
    "linear": axis.linear(-80, 0, title="Level (dB)"),
    "time": axis.time(0.25, 7.75),
    "hertz": axis.frequency(0, 8_000, scale="linear"),
    "log": axis.frequency(20, 20_000, scale="log"),
    "mel": axis.frequency(0, 8_000, scale="mel"),
    "custom": axis.custom(1, 100, title="Root", spread=np.sqrt),
    "bands": axis.rows(np.geomspace(50, 8_000, 40)),
    "bins": axis.rows(np.linspace(0, 8_000, 257)),
    "numbered": axis.numbered(13),
}


@pytest.mark.parametrize("side", ["x", "y"])
@pytest.mark.parametrize("name", ALL)
def test_ticks_stand_inside_and_ascend(name, side) -> None:
    """At any length there are labels, in order, on the axis and not beyond it."""
    for length in (90, 240, 1_000):
        marks = ALL[name].ticks(length, side=side)
        positions = [mark.position for mark in marks]
        assert any(mark.label for mark in marks)
        assert positions == sorted(positions)
        assert positions[0] >= -1e-9
        assert positions[-1] <= length + 1e-9


@pytest.mark.parametrize("name", ["hertz", "log", "mel", "bands", "bins"])
def test_a_tick_stands_where_its_number_does(name) -> None:
    """The label 1k is at 1,000 Hz, however the axis is spread."""
    wanted = float(ALL[name].share(2_000.0)) * 500

    marks = {mark.label: mark.position for mark in ALL[name].ticks(500, side="y")}
    assert marks["2k"] == pytest.approx(wanted)


@pytest.mark.parametrize("name", [name for name in ALL if name != "numbered"])
def test_an_axis_ascends(name) -> None:
    """A larger number is never nearer to the start."""
    values = np.linspace(ALL[name].low, ALL[name].high, 1_000)

    assert (np.diff(ALL[name].share(values)) >= 0).all()


def test_labels_beside_one_another_do_not_touch() -> None:
    """Along x, labels that are as wide as these have room."""
    for name in ("linear", "hertz"):
        marks = ALL[name].ticks(400, side="x")
        assert np.diff([mark.position for mark in marks]).min() >= 50


def test_equal_rows_are_equal_lengths() -> None:
    """Band m of M is centered at (m + 1/2) / M of the height."""
    frequencies = np.geomspace(50, 8_000, 40)

    assert axis.rows(frequencies).share(frequencies) == pytest.approx((np.arange(40) + 0.5) / 40)


def test_bins_have_even_labels_from_zero() -> None:
    """The axis of an STFT counts in equal steps, and its lowest bin is 0 Hz."""
    labels = [mark.label for mark in ALL["bins"].ticks(300, side="y")]

    assert labels == ["0", "1k", "2k", "3k", "4k", "5k", "6k", "7k", "8k"]
    assert float(ALL["bins"].share(0.0)) == pytest.approx(0.5 / 257)


def test_a_mel_axis_begins_with_its_zero() -> None:
    """0 Hz is labelled where the axis begins there, and 1 kHz stands at its mel."""
    labels = [mark.label for mark in ALL["mel"].ticks(400, side="y") if mark.label]

    assert labels[0] == "0"
    assert float(ALL["mel"].share(1_000.0)) == pytest.approx(999.99 / 2840.02, rel=1e-4)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: axis.linear(1, 1, title=""), "low=1, high=1 must be two finite numbers"),
        (lambda: axis.time(0, float("nan")), "high=nan must be two finite numbers"),
        (lambda: axis.frequency(0, 100, scale="log"), "low=0 must be > 0 on a logarithmic axis"),
        (lambda: axis.frequency(9, 5, scale="mel"), "the lower first"),
    ],
)
def test_impossible_ends_are_refused(make, message) -> None:
    """An axis without a length, or the logarithm of 0, is refused in a sentence."""
    with pytest.raises(PictureError, match=message):
        make()
