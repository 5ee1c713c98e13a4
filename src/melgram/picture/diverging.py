"""Color maps for differences: blue below zero, a neutral gray at zero, orange above.

Blue and orange stay apart for readers who see few colors, and values equally far from zero are
equally light. Maps for levels are in ``palette.py``, which also hands these out by name.

Source: Ottosson, A perceptual color space for image processing (Oklab), 2020.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Color = npt.NDArray[np.float64]

_BLUE, _ORANGE = 255.0, 55.0  # hues in degrees


@dataclass(frozen=True, kw_only=True)
class Diverging:
    """Lightness at zero and at both ends (0 black, 1 white), and the strongest chroma between."""

    middle: float
    ends: float
    chroma: float
    turn: float  # of a sine along each half, which is the chroma; above 0.5 the ends lose some

    def colors(self, n_colors: int) -> npt.NDArray[np.uint8]:
        """Return a table of an odd number of colors: (n_colors, 3), sRGB; the middle is gray."""
        at = np.linspace(-1.0, 1.0, n_colors)
        lightness = self.middle + (self.ends - self.middle) * np.abs(at)
        chroma = self.chroma * np.sin(np.pi * self.turn * np.abs(at))
        hue = np.deg2rad(np.where(at < 0, _BLUE, _ORANGE))
        light = linear_light(lightness, chroma * np.cos(hue), chroma * np.sin(hue))
        return np.round(_encoded(np.clip(light, 0.0, 1.0)) * 255).astype(np.uint8)


MAPS = {
    "blue_orange": Diverging(middle=0.93, ends=0.44, chroma=0.13, turn=0.62),
    "blue_orange_dark": Diverging(middle=0.24, ends=0.80, chroma=0.11, turn=0.62),
}
"""The first has a light middle, for paper; the second a dark one, for dark pages and terminals."""


def linear_light(lightness: Color, a: Color, b: Color) -> Color:
    """Return linear red, green and blue of colors in Oklab: (..., 3), 0 to 1 where sRGB has them.

    Examples
    --------
    >>> linear_light(np.array(1.0), np.array(0.0), np.array(0.0)).round(6).tolist()
    [1.0, 1.0, 1.0]
    """
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return np.stack([red, green, blue], axis=-1)


def _encoded(light: Color) -> Color:
    """Return linear light as sRGB, IEC 61966-2-1."""
    return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
