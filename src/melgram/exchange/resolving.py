"""One word for a front end: a preset's name, a file, or the folder of a model."""

from __future__ import annotations

import os
from pathlib import Path

from melgram.exchange.documents import ENDINGS
from melgram.frontend import FrontEnd
from melgram.presets import has_preset, preset


def resolve(name_or_path: str | os.PathLike[str]) -> FrontEnd:
    """Return the front end that a name or a path stands for.

    Parameters
    ----------
    name_or_path : str | PathLike
        A preset's name, which wins; melgram's own TOML or JSON; someone else's configuration; or
        the folder of a model with one inside. See `read_config`.

    Raises
    ------
    UnknownPreset
        If it is no preset and no path; the message names the nearest preset.
    FrontEndError
        If a file cannot be read as a front end; the message begins with its name.

    Examples
    --------
    >>> resolve("whisper") == preset("whisper")
    True
    """
    from melgram.exchange.reading import read_config  # late: a name needs no reader

    path = locate(name_or_path)
    return preset(os.fspath(name_or_path)) if path is None else read_config(path).front_end


def locate(name_or_path: str | os.PathLike[str]) -> Path | None:
    """Return the path that is meant, or None for what is or should be a preset's name.

    Examples
    --------
    >>> locate("whisper.cpp") is None
    True
    >>> locate("models/fbank.conf").name
    'fbank.conf'
    """
    name = os.fspath(name_or_path)
    if has_preset(name):
        return None
    path = Path(name)
    looks_like_one = not isinstance(name_or_path, str) or os.sep in name
    if looks_like_one or path.suffix.lower() in ENDINGS or path.exists():
        return path
    return None
