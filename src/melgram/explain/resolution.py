"""The same stretch of sound through three window lengths: time against frequency.

The transforms are plans of front ends without a filter bank; how they are drawn is in
``figures``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from melgram.dsp.spectrum import bin_frequencies
from melgram.engines import plan
from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Framing
from melgram.frontend.spectral import LinearBins
from melgram.presets import preset
from melgram.types import Float32, Real

_SHORTEST_S = 0.008
_FACTORS = (1, 4, 16)
_LEAST_SAMPLES = 4
_LOBE_BINS = 4  # the main lobe of a Hann window, from zero to zero (Harris 1978)


@dataclass(frozen=True, kw_only=True, eq=False)
class View:
    """One spectrogram.

    Parameters
    ----------
    win_length, hop_length, sample_rate : int
    levels : (n_bins, n_frames), float32 [dB]
        A full-scale sine is near -6 dB at its bin.
    frequencies : (n_bins,) [Hz]
    times : (n_frames,) [s]
        From the start of the stretch.
    """

    win_length: int
    hop_length: int
    sample_rate: int
    levels: Float32
    frequencies: Real
    times: Real

    @property
    def seconds(self) -> float:
        """How long a window lasts."""
        return self.win_length / self.sample_rate

    @property
    def bin_hz(self) -> float:
        """How far apart its frequencies are."""
        return self.sample_rate / self.win_length

    @property
    def lobe_hz(self) -> float:
        """How wide a pure tone is drawn."""
        return _LOBE_BINS * self.bin_hz


def window_lengths(sample_rate: int) -> tuple[int, ...]:
    """Return a short, a middle and a long window [samples]: powers of two from about 8 ms.

    Examples
    --------
    >>> window_lengths(16_000), window_lengths(44_100)
    ((128, 512, 2048), (256, 1024, 4096))
    """
    power = round(math.log2(_SHORTEST_S * sample_rate))
    shortest = max(2**power, _LEAST_SAMPLES)
    return tuple(shortest * factor for factor in _FACTORS)


def three_views(samples: Float32, *, sample_rate: int, limit: float) -> tuple[View, ...]:
    """Return the spectrograms of a stretch with a short, a middle and a long window.

    Parameters
    ----------
    samples : (n_samples,), n_samples >= 1
    sample_rate : int [Hz]
    limit : float [Hz]
        Higher frequencies are left out.
    """
    lengths = window_lengths(sample_rate)
    hop = max(lengths[0] // 2, 1)
    return tuple(
        _view(samples, sample_rate=sample_rate, win_length=n, hop_length=hop, limit=limit)
        for n in lengths
    )


def _view(
    samples: Float32, *, sample_rate: int, win_length: int, hop_length: int, limit: float
) -> View:
    front_end = _spectrogram(sample_rate, win_length=win_length, hop_length=hop_length)
    made = plan(front_end)
    frequencies = bin_frequencies(sample_rate=sample_rate, n_fft=win_length)
    n_bins = max(int(np.searchsorted(frequencies, limit, side="right")), 2)
    levels = made(samples)[:n_bins]
    return View(
        win_length=win_length,
        hop_length=hop_length,
        sample_rate=sample_rate,
        levels=levels,
        frequencies=frequencies[:n_bins],
        times=made.times(levels.shape[-1]),
    )


def _spectrogram(sample_rate: int, *, win_length: int, hop_length: int) -> FrontEnd:
    """Return the classic front end with another window, its bins as they are."""
    classic = preset("classic", sample_rate=sample_rate)
    edges = classic.framing.edges
    return replace(
        classic,
        framing=Framing(
            n_fft=win_length, win_length=win_length, hop_length=hop_length, edges=edges
        ),
        window=replace(classic.window, gain="unit_sum"),  # a tone is equally loud in all three
        bank=LinearBins(),
        compression=Log(base="db_power", floor=ClampFloor(value=1e-14)),
        post=(),
    )
