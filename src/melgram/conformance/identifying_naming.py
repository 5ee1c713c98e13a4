"""A found front end as a preset with the fewest changes.

What a change does to the numbers decides whether it is told: fields that leave this recording's
features as they are go back to the preset's value.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from melgram.conformance.changes import Change, applied, changes_between
from melgram.conformance.identifying_score import Given
from melgram.errors import FrontEndError
from melgram.frontend import FrontEnd
from melgram.frontend.output import FeaturesFirst
from melgram.frontend.spectral import MelBank
from melgram.presets import at_rate, presets, record

_UNTOLD = ("channels", "arithmetic", "output", "window.rounding", "bank.empty_bands")
_LEAST_PRESETS, _MOST_PRESETS = 10, 16  # whose changes are tried one by one
_ROUNDING = 1e-8  # of the spread, in the mean: less tells nothing apart
_MOST_PAIRED = 6  # changes that are left out two at a time


@dataclass(frozen=True)
class Named:
    """A front end written as a preset and what differs from it."""

    name: str
    front_end: FrontEnd
    changes: tuple[Change, ...]


def named(
    front_end: FrontEnd,
    *,
    bases: Mapping[str, FrontEnd],
    alike: Collection[FrontEnd],
    nearness: Mapping[str, float],
    as_good: Callable[[FrontEnd], bool],
    residual: Callable[[FrontEnd], float],
    given: Given,
) -> Named:
    """Return the preset from which a front end differs least, and a simplest such front end.

    Of presets that differ in equally few fields and leave equally little, the order is: no alias
    of another; the layout and dtype of the given array; one that has aliases; the shorter name.

    Parameters
    ----------
    front_end : FrontEnd
    bases : dict from name to front end
    alike : presets that explain the features as they are
    nearness : dict from name to score
        Which presets are looked at; a name that is missing comes last.
    as_good : function from FrontEnd to bool
        Whether a front end explains the features as well.
    residual : function from FrontEnd to float
        What an engine's features differ by: the last bits tell presets apart that differ in them.
    given : Given
        Frames first make a preset that has features first differ in that too.
    """
    equal = {name: base for name, base in bases.items() if base == front_end or base in alike}
    if front_end in equal.values() and not (
        given.transposed and any(_turned(base) for base in equal.values())
    ):
        bases = equal  # the changes of all the others need not be known
    told = {
        name: () if base in alike else told_changes(base, front_end) for name, base in bases.items()
    }

    def cost(name: str) -> tuple[int, bool, float, int, str]:
        alias = record(name).alias_of is not None
        turned = given.transposed and _turned(bases[name])
        return len(told[name]) + turned, alias, nearness.get(name, 9.0), len(name), name

    order = sorted(told, key=cost)
    n_tied = sum(len(told[name]) == len(told[order[0]]) for name in order)
    order = order[: min(max(n_tied, _LEAST_PRESETS), _MOST_PRESETS)]
    simplest = [_simplified(name, bases[name], front_end, as_good=as_good) for name in order]
    fewest = min(len(item.changes) + _is_turned(item) * given.transposed for item in simplest)
    ties = [i for i in simplest if len(i.changes) + _is_turned(i) * given.transposed == fewest]
    return ties[0] if len(ties) == 1 else _first_of(ties, residual=residual, given=given)


def _first_of(
    ties: Sequence[Named], *, residual: Callable[[FrontEnd], float], given: Given
) -> Named:
    residuals = [residual(item.front_end) for item in ties]
    most = 2.0 * min(residuals) + _ROUNDING * given.spread
    left = [item for item, value in zip(ties, residuals, strict=True) if value <= most]

    aliases = Counter(record(name).alias_of for name in presets())

    def order(item: Named) -> tuple[bool, bool, bool, bool, int, str]:
        output = item.front_end.output
        return (
            record(item.name).alias_of is not None,
            _turned(item.front_end) == given.transposed,
            (output.dtype == "float16") != given.half,
            not aliases[item.name],
            len(item.name),
            item.name,
        )

    return min(left, key=order)


def _turned(base: FrontEnd) -> bool:
    return isinstance(base.output.layout, FeaturesFirst)


def told_changes(base: FrontEnd, other: FrontEnd) -> tuple[Change, ...]:
    """Return what differs, without fields that change only last bits or the hand-over."""
    return tuple(
        change for change in changes_between(base, other) if not change.path.startswith(_UNTOLD)
    )


def _is_turned(item: Named) -> bool:
    return _turned(item.front_end)


def _simplified(
    name: str, base: FrontEnd, other: FrontEnd, *, as_good: Callable[[FrontEnd], bool]
) -> Named:
    if as_good(base):
        return Named(name, base, ())
    changes = told_changes(base, other)
    best = _attempted(base, changes)
    if best is None or not as_good(best):
        return Named(name, other, changes)
    for n_dropped in (1, 2):  # a logarithm and a scale after it may undo each other
        if n_dropped == 2 and len(changes) > _MOST_PAIRED:
            break
        for dropped in itertools.combinations(changes, n_dropped):
            fewer = tuple(item for item in changes if item not in dropped)
            candidate = _attempted(base, fewer)
            if len(fewer) < len(changes) and candidate is not None and as_good(candidate):
                changes, best = fewer, candidate
    return Named(name, best, changes)


def _attempted(base: FrontEnd, changes: Iterable[Change]) -> FrontEnd | None:
    """Return a preset with some changes; a band without a bin is no reason to refuse it."""
    try:
        made = applied(base, tuple(changes))
    except (FrontEndError, LookupError):
        return None
    if changes and isinstance(made.bank, MelBank):
        return replace(made, bank=replace(made.bank, empty_bands="keep"))
    return made


def moved(front_end: FrontEnd, *, sample_rate: int) -> FrontEnd | None:
    """Return the same recipe at another rate, or None if it has no mel bands or does not exist."""
    if not isinstance(front_end.bank, MelBank) or front_end.sample_rate == sample_rate:
        return None
    try:
        if front_end.bank.fmax == front_end.sample_rate / 2:
            return at_rate(front_end, sample_rate=sample_rate)
        return replace(front_end, sample_rate=sample_rate)
    except FrontEndError:
        return None
