"""identify(): which front end made these features of this recording.

The search is in ``identifying_search.py`` and ``identifying_climb.py``, the lattice around presets
in ``lattice*.py``; what may be features is in ``identifying_given.py``, the result in
``identifying_result.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from melgram.conformance.identifying_climb import Climb, floors, pairs, resolved, transplanted
from melgram.conformance.identifying_given import given_features, given_samples
from melgram.conformance.identifying_naming import moved
from melgram.conformance.identifying_report import report
from melgram.conformance.identifying_result import Identification
from melgram.conformance.identifying_score import UNRELATED
from melgram.conformance.identifying_search import Found, Search, nearest
from melgram.conformance.identifying_trials import Trials
from melgram.conformance.lattice import Pool
from melgram.frontend import FrontEnd
from melgram.frontend.rules import require_int
from melgram.presets import preset, presets, record

_FIRST_EXPANSIONS = 6  # around presets as they are: one choice changed is found here
_FIRST_SHARE = 0.4  # of the work
_EXPANSIONS = 12
_FIRST_CLIMB = 3  # its place: before it, no map that was applied afterwards is believed
_MAPPED_STARTS = 3
_CUT, _CHANGE = 0.2, 0.02  # of a score: what a part of a clip, or one more change, must gain
_MOVED_TO = 60  # front ends
_CONFIRMED = 3  # of the nearest after each stage


def identify(features: Any, samples: Any, *, sample_rate: int) -> Identification:
    """Find the front end that made features of a recording.

    All presets are tried, then the lattice of single choices around the nearest: scale and norm
    of the bands, window, edges, lengths, logarithm, floors, and what stands before and after.

    Parameters
    ----------
    features : array (n_features, n_frames) or (n_frames, n_features)
        One clip; a leading axis of 1 is taken off.
    samples : array (n_samples,)
        The recording, float with full scale at 1.0 or int16.
    sample_rate : int [Hz]

    Returns
    -------
    identification : Identification

    Raises
    ------
    SignalError
        If features or samples are no arrays of finite floats, or of the wrong shape.

    Examples
    --------
    >>> import melgram, numpy as np
    >>> samples = np.random.default_rng(0).normal(0.0, 0.1, 16_100)
    >>> features = melgram.melspectrogram(samples, "whisper", sample_rate=16_000).data
    >>> melgram.identify(features, samples, sample_rate=16_000).name
    'whisper'
    """
    require_int("sample_rate", sample_rate, least=1)
    given = given_features(features)
    trials = Trials(given_samples(samples), sample_rate=sample_rate)
    search = Search(trials, given, pool=_pool())
    bases = {
        name: preset(name, sample_rate=sample_rate if record(name).any_rate else None)
        for name in presets()
    }
    return report(search, _found(search, bases), bases=bases)


@lru_cache(maxsize=1)
def _pool() -> Pool:
    return Pool.of(record(name).front_end for name in presets())


def _found(search: Search, bases: Mapping[str, FrontEnd]) -> list[Found]:
    """Return all that was judged, best first, in stages of which the first that suffices is last.

    Whoever made the features most likely took a preset at its own rate; then with another edge or
    length; then a part of the clip; then one at another rate.
    """
    rate = search.trials.sample_rate
    here = _distinct(base for base in bases.values() if base.sample_rate == rate)
    elsewhere = _distinct(base for base in bases.values() if base.sample_rate != rate)
    tolerances = {base: record(name).tolerance for name, base in bases.items()}
    climb = Climb(search)
    judged: list[Found] = []

    def moved_changes() -> list[Found]:
        return (
            transplanted(search, judged[0], nearest(judged[1:], count=_MOVED_TO)) if judged else []
        )

    stages: tuple[Callable[[], list[Found]], ...] = (
        lambda: search.presets(here),
        lambda: search.presets(elsewhere),
        lambda: search.presets((*here, *elsewhere), padded=True),
        lambda: climb(nearest(judged), most=_FIRST_EXPANSIONS, share=_FIRST_SHARE),
        moved_changes,
        lambda: search.variants(here),
        moved_changes,
        lambda: search.cropped((*here, *elsewhere)),
        lambda: climb(nearest(judged), most=_EXPANSIONS),
        moved_changes,
        lambda: pairs(search, nearest(judged)),
        lambda: search.variants(_carried(elsewhere, sample_rate=rate)),
        lambda: climb(nearest(judged), most=_EXPANSIONS),
        moved_changes,
    )
    for position, stage in enumerate(stages):
        judged = _judged((*judged, *stage()), search, tolerances=tolerances)
        best = judged[0].score if judged else UNRELATED
        if best.same or (best.mapped and position >= _FIRST_CLIMB):
            again = _second_look(search, climb, judged)
            return _judged((*judged, *again), search, tolerances=tolerances)
    return judged


def _judged(
    found: Iterable[Found], search: Search, *, tolerances: Mapping[FrontEnd, float]
) -> list[Found]:
    """Return what was found, best first; the nearest are compared with an engine's answer."""
    ordered = sorted(found, key=_rank)
    nearest_few = [
        search.confirmed(item, tolerance=tolerances.get(item.front_end, 0.0))
        for item in ordered[:_CONFIRMED]
    ]
    return sorted((*nearest_few, *ordered[_CONFIRMED:]), key=_rank)


def _second_look(search: Search, climb: Climb, judged: Sequence[Found]) -> list[Found]:
    """Look for what explains more than the best does: all but noise is not yet all.

    A map that was applied afterwards may be another logarithm or scale, and a few cells that
    differ may be another floor, or the floor of a preset of the same family.
    """
    best = judged[0]
    if best.score.same and search.is_exact(best):
        return []
    others = nearest(judged[1:], count=_MOVED_TO)
    found = resolved(search, nearest(judged)) + transplanted(search, best, others)
    if best.score.same:
        return found + floors(search, best)
    explained = [item for item in (*judged, *found) if item.score.mapped]
    return found + climb(nearest(explained, count=_MAPPED_STARTS), most=_MAPPED_STARTS)


def _rank(found: Found) -> tuple[bool, bool, float]:
    """Order what fits before what does not, and whole clips before parts of them."""
    value = found.score.value + _CUT * found.cropped + _CHANGE * found.depth
    return not found.score.same, found.score.same and found.cropped, value


def _distinct(front_ends: Iterable[FrontEnd | None]) -> tuple[FrontEnd, ...]:
    return tuple(dict.fromkeys(item for item in front_ends if item is not None))


def _carried(front_ends: Iterable[FrontEnd], *, sample_rate: int) -> tuple[FrontEnd, ...]:
    return _distinct(moved(front_end, sample_rate=sample_rate) for front_end in front_ends)
