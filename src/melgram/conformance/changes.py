"""In which fields two front ends differ, and what one of them is with some of the other's.

Works on the plain values of ``FrontEnd.to_dict``, so that it knows no stage in particular: a stage
that is added later is compared without a line here. What a change does to the numbers is measured
in ``effects.py``.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from melgram.frontend import FrontEnd

How = Literal["changed", "added", "removed"]
Table = dict[str, Any]

# What it costs to read one list of operations as the other. A pair of different kinds is one
# replacement and costs less than a removal and an addition; a changed field costs least.
_EQUAL, _FIELDS, _KIND, _GAP = 0.0, 1.0, 2.0, 1.5


@dataclass(frozen=True, kw_only=True)
class Change:
    """One field, or one operation of a list, in which B differs from A.

    Parameters
    ----------
    path : str
        Such as "framing.hop_length", or "post[1]" for an operation of a list; the number counts
        in A, or in B for one that is added.
    how : {"changed", "added", "removed"}
    a, b : plain value
        As `FrontEnd.to_dict` writes it; None on the side that lacks the operation.
    steps : tuple of str and int
        The way to the field in A's dict.
    """

    path: str
    how: How
    a: Any
    b: Any
    steps: tuple[str | int, ...]

    @property
    def stage(self) -> str:
        """The stage that it belongs to: "framing", "bank", "post"."""
        return str(self.steps[0])

    def to_dict(self) -> Table:
        """Return path, kind of change and both values."""
        return {"field": self.path, "how": self.how, "a": self.a, "b": self.b}


def changes_between(a: FrontEnd, b: FrontEnd) -> tuple[Change, ...]:
    """Return what differs, in the order of the signal; nothing for equal front ends.

    ``padding`` is left out: it is what stands between clips, and no feature depends on it.

    A stage of another kind is one change, for its fields have nothing to do with each other.
    Operations in lists are matched so that the fewest are added, removed and replaced.

    Examples
    --------
    >>> from melgram.presets import preset
    >>> [change.path for change in changes_between(preset("whisper"), preset("whisper-v3"))]
    ['bank.n_mels']
    """
    fields = {key: value for key, value in a.to_dict().items() if key != "padding"}
    return tuple(_of_tables(fields, b.to_dict(), path="", steps=()))


def applied(front_end: FrontEnd, changes: Sequence[Change]) -> FrontEnd:
    """Return a front end with some of the changes, in the order of `changes_between`.

    Raises
    ------
    FrontEndError
        If these changes without the others make no possible front end.

    Examples
    --------
    >>> from melgram.presets import preset
    >>> a, b = preset("whisper"), preset("kaldi")
    >>> applied(a, changes_between(a, b)) == b
    True
    """
    fields = copy.deepcopy(front_end.to_dict())
    for change in reversed(changes):  # from the end of a list, so that indices keep their meaning
        _apply(fields, change)
    return FrontEnd.from_dict(fields)


def _apply(fields: Table, change: Change) -> None:
    parent: Any = fields
    for step in change.steps[:-1]:
        parent = parent[step]
    last: Any = change.steps[-1]
    if change.how == "added":
        parent.insert(last, change.b)
    elif change.how == "removed":
        del parent[last]
    else:
        parent[last] = change.b


def _of_tables(a: Table, b: Table, *, path: str, steps: tuple[str | int, ...]) -> Iterator[Change]:
    for key, value in a.items():
        name = f"{path}.{key}" if path else key
        yield from _of_values(value, b[key], path=name, steps=(*steps, key))


def _of_values(a: Any, b: Any, *, path: str, steps: tuple[str | int, ...]) -> Iterator[Change]:
    if a == b:
        return
    if _same_stage(a, b):
        yield from _of_tables(a, b, path=path, steps=steps)
    elif _is_operations(a) and _is_operations(b):
        yield from _of_lists(a, b, path=path, steps=steps)
    else:
        yield Change(path=path, how="changed", a=a, b=b, steps=steps)


def _of_lists(
    a: list[Table], b: list[Table], *, path: str, steps: tuple[str | int, ...]
) -> Iterator[Change]:
    for how, i, j in _matched(a, b):
        here = (*steps, i)
        if how == "added":
            yield Change(path=f"{path}[{j}]", how=how, a=None, b=b[j], steps=here)
        elif how == "removed":
            yield Change(path=f"{path}[{i}]", how=how, a=a[i], b=None, steps=here)
        else:
            yield from _of_values(a[i], b[j], path=f"{path}[{i}]", steps=here)


def _matched(a: list[Table], b: list[Table]) -> list[tuple[How, int, int]]:
    """Return the cheapest way from list A to list B: what is done at which index of A and B.

    The edit distance of two short lists; "added" stands before operation ``i`` of A.
    """
    cost = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]  # cost[i][j]: from a[i:] to b[j:]
    for i in range(len(a), -1, -1):
        for j in range(len(b), -1, -1):
            ways = _ways(a, b, i, j, cost)
            cost[i][j] = min(ways)[0] if ways else 0.0
    done: list[tuple[How, int, int]] = []
    i = j = 0
    while ways := _ways(a, b, i, j, cost):
        _, order, how = min(ways)
        done.append((how, i, j))
        i, j = i + (order != _ADDED), j + (order != _REMOVED)
    return done


_PAIRED, _REMOVED, _ADDED = range(3)


def _ways(
    a: list[Table], b: list[Table], i: int, j: int, cost: list[list[float]]
) -> list[tuple[float, int, How]]:
    found: list[tuple[float, int, How]] = []
    if i < len(a) and j < len(b):
        found.append((_pair_cost(a[i], b[j]) + cost[i + 1][j + 1], _PAIRED, "changed"))
    if i < len(a):
        found.append((_GAP + cost[i + 1][j], _REMOVED, "removed"))
    if j < len(b):
        found.append((_GAP + cost[i][j + 1], _ADDED, "added"))
    return found


def _pair_cost(a: Table, b: Table) -> float:
    if a == b:
        return _EQUAL
    return _FIELDS if _same_stage(a, b) else _KIND


def _same_stage(a: Any, b: Any) -> bool:
    return isinstance(a, dict) and isinstance(b, dict) and a.get("kind") == b.get("kind")


def _is_operations(value: Any) -> bool:
    """Return whether a value is a list of stages; a list of numbers is one value."""
    return isinstance(value, list) and all(
        isinstance(item, dict) for item in cast("list[Any]", value)
    )
