"""Steps in the lists of operations: one more, one less, or one with another number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, get_args

from melgram.frontend import FrontEnd
from melgram.frontend import post as p
from melgram.frontend import signal as g

COEFFICIENTS = (0.97, 0.95, 0.9, 0.96, 0.98, 0.94, 0.85, 0.86, 0.99, 1.0)
RANGES = (8.0, 80.0, 60.0, 70.0, 90.0, 100.0, 120.0, 40.0, 50.0, 4.0, 6.0, 10.0, 16.0, 20.0)
PEAKS = (g.PeakNormalise(), g.PeakNormalise(target=0.95), g.PeakNormalise(target=0.99))

# By class and field: the numbers that are tried in its place.
_NUMBERS: dict[tuple[type[Any], str], tuple[Any, ...]] = {
    (g.Preemphasis, "coefficient"): COEFFICIENTS,
    (g.Preemphasis, "first"): get_args(g.FirstSample),
    (g.Scale, "factor"): (32768.0, 32767.0, 1.0),
    (g.PeakNormalise, "target"): (1.0, 0.99, 0.95, 0.9, 0.5),
    (g.TileTo, "tiling"): get_args(g.Tiling),
    (p.DynamicRange, "range"): RANGES,
    (p.FixedRange, "range"): RANGES,
    (p.PerFeature, "ddof"): (0, 1),
    (p.PerFeature, "guard"): get_args(p.DeviationGuard),
    (p.PerFeature, "added"): (0.0, 1e-5, 1e-10, 1e-8, 1e-7, 1e-6, 1e-3, 1e-20),
    (p.Dct, "norm"): get_args(p.DctNorm),
    (p.Lifter, "q"): (22.0, 13.0, 20.0, 12.0, 24.0, 40.0),
    (p.ReplaceFirst, "tap"): get_args(p.EnergyTap),
    (p.ReplaceFirst, "floor"): (1.1920928955078125e-07, 2.220446049250313e-16, 1e-10, 1.0),
    (p.Deltas, "width"): (1, 2, 3, 4),
    (p.Stack, "remainder"): get_args(p.Remainder),
}
_SIGNAL_FIRST = (g.Scale(factor=32768.0), g.Scale(factor=32767.0), g.RemoveMean(), *PEAKS)
_SIGNAL_LAST = tuple(
    g.Preemphasis(coefficient=coefficient, first=first)
    for coefficient in COEFFICIENTS[:5]
    for first in ("keep", "scale")
)
_POST_LAST: tuple[p.PostOp, ...] = (
    p.SubtractMean(),
    p.SubtractMaximum(),
    p.PerFeature(ddof=1),
    p.PerFeature(ddof=0),
    p.PerFeature(ddof=1, added=1e-5, guard="add_to_deviation"),
    p.PerFeature(ddof=0, added=1e-5, guard="add_to_deviation"),
    *(p.DynamicRange(range=number) for number in RANGES[:6]),
    p.Affine(scale=0.25, offset=1.0),
    p.Affine(scale=2.0, offset=-1.0),
    p.Clamp(low=0.0, high=1.0),
    p.Clamp(low=-1.0, high=1.0),
    p.ReverseFeatures(),
)

Step = Callable[[], FrontEnd]


def signal_steps(front_end: FrontEnd, *, pooled: Iterable[Any]) -> Iterator[Step]:
    """Yield changes of the operations on the signal."""
    own = front_end.signal
    lists = [*_without(own), *_renumbered(own)]
    lists += [(operation, *own) for operation in (*_SIGNAL_FIRST, *_SIGNAL_LAST)]
    lists += [(*own, operation) for operation in _SIGNAL_LAST]
    lists += [(*own, g.Quantise()), (g.Quantise(), *own), (g.Clip(), *own)]
    for operations in (*lists, *pooled):
        yield lambda operations=tuple(operations): replace(front_end, signal=operations)


def frame_steps(front_end: FrontEnd, *, pooled: Iterable[Any]) -> Iterator[Step]:
    """Yield changes of the operations on single frames."""
    own = front_end.frame
    lists = [*_without(own), *_renumbered(own), (g.RemoveMean(), *own)]
    lists += [(*own, operation) for operation in _SIGNAL_LAST]
    for operations in (*lists, *pooled):
        yield lambda operations=tuple(operations): replace(front_end, frame=operations)
    yield from _moved_preemphasis(front_end)


def _moved_preemphasis(front_end: FrontEnd) -> Iterator[Step]:
    """Yield the front end with its pre-emphasis on the signal instead of the frames, or back."""
    in_frame = [op for op in front_end.frame if isinstance(op, g.Preemphasis)]
    in_signal = [op for op in front_end.signal if isinstance(op, g.Preemphasis)]
    if len(in_frame) + len(in_signal) != 1:
        return
    frame = tuple(op for op in front_end.frame if not isinstance(op, g.Preemphasis))
    signal = tuple(op for op in front_end.signal if not isinstance(op, g.Preemphasis))
    for first in ("keep", "scale"):
        moved = replace((in_frame or in_signal)[0], first=first)
        if in_frame:
            yield lambda op=moved: replace(front_end, frame=frame, signal=(*signal, op))
        else:
            yield lambda op=moved: replace(front_end, frame=(*frame, op), signal=signal)


def post_steps(front_end: FrontEnd, *, pooled: Iterable[Any]) -> Iterator[Step]:
    """Yield changes of the operations on the bands."""
    own = front_end.post
    lists = [*_without(own), *_renumbered(own)]
    for operation in _POST_LAST:
        lists += [(*own[:i], operation, *own[i:]) for i in range(len(own), -1, -1)]
    for operations in (*lists, *pooled):
        yield lambda operations=tuple(operations): replace(front_end, post=operations)


def _without(operations: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    for i in range(len(operations)):
        yield (*operations[:i], *operations[i + 1 :])


def _renumbered(operations: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    for i, operation in enumerate(operations):
        for (kind, name), values in _NUMBERS.items():
            if not isinstance(operation, kind):
                continue
            for value in values:
                changed = replace(operation, **{name: value})
                yield (*operations[:i], changed, *operations[i + 1 :])
