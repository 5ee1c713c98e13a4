"""Window functions. Periodic windows have period N = length, symmetric ones N = length - 1.

Harris, "On the use of windows for harmonic analysis with the discrete Fourier transform",
Proceedings of the IEEE 66 (1978).
"""

from __future__ import annotations

import numpy as np

from melgram.types import Real


def _phase(length: int, *, periodic: bool) -> Real:
    if length == 1:
        return np.full(1, np.pi)  # one sample: the window's peak
    period = length if periodic else length - 1
    return 2.0 * np.pi * np.arange(length) / period


def hann(length: int, *, periodic: bool) -> Real:
    """Return ``0.5 - 0.5 cos(2 pi n / N)``.

    Examples
    --------
    >>> hann(4, periodic=True)
    array([0. , 0.5, 1. , 0.5])
    """
    return 0.5 - 0.5 * np.cos(_phase(length, periodic=periodic))


def hamming(length: int, *, periodic: bool, a: float = 0.54, b: float = 0.46) -> Real:
    """Return ``a - b cos(2 pi n / N)``.

    Examples
    --------
    >>> hamming(3, periodic=False).round(2)
    array([0.08, 1.  , 0.08])
    """
    return a - b * np.cos(_phase(length, periodic=periodic))


def povey(length: int, *, exponent: float = 0.85) -> Real:
    """Return a symmetric Hann window to a power: Kaldi's default, zero at both ends.

    Examples
    --------
    >>> povey(3)
    array([0., 1., 0.])
    """
    return hann(length, periodic=False) ** exponent


def blackman(length: int, *, periodic: bool, c: float = 0.42) -> Real:
    """Return ``c - 0.5 cos(2 pi n / N) + (0.5 - c) cos(4 pi n / N)``.

    Examples
    --------
    >>> blackman(3, periodic=False).round(6) + 0.0
    array([0., 1., 0.])
    """
    phase = _phase(length, periodic=periodic)
    return c - 0.5 * np.cos(phase) + (0.5 - c) * np.cos(2.0 * phase)


def tukey(length: int, *, alpha: float, periodic: bool) -> Real:
    """Return a flat top whose cosine flanks take the share ``alpha`` of the length.

    Examples
    --------
    >>> tukey(5, alpha=0.5, periodic=False)
    array([0., 1., 1., 1., 0.])
    """
    flank = alpha / 2.0
    if flank == 0.0 or length == 1:
        return np.ones(length)
    position = np.arange(length) / (length if periodic else length - 1)  # 0..1
    distance = np.minimum(position, 1.0 - position)
    return 0.5 - 0.5 * np.cos(np.pi * np.minimum(distance, flank) / flank)


def scale_window(window: Real, *, gain: str) -> Real:
    """Divide a window by its sum, half its sum or the root of its energy.

    Parameters
    ----------
    window : (win_length,)
    gain : {"none", "unit_sum", "half_sum", "unit_energy"}

    Examples
    --------
    >>> scale_window(np.array([1.0, 3.0]), gain="unit_sum")
    array([0.25, 0.75])
    """
    if gain == "unit_sum":
        return window / window.sum()
    if gain == "half_sum":
        return window * 2.0 / window.sum()
    if gain == "unit_energy":
        return window / np.sqrt((window * window).sum())
    return window
