"""From what a person writes, a preset's name or a file, to the front end that it means.

Files are melgram's own; other people's configurations are read by ``melgram.exchange``, whose
front ends are taken here as they are.
"""

from __future__ import annotations

import os
from pathlib import Path

from melgram.errors import UnknownPreset
from melgram.frontend import FrontEnd
from melgram.presets import preset, presets, record
from melgram.presets.files import read_front_end

Named = FrontEnd | str | os.PathLike[str]

_ENDINGS = (".json", ".toml")


def resolve(name_or_file: Named, *, sample_rate: int | None = None) -> FrontEnd:
    """Return the front end that a preset's name or a file means.

    Parameters
    ----------
    name_or_file : FrontEnd, str or PathLike
        A front end is returned as it is. A preset's name wins over a file of that name; write
        ``./whisper`` for the file.
    sample_rate : int | None [Hz]
        For presets that follow the recording's rate; others keep their own.

    Raises
    ------
    UnknownPreset
        If it is neither a preset nor a file.
    FrontEndError
        If the file cannot be read as a front end.

    Examples
    --------
    >>> resolve("whisper").n_features
    80
    """
    if isinstance(name_or_file, FrontEnd):
        return name_or_file
    name = os.fspath(name_or_file)
    if name in presets():
        return preset(name, sample_rate=sample_rate if record(name).any_rate else None)
    path = Path(name)
    if path.suffix.lower() in _ENDINGS or path.is_file():
        return read_front_end(path)
    try:
        return preset(name)
    except UnknownPreset as error:
        message = f"{error} A file needs the ending {' or '.join(_ENDINGS)}."
        raise UnknownPreset(message) from None


def resolve_both(a: Named, b: Named) -> tuple[FrontEnd, FrontEnd]:
    """Return both front ends; a preset that keeps any rate takes the other's rate.

    Examples
    --------
    >>> resolve_both("classic", "whisper")[0].sample_rate
    16000
    """
    first, second = resolve(a), resolve(b)
    if _keeps_any_rate(a):
        first = resolve(a, sample_rate=second.sample_rate)
    elif _keeps_any_rate(b):
        second = resolve(b, sample_rate=first.sample_rate)
    return first, second


def _keeps_any_rate(named: Named) -> bool:
    return isinstance(named, str) and named in presets() and record(named).any_rate
