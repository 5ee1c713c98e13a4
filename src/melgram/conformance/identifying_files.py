"""Features from files that other programs wrote: .npy, .npz, .safetensors, .csv."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from melgram.errors import SignalError, did_you_mean

_LEAST_AXES = 2
_LENGTH_BYTES = 8  # safetensors: a little-endian length, a JSON header of that length, the data
_DTYPES = {"F16": "<f2", "F32": "<f4", "F64": "<f8", "I16": "<i2", "I32": "<i4", "U8": "u1"}


def read_features(path: str | os.PathLike[str], *, key: str | None = None) -> NDArray[Any]:
    """Return the array that a file holds.

    Parameters
    ----------
    path : str | PathLike
        ``.npy``, ``.npz``, ``.safetensors`` or ``.csv`` (one row a line, commas between numbers).
    key : str | None
        Which array of an archive; may be left out where only one has two axes or more.

    Raises
    ------
    SignalError
        If the file cannot be read or holds no such array; the message begins with its name.
    """
    source = Path(path)
    ending = source.suffix.lower()
    if ending not in _READERS:
        message = f"{path}: the ending {ending!r} must be one of {', '.join(_READERS)}."
        raise SignalError(message + did_you_mean(ending, _READERS))
    try:
        return _READERS[ending](source, key)
    except SignalError:
        raise
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        message = f"{path}: cannot be read as {ending} ({reason})."
        raise SignalError(message) from error


def _npy(source: Path, key: str | None) -> NDArray[Any]:
    return np.load(source, allow_pickle=False)


def _npz(source: Path, key: str | None) -> NDArray[Any]:
    with np.load(source, allow_pickle=False) as archive:
        return _chosen({name: archive[name] for name in archive.files}, source, key)


def _csv(source: Path, key: str | None) -> NDArray[Any]:
    with source.open(newline="", encoding="utf-8") as file:
        rows = [[float(cell) for cell in row if cell.strip()] for row in csv.reader(file) if row]
    if len({len(row) for row in rows}) != 1:
        message = f"{source}: the rows of a .csv must hold equally many numbers."
        raise SignalError(message)
    return np.array(rows, np.float32)


def _safetensors(source: Path, key: str | None) -> NDArray[Any]:
    content = source.read_bytes()
    length = int.from_bytes(content[:_LENGTH_BYTES], "little")
    header = json.loads(content[_LENGTH_BYTES : _LENGTH_BYTES + length])
    data = content[_LENGTH_BYTES + length :]
    header.pop("__metadata__", None)
    return _chosen({name: _tensor(entry, data) for name, entry in header.items()}, source, key)


def _tensor(entry: Mapping[str, Any], data: bytes) -> NDArray[Any]:
    begin, end = entry["data_offsets"]
    if entry["dtype"] == "BF16":  # the upper half of a float32
        bits = np.frombuffer(data[begin:end], "<u2").astype(np.uint32) << 16
        return bits.view(np.float32).reshape(entry["shape"])
    return np.frombuffer(data[begin:end], _DTYPES[entry["dtype"]]).reshape(entry["shape"])


def _chosen(arrays: Mapping[str, NDArray[Any]], source: Path, key: str | None) -> NDArray[Any]:
    if key is not None and key not in arrays:
        message = f"{source}: has no array {key!r}, only {', '.join(arrays)}."
        raise SignalError(message + did_you_mean(key, arrays))
    pictures = [name for name, array in arrays.items() if array.ndim >= _LEAST_AXES]
    if key is None and len(pictures) != 1:
        message = (
            f"{source}: holds {len(pictures)} arrays with two axes or more "
            f"({', '.join(pictures) or 'none'}). Name one with key=... (--key)."
        )
        raise SignalError(message)
    return arrays[pictures[0] if key is None else key]


_READERS: dict[str, Callable[[Path, str | None], NDArray[Any]]] = {
    ".npy": _npy,
    ".npz": _npz,
    ".safetensors": _safetensors,
    ".csv": _csv,
}
