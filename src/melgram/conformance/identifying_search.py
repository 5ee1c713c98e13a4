"""Judging front ends: presets as they are, made to fit a shape, or as the whole of a part.

How a prediction is made is in ``identifying_trials.py``, how it is scored in
``identifying_score.py``; from one front end to the next it goes in ``identifying_climb.py``.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from melgram.conformance.identifying_score import (
    SAME_NOISES,
    UNRELATED,
    Given,
    Score,
    is_alike,
    is_same,
    score,
)
from melgram.conformance.identifying_trials import Trials
from melgram.conformance.lattice import Pool
from melgram.conformance.lattice_shapes import shaped
from melgram.engines import plan
from melgram.frontend import FrontEnd
from melgram.frontend.spectral import MelBank
from melgram.types import Real

MOST_WORK = 110_000_000  # points of transforms: three to four seconds
_NEAR = -3.0  # a score worth an engine's answer
_STARTS = 30  # front ends from which the lattice is searched


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
        self.pool = pool
        usual = [item for item in given if item.data.shape[0] in pool("n_features")]
        self._likely = [item for item in usual or given if not item.padding]
        self._seen: dict[tuple[FrontEnd, bool, int], Found] = {}
        self._glimpsed: dict[tuple[FrontEnd, bool, bool, int], float | None] = {}

    @property
    def spent(self) -> bool:
        """Whether so much was computed that the search has to end."""
        return self.trials.work > MOST_WORK

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
        at = self.trials.frames_at(landmarks=given.landmarks, count=count, active=given.active)
        part = self.trials.n_frames(front_end) > count
        predicted = self.trials.features(front_end, at + start, part=part)
        return score(given, predicted, at=at, per_feature=per_feature)

    def glimpse(self, front_end: FrontEnd, parent: Found) -> float | None:
        """Return about the score of a front end, from few frames; None if that cannot be had.

        Statistics over time are left out, so it tells only front ends apart that share them.
        """
        given, start = parent.given, parent.start
        per_feature = parent.score.after == "per feature" or given.centered
        key = (front_end, per_feature, given.transposed, start)
        if key not in self._glimpsed:
            self.n_trials += 1
            at = self.trials.frames_at(
                landmarks=given.landmarks, count=given.data.shape[1], active=given.active, few=True
            )
            seen = self.trials.glimpse(front_end, at + start)
            self._glimpsed[key] = None
            if seen is not None:
                shown = seen[1] - start
                inside = (shown >= 0) & (shown < given.data.shape[1])
                judged = score(given, seen[0][:, inside], at=shown[inside], per_feature=per_feature)
                self._glimpsed[key] = judged.value
        return self._glimpsed[key]

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
        given = found.given
        if is_same(difference, given.noise, half=given.half, weights=given.weights) or (
            difference.max() <= tolerance and is_alike(difference, given.noise)
        ):
            return replace(found, score=replace(found.score, same=True))
        return found

    def is_exact(self, found: Found) -> bool:
        """Return whether an engine's answer differs by noise in every single cell."""
        difference = np.abs(found.given.data - self.engine_features(found))
        return bool((difference <= SAME_NOISES * found.given.noise).all())

    def engine_features(self, found: Found) -> Real:
        """Return what the engine makes of the recording, in the frames that were given."""
        front_end = found.front_end
        if isinstance(front_end.bank, MelBank):  # a band without a bin is no reason to refuse
            front_end = replace(front_end, bank=replace(front_end.bank, empty_bands="keep"))
        data = plan(front_end)(self.trials.samples(front_end.sample_rate)).astype(np.float64)
        return data[:, found.start : found.start + found.given.data.shape[1]]

    def variants(self, front_ends: Iterable[FrontEnd]) -> list[Found]:
        """Judge front ends that were made to fit the shape of the features, likeliest first."""
        found: list[Found] = []
        counts = [given.data.shape[0] for given in self._likely]
        ordered = sorted(front_ends, key=lambda item: _unlikeness(item.n_features, counts))
        limit = self.trials.work + MOST_WORK // 4
        for front_end, given in itertools.product(ordered, self._likely):
            n_features, n_frames = given.data.shape
            if self.spent or self.trials.work > limit:
                return found
            for variant in shaped(
                front_end,
                pool=self.pool,
                n_samples=self.trials.samples(front_end.sample_rate).size,
                n_features=n_features,
                n_frames=n_frames,
            ):
                depth = int(variant != front_end)
                found.append(
                    self.judge(variant, given, base=front_end, depth=depth, per_feature=True)
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

    def shape(self, front_end: FrontEnd) -> tuple[int, int]:
        """Return how many features and frames a front end makes of the recording."""
        return front_end.n_features, self.trials.n_frames(front_end)


def nearest(
    found: Iterable[Found], *, count: int = _STARTS, presorted: bool = False
) -> list[Found]:
    """Return the best few, one for each front end, unrelated ones left out."""
    kept: dict[FrontEnd, Found] = {}
    for item in found if presorted else sorted(found, key=lambda item: item.score):
        if item.score is not UNRELATED:
            kept.setdefault(item.front_end, item)
    return list(kept.values())[:count]


def _unlikeness(n_features: int, counts: Iterable[int]) -> float:
    return min(abs(math.log(n_features / count)) for count in counts)


def _contour(features: Real) -> Real:
    """Return the mean over bands, each on its own scale, as changes from frame to frame."""
    finite = np.nan_to_num(features, nan=0.0, posinf=0.0, neginf=0.0)
    low, high = np.quantile(finite, [0.05, 0.95])
    return np.diff(np.clip(finite, low, high).mean(axis=0))
