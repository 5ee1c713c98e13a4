"""Color maps: a name to a 256 x 3 table of sRGB bytes.

What a color *means* (the range of values, the part of the PNG palette given to the map)
is decided in ``scale.py`` and ``canvas.py``.

magma, inferno and viridis are by Nathaniel Smith, Stéfan van der Walt and Eric Firing (CC0);
cividis is by Jamie Nuñez, Christopher Anderton and Ryan Renslow (PLOS ONE 13(7), 2018). All four
rise evenly in lightness, so they survive gray printing. They are stored as differences along the
table, deflated: about 150 bytes each, unpacked when first asked for. Maps with a neutral middle,
for differences, are computed in ``diverging.py``.
"""

from __future__ import annotations

import base64
import functools
import zlib

import numpy as np
import numpy.typing as npt

from melgram.errors import PictureError, did_you_mean
from melgram.picture import diverging

DEFAULT, DEFAULT_DIVERGING = "magma", "blue_orange"

_PACKED = {
    "magma": (
        "eNp9UgESwyAIE9z/v+xuAUOwdhAD55lWgWFjAGZYMGfYcAdFssPetfSX5En3VHRwXMOtbCTghaTkP7Yu2X59uIJ/"
        "AS3qFmWiarrS96B+pgU2wrUHWnqvcEnagReu9BMf9+m0mQQkTZ74XSOuFiOjzWg9sKPQSwoIJMEbsEiJEJxNq5mt"
        "yWXJ7DF0+vqIX8rJLbk="
    ),
    "inferno": (
        "eNp9UYEShSAIg+z9/x9nyTYRXxfMIVzSMczNBvyB7CDCCZAv4YM+C+USLiLigNKMJIQnSLQu6gNykeE1fpc9ULS1"
        "99JOB3VffaM91LyAolsddY6fytRd5BawGXLGaf6SQ33qe5yubxpJaJng6VyJJqoq/cufkoeDcOmkV7t2vvJMKERb"
        "00I5ctMobQB2Dqf9EJ7KDUcebaA="
    ),
    "viridis": (
        "eNqFUokRhCAMTLC1K+H6L+VQshtYyehlv+AoyEw+5hcsBNPqaZ2k3ZoKjTRJbTPQ4Qcc8JB7CxGD9zqgoCCtkoYv"
        "ZOsAT9PInkbP2Nqt7P8Te1vb3tlyW0IY+wIwk0R857WbXHTeSA8qGy7J6JQZeqj+MGFzdjhMg1Nb/aBkII2kxiJe"
        "7xgzXrK1EyuPiAo="
    ),
    "cividis": (
        "eNqNUgESgCAIA/QlPaj/v0YTQQPFqzHGrA4vFCAE5pRTIgFKKHHoCbC5pUL48tAjBv14TJsjU1jaj166GTjalS//"
        "F6cOpix2y4PZrZ+sGR98zJRu5PNlqvBJtwFA7fegTlF9a3htvEEnmoO4fu4bL/ub7LQyQ9hkpoigqBQORhsIPU3n"
        "Qx8="
    ),
}


def palettes() -> tuple[str, ...]:
    """Return the names of the color maps, the default first.

    Examples
    --------
    >>> palettes()
    ('magma', 'inferno', 'viridis', 'cividis', 'gray', 'gray_r')
    """
    return (*_PACKED, "gray", "gray_r")


def diverging_palettes() -> tuple[str, ...]:
    """Return the names of the color maps for differences, the default first.

    Examples
    --------
    >>> diverging_palettes()
    ('blue_orange', 'blue_orange_dark')
    """
    return tuple(diverging.MAPS)


def chosen(name: str | None, *, difference: bool) -> str:
    """Return the map of a picture: the one named, or the default of its kind.

    Raises
    ------
    PictureError
        If there is no such map, or its middle means zero and the picture's does not, or the other
        way round.

    Examples
    --------
    >>> chosen(None, difference=True), chosen("gray", difference=False)
    ('blue_orange', 'gray')
    """
    known = diverging_palettes() if difference else palettes()
    if name is None:
        return known[0]
    if name in known:
        return name
    others = palettes() if difference else diverging_palettes()
    kind = "a difference" if difference else "levels"
    wrong = f" for {kind}, whose middle is {'' if difference else 'not '}zero" * (name in others)
    message = f"palette={name!r} must be one of {', '.join(known)}{wrong}."
    raise PictureError(message + did_you_mean(str(name), known) * (not wrong))


@functools.cache
def table(name: str) -> npt.NDArray[np.uint8]:
    """Return the colors of one map, from the lowest value to the highest.

    Parameters
    ----------
    name : str
        One of :func:`palettes`.

    Returns
    -------
    colors : (256, 3), uint8, read-only
        sRGB.

    Raises
    ------
    PictureError
        If there is no such map.

    Examples
    --------
    >>> table("gray")[[0, 128, 255]].tolist()
    [[0, 0, 0], [128, 128, 128], [255, 255, 255]]
    """
    if name not in palettes():
        message = f"palette={name!r} must be one of {', '.join(palettes())}."
        raise PictureError(message + did_you_mean(str(name), palettes()))
    colors = _gray(name) if name not in _PACKED else _unpacked(_PACKED[name])
    colors.setflags(write=False)
    return colors


def resampled(name: str, *, n_colors: int) -> npt.NDArray[np.uint8]:
    """Return a map of ``n_colors`` entries, ends kept, by linear interpolation in sRGB.

    A map for differences takes an odd number, so that one color is that of zero.

    Examples
    --------
    >>> resampled("gray_r", n_colors=3).tolist()
    [[255, 255, 255], [128, 128, 128], [0, 0, 0]]
    """
    if name in diverging.MAPS:
        return diverging.MAPS[name].colors(n_colors)
    colors = table(name).astype(np.float64)  # (256, 3)
    at = np.linspace(0.0, 255.0, n_colors)
    channels = [np.interp(at, np.arange(256.0), channel) for channel in colors.T]
    return np.round(np.stack(channels, axis=1)).astype(np.uint8)  # (n_colors, 3)


def _gray(name: str) -> npt.NDArray[np.uint8]:
    ramp = np.arange(256, dtype=np.uint8)
    return np.stack([ramp if name == "gray" else ramp[::-1]] * 3, axis=1)


def _unpacked(packed: str) -> npt.NDArray[np.uint8]:
    steps = np.frombuffer(zlib.decompress(base64.b64decode(packed)), dtype=np.uint8)
    # Sums of bytes wrap at 256 exactly as the stored differences did.
    return np.cumsum(steps.reshape(3, 256), axis=1, dtype=np.uint8).T.copy()
