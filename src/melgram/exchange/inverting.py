"""A reader run backwards: the keys with which it gives a certain front end.

A reader is asked which keys it knows. Keys are then tried with the numbers that occur in the
front end, in the units that formats use; step by step the one change is kept that leaves the
fewest fields different. So a format that can be read can be written, without a second description
of it. Whether the keys really mean the front end is for ``writing.py`` to check.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from melgram.errors import FrontEndError
from melgram.exchange.settings import Settings
from melgram.frontend import FrontEnd

Reader = Callable[[Settings], FrontEnd]

# Fields that only say where an original rounds to float32.
_ROUNDING = ("arithmetic", "rounding", "empty_bands")


class _Asked(Settings):
    """Settings that remember every key with its default, and the words that it may have."""

    def __init__(self, values: Mapping[str, Any], *, origin: str) -> None:
        super().__init__(values, origin=origin)
        self.defaults: dict[str, Any] = {}
        self.words: dict[str, tuple[Any, ...]] = {}

    def any(self, name: str, default: Any) -> Any:
        """Return a key, or its default, which is remembered."""
        self.defaults.setdefault(name, default)
        return super().any(name, default)

    def word(self, name: str, default: Any, meanings: Mapping[Any, Any]) -> Any:
        """Return what a word means; all words are remembered."""
        self.words[name] = tuple(meanings)
        return super().word(name, default, meanings)


def keys_for(front_end: FrontEnd, reader: Reader) -> dict[str, Any]:
    """Return the keys with which a reader comes nearest to a front end.

    Parameters
    ----------
    front_end : FrontEnd
    reader : callable
        From settings to a front end.

    Returns
    -------
    keys : dict
        Every key that the reader asks for.

    Examples
    --------
    >>> from melgram.exchange.lhotse import READERS
    >>> from melgram.presets import preset
    >>> keys_for(preset("lhotse"), READERS["kaldi-fbank"])["high_freq"]
    -400.0
    """
    pool = _candidates(front_end)
    keys: dict[str, Any] = {}
    left = _distance(front_end, reader, keys)
    while left:
        trials = [keys | {name: value} for name, value in _trials(reader, keys, pool)]
        now, nearest = min(
            ((_distance(front_end, reader, trial), i) for i, trial in enumerate(trials)),
            default=(left, 0),
        )
        if now >= left:
            break
        keys, left = trials[nearest], now
    return _asked(reader, keys).defaults | keys


def distance(front_end: FrontEnd, reader: Reader) -> int:
    """Return how many fields differ from what a reader gives for a file that says nothing."""
    return _distance(front_end, reader, {})


def formula(front_end: FrontEnd) -> dict[str, Any]:
    """Return the fields without those that only say where an original rounds to float32.

    What stands between clips, ``padding``, is left out too: no feature depends on it.
    The bins of both grids are the same where the rate and the transform are even.
    """
    fields = front_end.to_dict()
    del fields["padding"]
    if front_end.sample_rate % 2 == 0 and front_end.framing.n_fft % 2 == 0:
        fields["bank"].pop("grid", None)
    for stage in (fields, fields["window"], fields["bank"]):
        for name in _ROUNDING:
            stage.pop(name, None)
    return fields


def _trials(reader: Reader, keys: Mapping[str, Any], pool: list[Any]) -> Iterator[tuple[str, Any]]:
    """Give every key with every value that it may have: its words, or what is in the pool."""
    asked = _asked(reader, keys)
    for name in asked.defaults:
        yield from ((name, value) for value in asked.words.get(name, pool))


def _asked(reader: Reader, keys: Mapping[str, Any]) -> _Asked:
    asked = _Asked(keys, origin="")
    reader(asked)
    return asked


def _distance(front_end: FrontEnd, reader: Reader, keys: Mapping[str, Any]) -> int:
    try:
        found = reader(Settings(keys, origin=""))
    except FrontEndError:
        return 1_000_000  # no front end at all
    ours, theirs = (dict(_leaves(formula(item))) for item in (front_end, found))
    apart = sum(ours.get(path, _leaves) != theirs.get(path, _leaves) for path in ours | theirs)
    return apart + (front_end.padding != found.padding)


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _leaves(item, f"{path}.{name}")
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for i, item in enumerate(value):
            yield from _leaves(item, f"{path}[{i}]")
    else:
        yield path, value


def _candidates(front_end: FrontEnd) -> list[Any]:
    """Return what keys may say: the numbers of the front end, as they are and in other units."""
    numbers: dict[float, None] = dict.fromkeys((0, 1))
    for path, value in _leaves(front_end.to_dict()):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            continue
        numbers[value] = None
        if isinstance(value, int):  # samples as seconds and milliseconds, frames in pairs
            numbers |= dict.fromkeys(_units(value, front_end.sample_rate))
        elif path.endswith(".deviation"):
            numbers[value / 2] = None
    return [None, True, False, *numbers]


def _units(n: int, rate: int) -> list[float]:
    """Return a number of samples or frames in other units, whole where it is."""
    return [int(x) if x.is_integer() else x for x in (n / rate, 1000 * n / rate, n / 2)]
