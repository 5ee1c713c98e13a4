"""What the mel scale does to this recording's frequencies, in numbers.

The formulas are ``melgram.dsp.mel``; nothing is computed a second way here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from melgram.dsp.mel import band_centers, hz_to_mel, mel_edges, mel_to_hz
from melgram.engines.base import bank_table
from melgram.frontend import FrontEnd
from melgram.frontend.spectral import MelBank
from melgram.types import Real

_SLANEY_MEL_AT_1_KHZ = 15.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Bank:
    """The filter bank of a front end.

    Parameters
    ----------
    edges : (n_mels + 2,) [Hz]
        Band m rises from edge m to m + 1 and falls to m + 2.
    centers : (n_mels,) [Hz]
    n_empty : int
        Bands between two bins, which stay silent.
    bin_hz : float
        From one bin to the next.
    """

    edges: Real
    centers: Real
    n_empty: int
    bin_hz: float

    @property
    def n_mels(self) -> int:
        """How many bands there are."""
        return len(self.centers)

    def count(self, low: float, high: float) -> int:
        """Return how many bands have their center from ``low`` up to ``high`` [Hz]."""
        return int(((self.centers >= low) & (self.centers < high)).sum())

    def width(self, band: int) -> float:
        """Return how wide a band is, from foot to foot [Hz]."""
        return float(self.edges[band + 2] - self.edges[band])


def bank_of(front_end: FrontEnd) -> Bank:
    """Return the numbers of a front end's mel bank.

    Examples
    --------
    >>> from melgram.presets import preset
    >>> bank = bank_of(preset("classic", sample_rate=16_000))
    >>> bank.n_mels, bank.count(500, 1000)
    (128, 18)
    """
    bank = front_end.bank
    assert isinstance(bank, MelBank)
    edges = mel_edges(n_mels=bank.n_mels, fmin=bank.fmin, fmax=bank.fmax, scale=bank.scale)
    weights = bank_table(front_end)
    assert weights is not None
    return Bank(
        edges=mel_to_hz(edges, scale=bank.scale),
        centers=band_centers(n_mels=bank.n_mels, fmin=bank.fmin, fmax=bank.fmax, scale=bank.scale),
        n_empty=int((~weights.any(axis=1)).sum()),
        bin_hz=front_end.sample_rate / front_end.framing.n_fft,
    )


def mels_between(low: float, high: float) -> float:
    """Return how many mels lie between two frequencies [Hz], by ``2595 log10(1 + f / 700)``.

    Examples
    --------
    >>> round(mels_between(500, 1000)), round(mels_between(10_000, 20_000))
    (393, 744)
    """
    low_mel, high_mel = hz_to_mel(np.array([low, high], dtype=np.float64), scale="htk")
    return float(high_mel - low_mel)


def curves(frequencies: Real) -> tuple[Real, Real]:
    """Return both mel scales, Slaney's stretched so that both say about 1000 at 1 kHz.

    Examples
    --------
    >>> htk, slaney = curves(np.array([1000.0]))
    >>> htk.round().tolist(), slaney.round().tolist()
    ([1000.0], [1000.0])
    """
    slaney = hz_to_mel(frequencies, scale="slaney") * (1000.0 / _SLANEY_MEL_AT_1_KHZ)
    return hz_to_mel(frequencies, scale="htk"), slaney
