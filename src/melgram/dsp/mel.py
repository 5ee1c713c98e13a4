"""Mel scales and the filter banks built on them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from melgram.types import Real, Spectrum

# Slaney, Auditory Toolbox (1998): linear below 1 kHz, then 27 steps per factor of 6.4.
_SLANEY_HZ_PER_MEL = 200.0 / 3.0
_SLANEY_BREAK_HZ = 1000.0
_SLANEY_BREAK_MEL = _SLANEY_BREAK_HZ / _SLANEY_HZ_PER_MEL
_SLANEY_LOG_STEP = np.log(6.4) / 27.0

# Factors of ln(1 + f / 700): the HTK book rounds 2595 / ln(10), Kaldi and Essentia otherwise.
_LN_FACTOR = {"htk": 2595.0 / np.log(10.0), "kaldi": 1127.0, "essentia": 1127.01048}


def hz_to_mel(frequency: NDArray[np.floating], *, scale: str) -> NDArray[np.floating]:
    """Return mels of frequencies.

    Parameters
    ----------
    frequency : array [Hz], >= 0
    scale : {"htk", "slaney", "kaldi", "essentia"}
        ``htk`` is ``2595 log10(1 + f / 700)`` (O'Shaughnessy 1987), ``kaldi``
        ``1127 ln(1 + f / 700)``, ``slaney`` is linear below 1 kHz and logarithmic above.

    Returns
    -------
    mel : same shape and dtype

    Examples
    --------
    >>> float(hz_to_mel(np.array(700.0), scale="htk").round(4))
    781.1728
    """
    if scale == "htk":
        return 2595.0 * np.log10(1.0 + frequency / 700.0)
    if scale != "slaney":
        return _LN_FACTOR[scale] * np.log(1.0 + frequency / 700.0)
    linear = frequency / _SLANEY_HZ_PER_MEL
    ratio = np.maximum(frequency, _SLANEY_BREAK_HZ) / _SLANEY_BREAK_HZ
    curved = _SLANEY_BREAK_MEL + np.log(ratio) / _SLANEY_LOG_STEP
    return np.where(frequency >= _SLANEY_BREAK_HZ, curved, linear).astype(frequency.dtype)


def mel_to_hz(mel: NDArray[np.floating], *, scale: str) -> NDArray[np.floating]:
    """Return frequencies [Hz] of mels: the inverse of `hz_to_mel`.

    Examples
    --------
    >>> float(mel_to_hz(hz_to_mel(np.array(440.0), scale="slaney"), scale="slaney").round(9))
    440.0
    """
    if scale == "htk":
        return 700.0 * (10.0 ** (mel / 2595.0) - 1.0)
    if scale != "slaney":
        return 700.0 * (np.exp(mel / _LN_FACTOR[scale]) - 1.0)
    linear = mel * _SLANEY_HZ_PER_MEL
    above = np.maximum(mel - _SLANEY_BREAK_MEL, 0.0)
    curved = _SLANEY_BREAK_HZ * np.exp(_SLANEY_LOG_STEP * above)
    return np.where(mel >= _SLANEY_BREAK_MEL, curved, linear).astype(mel.dtype)


def mel_edges(*, n_mels: int, fmin: float, fmax: float, scale: str) -> Real:
    """Return the ``n_mels + 2`` band edges [mel], evenly spaced from ``fmin`` to ``fmax`` [Hz].

    Examples
    --------
    >>> mel_edges(n_mels=1, fmin=0.0, fmax=200.0, scale="slaney")
    array([0. , 1.5, 3. ])
    """
    low, high = hz_to_mel(np.array([fmin, fmax]), scale=scale)
    return np.linspace(low, high, n_mels + 2)


def band_centers(*, n_mels: int, fmin: float, fmax: float, scale: str) -> Real:
    """Return the frequency [Hz] at which each band's triangle peaks.

    Examples
    --------
    >>> band_centers(n_mels=1, fmin=0.0, fmax=200.0, scale="slaney")
    array([100.])
    """
    edges = mel_edges(n_mels=n_mels, fmin=fmin, fmax=fmax, scale=scale)
    return mel_to_hz(edges[1:-1], scale=scale)


def triangles(position: NDArray[np.floating], edges: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return triangles that rise from edge m to m + 1 and fall to m + 2.

    Parameters
    ----------
    position : (n_bins,), Hz or mel
    edges : (n_mels + 2,), the same unit

    Returns
    -------
    weights : (n_mels, n_bins), in 0..1

    Examples
    --------
    >>> triangles(np.arange(4.0), np.array([0.0, 1.0, 3.0]))
    array([[0. , 1. , 0.5, 0. ]])
    """
    low, mid, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]  # (n_mels, 1)
    rising = (position - low) / (mid - low)  # (n_mels, n_bins)
    falling = (high - position) / (high - mid)
    return np.maximum(np.minimum(rising, falling), 0.0)


def left_bandwidth_triangles(position: Real, edges: Real) -> Real:
    """Return symmetric triangles as wide to the right as to the left (SpeechBrain).

    Examples
    --------
    >>> left_bandwidth_triangles(np.arange(4.0), np.array([0.0, 2.0, 9.0]))
    array([[0. , 0.5, 1. , 0.5]])
    """
    center, width = edges[1:-1, None], np.diff(edges)[:-1, None]  # (n_mels, 1)
    return np.maximum(1.0 - np.abs(position - center) / width, 0.0)


def floored_bin_triangles(edges: Real, *, sample_rate: float, n_fft: int) -> Real:
    """Return triangles between edges rounded down to bins (python_speech_features).

    Parameters
    ----------
    edges : (n_mels + 2,) [Hz]
    sample_rate : float [Hz]
    n_fft : int

    Examples
    --------
    >>> floored_bin_triangles(np.array([0.0, 2.0, 4.0]), sample_rate=8, n_fft=8).round(2)
    array([[0. , 0.5, 1. , 0.5, 0. ]])
    """
    corner = np.floor((n_fft + 1) * edges / sample_rate)
    k = np.arange(n_fft // 2 + 1)
    low, mid, high = corner[:-2, None], corner[1:-1, None], corner[2:, None]
    rising = (k - low) / np.where(mid > low, mid - low, 1.0)
    falling = (high - k) / np.where(high > mid, high - mid, 1.0)
    weights = np.where((k >= low) & (k < mid), rising, 0.0)
    return np.where((k >= mid) & (k < high), falling, weights)


def normalise_bank(
    weights: NDArray[np.floating], *, edges_hz: NDArray[np.floating], norm: str
) -> NDArray[np.floating]:
    """Scale each band.

    Parameters
    ----------
    weights : (n_mels, n_bins)
    edges_hz : (n_mels + 2,) [Hz]
    norm : {"none", "area", "unit_sum"}
        ``area`` divides by half the band's width in Hz (Slaney), ``unit_sum`` by the sum of
        its weights.

    Examples
    --------
    >>> normalise_bank(np.ones((1, 2)), edges_hz=np.array([0.0, 2.0, 8.0]), norm="area")
    array([[0.25, 0.25]])
    """
    if norm == "area":
        return weights * (2.0 / (edges_hz[2:] - edges_hz[:-2]))[:, None]
    if norm == "unit_sum":
        total = weights.sum(axis=1, keepdims=True)
        return weights / np.where(total > 0.0, total, 1.0)
    return weights


def bands(spectrum: Spectrum, *, weights: Real) -> Real:
    """Gather bins into bands: ``sum_k weights[m, k] spectrum[k, t]``.

    Bins are added one by one, lowest first, and zero weights are left out: a frame's result does
    not depend on how many frames are computed beside it, which a matrix product does not promise.

    Parameters
    ----------
    spectrum : (..., n_bins, n_frames)
    weights : (n_mels, n_bins)

    Returns
    -------
    bands : (..., n_mels, n_frames)

    Examples
    --------
    >>> bands(np.array([[1.0], [2.0]]), weights=np.array([[0.5, 1.0]]))
    array([[2.5]])
    """
    out = np.zeros((*spectrum.shape[:-2], weights.shape[0], spectrum.shape[-1]))
    for m, row in enumerate(weights):
        for k in np.flatnonzero(row):
            out[..., m, :] += row[k] * spectrum[..., k, :]
    return out
