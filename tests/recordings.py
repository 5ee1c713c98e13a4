"""Recordings made by formula, which several folders of tests share."""

from __future__ import annotations

import numpy as np

RATE = 16_000


def pink(seconds: float = 2.0, *, peak: float = 0.5, seed: int = 0) -> np.ndarray:
    """Return noise that falls by 3 dB an octave, as recordings do, without a mean."""
    n = int(seconds * RATE)
    bins = np.fft.rfft(np.random.default_rng(seed).standard_normal(n))
    shaped = np.fft.irfft(bins / np.sqrt(np.maximum(np.arange(len(bins)), 1)), n)
    shaped -= shaped.mean()
    return peak * shaped / np.abs(shaped).max()


def tone(hz: float, *, seconds: float = 2.0, peak: float = 0.5) -> np.ndarray:
    """Return a sine."""
    return peak * np.sin(2 * np.pi * hz * np.arange(int(seconds * RATE)) / RATE)
