"""The difference of two features as something that can be drawn: B minus A, frame by frame.

How large it is in numbers is in ``effects.py``, how it is drawn in ``melgram.picture``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from melgram.conformance.effects import nearest_frames
from melgram.conformance.levels import in_decibels
from melgram.frontend import FrontEnd
from melgram.mel import Mel, Source
from melgram.types import Bands, Real

if TYPE_CHECKING:
    from melgram.picture.plotting import Axes


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
    def label(self) -> str:
        """What a color bar says."""
        return f"B − A, {self.unit}" if "(" in self.unit else f"B − A ({self.unit})"

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw into matplotlib axes, with a color bar that is neutral at zero.

        Parameters
        ----------
        ax : matplotlib Axes, optional
            Default: the current ones of pyplot.

        Raises
        ------
        MissingExtra
            If matplotlib is not installed; it comes with ``melgram[plot]``.
        """
        from melgram.picture.plotting import plot_difference

        return plot_difference(self, ax)


def contrast(a: Mel, b: Mel) -> Contrast | None:
    """Return B minus A where frames are at the same time, or None if features do not correspond.

    They do if both have as many and stand for levels, or have the same unit.

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
        if a.unit != b.unit:
            return None
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
