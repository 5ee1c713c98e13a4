"""Where to look in a recording: the loudest stretch, its peak, a place where steps show.

Pure functions of samples; what is said about the places is in the modules beside this one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from melgram.types import Float32, Real

_GRID_BLOCKS = 1 << 12  # blocks whose squares are in memory at a time
_WANTED_STEPS = 14  # between the lowest and the highest sample: few enough to be counted by eye
_FEWEST_STEPS = 3


@dataclass(frozen=True, kw_only=True)
class Span:
    """Samples ``start`` to ``stop`` of a recording, the last one left out."""

    start: int
    stop: int

    @property
    def n_samples(self) -> int:
        """Its length."""
        return self.stop - self.start

    @property
    def samples(self) -> slice:
        """Its place in an array."""
        return slice(self.start, self.stop)


def loudest(samples: Float32, *, length: int, grid: int) -> Span:
    """Return the span of ``length`` samples with the most energy; the first of several equal.

    Parameters
    ----------
    samples : (n_samples,), n_samples >= 1
    length : int [samples]
        A shorter recording is returned whole.
    grid : int [samples]
        The span begins at a multiple of it, or ends with the recording.

    Examples
    --------
    >>> loudest(np.array([0, 0, 1, 1, 0, 0], np.float32), length=2, grid=1)
    Span(start=2, stop=4)
    """
    n = samples.shape[-1]
    if n <= length:
        return Span(start=0, stop=n)
    energy = np.concatenate([[0.0], np.cumsum(_block_energy(samples, grid=grid))])
    starts = np.arange(0, n - length + 1, grid)
    reach = min(max(length // grid, 1), len(energy) - 1)
    found = energy[np.minimum(starts // grid + reach, len(energy) - 1)] - energy[starts // grid]
    start = int(starts[np.argmax(found)])
    return Span(start=start, stop=start + length)


def around_peak(samples: Float32, *, length: int) -> Span:
    """Return ``length`` samples with the largest magnitude in their middle, as far as they reach.

    Examples
    --------
    >>> around_peak(np.array([0, 0, 0, -1, 0], np.float32), length=3)
    Span(start=2, stop=5)
    """
    n = samples.shape[-1]
    peak = int(np.argmax(np.abs(samples)))
    start = min(max(peak - length // 2, 0), max(n - length, 0))
    return Span(start=start, stop=min(start + length, n))


def where_steps_show(samples: Float32, *, length: int, step: float) -> Span | None:
    """Return ``length`` samples that span about fourteen quantization steps.

    Returns
    -------
    span : Span | None
        None if the samples move by less than three steps everywhere, as in silence.

    Examples
    --------
    >>> where_steps_show(np.zeros(100, np.float32), length=10, step=1 / 128) is None
    True
    """
    half = max(length // 2, 1)
    n_blocks = samples.shape[-1] // half
    if n_blocks < 2:
        moved = float(np.ptp(samples)) / step
        return Span(start=0, stop=samples.shape[-1]) if moved >= _FEWEST_STEPS else None
    blocks = samples[: n_blocks * half].reshape(n_blocks, half)
    low, high = blocks.min(axis=1), blocks.max(axis=1)
    moved = (np.maximum(high[1:], high[:-1]) - np.minimum(low[1:], low[:-1])) / step
    if moved.max() < _FEWEST_STEPS:
        return None
    distance = np.abs(np.log(np.maximum(moved, 1e-9) / _WANTED_STEPS))
    start = int(np.argmin(np.where(moved >= _FEWEST_STEPS, distance, np.inf))) * half
    return Span(start=start, stop=start + 2 * half)


def _block_energy(samples: Float32, *, grid: int) -> Real:
    """Return the energy of each ``grid`` samples, the last block perhaps shorter."""
    n_blocks = samples.shape[-1] // grid
    energy = np.empty(n_blocks)
    for first in range(0, n_blocks, _GRID_BLOCKS):
        last = min(first + _GRID_BLOCKS, n_blocks)
        blocks = samples[first * grid : last * grid].reshape(last - first, grid)
        energy[first:last] = np.einsum("bi,bi->b", blocks, blocks)
    rest = samples[n_blocks * grid :].astype(np.float64)
    return np.append(energy, rest @ rest) if rest.size else energy
