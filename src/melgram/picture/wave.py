"""A waveform as two shapes: the envelope of its samples and the core of their RMS.

The colors of the shapes are in ``canvas.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from melgram.errors import NonFiniteSamples, SignalError
from melgram.picture.subject import WaveformLike

_SPARSE = 4  # samples a pixel: below, the curve between the samples is drawn
_BLOCK = 64  # columns whose squares are in memory at a time
_LIMITS = tuple(digit * 10.0**power for power in range(-5, 4) for digit in (1, 2, 3, 4, 5, 6, 8))


@dataclass(frozen=True, kw_only=True)
class Shape:
    """Extremes and RMS of the samples in each pixel column, (width,), and where there are any."""

    times: npt.NDArray[np.float64]  # (width + 1,), where the columns begin and end
    lowest: npt.NDArray[np.floating]
    highest: npt.NDArray[np.floating]
    rms: npt.NDArray[np.floating]
    inside: npt.NDArray[np.bool_]

    @property
    def limit(self) -> float:
        """The amplitude at the edge of the drawing: the peak, or the next round number above."""
        peak = float(max(self.highest.max(), -self.lowest.min()))
        return next((limit for limit in _LIMITS if limit >= peak), peak) if peak > 0 else 1.0


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Coverage of the two shapes, (height, width), 0 to 1, and the amplitude at the upper edge."""

    envelope: npt.NDArray[np.float64]
    core: npt.NDArray[np.float64]
    limit: float


def measured(waveform: WaveformLike, *, start: float, stop: float, width: int) -> Shape:
    """Measure the part of a waveform between two times, all channels over one another.

    Raises
    ------
    SignalError
        If the samples have no time axis or more than two axes, or are not finite.
    """
    samples = _channels(waveform)
    times = np.linspace(start, stop, width + 1)
    spans = [_spans(row, times * waveform.sample_rate) for row in samples]
    lowest = np.min([low for low, _, _ in spans], axis=0)
    highest = np.max([high for _, high, _ in spans], axis=0)
    if not np.isfinite(max(highest.max(), -lowest.min())):
        message = "waveform.samples holds NaN or infinity. Draw a waveform of finite samples."
        raise NonFiniteSamples(message)
    return Shape(
        times=times,
        lowest=lowest,
        highest=highest,
        rms=np.sqrt(np.mean([power for _, _, power in spans], axis=0)),
        inside=(times[1:] > 0) & (times[:-1] < samples.shape[1] / waveform.sample_rate),
    )


def drawn(
    waveform: WaveformLike, *, start: float, stop: float, width: int, height: int
) -> Coverage:
    """Draw the part of a waveform between two times; arguments and errors as for `measured`."""
    shape = measured(waveform, start=start, stop=stop, width=width)
    limit, rms = shape.limit, shape.rms
    pairs = ((shape.lowest, shape.highest), (-rms, rms))
    envelope, core = (_between(*pair, limit, height) * shape.inside for pair in pairs)
    return Coverage(envelope=envelope, core=np.minimum(core, envelope), limit=limit)


def _channels(waveform: WaveformLike) -> npt.NDArray[np.floating]:
    """Return the samples as (n_channels, n_samples), integers scaled to full scale 1."""
    samples: npt.NDArray[Any] = np.atleast_2d(np.asarray(waveform.samples))
    if samples.ndim != 2 or samples.size == 0:
        message = f"waveform.samples.shape={samples.shape} must be (n,) or (n_channels, n), n >= 1."
        raise SignalError(message)
    if np.issubdtype(samples.dtype, np.integer):
        return samples / np.float32(-float(np.iinfo(samples.dtype).min))
    return samples


def _spans(
    samples: npt.NDArray[np.floating], edges: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.floating], npt.NDArray[np.floating], npt.NDArray[np.floating]]:
    """Return minimum, maximum and mean power of the samples between each two edges."""
    first, last = (int(np.clip(edge, 0, len(samples) - 1)) for edge in (edges[0], edges[-1] + 1))
    samples, edges = samples[first : last + 1], edges - first
    if edges[-1] - edges[0] < _SPARSE * (len(edges) - 1):
        at = np.linspace(edges[0], edges[-1], _SPARSE * (len(edges) - 1) + 1)
        samples = np.interp(at, np.arange(len(samples)), samples)
        edges = np.arange(len(edges), dtype=np.float64) * _SPARSE
    starts = np.clip(np.rint(edges[:-1]).astype(np.int64), 0, len(samples) - 1)
    lowest = np.minimum.reduceat(samples, starts)
    highest = np.maximum.reduceat(samples, starts)
    # A column begins where the one before it ended: the shape has no gaps.
    joint = samples[np.maximum(starts[1:] - 1, 0)]
    lowest[1:], highest[1:] = np.minimum(lowest[1:], joint), np.maximum(highest[1:], joint)
    return lowest, highest, _mean_power(samples, starts)


def _mean_power(
    samples: npt.NDArray[np.floating], starts: npt.NDArray[np.int64]
) -> npt.NDArray[np.floating]:
    """Return the mean square from each start to the next, in blocks: hours would fill memory."""
    power = np.empty(len(starts), dtype=np.float64)
    for begin in range(0, len(starts), _BLOCK):
        block = starts[begin : begin + _BLOCK]
        end = starts[begin + _BLOCK] if begin + _BLOCK < len(starts) else len(samples)
        squares = np.square(samples[block[0] : max(int(end), int(block[-1]) + 1)])
        counts = np.maximum(np.diff(block, append=end), 1)
        power[begin : begin + _BLOCK] = np.add.reduceat(squares, block - block[0]) / counts
    return power


def _between(
    lowest: npt.NDArray[np.floating], highest: npt.NDArray[np.floating], limit: float, height: int
) -> npt.NDArray[np.float64]:
    """Return how much of each pixel lies between two curves: (height, width)."""
    top = (1.0 - highest / limit) * height / 2  # pixels from the upper edge
    bottom = (1.0 - lowest / limit) * height / 2
    return covered(top, bottom, height=height)


def covered(
    top: npt.NDArray[np.floating], bottom: npt.NDArray[np.floating], *, height: int
) -> npt.NDArray[np.float64]:
    """Return how much of each pixel lies between two heights a column, at least a pixel apart.

    Parameters
    ----------
    top, bottom : (width,) [pixels from the upper edge]
    height : int [pixels]

    Returns
    -------
    coverage : (height, width), 0 to 1
    """
    middle, half = (top + bottom) / 2, np.maximum((bottom - top) / 2, 0.5)
    middle = np.clip(middle, 0.5, height - 0.5)
    row = np.arange(height)[:, None]
    shared = np.minimum(middle + half, row + 1) - np.maximum(middle - half, row)
    return np.clip(shared, 0.0, 1.0)
