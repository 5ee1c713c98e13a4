"""Levels as a PNG without labels: gray of 8 or 16 bits, or indices of a full palette.

Labelled pictures, whose palette is shared with text and lines, are written by ``png.py``.

Source: W3C, Portable Network Graphics (PNG) Specification, third edition.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from melgram.picture import palette as color_maps
from melgram.picture.png import SIGNATURE, chunk, deflated, text_chunk

_GRAY, _INDEXED, _UP = 0, 3, 2
_NOISE = 0.25  # of the bytes: below it, runs save less than 1 % and finding them costs a third


def encode(
    levels: npt.NDArray[np.uint8] | npt.NDArray[np.uint16],
    *,
    palette: str = "gray",
    text: Mapping[str, str],
) -> bytes:
    r"""Return a PNG whose samples are the levels.

    Parameters
    ----------
    levels : (height, width), uint8 or uint16
        Row 0 is the top.
    palette : str
        "gray" makes a gray image; another map, for uint8, one of palette indices.
    text : mapping of keyword to text

    Returns
    -------
    png : bytes
        The same arguments always give the same bytes.

    Examples
    --------
    >>> encode(np.zeros((2, 2), np.uint16), text={})[24:26]  # 16 bits, gray
    b'\x10\x00'
    """
    height, width = levels.shape
    rows = _filtered(levels)
    kind = _GRAY if palette == "gray" else _INDEXED
    header = struct.pack(">IIBBBBB", width, height, 8 * levels.itemsize, kind, 0, 0, 0)
    colors = [] if kind == _GRAY else [chunk(b"PLTE", color_maps.table(palette).tobytes())]
    chunks = [
        chunk(b"IHDR", header),
        chunk(b"sRGB", b"\0"),  # perceptual intent
        *colors,
        *(text_chunk(keyword, value) for keyword, value in text.items()),
        chunk(b"IDAT", deflated(rows.tobytes(), has_runs=_has_runs(rows))),
        chunk(b"IEND", b""),
    ]
    return SIGNATURE + b"".join(chunks)


def is_whole(path: Path) -> bool:
    """Return whether a file begins and ends as a PNG does; one that is missing does not."""
    end = chunk(b"IEND", b"")
    try:
        with path.open("rb") as file:
            signature = file.read(len(SIGNATURE))
            file.seek(-len(end), os.SEEK_END)
            return signature == SIGNATURE and file.read() == end
    except OSError:  # missing, or shorter than an end
        return False


def _filtered(levels: npt.NDArray[np.uint8] | npt.NDArray[np.uint16]) -> npt.NDArray[np.uint8]:
    """Prefix each row with its filter, Up: the row above is the best guess where bands overlap."""
    height = len(levels)
    big_endian = np.ascontiguousarray(levels, dtype=levels.dtype.newbyteorder(">"))
    samples = big_endian.view(np.uint8).reshape(height, -1)
    rows = np.empty((height, 1 + samples.shape[1]), dtype=np.uint8)
    rows[:, 0], rows[0, 1:] = _UP, samples[0]
    np.subtract(samples[1:], samples[:-1], out=rows[1:, 1:])
    return rows


def _has_runs(rows: npt.NDArray[np.uint8]) -> bool:
    """Return whether enough bytes repeat the one before; of noise in 8 bits, a sixth does."""
    n_repeats = int(np.count_nonzero(rows[:, 1:] == rows[:, :-1]))
    return n_repeats > _NOISE * rows.size
