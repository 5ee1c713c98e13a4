"""NAMED FACTS: the front ends of known models, written down as data.

One Python file per family or one TOML file per preset, each with source and parity; a new file is
found by itself. ``padding.py`` says how the originals pad batches; ``measured.json`` is written by
the tests' own comparison. This file only looks names up.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from melgram.errors import FrontEndError, UnknownPreset, did_you_mean
from melgram.frontend import FrontEnd
from melgram.frontend.spectral import MelBank
from melgram.presets.padding import BY_NAME
from melgram.presets.record import Measured, Preset

__all__ = ["Measured", "Preset", "has_preset", "measured", "name_of", "preset", "presets", "record"]

_FOLDER = Path(__file__).parent
_NO_FAMILIES = ("files", "padding", "record")
_MEASURED = "measured.json"

# Main names of front ends that `preset` gave away: no other preset has to be read to name them.
_named: dict[FrontEnd, str] = {}


@cache
def _modules() -> tuple[str, ...]:
    names = (module.name for module in iter_modules(__path__))
    return tuple(name for name in names if name not in _NO_FAMILIES)


@cache
def _family(module: str) -> dict[str, Preset]:
    found = import_module(f"melgram.presets.{module}")
    return {item.name: item for item in found.PRESETS}


@cache
def _families() -> dict[str, Preset]:
    return {name: item for module in _modules() for name, item in _family(module).items()}


def _namesake(name: str) -> dict[str, Preset]:
    """Return the family whose file a name begins with, where most names are: one file is read."""
    words = str(name).replace("-", "_")
    likely = [module for module in _modules() if f"{words}_".startswith(f"{module}_")]
    return _family(max(likely, key=len)) if likely else {}


@cache
def _from_file(name: str) -> Preset:
    from melgram.presets.files import read_preset

    return read_preset(_FOLDER / f"{name}.toml")


@cache
def _padded(name: str) -> Preset:
    found, entry = _unpadded(name), BY_NAME.get(name)
    assert found is not None
    if entry is None or entry.value == found.front_end.padding:
        return found
    return replace(found, front_end=replace(found.front_end, padding=entry.value))


@lru_cache(maxsize=1_024)  # names that are none as well, but not all that anybody may think of
def _unpadded(name: str) -> Preset | None:
    nearest = _namesake(name)
    if name in nearest:
        return nearest[name]
    return _from_file(name) if name in _files() else _families().get(name)


@cache
def _files() -> tuple[str, ...]:
    return tuple(path.stem for path in _FOLDER.glob("*.toml"))


@cache
def _names() -> tuple[str, ...]:
    return tuple(sorted([*_families(), *_files()]))


@cache
def _measurements() -> dict[str, dict[str, Any]]:
    return json.loads((_FOLDER / _MEASURED).read_text(encoding="utf-8"))


def presets() -> list[str]:
    """Return the names of all presets, sorted.

    Examples
    --------
    >>> "whisper" in presets()
    True
    """
    return list(_names())


def record(name: str) -> Preset:
    """Return a preset with its provenance: title, source, parity, tolerance, notes.

    Raises
    ------
    UnknownPreset
        If there is no such preset; the message names the nearest.
    """
    if has_preset(name):
        return _padded(name)
    message = (
        f"there is no preset {name!r}.{did_you_mean(str(name), _names())} "
        "`melgram presets` lists them all."
    )
    raise UnknownPreset(message)


def has_preset(name: str) -> bool:
    """Return whether there is a preset of this name; quicker than looking through `presets`.

    Examples
    --------
    >>> has_preset("whisper"), has_preset("wisper")
    (True, False)
    """
    return _unpadded(name) is not None


def measured(name: str) -> Measured | None:
    """Return how far a preset is from its original, or None if it is ``port-only``.

    Examples
    --------
    >>> measured("whisper").largest < record("whisper").tolerance
    True
    """
    figures = _measurements().get(record(name).name)
    return None if figures is None else Measured(**figures)


def preset(name: str, *, sample_rate: int | None = None) -> FrontEnd:
    """Return the front end of a known model.

    Parameters
    ----------
    name : str
    sample_rate : int | None [Hz]
        Only ``classic`` follows the recording's rate; every other preset has its own.

    Raises
    ------
    UnknownPreset
        If there is no such preset.
    FrontEndError
        If ``sample_rate`` is not the rate of a preset that has its own.

    Examples
    --------
    >>> preset("classic", sample_rate=48_000).bank.fmax
    24000.0
    """
    front_end = _own(name)
    if sample_rate in (None, front_end.sample_rate):
        return front_end
    if not record(name).any_rate:
        message = (
            f"sample_rate={sample_rate}: preset {name!r} is defined at "
            f"{front_end.sample_rate} Hz. Resample the recording, or leave sample_rate out."
        )
        raise FrontEndError(message)
    moved = at_rate(front_end, sample_rate=sample_rate)
    _named[moved] = record(name).alias_of or name
    return moved


@cache
def _own(name: str) -> FrontEnd:
    """Return a preset's front end, and remember its main name."""
    found = record(name)
    _named[found.front_end] = found.alias_of or found.name
    return found.front_end


def at_rate(front_end: FrontEnd, *, sample_rate: int) -> FrontEnd:
    """Return the same recipe at another rate, its mel bands up to the new Nyquist frequency."""
    assert isinstance(front_end.bank, MelBank)
    bank = replace(front_end.bank, fmax=sample_rate / 2)
    return replace(front_end, sample_rate=sample_rate, bank=bank)


def name_of(front_end: FrontEnd) -> str | None:
    """Return the main name of the preset that equals a front end, or None.

    Examples
    --------
    >>> name_of(preset("classic", sample_rate=8_000))
    'classic'
    """
    if front_end in _named:
        return _named[front_end]
    return _searched(front_end)


def _searched(front_end: FrontEnd) -> str | None:
    for name in _names():
        found = _unpadded(name)  # equality does not look at the padding
        if found is None or found.alias_of is not None:
            continue
        if found.front_end == front_end:
            return name
        if found.any_rate and isinstance(front_end.bank, MelBank):
            moved = at_rate(found.front_end, sample_rate=front_end.sample_rate)
            if moved == front_end:
                return name
    return None


class _CallableModule(ModuleType):
    """``melgram.presets`` is this package for imports and the list of names when called.

    Importing any preset sets the attribute ``melgram.presets`` to the package, so a function of
    that name in ``melgram`` could not stay. A module's class may be replaced for such cases
    (Python data model, section 3.3.2).
    """

    def __call__(self) -> list[str]:
        """Return the names of all presets, sorted."""
        return presets()


sys.modules[__name__].__class__ = _CallableModule
