"""A stretch of sound as a sum of cosines, and what that sum does not tell.

The transform here is that of the whole stretch, without a window; spectra over time are in
``resolution.py``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from melgram.types import Float32, Real

_NAMED = 6
_LEAST_OF_STRONGEST = 0.05  # a component weaker than this share of the strongest gets no name
_APART = 1 / 200  # of the Nyquist frequency: two names this near could not be read
_SILENT = 1e-7  # largest magnitude: less than a step of 24 bits is silence


@dataclass(frozen=True, kw_only=True)
class Component:
    """One cosine of the sum."""

    frequency: float  # [Hz]
    amplitude: float  # full scale is 1


@dataclass(frozen=True, kw_only=True, eq=False)
class Decomposition:
    """A stretch of sound as cosines, its mean left out.

    Parameters
    ----------
    samples : (n_samples,)
        Without their mean.
    offset : float
        That mean, the part of the stretch that does not vibrate.
    frequencies, amplitudes : (n_components,)
        Every cosine of the sum, from the lowest upward; multiples of ``spacing``.
    spacing : float [Hz]
        One through the length of the stretch.
    named : tuple of Component
        The strongest that stand apart from one another, the strongest first.
    """

    samples: Real
    offset: float
    frequencies: Real
    amplitudes: Real
    spacing: float
    named: tuple[Component, ...]

    @property
    def is_silent(self) -> bool:
        """Whether there is nothing to decompose."""
        return not self.named

    def share(self, count: int) -> float:
        """Return the share of the energy in the ``count`` strongest cosines, 0 to 1."""
        energy = np.sort(self._energies())[::-1]
        total = float(energy.sum())
        return float(energy[:count].sum()) / total if total else 0.0

    def count_for(self, share: float) -> int:
        """Return how many of the strongest cosines hold this share of the energy."""
        energy = np.cumsum(np.sort(self._energies())[::-1])
        return int(np.searchsorted(energy, share * energy[-1])) + 1 if energy.size else 0

    def sum_of(self, count: int) -> Real:
        """Return the sum of the ``count`` strongest cosines, (n_samples,)."""
        bins = np.fft.rfft(self.samples)
        energies = self._energies()
        weakest = np.argsort(energies, kind="stable")[: max(len(energies) - count, 0)]
        bins[weakest + 1] = 0.0
        return np.fft.irfft(bins, len(self.samples))

    def band_limit(self, share: float) -> float:
        """Return the frequency below which this share of the energy lies [Hz]."""
        energy = np.cumsum(self._energies())
        if not energy.size or energy[-1] == 0.0:
            return float(self.frequencies[-1]) if energy.size else 0.0
        return float(self.frequencies[np.searchsorted(energy, share * energy[-1])])

    def _energies(self) -> Real:
        energy = self.amplitudes**2
        if len(self.samples) % 2 == 0 and energy.size:
            energy[-1] *= 2.0  # at the Nyquist frequency a cosine has its full square as power
        return energy


def decompose(samples: Float32, *, sample_rate: int) -> Decomposition:
    """Write a stretch of sound as a sum of cosines: the discrete Fourier transform.

    Parameters
    ----------
    samples : (n_samples,), n_samples >= 1
    sample_rate : int [Hz]

    Examples
    --------
    >>> tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(8000) / 8000)
    >>> found = decompose(tone.astype(np.float32), sample_rate=8000)
    >>> found.named[0].frequency, round(found.named[0].amplitude, 6), found.spacing
    (440.0, 0.5, 1.0)
    """
    x = samples.astype(np.float64)
    offset = float(x.mean())
    x -= offset
    n = len(x)
    amplitudes = np.abs(np.fft.rfft(x))[1:] * (2.0 / n)
    if n % 2 == 0 and n > 1:
        amplitudes[-1] /= 2.0
    spacing = sample_rate / n
    frequencies = spacing * np.arange(1, n // 2 + 1)
    if np.abs(x).max() < _SILENT:
        amplitudes = np.zeros_like(amplitudes)
    named = _named(frequencies, amplitudes, apart=_APART * sample_rate / 2)
    return Decomposition(
        samples=x,
        offset=offset,
        frequencies=frequencies,
        amplitudes=amplitudes,
        spacing=spacing,
        named=named,
    )


def _named(frequencies: Real, amplitudes: Real, *, apart: float) -> tuple[Component, ...]:
    """Return the strongest cosines that stand apart, the strongest first."""
    found: list[Component] = []
    if not amplitudes.size or amplitudes.max() == 0.0:
        return ()
    least = _LEAST_OF_STRONGEST * amplitudes.max()
    for i in np.argsort(-amplitudes, kind="stable"):
        if len(found) == _NAMED or amplitudes[i] < least:
            break
        if all(abs(frequencies[i] - other.frequency) >= apart for other in found):
            found.append(Component(frequency=float(frequencies[i]), amplitude=float(amplitudes[i])))
    return tuple(found)


@dataclass(frozen=True, kw_only=True, eq=False)
class Reversal:
    """The spectrum of a recording and of the same recording played backward.

    Parameters
    ----------
    frequencies : (n_bins,) [Hz]
    forward, backward : (n_bins,)
        Magnitudes.
    difference : float
        The largest difference of the two, as a share of the largest magnitude; 0 for silence.
    """

    frequencies: Real
    forward: Real
    backward: Real
    difference: float


def reversal(samples: Float32, *, sample_rate: int) -> Reversal:
    """Compare the spectrum of samples with that of the same samples backward.

    Examples
    --------
    >>> reversal(np.array([1.0, 0.0, 0.5], np.float32), sample_rate=8000).difference < 1e-12
    True
    """
    x = samples.astype(np.float64)
    forward = np.abs(np.fft.rfft(x))
    backward = np.abs(np.fft.rfft(x[::-1]))
    largest = float(forward.max())
    difference = float(np.abs(forward - backward).max()) / largest if largest else 0.0
    frequencies = np.arange(len(forward)) * (sample_rate / len(x))
    return Reversal(
        frequencies=frequencies, forward=forward, backward=backward, difference=difference
    )
