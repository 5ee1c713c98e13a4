"""How high a full-scale sine stands in a front end: what dBFS are counted from.

What becomes of values in dBFS is decided in ``raw.py``.
"""

from __future__ import annotations

import functools
import math

import numpy as np

from melgram.frontend import FrontEnd
from melgram.picture.pooling import PER_DECADE
from melgram.picture.resizing import LEVELS

_TONE_HZ = 1_000.0  # AES17 measures with 997 Hz; the nearest band may be elsewhere
_HALF_DB = 20 * math.log10(2.0)
_TOLERANCE_DB = 0.1


@functools.lru_cache(maxsize=64)
def full_scale(front_end: FrontEnd) -> float | None:
    """Return the level that a sine of amplitude 1 reaches, in dB of the front end's own scale.

    The sine is at the center of the band nearest to 1 kHz, and the front end itself measures it.

    Returns
    -------
    level : float [dB] | None
        None where a level means nothing: values that are no logarithm of power, or that do not
        fall by 6 dB with half the amplitude, because the recording's own maximum is 0.

    Examples
    --------
    >>> import melgram
    >>> round(full_scale(melgram.preset("classic")), 1)
    55.3
    >>> full_scale(melgram.preset("whisper")) is None
    True
    """
    if front_end.unit not in LEVELS:
        return None
    loud, half = _reading(front_end, peak=1.0), _reading(front_end, peak=0.5)
    return loud if abs(loud - half - _HALF_DB) < _TOLERANCE_DB else None


def _reading(front_end: FrontEnd, *, peak: float) -> float:
    """Return the highest value in the middle of a tone [dB]."""
    rate, plan = front_end.sample_rate, front_end.plan()
    bands = plan.frequencies
    hertz = _TONE_HZ if bands is None else float(bands[np.argmin(np.abs(bands - _TONE_HZ))])
    n_samples = max(rate, 8 * front_end.framing.n_fft)
    tone = peak * np.sin(2 * np.pi * hertz / rate * np.arange(n_samples))
    features = plan(tone)
    value = float(features[:, features.shape[1] // 2].max())
    if front_end.unit in PER_DECADE:
        return 10.0 * value / PER_DECADE[front_end.unit]
    factor = 20.0 if front_end.unit == "magnitude" else 10.0
    return factor * math.log10(max(value, 1e-30))
