"""A result as bare pixels for a network: no axes, a stated size, and a stated value per level.

Pictures for people are drawn in ``drawing.py``; a folder of recordings becomes a folder of such
pictures in ``sets.py``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from melgram._version import __version__
from melgram.errors import NonFiniteSamples, PictureError
from melgram.mel import Mel
from melgram.picture import palette as color_maps
from melgram.picture import raw_png
from melgram.picture.full_scale import full_scale
from melgram.picture.png import MAX_SIDE, check_size
from melgram.picture.resizing import LEVELS, decibels
from melgram.picture.subject import checked_values, extent

Depth: TypeAlias = Literal[8, 16]
Reference: TypeAlias = float | Literal["full-scale", "max"]

DEFAULT_RANGE = (-100.0, 0.0)  # dB; steps of 8 bits are 0.39 dB


@dataclass(frozen=True, kw_only=True)
class Pixels:
    """How a result becomes pixels; equal values give equal pixels for equal features.

    Parameters
    ----------
    width, height : int [pixels]
        Columns share the time, rows the features, the lowest at the bottom.
    depth : {8, 16}
        Bits; levels run from 0 to ``2**depth - 1``.
    palette : str
        "gray" stores levels as a gray image. Any other of :func:`melgram.picture.palettes`
        stores them as indices of a palette, 8 bits.
    db_range : (low, high) | None
        Values of the first and the last level; None: -100 to 0 dB. Features that are no level
        (coefficients, normalised ones) have no default: say it in their unit.
    ref : float > 0 | "full-scale" | "max"
        What 0 dB is: a full-scale sine, the highest pixel of each picture, or a value of the
        front end's power (1.0 keeps its own decibels).

    Raises
    ------
    PictureError

    Examples
    --------
    >>> Pixels(width=128, height=128, depth=16).top
    65535
    """

    width: int = 224
    height: int = 224
    depth: Depth = 8
    palette: str = "gray"
    db_range: tuple[float, float] | None = None
    ref: Reference = "full-scale"

    def __post_init__(self) -> None:
        """Check each value, and that they go together."""
        for name, side in (("width", self.width), ("height", self.height)):
            if not 1 <= side <= MAX_SIDE:
                message = f"{name}={side} must be 1 to {MAX_SIDE} pixels."
                raise PictureError(message)
        check_size(width=self.width, height=self.height)
        color_maps.table(self.palette)
        if self.depth not in (8, 16):
            message = f"depth={self.depth} must be 8 or 16 bits."
            raise PictureError(message)
        if self.depth == 16 and self.palette != "gray":
            message = (
                f"depth=16, palette={self.palette!r}: a PNG palette has 256 colors. "
                "Choose depth=8, or palette='gray'."
            )
            raise PictureError(message)
        self._check_levels()

    def _check_levels(self) -> None:
        if self.db_range is not None:
            low, high = self.db_range
            if not (math.isfinite(low) and math.isfinite(high) and low < high):
                message = f"db_range={self.db_range} must be two finite numbers, the lower first."
                raise PictureError(message)
        if self.ref in ("full-scale", "max"):
            return
        if isinstance(self.ref, str) or not (math.isfinite(self.ref) and self.ref > 0):
            message = f"ref={self.ref!r} must be 'full-scale', 'max' or a power above 0."
            raise PictureError(message)

    @property
    def top(self) -> int:
        """The highest level."""
        return 2**self.depth - 1


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class RawPicture:
    """Pixels and what they mean: ``value = low + level / top * (high - low)``, in ``unit``.

    Parameters
    ----------
    levels : (height, width), uint8 or uint16
        Row 0 is the top, the highest feature. Column ``x`` is centered on the time
        ``start + (x + 0.5) / width * (end - start)``.
    low, high : float
        Values of level 0 and of the highest level.
    unit : str
        "dBFS", "dB", or that of the features.
    start, end : float [s]
        The left and the right edge.
    front_end : str
        Digest.
    palette : str
    """

    levels: npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
    low: float
    high: float
    unit: str
    start: float
    end: float
    front_end: str = ""
    palette: str = "gray"

    def values(self) -> npt.NDArray[np.float64]:
        """Return the value of each pixel, (height, width); true to half a level inside the range.

        Examples
        --------
        >>> levels = np.array([[0, 255]], np.uint8)
        >>> RawPicture(levels=levels, low=-80, high=0, unit="dB", start=0, end=1).values()
        array([[-80.,   0.]])
        """
        top = np.iinfo(self.levels.dtype).max
        return self.low + self.levels / top * (self.high - self.low)

    def png(self) -> bytes:
        """Return the picture as PNG; its texts say what the pixels mean."""
        texts = {
            "Software": f"melgram {__version__}",
            "melgram:unit": self.unit,
            "melgram:value_min": repr(self.low),
            "melgram:value_max": repr(self.high),
            "melgram:time_min": repr(self.start),
            "melgram:time_max": repr(self.end),
            "melgram:front_end_digest": self.front_end,
        }
        return raw_png.encode(self.levels, palette=self.palette, text=texts)


def raw_picture(
    mel: Mel, pixels: Pixels | None = None, *, start: float = 0.0, end: float | None = None
) -> RawPicture:
    """Resize a result to pixels and turn its values into levels.

    Each pixel is the mean power of the area it covers (``resizing.py``), then in dB.

    Parameters
    ----------
    mel : Mel
        With one channel: data (n_features, n_frames), at least one frame.
    pixels : Pixels, optional
        Default: 224 x 224, 8 bits gray, -100 to 0 dBFS.
    start, end : float [s]
        Times at the left and right edge; ``end=None`` is the end of the recording. Columns that
        begin after the end of the recording have level 0.

    Returns
    -------
    picture : RawPicture

    Raises
    ------
    SignalError
        If there is nothing to draw, more than one channel, or a NaN.
    PictureError
        If the unit of the features needs a ``db_range``, or ``start`` is not before ``end``.

    Examples
    --------
    >>> import melgram
    >>> mel = melgram.melspectrogram(np.zeros(16_000), "kaldi", sample_rate=16_000)
    >>> picture = raw_picture(mel)
    >>> picture.levels.shape, picture.low, picture.high, picture.unit
    ((224, 224), -100.0, 0.0, 'dBFS')
    """
    pixels = pixels or Pixels()
    end = mel.source.duration if end is None else end
    if not 0 <= start < end < math.inf:
        message = f"{start=}, {end=} s: the start must be >= 0 and before the end."
        raise PictureError(message)
    means = _means(mel, pixels, start=start, end=end)
    low, high, unit = _range(means, mel, pixels)
    return RawPicture(
        levels=_levels(means, low=low, high=high, top=pixels.top)[::-1],
        low=low,
        high=high,
        unit=unit,
        start=start,
        end=end,
        front_end=mel.front_end.digest,
        palette=pixels.palette,
    )


def check_range(unit: str, pixels: Pixels) -> None:
    """Refuse to guess a range for features that are no levels.

    Raises
    ------
    PictureError
    """
    if unit in LEVELS:
        return
    if pixels.db_range is None:
        message = (
            f"unit {unit!r} has no decibels: give db_range, the values of the first and the last "
            "level in that unit, or choose a front end of levels."
        )
        raise PictureError(message)
    if pixels.ref != "full-scale":
        message = f"ref={pixels.ref!r}: unit {unit!r} has no decibels. Leave ref out."
        raise PictureError(message)


def _means(mel: Mel, pixels: Pixels, *, start: float, end: float) -> npt.NDArray[np.float64]:
    """Return the value of each pixel, the lowest feature first; -inf after the recording's end."""
    data, axis = checked_values(mel), extent(mel)
    span = ((start - axis.start) / axis.hop, (end - axis.start) / axis.hop)
    means = decibels(data, unit=mel.unit, span=span, size=(pixels.width, pixels.height))
    if math.isnan(means.min()):
        message = "mel.data holds NaN. Check the recording for non-finite samples."
        raise NonFiniteSamples(message)
    column = (end - start) / pixels.width
    is_after = start + column * np.arange(pixels.width) >= mel.source.duration
    if is_after.any():
        means[:, is_after] = -np.inf
    return means


def _range(means: npt.NDArray[np.float64], mel: Mel, pixels: Pixels) -> tuple[float, float, str]:
    """Return the values of the first and last level and their unit; moves ``means`` to its zero."""
    check_range(mel.unit, pixels)
    low, high = pixels.db_range or DEFAULT_RANGE
    if mel.unit not in LEVELS:
        return low, high, mel.unit
    if isinstance(pixels.ref, float | int):
        means -= 10.0 * math.log10(pixels.ref)
        return low, high, "dB"
    zero = full_scale(mel.front_end)
    means -= zero or 0.0
    unit = "dB" if zero is None else "dBFS"
    if pixels.ref == "full-scale":
        return low, high, unit
    peak = float(means.max())
    if not math.isfinite(peak) or peak == means[np.isfinite(means)].min():
        return low, high, unit  # silence is the floor, not its own maximum
    return peak + low, peak + high, unit


def _levels(
    means: npt.NDArray[np.float64], *, low: float, high: float, top: int
) -> npt.NDArray[Any]:
    """Return the nearest level of each value, in whose place it is computed.

    What is out of range gets the end's.
    """
    means -= low
    means *= top / (high - low)
    np.clip(means, 0, top, out=means)
    np.rint(means, out=means)
    return means.astype(np.uint8 if top == 255 else np.uint16)
