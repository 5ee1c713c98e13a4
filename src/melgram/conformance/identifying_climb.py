"""From one front end to the next: the lattice around the nearest, best first.

What lies around a front end is in ``lattice.py``, how one is judged in ``identifying_search.py``.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import get_args

from melgram.conformance.changes import Change, applied
from melgram.conformance.identifying_naming import told_changes
from melgram.conformance.identifying_search import MOST_WORK, Found, Search
from melgram.conformance.identifying_trials import is_local
from melgram.conformance.lattice import attempt, coupled, neighbors
from melgram.frontend import FrontEnd
from melgram.frontend.compression import Log
from melgram.frontend.post import (
    Affine,
    DropFrames,
    FillInvalid,
    PerFeature,
    Standard,
    SubtractMean,
    TruncateFrames,
)
from melgram.frontend.signal import Scale
from melgram.frontend.spectral import FftNorm

_PROGRESS = 0.002  # in the score: one edge frame of a few hundred that becomes exact
_LEAP = 0.3  # in the score
_PER_CHANGE, _PER_TURN, _PER_CUT = 0.35, 0.2, 0.5  # of a score
_LOOKS = 14  # at how many of the neighbors that a glimpse makes promising
_PAIR_STARTS = 2
_MOST_MOVED = 4  # changes that are tried on other presets
_MOST_RESOLVED = 12
_MEANS_STAY = (FillInvalid, TruncateFrames, DropFrames)
_DIGITS = (2, 3, 4, 6)  # to which a fitted number may be rounded
_PER_LN = {
    "ln": 1.0,
    "log10": 1.0 / math.log(10.0),
    "db_power": 10.0 / math.log(10.0),
    "db_amplitude": 20.0 / math.log(10.0),
}


class Climb:
    """Expansions of front ends against one search; none is expanded twice."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self._expanded: set[float] = set()
        self._turns: Counter[FrontEnd] = Counter()  # expansions so far, by preset

    def __call__(self, starts: Sequence[Found], *, most: int, share: float = 1.0) -> list[Found]:
        """Expand the most promising front end again and again; return the best of all, or none.

        ``most`` times without a leap: one that comes much nearer is free. ``share`` is how much of
        all the work that is allowed may be done here.
        """
        if not starts:
            return []
        order = itertools.count()  # ties go to the earlier
        queue = [(self._promise(found), next(order), found) for found in starts]
        heapq.heapify(queue)
        best, left = min(starts, key=lambda found: found.score), most
        until = self.search.trials.work + share * MOST_WORK
        while queue and left > 0 and self.search.trials.work < min(until, MOST_WORK):
            promised, _, parent = heapq.heappop(queue)
            if self._promise(parent) > promised:  # its preset had a turn since
                heapq.heappush(queue, (self._promise(parent), next(order), parent))
                continue
            if (value := round(parent.score.value, 7)) in self._expanded:
                continue  # another name for the same numbers
            self._expanded.add(value)
            children = self._children(parent)
            if same := self._same(children):
                return same
            for child in children:
                if child.score.value < parent.score.value - _PROGRESS:
                    heapq.heappush(queue, (self._promise(child), next(order), child))
            nearest_child = min((best, *children), key=lambda found: found.score)
            leap = nearest_child.score.value < best.score.value - _LEAP
            left -= not leap
            self._turns[parent.base] += not leap
            best = nearest_child
        return [best]

    def _promise(self, found: Found) -> float:
        """Return the score, worse for each change and for each turn that the preset had.

        Few large steps come before many small ones, and other presets before the tenth change
        that leads nowhere.
        """
        changes = _PER_CHANGE * found.depth + _PER_TURN * self._turns[found.base]
        return found.score.value + changes + _PER_CUT * found.cropped

    def _same(self, children: Sequence[Found]) -> list[Found]:
        """Return the children that are the same; of none, the likeliest if an engine says so."""
        same = [child for child in children if child.score.same]
        if same or not children:
            return same
        likeliest = min(children, key=lambda found: found.score)
        confirmed = self.search.confirmed(likeliest, tolerance=0.0)
        return [confirmed] if confirmed.score.same else []

    def _children(self, parent: Found) -> list[Found]:
        """Return the promising neighbors, judged; all are seen, but most only in a glimpse."""
        search, own = self.search, parent.front_end
        found: list[Found] = []
        glimpsed: list[tuple[float, int, FrontEnd]] = []
        here = search.glimpse(own, parent)
        for order, front_end in enumerate(_steps(search, parent)):
            if search.spent:
                break
            value = search.glimpse(front_end, parent) if _is_alike(own, front_end) else None
            if here is None or value is None:
                found.append(_child(search, parent, front_end, steps=1))
            elif value < here - _PROGRESS:
                glimpsed.append((value, order, front_end))
        likely = [front_end for _, _, front_end in sorted(glimpsed)[:_LOOKS]]
        return found + [_child(search, parent, front_end, steps=1) for front_end in likely]


def _steps(search: Search, parent: Found) -> Iterator[FrontEnd]:
    own, given = parent.front_end, parent.given
    n_samples = search.trials.samples(own.sample_rate).size
    cropped = search.shape(own) != given.data.shape
    n_frames = None if cropped else given.data.shape[1]
    around = neighbors(own, pool=search.pool, n_samples=n_samples, n_frames=n_frames)
    for front_end in itertools.chain(_solved(parent), around):
        if given.centered or parent.start or not _subtracts_means(front_end):
            yield front_end  # the others are seen to be wrong without computing the whole clip


def pairs(search: Search, starts: Sequence[Found]) -> list[Found]:
    """Judge pairs of choices that hide each other, around the nearest front ends."""
    found: list[Found] = []
    for start in starts[:_PAIR_STARTS]:
        for front_end in coupled(start.front_end, pool=search.pool):
            if search.spent:
                return found
            if search.shape(front_end) == search.shape(start.front_end):
                found.append(_child(search, start, front_end, steps=2))
    return found


def transplanted(search: Search, best: Found, others: Iterable[Found]) -> list[Found]:
    """Judge what was changed on the way to the best, on other presets: families are alike."""
    changes = told_changes(best.base, best.front_end)
    if not 0 < len(changes) <= _MOST_MOVED:
        return []
    found: list[Found] = []
    for other in others:
        if search.spent:
            break
        made = _changed(other.front_end, changes)
        if made is not None and search.shape(made) == search.shape(best.front_end):
            found.append(_child(search, other, made, steps=len(changes)))
    return found


def _changed(front_end: FrontEnd, changes: Sequence[Change]) -> FrontEnd | None:
    try:
        return attempt(lambda: applied(front_end, changes))
    except LookupError:
        return None  # an operation that this preset does not have


def resolved(search: Search, starts: Sequence[Found]) -> list[Found]:
    """Judge other logarithms and scales of the signal where a line explains the features.

    Its slope may be the ratio of two logarithms, and its offset a factor under them.
    """
    found: list[Found] = []
    for start in starts[:_MOST_RESOLVED]:
        if start.score.after != "affine" or search.spent:
            continue
        for front_end in _rescaled(start.front_end, slope=start.score.scale):
            found.append(_child(search, start, front_end, steps=1))
    return found


def floors(search: Search, best: Found) -> list[Found]:
    """Judge other floors and guards of a magnitude, which touch few cells."""
    return [
        _child(search, best, front_end, steps=1)
        for front_end in _steps(search, best)
        if replace(
            front_end, compression=best.front_end.compression, spectrum=best.front_end.spectrum
        )
        == best.front_end
    ]


def _rescaled(front_end: FrontEnd, *, slope: float) -> Iterator[FrontEnd]:
    own = front_end.compression
    if not isinstance(own, Log):
        return
    bare = tuple(op for op in front_end.signal if not isinstance(op, Scale))
    signals = [front_end.signal, bare, *((Scale(factor=f), *bare) for f in (32768.0, 32767.0))]
    for base, size in _PER_LN.items():
        if not math.isclose(size / _PER_LN[own.base], slope, rel_tol=1e-2):
            continue
        log = replace(own, base=base)
        for signal, norm in itertools.product(dict.fromkeys(signals), get_args(FftNorm)):
            yield replace(front_end, signal=signal, fft_norm=norm, compression=log)


def _child(search: Search, parent: Found, front_end: FrontEnd, *, steps: int) -> Found:
    return search.judge(
        front_end,
        parent.given,
        base=parent.base,
        depth=parent.depth + steps,
        start=parent.start,
        per_feature=parent.score.after == "per feature",
    )


def _is_alike(a: FrontEnd, b: FrontEnd) -> bool:
    """Return whether glimpses can tell two front ends apart: no statistics over time differ."""
    if is_local(a, a.post) and is_local(b, b.post):
        return True
    return a.post == b.post and a.framing.valid_extra == b.framing.valid_extra


def _subtracts_means(front_end: FrontEnd) -> bool:
    last = [op for op in front_end.post if not isinstance(op, _MEANS_STAY)]
    return bool(last) and isinstance(last[-1], (SubtractMean, PerFeature))


def _solved(found: Found) -> Iterator[FrontEnd]:
    """Yield the front end with the numbers of its last fixed map as the features have them."""
    post, judged = found.front_end.post, found.score
    if not post or judged.after != "affine":
        return
    last = post[-1]
    if not any(isinstance(operation, type(last)) for operation in found.base.post):
        return  # a map that the preset does not have was applied afterwards
    for digits in _DIGITS:
        if isinstance(last, Affine):
            scale = _rounded(judged.scale * last.scale, digits)
            offset = _rounded(judged.scale * last.offset + judged.offset, digits)
            made = attempt(lambda s=scale, o=offset: Affine(scale=s, offset=o))
        elif isinstance(last, Standard):
            deviation = last.deviation / judged.scale
            mean = last.mean - judged.offset * deviation
            d, m = _rounded(deviation, digits), _rounded(mean, digits)
            made = attempt(lambda m=m, d=d: Standard(mean=m, deviation=d))
        else:
            return
        if made is not None:
            yield replace(found.front_end, post=(*post[:-1], made))


def _rounded(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}")
