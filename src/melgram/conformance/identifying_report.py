"""From what a search found to what is told: names, changes, residuals by a real plan, notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import get_args

import numpy as np

from melgram.conformance.changes import Change, changes_between
from melgram.conformance.identifying_naming import Named, named, told_changes
from melgram.conformance.identifying_result import Candidate, Identification, Residual
from melgram.conformance.identifying_score import (
    SAME_NOISES,
    After,
    affine_fit,
    per_feature_fit,
)
from melgram.conformance.identifying_search import Found, Search, nearest
from melgram.errors import SignalError
from melgram.frontend import FrontEnd
from melgram.frontend.compression import Log, LogBase
from melgram.frontend.output import FeaturesFirst, FramesFirst
from melgram.frontend.post import PerFeature
from melgram.frontend.spectral import MelBank
from melgram.presets import record
from melgram.types import Real

_RUNNERS_UP = 4
_GOOD = 1e-3  # of the spread: what one implementation may differ from another
_GOOD_CELLS = 0.98
_MOST_RIVALS = 24
_NOISES = 3.0  # what is more is a difference

Bases = Mapping[str, FrontEnd]


def report(search: Search, judged: Sequence[Found], *, bases: Bases) -> Identification:
    """Return the identification that a search, best first, amounts to.

    Raises
    ------
    SignalError
        If no preset can make features of the given shape of the recording.
    """
    ranked = nearest(judged, count=len(judged), presorted=True)
    if not ranked:
        message = (
            "no preset makes features of this shape from this recording. Check that the recording "
            "is the one that the features were made of, and whole."
        )
        raise SignalError(message)
    best = _polished(search, ranked)
    winner = _named(search, best, ranked, bases=bases)
    final = replace(best, front_end=winner.front_end)
    difference = _difference(search, final, after=best.score.after)
    line = _line(search, final) if best.score.after == "affine" else None
    candidate = _candidate(
        final, winner.name, told_changes(bases[winner.name], winner.front_end), difference
    )
    return Identification(
        ranking=(_with_output(candidate, best), *_runners_up(search, ranked, winner, bases=bases)),
        fits=_fits(difference, best),
        after=_after(best.score.after, line),
        line=line,
        notes=tuple(_notes(search, final)),
        start=best.start,
        n_trials=search.n_trials,
    )


def _polished(search: Search, ranked: Sequence[Found]) -> Found:
    """Return, of all that is the same but for noise, what an engine's last bits agree with best.

    HTK's, Kaldi's and Essentia's scales differ by 1e-5, and behind a per-feature normalisation
    logarithms and gains by not much more: less than a search can see.
    """
    best = ranked[0]
    if not (best.score.same or best.score.mapped):
        return best
    rivals = [item for item in ranked[:_MOST_RIVALS] if _is_rival(item, best)]
    rivals += [replace(best, front_end=item) for item in _twins(best.front_end)]
    residuals = [_difference(search, item, after=best.score.after).mean() for item in rivals]
    nearest_of_all = rivals[int(np.argmin(residuals))]
    return nearest_of_all if min(residuals) < 0.5 * residuals[0] else best


def _is_rival(item: Found, best: Found) -> bool:
    if best.score.same:
        return item.score.same
    return item.score.mapped and item.score.after == best.score.after


def _twins(front_end: FrontEnd) -> Iterator[FrontEnd]:
    bank, compression = front_end.bank, front_end.compression
    if isinstance(bank, MelBank) and bank.scale != "slaney":
        for scale in ("htk", "kaldi", "essentia"):
            yield replace(front_end, bank=replace(bank, scale=scale))
    if isinstance(compression, Log) and any(isinstance(op, PerFeature) for op in front_end.post):
        for base in get_args(LogBase):
            yield replace(front_end, compression=replace(compression, base=base))


def _named(search: Search, best: Found, ranked: Sequence[Found], *, bases: Bases) -> Named:
    shape = search.shape(best.front_end)
    limit = _n_wrong(search, best)

    last = best.start + best.given.data.shape[1]

    def as_good(front_end: FrontEnd) -> bool:
        n_features, n_frames = search.shape(front_end)
        if n_features != shape[0] or n_frames < last or (n_frames > shape[1] and not best.cropped):
            return False
        return _n_wrong(search, replace(best, front_end=front_end)) <= limit

    scores = {found.front_end: found.score.value for found in reversed(ranked)}
    alike = {
        item.front_end
        for item in ranked
        if item.score.same
        and not item.depth
        and item.given is best.given
        and item.start == best.start
    }
    nearness = {name: scores[base] for name, base in bases.items() if base in scores}

    def residual(front_end: FrontEnd) -> float:
        found = replace(best, front_end=front_end)
        return float(_difference(search, found, after=best.score.after).mean())

    return named(
        best.front_end,
        bases=bases,
        alike=alike,
        nearness=nearness,
        as_good=as_good,
        residual=residual,
        given=best.given,
    )


def _n_wrong(search: Search, found: Found) -> int:
    """Return in how many cells the difference is more than noise, silence at the end left out."""
    given = found.given
    at = np.arange(min(given.active + 1, given.data.shape[1]))
    p = search.trials.features(found.front_end, found.start + at, part=found.cropped)
    p = np.nan_to_num(p, nan=1e18, posinf=1e18, neginf=-1e18)
    f, noise = given.data[:, at], given.noise[:, at]
    mapped = _mapped(p, f, given.weights[:, at], spread=given.spread, after=found.score.after)
    return int((np.abs(f - mapped) > _NOISES * noise).sum())


def _mapped(p: Real, f: Real, weights: Real, *, spread: float, after: After) -> Real:
    if after == "affine":
        scale, offset = affine_fit(p, f, spread=spread, weights=weights)
        return scale * p + offset
    if after == "per feature":
        a, b = per_feature_fit(p, f)
        return a * p + b
    return p


def _difference(search: Search, found: Found, *, after: After) -> Real:
    """Return absolute differences, (n_features, n_frames), after the map that is believed."""
    given, p = found.given, search.engine_features(found)
    mapped = _mapped(p, given.data, given.weights, spread=given.spread, after=after)
    return np.abs(given.data - mapped)


def _candidate(found: Found, name: str, changes: tuple[Change, ...], difference: Real) -> Candidate:
    return Candidate(
        name=name,
        front_end=found.front_end,
        changes=changes,
        residual=Residual(
            max=float(difference.max()),
            mean=float(difference.mean()),
            relative=float(np.median(difference) / found.given.spread),
        ),
        unit=found.front_end.unit,
    )


def _with_output(candidate: Candidate, best: Found) -> Candidate:
    """Add what the array itself shows: frames first for a preset with features first, float16."""
    output = candidate.front_end.output
    layout = output.layout
    if best.given.transposed and isinstance(layout, FeaturesFirst):
        layout = FramesFirst()
    made = replace(output, layout=layout, dtype="float16" if best.given.half else output.dtype)
    if made == output:
        return candidate
    front_end = replace(candidate.front_end, output=made)
    changes = changes_between(candidate.front_end, front_end)
    return replace(candidate, front_end=front_end, changes=(*candidate.changes, *changes))


def _runners_up(
    search: Search, ranked: Sequence[Found], winner: Named, *, bases: Bases
) -> list[Candidate]:
    """Return the nearest other presets, each with what had to change for the shape to fit."""
    aliases_last = sorted(bases, key=lambda name: record(name).alias_of is not None)
    names = {bases[name]: name for name in reversed(aliases_last)}
    found: dict[str, Candidate] = {}
    for item in ranked:
        name = names.get(item.base)
        if name is None or name in (winner.name, *found):
            continue
        difference = _difference(search, item, after="nothing")
        changes = told_changes(item.base, item.front_end)
        found[name] = _candidate(item, name, changes, difference)
        if len(found) == _RUNNERS_UP:
            break
    return list(found.values())


def _fits(difference: Real, found: Found) -> bool:
    given = found.given
    bad = difference > np.maximum(_GOOD * given.spread, SAME_NOISES * given.noise)
    if (given.weights * bad).sum() > (1.0 - _GOOD_CELLS) * given.weights.sum():
        return False
    return bool(bad.mean(axis=0).max() <= 0.5 and bad.mean(axis=1).max() <= 0.5)


def _line(search: Search, found: Found) -> tuple[float, float]:
    given, p = found.given, search.engine_features(found)
    return affine_fit(p, given.data, spread=given.spread, weights=given.weights)


def _after(after: After, line: tuple[float, float] | None) -> str | None:
    if line is not None:
        return f"an affine map: {line[0]:.5g} x + {line[1]:.5g}"
    if after == "per feature":
        return "a map a x + b for each feature: a per-feature normalisation"
    return None


def _notes(search: Search, best: Found) -> list[str]:
    given, found = best.given, []
    if given.transposed:
        found.append("the array is (n_frames, n_features)")
    n_frames = search.trials.n_frames(best.front_end)
    if best.start or n_frames > given.data.shape[1]:
        last = best.start + given.data.shape[1] - 1
        found.append(f"cropped in time: frames {best.start} to {last} of {n_frames}")
    if given.padding:
        found.append(f"the last {given.padding} frames are constant padding and were left out")
    if best.front_end.sample_rate != search.trials.sample_rate:
        found.append(f"the recording was resampled to {best.front_end.sample_rate} Hz")
    return found
