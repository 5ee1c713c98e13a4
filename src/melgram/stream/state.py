"""A stream's state as bytes: a .npz with a header, checked whole before anything of it is used.

What the arrays mean is said by each node's ``STATE`` in ``nodes.py`` and ``framing.py``.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from melgram.errors import SignalError

VERSION = 1  # of the layout; another one is refused
_OWN = ("digest", "engine", "precision")  # what a state shares with the stream that restores it
_KEYS = {*_OWN, "version", "dtype", "finished", "n_frames"}


def written(header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return header and arrays as bytes."""
    buffer = io.BytesIO()
    text = json.dumps({"version": VERSION, **header})
    np.savez(buffer, allow_pickle=False, **arrays, header=np.array(text))
    return buffer.getvalue()


def read(
    saved: bytes, *, own: Mapping[str, Any], names: Iterable[str]
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return header and arrays of a state that belongs to a stream with this header.

    Raises
    ------
    SignalError
        If the bytes are no state, or that of another version, front end, engine or precision.
    """
    header, arrays = _parsed(saved)
    if header.get("version") != VERSION:
        message = (
            f"state has version={header.get('version')}, this melgram reads {VERSION}. "
            "Restore it with the melgram that saved it."
        )
        raise SignalError(message)
    if not header.keys() >= _KEYS:
        raise _no_state(saved, f"its header lacks {', '.join(sorted(_KEYS - header.keys()))}")
    for key in _OWN:
        if header[key] != own[key]:
            message = (
                f"state belongs to {key}={header[key]!r}, this stream has {own[key]!r}. "
                "Restore it into a stream of the same plan."
            )
            raise SignalError(message)
    if missing := set(names) ^ arrays.keys():
        raise _no_state(saved, f"its parts do not fit: {', '.join(sorted(missing))}")
    return header, arrays


def _parsed(saved: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    try:
        with np.load(io.BytesIO(saved), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        header = json.loads(str(arrays.pop("header")))
        return dict(header), arrays
    except (ValueError, TypeError, OSError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise _no_state(saved, str(error)) from error


def _no_state(saved: bytes, why: str) -> SignalError:
    return SignalError(f"state of {len(saved)} bytes is not what save() returned: {why}.")
