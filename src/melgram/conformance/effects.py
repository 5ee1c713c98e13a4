"""What each difference between two front ends does to the numbers, measured on a recording.

Which fields differ is in ``changes.py``; how numbers become levels is in ``levels.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from melgram import pipeline
from melgram.audio import resample
from melgram.conformance.changes import Change, applied
from melgram.conformance.levels import in_decibels
from melgram.conformance.recipe import empty_bands
from melgram.engines import plan
from melgram.engines.samples import as_float64
from melgram.errors import FrontEndError
from melgram.frontend import FrontEnd
from melgram.frontend.spectral import MelBank
from melgram.mel import Mel, Source
from melgram.types import Bands, Real

Indices = NDArray[np.intp]
Group = tuple[int, ...]  # indices of changes, the one in question first

_FEW_FRAMES = 0.05
"""Share of frames: edges cost or add a few, another hop or rate many more than this."""


@dataclass(frozen=True, kw_only=True)
class Effect:
    """How the features of A with some changes differ from the features of A.

    Parameters
    ----------
    changes : tuple of Change
        One; or one that is impossible alone, and the fewest others found that make it possible.
        Empty for the whole difference.
    shape_a, shape_b : (..., n_features, n_frames)
    model_input_a, model_input_b : tuple of int
        The shapes that a model is handed.
    unit_a, unit_b : str
    mean_change, max_change : float | None
        Mean and largest absolute change of a number; infinite if a number is NaN or
        infinite on one side alone. Frames are
        compared one by one, or, if their numbers differ, with the nearest in time. None if the
        features cannot be compared.
    mean_db, max_db : float | None [dB]
        The same for the levels that the numbers stand for; None if they stand for none.
    note : str
        Why there is more than one change.
    """

    changes: tuple[Change, ...]
    shape_a: tuple[int, ...]
    shape_b: tuple[int, ...]
    model_input_a: tuple[int, ...]
    model_input_b: tuple[int, ...]
    unit_a: str
    unit_b: str
    mean_change: float | None
    max_change: float | None
    mean_db: float | None
    max_db: float | None
    note: str = ""

    @property
    def misfits(self) -> bool:
        """Whether a model cannot be fed: other axes, or more than a few frames more or less."""
        if self.shape_a == self.shape_b:
            return self.model_input_a != self.model_input_b
        few = abs(self.shape_a[-1] - self.shape_b[-1]) <= _FEW_FRAMES * self.shape_a[-1]
        return self.shape_a[:-1] != self.shape_b[:-1] or not few

    @property
    def is_none(self) -> bool:
        """Whether A and B are the same numbers, in the same order, of the same unit."""
        same_shape = self.shape_a == self.shape_b and self.model_input_a == self.model_input_b
        return same_shape and self.unit_a == self.unit_b and self.max_change == 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; a number that is infinite or missing is None."""
        numbers = ("mean_change", "max_change", "mean_db", "max_db")
        return {
            "fields": [change.path for change in self.changes],
            **{name: _finite(getattr(self, name)) for name in numbers},
            "shape": [list(self.shape_a), list(self.shape_b)],
            "model_input": [list(self.model_input_a), list(self.model_input_b)],
            "unit": [self.unit_a, self.unit_b],
            "note": self.note,
        }


class Recording:
    """One recording, decoded once for each rule of channels and resampled once for each rate."""

    def __init__(self, source: Any, *, sample_rate: int | None) -> None:
        self._source = source.read() if hasattr(source, "read") else source
        self._sample_rate = sample_rate
        self._loaded: dict[str, tuple[Any, Source]] = {}
        self._resampled: dict[tuple[str, int], tuple[Any, Source]] = {}

    def features(self, front_end: FrontEnd) -> Mel:
        """Return the features of the recording."""
        samples, origin = self._at_rate(front_end)
        with np.errstate(all="ignore"):  # half of a front end may take the logarithm of a sign
            return pipeline.compute(samples, front_end, origin=origin)

    def _at_rate(self, front_end: FrontEnd) -> tuple[Any, Source]:
        key, rate = front_end.channels, front_end.sample_rate
        if key not in self._loaded:
            self._loaded[key] = pipeline.load(
                self._source, front_end, sample_rate=self._sample_rate
            )
        samples, origin = self._loaded[key]
        if origin.sample_rate == rate:
            return samples, origin
        if (key, rate) not in self._resampled:
            x = as_float64(samples) if samples.dtype == np.int16 else samples
            x = resample(x, from_rate=origin.sample_rate, to_rate=rate)
            self._resampled[key, rate] = x, replace(origin, sample_rate=rate)
        return self._resampled[key, rate]


def effects_of(
    a: FrontEnd, changes: Sequence[Change], *, recording: Recording
) -> tuple[Effect, ...]:
    """Return what each change to A does alone, the largest first.

    Before all others come those that a model cannot be fed: other features, another layout, or
    more than a few frames more or less. A change that makes no possible front end alone is
    measured together with the fewest others found that make it possible.

    Raises
    ------
    FrontEndError
        If A itself, or A with all changes, cannot be computed.
    """
    before = recording.features(a)
    found: dict[Group, Effect] = {}
    for index in range(len(changes)):
        group, note = _smallest_group(a, changes, index)
        members = tuple(sorted(group))
        if members not in found:
            after = recording.features(applied(a, [changes[i] for i in members]))
            chosen = tuple(changes[i] for i in group)
            found[members] = compared(before, after, changes=chosen, note=note)
    return tuple(sorted(found.values(), key=_largest_first))


def compared(a: Mel, b: Mel, *, changes: tuple[Change, ...] = (), note: str = "") -> Effect:
    """Return how the features B differ from the features A."""
    mean_change, max_change = _distance(a, b, _handed(a), _handed(b))
    mean_db, max_db = _distance(
        a, b, in_decibels(a.front_end, a.data), in_decibels(b.front_end, b.data)
    )
    return Effect(
        changes=changes,
        shape_a=a.data.shape,
        shape_b=b.data.shape,
        model_input_a=a.model_input.shape,
        model_input_b=b.model_input.shape,
        unit_a=a.unit,
        unit_b=b.unit,
        mean_change=mean_change,
        max_change=max_change,
        mean_db=mean_db,
        max_db=max_db,
        note=note,
    )


def _smallest_group(a: FrontEnd, changes: Sequence[Change], index: int) -> tuple[Group, str]:
    """Return the smallest group found around a change that is possible, and why it is one.

    A pair if there is one; else all changes, less those without which it remains possible.
    """
    reason = _obstacle(a, changes, (index,))
    if reason is None:
        return (index,), ""
    note = f"{changes[index].path} is not possible alone: {reason}"
    stage = changes[index].stage
    others = [i for i in range(len(changes)) if i != index]
    for other in sorted(others, key=lambda i: changes[i].stage != stage):
        if _is_possible(a, changes, (index, other)):
            return (index, other), note
    for other in tuple(others):  # the rate first: little else hangs on so much
        fewer = [i for i in others if i != other]
        if _is_possible(a, changes, (index, *fewer)):
            others = fewer
    return (index, *others), note


def _is_possible(a: FrontEnd, changes: Sequence[Change], group: Group) -> bool:
    """Return whether A with these changes can be computed, without a search for a remedy."""
    try:
        front_end = applied(a, [changes[i] for i in sorted(group)])
    except FrontEndError:
        return False
    bank = front_end.bank
    refuses = isinstance(bank, MelBank) and bank.empty_bands == "refuse"
    return not (refuses and empty_bands(front_end).size)


def _obstacle(a: FrontEnd, changes: Sequence[Change], group: Group) -> FrontEndError | None:
    """Return why A with these changes cannot be computed, or None if it can."""
    try:
        plan(applied(a, [changes[i] for i in sorted(group)]))
    except FrontEndError as error:
        return error
    return None


def _handed(mel: Mel) -> Bands:
    """Return the features in the number type that the model is handed."""
    return mel.data.astype(mel.front_end.output.dtype).astype(np.float64)


def _distance(
    a: Mel, b: Mel, x: Bands | None, y: Bands | None
) -> tuple[float | None, float | None]:
    if x is None or y is None or x.shape[:-1] != y.shape[:-1]:
        return None, None
    if x.shape != y.shape:
        here, there = nearest_frames(a.times, b.times)
        x, y = x[..., here], y[..., there]
    if not x.size:
        return None, None
    with np.errstate(invalid="ignore"):  # infinity minus itself, which is no change
        change = np.where((x == y) | (np.isnan(x) & np.isnan(y)), 0.0, np.abs(x - y))
    change[np.isnan(change)] = np.inf
    return float(change.mean()), float(change.max())


def nearest_frames(a: Real, b: Real) -> tuple[Indices, Indices]:
    """Return the frames of A that have one of B within half a step, and those of B."""
    if not (len(a) and len(b)):
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    step = min(np.diff(a).min(initial=np.inf), np.diff(b).min(initial=np.inf))
    right = np.minimum(np.searchsorted(b, a), len(b) - 1)
    left = np.maximum(right - 1, 0)
    nearest = np.where(np.abs(a - b[left]) <= np.abs(a - b[right]), left, right)
    here = np.flatnonzero(np.abs(a - b[nearest]) <= step / 2)
    return here, nearest[here]


def _largest_first(effect: Effect) -> tuple[bool, float, float]:
    if effect.mean_change is None or effect.max_change is None:
        return not effect.misfits, -np.inf, -np.inf
    return not effect.misfits, -effect.mean_change, -effect.max_change


def _finite(value: float | None) -> float | None:
    return value if value is not None and np.isfinite(value) else None
