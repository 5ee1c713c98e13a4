"""A palette image and its texts as PNG bytes.

Only what a picture of a spectrogram needs: 8-bit palette, no interlace. What the texts say is
decided in ``drawing.py``.

Source: W3C, Portable Network Graphics (PNG) Specification, third edition.
"""

from __future__ import annotations

import functools
import struct
import zlib
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from melgram.errors import PictureError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MAX_SIDE = 65_535  # the format allows 2**31 - 1, many readers stop at 16 bits
MAX_PIXELS = 178_956_970  # Pillow takes more for an attack and refuses to open it

_FILTER_UP = 2


def check_size(*, width: int, height: int) -> None:
    """Refuse a size that PNG readers do not open.

    Raises
    ------
    PictureError
    """
    if not (1 <= width <= MAX_SIDE and 1 <= height <= MAX_SIDE):
        message = f"{width=}, {height=} must be 1 to {MAX_SIDE} pixels: readers stop there."
        raise PictureError(message)
    if width * height > MAX_PIXELS:
        message = (
            f"{width=}, {height=} are {width * height / 1e6:.0f} million pixels; readers stop at "
            f"{MAX_PIXELS / 1e6:.0f} million. Draw it smaller, or in parts."
        )
        raise PictureError(message)


def encode(
    indices: npt.NDArray[np.uint8],
    palette: npt.NDArray[np.uint8],
    *,
    text: Mapping[str, str],
) -> bytes:
    """Return a PNG whose pixels are entries of a palette.

    Parameters
    ----------
    indices : (height, width), uint8
        Row 0 is the top.
    palette : (256, 3), uint8
        sRGB.
    text : mapping of keyword to text
        Stored before the pixels, in order: Latin-1 texts as tEXt, all others as iTXt.

    Returns
    -------
    png : bytes
        The same arguments always give the same bytes: there is no time stamp.

    Raises
    ------
    PictureError
        If a side is 0 or above 65,535 pixels, the area is beyond what readers open, or a keyword
        is not 1 to 79 Latin-1 characters.

    Examples
    --------
    >>> square = np.zeros((2, 2), np.uint8)
    >>> encode(square, np.zeros((256, 3), np.uint8), text={"Title": "black"})[1:4]
    b'PNG'
    """
    height, width = indices.shape
    check_size(width=width, height=height)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)  # 8 bits, palette
    chunks = [
        chunk(b"IHDR", header),
        chunk(b"sRGB", b"\0"),  # perceptual intent
        chunk(b"PLTE", palette.astype(np.uint8).tobytes()),
        *(text_chunk(keyword, value) for keyword, value in text.items()),
        chunk(b"IDAT", deflated(_filtered(indices))),
        chunk(b"IEND", b""),
    ]
    return SIGNATURE + b"".join(chunks)


def _filtered(indices: npt.NDArray[np.uint8]) -> bytes:
    """Prefix each row with its filter: Up where it repeats the row above, else None.

    Palette indices are labels, so differences of unlike rows do not compress; but a mel band is
    several equal rows high, and the second of two equal rows becomes a run of zeros.
    """
    height, width = indices.shape
    rows = np.zeros((height, width + 1), dtype=np.uint8)
    rows[:, 1:] = indices
    repeats = np.flatnonzero((indices[1:] == indices[:-1]).all(axis=1)) + 1
    rows[repeats, 0] = _FILTER_UP
    rows[repeats, 1:] = 0
    return rows.tobytes()


def deflated(rows: bytes, *, has_runs: bool = True) -> bytes:
    """Return rows of pixels, filters included, compressed.

    Runs and symbol frequencies are all there is to find: as small as level 6, twice as fast. Where
    there are no runs, looking for them costs time alone.
    """
    strategy = zlib.Z_RLE if has_runs else zlib.Z_HUFFMAN_ONLY
    compressor = zlib.compressobj(6, zlib.DEFLATED, 15, 9, strategy)
    return compressor.compress(rows) + compressor.flush()


@functools.lru_cache(maxsize=256)  # most texts of a set's pictures are the same
def text_chunk(keyword: str, value: str) -> bytes:
    """Return one text as a chunk: Latin-1 as tEXt, all others as iTXt."""
    name = keyword.encode("latin-1", errors="replace")
    if not 1 <= len(name) <= 79 or name.decode("latin-1") != keyword:
        message = f"{keyword=} must be 1 to 79 Latin-1 characters. Choose a shorter, plain name."
        raise PictureError(message)
    value = value.replace("\0", "\N{REPLACEMENT CHARACTER}")  # NUL separates fields in PNG
    try:
        return chunk(b"tEXt", name + b"\0" + value.encode("latin-1"))
    except UnicodeEncodeError:
        # Surrogates come from undecodable file names; UTF-8 has no place for them.
        utf8 = value.encode("utf-8", errors="replace")
        return chunk(b"iTXt", name + b"\0" + b"\0\0" + b"\0" + b"\0" + utf8)


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return one chunk with its length and its sum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
