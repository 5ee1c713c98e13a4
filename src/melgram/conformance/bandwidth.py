"""Up to which frequency is there sound: recordings that were once at a lower rate, or coded.

What the rate of the file itself means for a front end is in ``fitting.py``.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from melgram.conformance.finding import Finding
from melgram.conformance.recipe import band_centers
from melgram.conformance.subject import Subject
from melgram.dsp.windows import hann
from melgram.types import Real

N_FFT = 2048
"""Samples of a spectrum: 8 Hz at 16 kHz, 22 Hz at 44.1 kHz, fine enough for an edge."""

FEWEST_SPECTRA = 8
"""Below this many the average is too rough: a quarter of a second at 44.1 kHz."""

MOST_SPECTRA = 2_000
"""Spread evenly over a long recording; more would not move the average."""

N_STRIPS = 64
"""Parts of the range up to Nyquist whose energy is compared."""

EDGE_STRIPS = 4
"""Width of the edge: the filters of resamplers and coders fall within 1/16 of the range."""

EDGE_DB = 20.0
"""Drop that is reported as the edge: half way down the cliff, or a little more."""

CLIFF_DB = 30.0
"""Drop over the edge. Speech and music fall by less than 10 dB in a sixteenth of the range."""

FILLED = 0.8
"""Share of strips below the edge that hold sound; a tone fills one, and has no edge."""

LOWEST_STRIP = 8
"""No edge is looked for below an eighth of Nyquist: a hum or a bass is no band limit."""

HIGHEST_STRIP = 58
"""Nor above 0.9 of Nyquist, where every converter's own filter falls."""

MANY_BANDS = 0.1
"""Share of bands without sound that a model will notice; MP3 at 44.1 kHz costs fewer."""


def bandwidth_findings(subject: Subject) -> Iterator[Finding]:
    """Yield a finding if the sound ends well below Nyquist, and bands of the front end above."""
    cut = cut_off(subject.samples, sample_rate=subject.sample_rate)
    if cut is None:
        return
    share = 1.0
    if subject.front_end is not None:
        hz = band_centers(subject.front_end)
        share = 0.0 if hz is None else float(np.mean(hz > cut))
    if not share:
        return
    bands = "the upper bands" if subject.front_end is None else f"{share:.0%} of the bands"
    yield Finding(
        code="band-limit",
        severity="warning" if share >= MANY_BANDS else "info",
        what=(
            f"There is no sound above about {cut:.0f} Hz, though {subject.sample_rate} Hz could "
            f"hold {subject.sample_rate / 2:.0f} Hz."
        ),
        why=f"It was recorded at a lower rate or coded, and {bands} hold nothing.",
        remedy="Find the original, or a model for this bandwidth (telephone: 8000 Hz).",
    )


def cut_off(samples: Real, *, sample_rate: int) -> float | None:
    """Return the frequency above which a broad sound ends abruptly [Hz], or None if nowhere.

    Parameters
    ----------
    samples : (n_channels, n_samples)
    sample_rate : int [Hz]

    Returns
    -------
    frequency : float | None
        Where the level has fallen by 20 dB, in steps of 1/64 of Nyquist.

    Examples
    --------
    >>> noise = np.random.default_rng(0).standard_normal((1, 16_000))
    >>> cut_off(noise, sample_rate=16_000) is None
    True
    """
    power = _mean_spectrum(samples)
    if power is None:
        return None
    strips = power[1:].reshape(N_STRIPS, -1).mean(axis=1)
    level = 10 * np.log10(np.maximum(strips, np.finfo(np.float64).tiny))
    edges = (strip for strip in range(LOWEST_STRIP, HIGHEST_STRIP) if _is_edge(level, strip))
    first = next(edges, None)
    if first is None:
        return None
    fallen = np.flatnonzero(level[first:] < level[first - 1] - EDGE_DB)
    return float(first + fallen[0]) * sample_rate / 2 / N_STRIPS


def _is_edge(level: Real, strip: int) -> bool:
    """Return whether nearly all below a strip holds sound, and nothing beyond the edge there."""
    threshold = level[strip + EDGE_STRIPS :].max() + CLIFF_DB
    return bool(level[strip - 1] > threshold and (level[:strip] > threshold).mean() >= FILLED)


def _mean_spectrum(samples: Real) -> Real | None:
    """Return the mean power of all channels, (n_bins,)."""
    n_samples = samples.shape[1]
    n_spectra = min((n_samples - N_FFT) // (N_FFT // 2) + 1, MOST_SPECTRA)
    if n_spectra < FEWEST_SPECTRA:
        return None
    starts = np.linspace(0, n_samples - N_FFT, n_spectra).astype(int)
    window, total = hann(N_FFT, periodic=True), np.zeros(N_FFT // 2 + 1)
    for start in starts:
        frames = samples[:, start : start + N_FFT] * window
        total += np.square(np.abs(np.fft.rfft(frames, axis=1))).sum(axis=0)
    return total / (n_spectra * len(samples))
