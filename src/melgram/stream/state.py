"""A stream's state as bytes: a mark, a checksum, and a .npz with a header.

All of it is checked before anything of it is used: a state with one wrong bit would go on with
other samples, and nobody would see it.

What the arrays mean is said by each node's ``STATE`` in ``nodes.py`` and ``framing.py``.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from melgram.errors import SignalError

VERSION = 1  # of the layout; another one is refused
_MARK = b"melgram stream\n"
_SUM_BYTES = 16  # BLAKE2b, against accidents
_OWN = ("digest", "engine", "precision")  # what a state shares with the stream that restores it
_KEYS = {*_OWN, "version", "dtype", "finished", "n_frames"}


def written(header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return header and arrays as bytes."""
    buffer = io.BytesIO()
    text = json.dumps({"version": VERSION, **header})
    np.savez(buffer, allow_pickle=False, **arrays, header=np.array(text))
    content = buffer.getvalue()
    return _MARK + _checksum(content) + content


def read(
    saved: bytes, *, own: Mapping[str, Any], names: Iterable[str]
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return header and arrays of a state that belongs to a stream with this header.

    Raises
    ------
    SignalError
        If the bytes are no state, or that of another version, front end, engine or precision.
    """
    header, arrays = parsed(saved)
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


def parsed(saved: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return header and arrays of bytes that `written` returned, whole and unchanged.

    Raises
    ------
    SignalError
        If they are other bytes.
    """
    if not isinstance(saved, (bytes, bytearray, memoryview)):
        message = f"state of type {type(saved).__name__} must be the bytes that save() returned."
        raise SignalError(message)
    saved = bytes(saved)
    mark, rest = saved[: len(_MARK)], saved[len(_MARK) :]
    checksum, content = rest[:_SUM_BYTES], rest[_SUM_BYTES:]
    if mark != _MARK:
        raise _no_state(saved, "it begins otherwise")
    if checksum != _checksum(content):
        raise _no_state(saved, "it was cut off or changed")
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        header = json.loads(str(arrays.pop("header")))
        return dict(header), arrays
    except (ValueError, TypeError, OSError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise _no_state(saved, str(error)) from error


def _checksum(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_SUM_BYTES).digest()


def _no_state(saved: bytes, why: str) -> SignalError:
    return SignalError(f"state of {len(saved)} bytes is not what save() returned: {why}.")
