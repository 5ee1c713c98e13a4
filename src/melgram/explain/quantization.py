"""The steps of a bit depth: how far apart they are and how many of them a recording uses."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from melgram.types import Float32

Kind = Literal["integer", "float", "uneven", "none"]

_UNEVEN = ("mulaw", "alaw")  # samples on steps that widen with their magnitude, ITU-T G.711
_DIFFERENCES = ("adpcm", "gsm", "g721", "g723", "ima")
_LOSSLESS = ("alac", "wavpack", "tta", "ape", "mlp", "truehd")
_LOSSLESS_BITS = (16, 24)
_COMPARED_BITS = 16  # the steps that are drawn where a file has none of its own
_MOST_LINES = 48  # more would be a gray field
_DB_PER_BIT = 20.0 * math.log10(2.0)
_DB_OF_SINE = 10.0 * math.log10(1.5)  # a full sine against the noise of rounding, Bennett 1948


@dataclass(frozen=True, kw_only=True)
class Steps:
    """The even steps that samples are rounded to.

    Parameters
    ----------
    kind : {"integer", "float", "uneven", "none"}
        Whether the file stores integers, floating-point numbers, numbers of uneven steps, or no
        samples at all but a description from which they are made (a lossy codec).
    bits : int
        The file's own for integers; else 16, to compare with.
    """

    kind: Kind
    bits: int

    @property
    def n_levels(self) -> int:
        """How many values there are."""
        return 2**self.bits

    @property
    def step(self) -> float:
        """From one value to the next, where full scale is +-1."""
        return 2.0 / self.n_levels

    @property
    def range_db(self) -> float:
        """A full sine above the noise of rounding, ``6.02 bits + 1.76`` [dB]."""
        return _DB_PER_BIT * self.bits + _DB_OF_SINE


def steps_of(*, codec: str, bit_depth: int | None, samples: Float32) -> Steps:
    """Return the steps of a codec.

    Parameters
    ----------
    codec : str
    bit_depth : int | None
        What the file's header says, if that was read.
    samples : (n_samples,)
        Of one channel: they tell the steps of a lossless codec whose header was not read.

    Examples
    --------
    >>> steps_of(codec="flac", bit_depth=16, samples=np.zeros(1, np.float32)).n_levels
    65536
    >>> steps_of(codec="mp3", bit_depth=None, samples=np.zeros(1, np.float32)).kind
    'none'
    """
    if bit_depth is None and codec in _LOSSLESS:
        for bits in _LOSSLESS_BITS:
            if on_steps(samples, steps=Steps(kind="integer", bits=bits)):
                return Steps(kind="integer", bits=bits)
    if codec.startswith(("pcm_f", "float")) or codec in _LOSSLESS:
        return Steps(kind="float", bits=_COMPARED_BITS)
    if any(name in codec for name in _UNEVEN):
        return Steps(kind="uneven", bits=_COMPARED_BITS)
    if bit_depth is None or any(name in codec for name in _DIFFERENCES):
        return Steps(kind="none", bits=_COMPARED_BITS)
    return Steps(kind="integer", bits=bit_depth)


def on_steps(samples: Float32, *, steps: Steps) -> bool:
    """Return whether all samples are whole numbers of steps.

    Examples
    --------
    >>> on_steps(np.array([0.0, 0.25], np.float32), steps=Steps(kind="integer", bits=8))
    True
    """
    values = samples.astype(np.float64) / steps.step
    return bool((values == np.rint(values)).all())


def n_levels_used(samples: Float32, *, steps: Steps) -> int:
    """Return how many different values occur among the samples, rounded to the steps.

    Examples
    --------
    >>> n_levels_used(np.array([0.0, 0.5, 0.5], np.float32), steps=Steps(kind="integer", bits=8))
    2
    """
    return len(np.unique(np.rint(samples.astype(np.float64) / steps.step)))


def line_spacing(n_steps: float) -> int:
    """Return how many steps apart lines stand that are to be told apart: 1, 2, 5, 10, ...

    Examples
    --------
    >>> line_spacing(40), line_spacing(60), line_spacing(20_000)
    (1, 2, 500)
    """
    least = max(n_steps / _MOST_LINES, 1.0)
    power = 10 ** math.floor(math.log10(least))
    return next(digit * power for digit in (1, 2, 5, 10) if digit * power >= least)
