"""From windowed frames to the spectrum: the Fourier transform and what is taken of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from melgram.types import Frames, Real, Spectrum


def transform(
    frames: Frames, *, n_fft: int, offset: int = 0, scale: float = 1.0
) -> NDArray[np.complex128]:
    """Return the discrete Fourier transform of real frames, zeros around them.

    ``X[k] = scale * sum_n x[n] exp(-2 pi i k (n + offset) / n_fft)`` for k = 0 .. n_fft // 2.

    Parameters
    ----------
    frames : (..., n_frames, win_length), win_length + offset <= n_fft
    n_fft : int
    offset : int [samples]
        Zeros before the frame; only the phase depends on it.
    scale : float

    Returns
    -------
    X : (..., n_bins, n_frames), complex128

    Examples
    --------
    >>> transform(np.ones((1, 4)), n_fft=4)[:, 0].real
    array([4., 0., 0.])
    """
    lead = [(0, 0)] * (frames.ndim - 1)
    placed = np.pad(frames, [*lead, (offset, 0)]) if offset else frames
    return np.moveaxis(np.fft.rfft(placed, n=n_fft, axis=-1), -1, -2) * scale


def power(X: NDArray[np.complex128]) -> Spectrum:  # X is a spectrum in every textbook
    """Return ``re^2 + im^2``, without the detour through a root.

    Examples
    --------
    >>> power(np.array([[3.0 + 4.0j]]))
    array([[25.]])
    """
    return X.real * X.real + X.imag * X.imag


def magnitude(p: Spectrum, *, added: float = 0.0, floor: float = 0.0) -> Spectrum:
    """Return ``sqrt(max(p + added, floor))`` of a power spectrum.

    Examples
    --------
    >>> magnitude(np.array([[25.0]]))
    array([[5.]])
    """
    return np.sqrt(np.maximum(p + added, floor))


def one_sided(p: Spectrum, *, n_fft: int) -> Spectrum:
    """Double every bin that also stands for a negative frequency: all but DC and Nyquist.

    Examples
    --------
    >>> one_sided(np.ones((3, 1)), n_fft=4)[:, 0]
    array([1., 2., 1.])
    """
    factor = np.full((p.shape[-2], 1), 2.0)
    factor[0] = 1.0
    if n_fft % 2 == 0:
        factor[-1] = 1.0
    return p * factor


def bin_frequencies(*, sample_rate: float, n_fft: int) -> Real:
    """Return the frequencies of the bins, ``k * sample_rate / n_fft`` [Hz].

    Examples
    --------
    >>> bin_frequencies(sample_rate=8, n_fft=4)
    array([0., 2., 4.])
    """
    return np.arange(n_fft // 2 + 1) * (sample_rate / n_fft)
