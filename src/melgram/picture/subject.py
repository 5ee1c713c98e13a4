"""What is drawn: the parts of a result that a picture reads, and the extent of its time axis.

The result itself is ``melgram.Mel``; a picture takes anything with the same attributes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from melgram.errors import SignalError


class FramingLike(Protocol):
    """The part of a framing that gives a lone frame its width."""

    @property
    def hop_length(self) -> int:
        """Samples from frame to frame."""
        ...


class SourceLike(Protocol):
    """The part of a source that a title names."""

    @property
    def name(self) -> str | None:
        """File name; None for an array."""
        ...


class FrontEndLike(Protocol):
    """The parts of a front end that a caption names."""

    @property
    def digest(self) -> str:
        """Its identity."""
        ...

    @property
    def sample_rate(self) -> int:
        """Samples a second."""
        ...

    @property
    def framing(self) -> FramingLike:
        """How the samples are cut."""
        ...


class MelLike(Protocol):
    """The parts of a result that a picture reads."""

    @property
    def data(self) -> npt.NDArray[np.floating]:
        """Values, (n_features, n_frames)."""
        ...

    @property
    def times(self) -> npt.NDArray[np.floating]:
        """Centers of the frames in seconds, (n_frames,)."""
        ...

    @property
    def frequencies(self) -> npt.NDArray[np.floating] | None:
        """Centers of the bands in Hz, (n_features,), ascending; None for coefficients."""
        ...

    @property
    def unit(self) -> str:
        """What the values are."""
        ...

    @property
    def front_end(self) -> FrontEndLike:
        """What was computed."""
        ...

    @property
    def name(self) -> str | None:
        """The preset's name, if the front end has one."""
        ...

    @property
    def source(self) -> SourceLike:
        """What it was computed from."""
        ...


class WaveformLike(Protocol):
    """Samples and their rate."""

    @property
    def samples(self) -> npt.NDArray[np.floating]:
        """Samples, (n_samples,) or (n_channels, n_samples)."""
        ...

    @property
    def sample_rate(self) -> int:
        """Samples a second."""
        ...


@dataclass(frozen=True, kw_only=True)
class Extent:
    """The time axis in seconds: it begins and ends half a hop beyond the outer frame centers."""

    start: float
    stop: float
    hop: float


def checked_values(mel: MelLike) -> npt.NDArray[np.floating]:
    """Return the values, if they can be drawn.

    Raises
    ------
    SignalError
        If there is more than one channel, no frame, or an axis that does not fit the data.
    """
    values = np.asarray(mel.data)
    if values.ndim != 2:
        message = f"mel.data.shape={values.shape} must be (n_features, n_frames). Draw one channel."
        raise SignalError(message)
    n_features, n_frames = values.shape
    if not n_features or not n_frames:
        message = f"{n_features=}, {n_frames=}: there is nothing to draw. Give a longer recording."
        raise SignalError(message)
    if (n_times := len(mel.times)) != n_frames:
        message = f"mel.times has {n_times} entries and must have one a frame, {n_frames}."
        raise SignalError(message)
    _check_frequencies(mel.frequencies, n_features)
    return values


def extent(mel: MelLike) -> Extent:
    """Return the time axis of a result that has at least one frame."""
    times, front_end = mel.times, mel.front_end
    first, last, n_frames = float(times[0]), float(times[-1]), len(times)
    hop = front_end.framing.hop_length / front_end.sample_rate
    if n_frames > 1:
        hop = (last - first) / (n_frames - 1)  # stacked and skipped frames are further apart
    if not (np.isfinite(hop) and hop > 0):
        message = f"mel.times runs from {first} to {last} s and must ascend. Give frame centers."
        raise SignalError(message)
    return Extent(start=first - hop / 2, stop=last + hop / 2, hop=hop)


def _check_frequencies(frequencies: npt.NDArray[np.floating] | None, n_features: int) -> None:
    if frequencies is None:
        return
    if len(frequencies) != n_features:
        message = f"mel.frequencies has {len(frequencies)} entries and must have {n_features}."
        raise SignalError(message)
    if not (np.isfinite(frequencies).all() and (np.diff(frequencies) >= 0).all()):
        message = "mel.frequencies must be finite and ascend. Sort the bands from low to high."
        raise SignalError(message)
