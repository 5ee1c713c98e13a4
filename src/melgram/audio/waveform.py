"""A recording as numbers: samples and their rate.

How the numbers come out of a file is in ``decoding.py``.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from melgram.audio.report import DecodeReport
from melgram.errors import SignalError

if TYPE_CHECKING:
    from melgram.picture.plotting import Axes

__all__ = ["Waveform"]


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class Waveform:
    """Samples and their rate; a value that nobody changes.

    Attributes
    ----------
    samples : (n_samples,) or (n_channels, n_samples), float32, full scale is +-1
        Read-only. An array of another dtype is converted, and a writable one is copied,
        so that nobody else can change it either.
    sample_rate : int [Hz], > 0
    report : DecodeReport or None
        How the samples were decoded; None for samples that came from no file.

    Raises
    ------
    SignalError
        If ``samples`` has no or more than two axes, is complex or not numeric, or
        ``sample_rate`` is not a positive integer.

    Examples
    --------
    >>> Waveform([0.0, 0.5, 0.0, -0.5], 8000)
    Waveform(samples=(4,), sample_rate=8000 Hz, duration=0.0005 s)
    """

    samples: npt.NDArray[np.float32]
    sample_rate: int
    report: DecodeReport | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "samples", _read_only(self.samples))
        rate = self.sample_rate
        if isinstance(rate, bool) or not isinstance(rate, (int, np.integer)) or rate <= 0:
            message = f"sample_rate={rate!r} must be a positive integer in Hz."
            raise SignalError(message)
        object.__setattr__(self, "sample_rate", int(rate))

    @property
    def n_samples(self) -> int:
        """Samples per channel."""
        return self.samples.shape[-1]

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return self.n_samples / self.sample_rate

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw amplitude over seconds into matplotlib axes, each channel in its color.

        More than 4,000 samples are drawn as the extremes of 4,000 spans.

        Parameters
        ----------
        ax : matplotlib Axes, optional
            Default: the current ones of pyplot.

        Returns
        -------
        ax : matplotlib Axes

        Raises
        ------
        MissingExtra
            If matplotlib is not installed; it comes with ``melgram[plot]``.
        """
        from melgram.picture.plotting import plot_waveform

        return plot_waveform(self, ax)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        from melgram.picture.notebook import waveform_bundle

        return waveform_bundle(self)

    def __repr__(self) -> str:
        return (
            f"Waveform(samples={self.samples.shape}, sample_rate={self.sample_rate} Hz, "
            f"duration={self.duration:.6g} s)"
        )


def _read_only(samples: npt.ArrayLike) -> npt.NDArray[np.float32]:
    array = np.asarray(samples)
    if array.ndim not in (1, 2):
        message = f"samples.shape={array.shape} must be (n_samples,) or (n_channels, n_samples)."
        raise SignalError(message)
    if array.dtype.kind not in "fiu":
        message = f"samples.dtype={array.dtype} must be a real number type."
        raise SignalError(message)
    if array.dtype == np.float32 and not _writable(array):
        return array
    with np.errstate(over="ignore"):  # beyond float32 becomes infinite; decode() looks for that
        array = array.astype(np.float32, order="C")
    array.flags.writeable = False
    return array


def _writable(array: npt.NDArray[np.generic]) -> bool:
    """Say whether anybody can still write to this memory, through this array or its base."""
    base = array
    while isinstance(base, np.ndarray):
        if base.flags.writeable:
            return True
        base = base.base
    return base is not None and not isinstance(base, bytes)
