"""From a front end to numbers: the one place where its stages become tables.

What is done with the tables lives in ``reference.py`` and ``cpu.py``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from melgram.dsp import mel, spectrum, windows
from melgram.errors import FrontEndError
from melgram.frontend import FrontEnd, geometry
from melgram.frontend.post import Context, Dct, Deltas, LowFrameRate, ReverseFeatures, Stack
from melgram.frontend.spectral import (
    AssumedRateGrid,
    Blackman,
    Hamming,
    Hann,
    LinearBins,
    LinspaceGrid,
    MelBank,
    Povey,
    Rectangular,
    TableBank,
    Tukey,
    VectorWindow,
    WindowShape,
)
from melgram.types import Float32, Real

EngineName = Literal["auto", "cpu", "reference"]
Precision = Literal["auto", "float32", "float64"]


@dataclass(frozen=True, eq=False)
class Tables:
    """A front end's numbers: window, transform scale and filter bank."""

    window: Real  # (win_length,)
    fft_scale: float
    weights: Real | None  # (n_bands, n_bins); None: the bins themselves
    bins: slice  # the bins that take part when there is no filter bank


class Core(Protocol):
    """What an engine has to offer: frames of compressed bands of one signal.

    ``signal`` is one row (n_samples,), after all signal operations unless the engine
    ``does_signal`` itself.
    """

    @property
    def does_signal(self) -> bool:
        """Whether the engine carries out the signal operations, and reads samples as they are."""
        ...

    @property
    def n_post(self) -> int:
        """How many of the post operations are done when `bands` returns."""
        ...

    def bands(
        self, signal: NDArray[np.generic], *, first_frame: int, n_frames: int, seed: int | None
    ) -> tuple[NDArray[np.floating], NDArray[np.floating] | None]:
        """Return (n_bands, n_frames) and, if the front end asks for it, (n_frames,) log energy."""
        ...

    def without_clip(self) -> Core:
        """Return the core whose `bands` leave out what needs the whole clip; see `limit`."""
        ...

    def limit(self, out: Float32, *, maximum: float) -> None:
        """Do what was left out, in place, below the clip's maximum: (n_features, n_frames)."""
        ...

    def explain(self) -> dict[str, str]:
        """Return which path each stage takes."""
        ...


def tables(front_end: FrontEnd) -> Tables:
    """Fill the tables of a front end.

    Raises
    ------
    FrontEndError
        If a mel band holds no bin and the bank does not keep empty bands.
    """
    bank, n_bins = front_end.bank, front_end.framing.n_bins
    bins = slice(0, n_bins)
    if isinstance(bank, LinearBins):
        bins = slice(bank.skip_low, n_bins - bank.skip_high)
    return Tables(
        window=window_table(front_end),
        fft_scale=_fft_scale(front_end),
        weights=bank_table(front_end),
        bins=bins,
    )


def _fft_scale(front_end: FrontEnd) -> float:
    n_fft = front_end.framing.n_fft
    return {"none": 1.0, "unitary": 1.0 / math.sqrt(n_fft), "mean": 1.0 / n_fft}[front_end.fft_norm]


def window_table(front_end: FrontEnd) -> Real:
    """Return the window, (win_length,), scaled and rounded as the front end says."""
    shape = _window_shape(front_end.window.shape, length=front_end.framing.win_length)
    window = windows.scale_window(shape, gain=front_end.window.gain)
    if front_end.window.rounding != "none":
        return window.astype(np.float32).astype(np.float64)
    return window


def _window_shape(shape: WindowShape, *, length: int) -> Real:
    if isinstance(shape, Hann):
        return windows.hann(length, periodic=shape.periodic)
    if isinstance(shape, Hamming):
        return windows.hamming(length, periodic=shape.periodic, a=shape.a, b=shape.b)
    if isinstance(shape, Povey):
        return windows.povey(length, exponent=shape.exponent)
    if isinstance(shape, Blackman):
        return windows.blackman(length, periodic=shape.periodic, c=shape.c)
    if isinstance(shape, Tukey):
        return windows.tukey(length, alpha=shape.alpha, periodic=shape.periodic)
    if isinstance(shape, VectorWindow):
        return np.array(shape.values)
    assert isinstance(shape, Rectangular)
    return np.ones(length)


def bank_table(front_end: FrontEnd) -> Real | None:
    """Return the filter bank, (n_bands, n_bins), or None when the bins are the bands."""
    bank = front_end.bank
    if isinstance(bank, TableBank):
        return np.array(bank.weights)
    if not isinstance(bank, MelBank):
        return None
    weights = _mel_weights(bank, sample_rate=front_end.sample_rate, n_fft=front_end.framing.n_fft)
    if bank.empty_bands == "refuse":
        _refuse_empty(weights, front_end=front_end, bank=bank)
    return weights


def _mel_weights(bank: MelBank, *, sample_rate: int, n_fft: int) -> Real:
    dtype = np.float32 if bank.rounding == "throughout" else np.float64
    edges = mel.mel_edges(n_mels=bank.n_mels, fmin=bank.fmin, fmax=bank.fmax, scale=bank.scale)
    edges = edges.astype(dtype)  # (n_mels + 2,)
    edges_hz = mel.mel_to_hz(edges, scale=bank.scale)
    grid = _grid(bank, sample_rate=sample_rate, n_fft=n_fft).astype(dtype)  # (n_bins,)
    if bank.triangles == "hz":
        weights = mel.triangles(grid, edges_hz)
    elif bank.triangles == "mel":
        weights = mel.triangles(mel.hz_to_mel(grid, scale=bank.scale), edges)
    elif bank.triangles == "left_bandwidth":
        weights = mel.left_bandwidth_triangles(grid, edges_hz)
    else:
        rate = _assumed_rate(bank, sample_rate=sample_rate)
        weights = mel.floored_bin_triangles(edges_hz, sample_rate=rate, n_fft=n_fft)
    weights[:, : bank.skip_low] = 0.0
    weights[:, grid.size - bank.skip_high :] = 0.0
    if bank.drop_first_weight and bank.fmin > 0.0:
        weights[:, 0] = 0.0
    if bank.rounding == "steps":
        weights = weights.astype(np.float32).astype(np.float64)
    weights = mel.normalise_bank(weights, edges_hz=edges_hz, norm=bank.norm)
    if bank.rounding != "none":
        weights = weights.astype(np.float32)
    return weights.astype(np.float64)


def _assumed_rate(bank: MelBank, *, sample_rate: int) -> int:
    return bank.grid.sample_rate if isinstance(bank.grid, AssumedRateGrid) else sample_rate


def _grid(bank: MelBank, *, sample_rate: int, n_fft: int) -> Real:
    if isinstance(bank.grid, LinspaceGrid):
        return np.linspace(0.0, sample_rate // 2, n_fft // 2 + 1)
    rate = _assumed_rate(bank, sample_rate=sample_rate)
    return spectrum.bin_frequencies(sample_rate=rate, n_fft=n_fft)


def _refuse_empty(weights: Real, *, front_end: FrontEnd, bank: MelBank) -> None:
    empty = np.flatnonzero(~weights.any(axis=1))
    if not empty.size:
        return
    n_fft = front_end.framing.n_fft
    message = (
        f"bank.n_mels={bank.n_mels} leaves {empty.size} of the bands without a bin (band "
        f"{empty[0]} first) at framing.n_fft={n_fft}, bank.fmin={bank.fmin:g} Hz: they would "
        f"always be silent. {_remedy(front_end, bank)} Or say bank.empty_bands='keep'."
    )
    raise FrontEndError(message)


def _remedy(front_end: FrontEnd, bank: MelBank) -> str:
    def full(n_fft: int, n_mels: int) -> bool:
        trial = replace(bank, n_mels=n_mels)
        trial_weights = _mel_weights(trial, sample_rate=front_end.sample_rate, n_fft=n_fft)
        return bool(trial_weights.any(axis=1).all())

    n_fft = front_end.framing.n_fft
    fewer = next((m for m in range(bank.n_mels - 1, 0, -1) if full(n_fft, m)), None)
    longer = next((n for n in (n_fft * 2**k for k in range(1, 6)) if full(n, bank.n_mels)), None)
    words = [
        f"bank.n_mels={fewer} has none" if fewer else "",
        f"framing.n_fft={longer} has none" if longer else "",
    ]
    return f"{', '.join(word for word in words if word) or 'Raise bank.fmin'}."


def frequencies(front_end: FrontEnd) -> Real | None:
    """Return each feature's center frequency [Hz], or None when features are not bands."""
    centers = _centers(front_end)
    return None if centers is None else centers.copy()


@lru_cache(maxsize=64)
def _centers(front_end: FrontEnd) -> Real | None:
    bank, framing = front_end.bank, front_end.framing
    if isinstance(bank, MelBank):
        hz = mel.band_centers(n_mels=bank.n_mels, fmin=bank.fmin, fmax=bank.fmax, scale=bank.scale)
        # A bank made for another rate stands elsewhere: what counts is where its bins truly are.
        hz = hz * (front_end.sample_rate / _assumed_rate(bank, sample_rate=front_end.sample_rate))
    else:
        hz = spectrum.bin_frequencies(sample_rate=front_end.sample_rate, n_fft=framing.n_fft)
        hz = (
            hz[np.argmax(np.array(bank.weights), axis=1)]
            if isinstance(bank, TableBank)
            else hz[bank.skip_low : framing.n_bins - bank.skip_high]
        )
    for operation in front_end.post:
        if isinstance(operation, (Dct, Deltas, Stack, LowFrameRate, Context)):
            return None
        if isinstance(operation, ReverseFeatures):
            hz = hz[::-1]
    return hz


def times(front_end: FrontEnd, n_frames: int, *, first_frame: int = 0) -> Real:
    """Return the center of each of ``n_frames`` frames [s], from the recording's start."""
    first, step = geometry.time_axis(front_end)
    index = np.arange(first_frame, first_frame + n_frames)
    return (first + step * index) / front_end.sample_rate
