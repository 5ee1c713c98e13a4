"""The search: presets first, then the lattice around the nearest, best first.

How a prediction is made is in ``identifying_trials.py``, how it is judged in
``identifying_score.py``, what lies around a front end in ``lattice.py``.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from melgram.conformance.identifying_score import UNRELATED, Given, Score, is_alike, is_same, score
from melgram.conformance.identifying_trials import Trials
from melgram.conformance.lattice import Pool, attempt, coupled, neighbors
from melgram.conformance.lattice_shapes import shaped
from melgram.engines import plan
from melgram.frontend import FrontEnd
from melgram.frontend.post import (
    Affine,
    DropFrames,
    FillInvalid,
    PerFeature,
    Standard,
    SubtractMean,
    TruncateFrames,
)
from melgram.frontend.spectral import MelBank
from melgram.types import Real

_PROGRESS = 0.002  # in the score: one edge frame of a few hundred that becomes exact
_PAIR_STARTS = 2
_MOST_WORK = 150_000_000  # points of transforms: a few seconds
_NEAR = -3.0  # a score worth an engine's answer
_LEAP = 0.3  # in the score
_PER_CHANGE = 0.35  # of a score
_STARTS = 30  # front ends from which the lattice is searched
_MEANS_STAY = (FillInvalid, TruncateFrames, DropFrames)
_DIGITS = (2, 3, 4, 6)  # to which a fitted number may be rounded


@dataclass(frozen=True)
class Found:
    """A front end, what it was compared with, and how near it came."""

    front_end: FrontEnd
    given: Given
    score: Score
    base: FrontEnd  # the preset from which it comes
    depth: int  # choices in which it differs from that
    start: int = 0  # the frame of the prediction that the first given frame is
    cropped: bool = False  # whether the prediction has more frames than the features


class Search:
    """Trials of front ends against given features; the best of all is kept.

    Parameters
    ----------
    trials : Trials
    given : sequence of Given
        The features in one or two orientations.
    pool : Pool
    """

    def __init__(self, trials: Trials, given: Sequence[Given], *, pool: Pool) -> None:
        self.trials = trials
        self.given = given
        self.n_trials = 0
        self._pool = pool
        self._expanded: set[float] = set()
        usual = [item for item in given if item.data.shape[0] in pool("n_features")]
        self._likely = [item for item in usual or given if not item.padding]
        self._seen: dict[tuple[FrontEnd, bool, int], Found] = {}

    def judge(
        self,
        front_end: FrontEnd,
        given: Given,
        *,
        base: FrontEnd,
        depth: int,
        start: int = 0,
        per_feature: bool = False,
    ) -> Found:
        """Compare one front end with the features; one that cannot be computed is unrelated."""
        key = (front_end, given.transposed, start)
        if key not in self._seen:
            self.n_trials += 1
            judged = self._score(front_end, given, start=start, per_feature=per_feature)
            cropped = self.trials.n_frames(front_end) > given.data.shape[1]
            self._seen[key] = Found(front_end, given, judged, base, depth, start, cropped)
        return self._seen[key]

    def _score(self, front_end: FrontEnd, given: Given, *, start: int, per_feature: bool) -> Score:
        count = given.data.shape[1]
        at = self.trials.frames_at(peak=given.peak, count=count, active=given.active)
        predicted = self.trials.features(front_end, at + start)
        return score(given, predicted, at=at, per_feature=per_feature)

    def presets(self, front_ends: Iterable[FrontEnd], *, padded: bool = False) -> list[Found]:
        """Judge front ends as they are, wherever the shape of the features allows it.

        ``padded`` looks at the features without the constant frames at their end, if there are any,
        and believes only what is the same.
        """
        found = [
            self.judge(front_end, given, base=front_end, depth=0, per_feature=True)
            for front_end in front_ends
            for given in self.given
            if bool(given.padding) == padded and self.shape(front_end) == given.data.shape
        ]
        return [item for item in found if item.score.same] if padded else found

    def confirmed(self, found: Found, *, tolerance: float) -> Found:
        """Return a near front end as the same, if an engine's own last bits make it so.

        Parameters
        ----------
        found : Found
        tolerance : float
            Largest difference that implementations of it are known to have.
        """
        if found.score.same or found.score.after != "nothing" or found.score.value > _NEAR:
            return found
        difference = np.abs(found.given.data - self.engine_features(found))
        if is_same(difference, found.given.noise, half=found.given.half) or (
            difference.max() <= tolerance and is_alike(difference, found.given.noise)
        ):
            return replace(found, score=replace(found.score, same=True))
        return found

    def engine_features(self, found: Found) -> Real:
        """Return what the engine makes of the recording, in the frames that were given."""
        front_end = found.front_end
        if isinstance(front_end.bank, MelBank):  # a band without a bin is no reason to refuse
            front_end = replace(front_end, bank=replace(front_end.bank, empty_bands="keep"))
        data = plan(front_end)(self.trials.samples(front_end.sample_rate)).astype(np.float64)
        return data[:, found.start : found.start + found.given.data.shape[1]]

    def variants(self, front_ends: Iterable[FrontEnd]) -> list[Found]:
        """Judge front ends that were made to fit the shape of the features."""
        found: list[Found] = []
        limit = self.trials.work + _MOST_WORK // 3
        for front_end in front_ends:
            for given in self._likely:
                if self.trials.work > limit:
                    return found
                n_features, n_frames = given.data.shape
                for variant in shaped(
                    front_end,
                    pool=self._pool,
                    n_samples=self.trials.samples(front_end.sample_rate).size,
                    n_features=n_features,
                    n_frames=n_frames,
                ):
                    found.append(
                        self.judge(
                            variant,
                            given,
                            base=front_end,
                            depth=int(variant != front_end),
                            per_feature=True,
                        )
                    )
        return found

    def cropped(self, front_ends: Iterable[FrontEnd]) -> list[Found]:
        """Judge front ends that make more frames, wherever the given ones may have been cut out."""
        found: list[Found] = []
        for front_end in front_ends:
            for given in self.given:
                if given.padding or front_end.n_features != given.data.shape[0]:
                    continue
                spare = self.trials.n_frames(front_end) - given.data.shape[1]
                if spare > 0 and given.data.shape[1] > 1:
                    start = self._start(front_end, given, spare=spare)
                    if not start and spare == 1:
                        continue  # a last frame that was dropped: a rule, not a cut
                    judged = self.judge(
                        front_end, given, base=front_end, depth=0, start=start, per_feature=True
                    )
                    found.append(judged)
        return found

    def _start(self, front_end: FrontEnd, given: Given, *, spare: int) -> int:
        """Return the offset at which frame-to-frame changes agree best."""
        n_frames = given.data.shape[1] + spare
        predicted = self.trials.features(front_end, np.arange(n_frames))
        contour, wanted = _contour(predicted), _contour(given.data)
        agreement = np.correlate(contour, wanted, mode="valid")
        energy = np.correlate(contour**2, np.ones(wanted.size), mode="valid")
        return int(np.argmax(agreement / np.sqrt(np.maximum(energy, 1e-12))))

    def climb(self, starts: Sequence[Found], *, most: int) -> list[Found]:
        """Expand the most promising front end again and again; return the best of all, or none.

        ``most`` times without a leap: one that comes much nearer is free.
        """
        if not starts:
            return []
        order = itertools.count()  # ties go to the earlier
        queue = [(_promise(found), next(order), found) for found in starts]
        heapq.heapify(queue)
        best, left = min(starts, key=lambda found: found.score), most
        while queue and left > 0 and self.trials.work < _MOST_WORK:
            _, _, parent = heapq.heappop(queue)
            if (value := round(parent.score.value, 7)) in self._expanded:
                continue  # another name for the same numbers
            self._expanded.add(value)
            children = list(self._children(parent))
            likeliest = min(children, key=lambda found: found.score, default=best)
            same = [child for child in children if child.score.same]
            same = same or [
                found for found in [self.confirmed(likeliest, tolerance=0.0)] if found.score.same
            ]
            if same:
                return same
            for child in children:
                if child.score.value < parent.score.value - _PROGRESS:
                    heapq.heappush(queue, (_promise(child), next(order), child))
            nearest_child = min((best, *children), key=lambda found: found.score)
            left -= nearest_child.score.value > best.score.value - _LEAP
            best = nearest_child
        return [best]

    def pairs(self, starts: Sequence[Found]) -> list[Found]:
        """Judge pairs of choices that hide each other, around the nearest front ends."""
        found: list[Found] = []
        for start in starts[:_PAIR_STARTS]:
            for front_end in coupled(start.front_end, pool=self._pool):
                if self.shape(front_end) == self.shape(start.front_end):
                    found.append(self._child(start, front_end, steps=2))
        return found

    def _children(self, parent: Found) -> Iterator[Found]:
        n_samples = self.trials.samples(parent.front_end.sample_rate).size
        cropped = self.shape(parent.front_end) != parent.given.data.shape
        steps = neighbors(
            parent.front_end,
            pool=self._pool,
            n_samples=n_samples,
            n_frames=None if cropped else parent.given.data.shape[1],
        )
        for front_end in itertools.chain(_solved(parent), steps):
            if _subtracts_means(front_end) and not (parent.given.centered or parent.start):
                continue  # seen without computing the whole clip
            yield self._child(parent, front_end, steps=1)

    def _child(self, parent: Found, front_end: FrontEnd, *, steps: int) -> Found:
        return self.judge(
            front_end,
            parent.given,
            base=parent.base,
            depth=parent.depth + steps,
            start=parent.start,
            per_feature=parent.score.after == "per feature",
        )

    def shape(self, front_end: FrontEnd) -> tuple[int, int]:
        """Return how many features and frames a front end makes of the recording."""
        return front_end.n_features, self.trials.n_frames(front_end)


def _promise(found: Found) -> float:
    """Return the score, worse for each change: few large steps before many small ones."""
    return found.score.value + _PER_CHANGE * found.depth


def nearest(
    found: Iterable[Found], *, count: int = _STARTS, presorted: bool = False
) -> list[Found]:
    """Return the best few, one for each front end, unrelated ones left out."""
    kept: dict[FrontEnd, Found] = {}
    for item in found if presorted else sorted(found, key=lambda item: item.score):
        if item.score is not UNRELATED:
            kept.setdefault(item.front_end, item)
    return list(kept.values())[:count]


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


def _contour(features: Real) -> Real:
    """Return the mean over bands, each on its own scale, as changes from frame to frame."""
    finite = np.nan_to_num(features, nan=0.0, posinf=0.0, neginf=0.0)
    low, high = np.quantile(finite, [0.05, 0.95])
    return np.diff(np.clip(finite, low, high).mean(axis=0))
