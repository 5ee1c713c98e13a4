"""The difference of two features as something that can be drawn: B minus A, frame by frame.

How large it is in numbers is in ``effects.py``, how it is drawn in ``melgram.picture``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from melgram.conformance.effects import nearest_frames
from melgram.conformance.levels import in_decibels
from melgram.frontend import FrontEnd
from melgram.mel import Mel, Source
from melgram.types import Bands, Real

LEAST_RANGE = 1e-6
"""Range of colors for features that do not differ."""

NEARLY_ALL = 99.0
"""Percentile of the absolute difference that the colors reach; a few bins do not hide the rest."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Contrast:
    """What B is above A, on the axes of A.

    Parameters
    ----------
    data : (n_features, n_frames), float64
        In dB if both stand for levels, else in the unit of A.
    times : (n_frames,) [s]
    frequencies : (n_features,) [Hz] | None
    unit : str
    front_end : FrontEnd
    source : Source
    name : str | None
    """

    data: Bands
    times: Real
    frequencies: Real | None
    unit: str
    front_end: FrontEnd
    source: Source
    name: str | None

    @property
    def limit(self) -> float:
        """Return the largest value but for a few, for a range of colors around zero."""
        finite = np.abs(self.data[np.isfinite(self.data)])
        return max(float(np.percentile(finite, NEARLY_ALL)) if finite.size else 0.0, LEAST_RANGE)


def contrast(a: Mel, b: Mel) -> Contrast | None:
    """Return B minus A where frames are at the same time, or None if features do not correspond.

    Examples
    --------
    >>> import melgram, numpy as np
    >>> mel = melgram.melspectrogram(np.ones(800), "whisper", sample_rate=16_000)
    >>> contrast(mel, mel).data.shape
    (80, 5)
    """
    if a.data.ndim != 2 or a.data.shape[:-1] != b.data.shape[:-1]:
        return None
    x, y = in_decibels(a.front_end, a.data), in_decibels(b.front_end, b.data)
    unit = "dB"
    if x is None or y is None:
        x, y, unit = a.data, b.data, a.unit
    here, there = nearest_frames(a.times, b.times)
    if not here.size:
        return None
    with np.errstate(invalid="ignore"):
        data = np.where(x[:, here] == y[:, there], 0.0, y[:, there] - x[:, here])
    return Contrast(
        data=np.nan_to_num(data, nan=0.0, posinf=np.inf, neginf=-np.inf),
        times=a.times[here],
        frequencies=a.frequencies,
        unit=unit,
        front_end=a.front_end,
        source=a.source,
        name=a.name,
    )
