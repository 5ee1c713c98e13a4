"""One axis of a plot: where a number stands, and which numbers are labelled.

An :class:`Axis` knows no drawing; ``axes.py`` puts it into a PNG, ``svg.py`` into an SVG. Which
numbers are round is in ``ticks.py``. Where an axis begins and ends on the page is the business of
whoever draws it: here everything is a share of its length.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from melgram.dsp.mel import hz_to_mel
from melgram.errors import PictureError
from melgram.picture import lettering, ticks
from melgram.picture.ticks import Tick

Side: TypeAlias = Literal["x", "y"]
Numbers: TypeAlias = npt.NDArray[np.floating[Any]]
MelScale: TypeAlias = Literal["htk", "slaney", "kaldi", "essentia"]

_ALONG_X = 56.0  # pixels from one label to the next where they stand beside one another
_HERTZ_ALONG_X, _HERTZ_ALONG_Y = 36.0, 14.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Axis:
    """The numbers along one side of a plot.

    Parameters
    ----------
    low, high : float
        The first and the last number; ticks lie between them.
    title : str
        What the numbers are, with their unit.
    spread : function of an array
        Ascending; equal differences of its values are equal lengths on the page.
    span : (float, float)
        The values of ``spread`` at the two ends of the axis.
    marks : function of (axis, length in pixels, side)
        The ticks; positions in pixels from the start of the axis.
    """

    low: float
    high: float
    title: str
    spread: Callable[[Numbers], Numbers]
    span: tuple[float, float]
    marks: Callable[[Axis, int, Side], list[Tick]]

    def share(self, values: npt.ArrayLike) -> Numbers:
        """Return how far along the axis numbers stand: 0 at its start, 1 at its end.

        Examples
        --------
        >>> logarithmic(10, 1000, title="Frequency (Hz)").share([10.0, 100.0, 1000.0]).tolist()
        [0.0, 0.5, 1.0]
        """
        start, stop = self.span
        return (self.spread(np.asarray(values, dtype=np.float64)) - start) / (stop - start)

    def ticks(self, length: int, *, side: Side) -> list[Tick]:
        """Return the ticks of an axis of ``length`` pixels at the bottom (x) or the left (y)."""
        return self.marks(self, length, side)


def linear(low: float, high: float, *, title: str) -> Axis:
    """Return an axis of plain numbers.

    Raises
    ------
    PictureError
        If the ends are not two finite numbers, the lower first.

    Examples
    --------
    >>> axis = linear(-1, 1, title="Amplitude")
    >>> [tick.label for tick in axis.ticks(100, side="y")]
    ['−1.0', '−0.5', '0.0', '0.5', '1.0']
    """
    return _even(low, high, title=title, marks=_value_marks)


def signed(low: float, high: float, *, title: str) -> Axis:
    """Return an axis of differences: what is above zero says so.

    Examples
    --------
    >>> [tick.label for tick in signed(-10, 10, title="B - A (dB)").ticks(100, side="y")]
    ['−10', '−5', '0', '+5', '+10']
    """
    return _even(low, high, title=title, marks=_signed_marks)


def time(start: float, stop: float) -> Axis:
    """Return an axis of seconds; from two minutes on its labels are m:ss.

    Examples
    --------
    >>> time(0.0, 600.0).title
    'Time (m:ss)'
    """
    return _even(start, stop, title=f"Time ({ticks.time_unit(stop)})", marks=_time_marks)


def since(start: float, axis: Axis) -> Axis:
    """Return the same axis without ticks before ``start``: nothing was there yet.

    Examples
    --------
    >>> [tick.label for tick in since(0.0, time(-2.0, 2.0)).ticks(400, side="x")]
    ['0', '1', '2']
    """

    def marks(whole: Axis, length: int, side: Side) -> list[Tick]:
        least = float(whole.share(start)) * length
        return [mark for mark in axis.marks(whole, length, side) if mark.position >= least - 0.5]

    return replace(axis, marks=marks)


def frequency(
    low: float, high: float, *, scale: Literal["linear", "log", "mel"], mel_scale: MelScale = "htk"
) -> Axis:
    """Return an axis of hertz.

    Parameters
    ----------
    low, high : float [Hz]
    scale : {"linear", "log", "mel"}
        Equal lengths are equal differences in hertz, in octaves, or in mel.
    mel_scale : {"htk", "slaney", "kaldi", "essentia"}
        The formula, where ``scale`` is "mel".

    Raises
    ------
    PictureError
        If the ends are not finite and ascending, or ``low`` is 0 on a logarithmic axis.

    Examples
    --------
    >>> axis = frequency(0, 8_000, scale="linear")
    >>> [tick.label for tick in axis.ticks(300, side="x")]
    ['0', '2k', '4k', '6k', '8k']
    >>> float(frequency(0, 8_000, scale="mel").share(1000.0).round(3))
    0.352
    """
    if scale == "log":
        return logarithmic(low, high, title="Frequency (Hz)")
    if scale == "linear":
        return _even(low, high, title="Frequency (Hz)", marks=_even_hertz_marks)

    def spread(values: Numbers) -> Numbers:
        return hz_to_mel(values, scale=mel_scale)

    return custom(low, high, title="Frequency (Hz)", spread=spread)


def logarithmic(low: float, high: float, *, title: str) -> Axis:
    """Return an axis on which equal lengths are equal ratios.

    Examples
    --------
    >>> axis = logarithmic(20, 20_000, title="Frequency (Hz)")
    >>> [tick.label for tick in axis.ticks(140, side="x") if tick.label]
    ['100', '1k', '10k']
    """
    if not low > 0:
        message = f"{low=:g} must be > 0 on a logarithmic axis. Raise it, or use a linear one."
        raise PictureError(message)
    return custom(low, high, title=title, spread=np.log10)


def custom(low: float, high: float, *, title: str, spread: Callable[[Numbers], Numbers]) -> Axis:
    """Return an axis that is spread by any ascending function, with labels at round numbers.

    Examples
    --------
    >>> custom(0, 100, title="Power", spread=np.sqrt).share(25.0).tolist()
    0.5
    """
    _check(low, high)
    start, stop = (float(end) for end in spread(np.array([low, high], dtype=np.float64)))
    return Axis(
        low=low, high=high, title=title, spread=spread, span=(start, stop), marks=_decade_marks
    )


def rows(frequencies: Numbers) -> Axis:
    """Return the axis of an image whose rows are bands, all equally high, the lowest first.

    Parameters
    ----------
    frequencies : (n_features,), float [Hz], ascending
        Centers of the bands. Between two centers frequencies are interpolated.

    Examples
    --------
    >>> rows(np.array([100.0, 200.0, 400.0, 800.0])).share(300.0).tolist()
    0.5
    """
    indices = np.arange(len(frequencies))
    steps = np.diff(frequencies)
    if len(steps) > 1 and np.allclose(steps, steps[0]):  # bins, not bands
        half = float(steps[0]) / 2
        low, high = float(frequencies[0]) - half, float(frequencies[-1]) + half
        return frequency(low, high, scale="linear")

    def spread(values: Numbers) -> Numbers:
        return np.asarray(np.interp(values, frequencies, indices))

    return Axis(
        low=float(frequencies[0]),
        high=float(frequencies[-1]),
        title="Frequency (Hz)",
        spread=spread,
        span=(-0.5, len(frequencies) - 0.5),
        marks=_decade_marks,
    )


def numbered(n_rows: int, *, title: str = "Coefficient") -> Axis:
    """Return the axis of an image whose rows are numbered from 0.

    Examples
    --------
    >>> [tick.label for tick in numbered(4).ticks(80, side="y")]
    ['0', '1', '2', '3']
    """
    return Axis(
        low=0.0,
        high=n_rows - 1.0,
        title=title,
        spread=lambda values: values,
        span=(-0.5, n_rows - 0.5),
        marks=_coefficient_marks,
    )


def _even(
    low: float, high: float, *, title: str, marks: Callable[[Axis, int, Side], list[Tick]]
) -> Axis:
    _check(low, high)
    return Axis(
        low=float(low),
        high=float(high),
        title=title,
        spread=lambda values: values,
        span=(float(low), float(high)),
        marks=marks,
    )


def _check(low: float, high: float) -> None:
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        message = f"{low=:g}, {high=:g} must be two finite numbers, the lower first."
        raise PictureError(message)


def _value_marks(axis: Axis, length: int, side: Side) -> list[Tick]:
    pitch = _ALONG_X if side == "x" else None
    return ticks.value_ticks(axis.low, axis.high, length=length, pitch=pitch)


def _signed_marks(axis: Axis, length: int, side: Side) -> list[Tick]:
    def sign(label: str) -> str:
        return "" if label.startswith("−") or not label.strip("0.") else "+"

    marks = _value_marks(axis, length, side)
    return [replace(mark, label=sign(mark.label) + mark.label) for mark in marks]


def _time_marks(axis: Axis, length: int, side: Side) -> list[Tick]:
    def label_width(text: str) -> int:
        return lettering.width(text, style=lettering.LABEL)

    return ticks.time_ticks(axis.low, axis.high, length=length, label_width=label_width)


def _even_hertz_marks(axis: Axis, length: int, side: Side) -> list[Tick]:
    pitch = _ALONG_X if side == "x" else None
    return ticks.value_ticks(axis.low, axis.high, length=length, pitch=pitch, label=ticks.hertz)


def _decade_marks(axis: Axis, length: int, side: Side) -> list[Tick]:
    def placed(at: float) -> float:
        return float(axis.share(at)) * length

    pitch = _HERTZ_ALONG_X if side == "x" else _HERTZ_ALONG_Y
    return ticks.decade_ticks(axis.low, axis.high, placed=placed, pitch=pitch)


def _coefficient_marks(axis: Axis, length: int, side: Side) -> list[Tick]:
    return ticks.coefficient_ticks(round(axis.high) + 1, length=length)
