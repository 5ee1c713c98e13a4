"""Pixels as sixels: rows of six, one color after another, for terminals that know DEC's format.

Which terminals do is decided in ``terminal_kinds.py``.

Source: DEC, VT330/VT340 Programmer Reference Manual, volume 2, chapter 14.
"""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt

_BAND = 6  # rows of pixels that one row of sixels holds
_FIRST = 63  # the character of six dark pixels
_LEAST_RUN = 4  # "!4?" is as short as "????"


def sixels(pixels: npt.NDArray[np.uint8], *, colors: npt.NDArray[np.uint8]) -> str:
    r"""Return the text that shows pixels at the cursor of a terminal.

    Parameters
    ----------
    pixels : (height, width), uint8
        Indices into ``colors``, the top row first.
    colors : (n_colors, 3), uint8, n_colors <= 256
        sRGB; sixels know steps of one hundredth.

    Returns
    -------
    text : str

    Examples
    --------
    >>> sixels(np.zeros((6, 2), np.uint8), colors=np.array([[255, 0, 0]], np.uint8))
    '\x1bP0;1q"1;1;2;6#0;2;100;0;0#0~~$-\x1b\\'
    """
    height, width = pixels.shape
    used = np.unique(pixels)
    shares = np.round(colors.astype(np.float64) / 255 * 100).astype(np.int64)
    table = "".join(f"#{i};2;{';'.join(map(str, shares[i].tolist()))}" for i in used.tolist())
    bands = [_band(pixels[top : top + _BAND]) for top in range(0, height, _BAND)]
    return f'\x1bP0;1q"1;1;{width};{height}{table}{"".join(bands)}\x1b\\'


def _band(rows: npt.NDArray[np.uint8]) -> str:
    """Return one row of sixels: each color draws its pixels and goes back to the left."""
    weights = (1 << np.arange(len(rows)))[:, None]
    drawn = [
        f"#{color}{_runs(((rows == color) * weights).sum(axis=0))}$"
        for color in np.unique(rows).tolist()
    ]
    return "".join([*drawn, "-"])


def _runs(columns: npt.NDArray[np.integer]) -> str:
    parts: list[str] = []
    for sixel, run in itertools.groupby(columns.tolist()):
        n, letter = sum(1 for _ in run), chr(_FIRST + sixel)
        parts.append(letter * n if n < _LEAST_RUN else f"!{n}{letter}")
    return "".join(parts)
