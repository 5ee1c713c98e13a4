"""Features of many front ends for one recording, each stage computed once.

The stages are the engines' (``melgram.engines.apply``, ``base``) and the formulas are those of
``melgram.dsp``; only the bookkeeping is here. Front ends that share signal, framing and window
share a spectrum, and where every frame stands for itself only some frames are computed. Sums run
through BLAS, so the last bits differ from an engine's: what a search finds is confirmed by a plan.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from melgram.audio import resample
from melgram.dsp import cepstrum, compress
from melgram.dsp import framing as cutting
from melgram.dsp import spectrum as transforms
from melgram.engines.apply import apply_compression, apply_pcen, apply_post, apply_signal
from melgram.engines.base import bank_table, window_table
from melgram.engines.reference import pad_mode
from melgram.frontend import FrontEnd, geometry
from melgram.frontend.compression import Pcen, TruncatedSmoother
from melgram.frontend.post import (
    Affine,
    AllFeatures,
    Clamp,
    Context,
    Dct,
    Deltas,
    DropFrames,
    DynamicRange,
    FillInvalid,
    FixedRange,
    Lifter,
    LowFrameRate,
    PadFrames,
    PadFramesToMultiple,
    PerFeature,
    PostOp,
    RepeatLast,
    ReplaceFirst,
    ReverseFeatures,
    Stack,
    Standard,
    SubtractMaximum,
    SubtractMean,
    TruncateFrames,
    TruncateFramesToMultiple,
    VectorAffine,
)
from melgram.frontend.signal import Preemphasis, Scale
from melgram.frontend.spectral import AbsolutePower, LinearBins, Magnitude, MelBank, RealPart
from melgram.types import Real

T = TypeVar("T")

# A frame's result hangs on no other frame; maxima are safe too, as long as the loudest frame is in.
_LOCAL = (
    *(DynamicRange, SubtractMaximum, FixedRange, Affine, Standard, VectorAffine, Dct, Lifter),
    *(ReplaceFirst, Clamp, ReverseFeatures),
)
# Lines for features undo the first three; the others leave frames inside the clip alone.
_UNDONE = (
    *(SubtractMean, PerFeature, AllFeatures, FillInvalid, RepeatLast),
    *(PadFrames, PadFramesToMultiple, TruncateFrames, TruncateFramesToMultiple),
)
# A frame hangs on frames before it, or on a few after it.
_NEARBY = (Context, Deltas, DropFrames, LowFrameRate, Stack)
_FIRST_FRAMES, _REACH = 48, 10
_OF_LOUDEST = (DynamicRange, SubtractMaximum)
_EDGE_FRAMES = 6  # paddings show in the first and last frames only
_INNER_FRAMES = 52
_FEW_EDGE_FRAMES, _FEW_INNER_FRAMES = 3, 10
_MOST_SMOOTHED = 1200  # frames whose running averages are one matrix
_BLOCK = 512  # frames at once: bounds the memory of the windowed frames
_POINTS_PER_TRIAL = 20_000  # what comparing costs, whatever is computed
_KEPT_BYTES = 400 << 20


class _Cache:
    """Results by key, the oldest dropped when they take too much memory."""

    def __init__(self, kept_bytes: int) -> None:
        self._kept, self._bytes, self._items = kept_bytes, 0, dict[Hashable, Any]()

    def get(self, key: Hashable, make: Callable[[], T], *, size: Callable[[T], int]) -> T:
        """Return what was made for a key, making it if need be."""
        if key in self._items:
            return self._items[key]
        value = make()
        self._items[key] = value
        self._bytes += size(value)
        while self._bytes > self._kept and len(self._items) > 1:
            self._bytes -= size(self._items.pop(next(iter(self._items))))
        return value


@dataclass(frozen=True)
class _Spectrum:
    """Powers (or real parts) of some frames, and the energies that may replace a feature."""

    values: Real  # (n_bins, n_frames)
    raw: Real  # (n_frames,)
    windowed: Real  # (n_frames,)


class Trials:
    """What front ends make of one recording.

    Parameters
    ----------
    samples : (n_samples,) float64
    sample_rate : int [Hz]
        Front ends at other rates see the recording resampled, as in `melgram.melspectrogram`.
    """

    def __init__(self, samples: Real, *, sample_rate: int) -> None:
        self.sample_rate = sample_rate
        self.work = 0  # what was computed, in points of transforms
        self._recordings = {sample_rate: samples}
        self._spectra = _Cache(_KEPT_BYTES)
        self._bands = _Cache(_KEPT_BYTES)
        self._tables = _Cache(_KEPT_BYTES)
        self._signals = _Cache(_KEPT_BYTES)

    def samples(self, sample_rate: int) -> Real:
        """Return the recording at a rate."""
        if sample_rate not in self._recordings:
            own = self._recordings[self.sample_rate]
            there = resample(own, from_rate=self.sample_rate, to_rate=sample_rate)
            self._recordings[sample_rate] = there.astype(np.float64)
        return self._recordings[sample_rate]

    def n_frames(self, front_end: FrontEnd) -> int:
        """Return how many frames a front end makes of the recording."""
        return front_end.n_frames(self.samples(front_end.sample_rate).size)

    @staticmethod
    def frames_at(
        *, landmarks: Sequence[int], count: int, active: int, few: bool = False
    ) -> NDArray[np.int64]:
        """Return which of the first ``count`` frames are worth a look, in order.

        Parameters
        ----------
        landmarks : sequence of int
            Frames that must be among them: the loudest, the quietest.
        count : int
        active : int
            Frames after this many are all alike; a few of them suffice.
        few : bool
            For a glimpse: the fewest that show edges, floors and bands, none after ``active``.
        """
        n_edge, n_inner = (
            (_FEW_EDGE_FRAMES, _FEW_INNER_FRAMES)
            if few
            else (
                _EDGE_FRAMES,
                _INNER_FRAMES,
            )
        )
        ends = np.arange(min(n_edge, active))
        tail = np.array([] if few else [active, count - 1], np.int64)
        inner = np.linspace(0, active - 1, n_inner).astype(np.int64)
        chosen = np.concatenate([ends, inner, active - 1 - ends, tail, landmarks])
        return np.unique(np.minimum(chosen, count - 1)).astype(np.int64)

    def features(
        self, front_end: FrontEnd, frames: NDArray[np.int64], *, part: bool = False
    ) -> Real:
        """Return (n_features, len(frames)); frames past the end repeat nothing and are left out.

        ``part`` says that the loudest frame of the clip may not be among them.
        """
        x = self._signal(front_end)
        n_stft = geometry.n_stft_frames(front_end.framing, x.size)
        n_valid = geometry.n_valid_frames(front_end, self.samples(front_end.sample_rate).size)
        local = is_local(front_end, front_end.post)
        local = local and not (part and any(isinstance(op, _OF_LOUDEST) for op in front_end.post))
        chosen = frames[frames < n_stft] if local else np.arange(n_stft)
        bands, energy = self._compressed(front_end, x, chosen)
        self.work += _POINTS_PER_TRIAL + bands.size
        valid = int(np.searchsorted(chosen, n_valid))
        with np.errstate(all="ignore"):
            out = _with_post(front_end.post, bands, n_valid=valid, log_energy=energy)
        return out if local else out[:, frames[frames < out.shape[1]]]

    def glimpse(
        self, front_end: FrontEnd, frames: NDArray[np.int64]
    ) -> tuple[Real, NDArray[np.int64]] | None:
        """Return features in a few frames, up to a line for each, and which frames they are.

        Where a frame hangs on its neighbors they are the first of the clip. None where it hangs on
        the whole clip.
        """
        kept = tuple(op for op in front_end.post if not isinstance(op, _UNDONE))
        x = self._signal(front_end)
        n_stft = geometry.n_stft_frames(front_end.framing, x.size)
        local = is_local(front_end, kept)
        if not local and not all(isinstance(op, (*_LOCAL, *_NEARBY)) for op in kept):
            return None
        chosen = frames[frames < n_stft] if local else np.arange(min(_FIRST_FRAMES, n_stft))
        bands, energy = self._compressed(front_end, x, chosen)
        self.work += _POINTS_PER_TRIAL // 2 + bands.size
        with np.errstate(all="ignore"):
            out = _with_post(kept, bands, n_valid=chosen.size, log_energy=energy)
        if local:
            return out, chosen
        certain = out.shape[1] * (chosen.size - _REACH) // chosen.size
        return (out[:, :certain], np.arange(certain)) if certain > 0 else None

    def _signal(self, front_end: FrontEnd) -> Real:
        def make() -> Real:
            x = self.samples(front_end.sample_rate)
            for operation in front_end.signal:
                x = cast("Real", apply_signal(operation, x, rng=None))
            return x

        key = (front_end.sample_rate, front_end.signal)
        return self._signals.get(key, make, size=_nbytes)

    def _compressed(
        self, front_end: FrontEnd, x: Real, frames: NDArray[np.int64]
    ) -> tuple[Real, Real | None]:
        with np.errstate(all="ignore"):
            bands = self._band_values(front_end, x, frames)
            energy = self._log_energy(front_end, x, frames)
            if isinstance(front_end.compression, Pcen):
                return self._pcen(front_end.compression, bands), energy
            return apply_compression(front_end.compression, bands), energy

    def _pcen(self, pcen: Pcen, bands: Real) -> Real:
        smoother, n = pcen.smoother, bands.shape[-1]
        if not isinstance(smoother, TruncatedSmoother) or n > _MOST_SMOOTHED:
            self.work += _POINTS_PER_TRIAL * n // 100
            return apply_pcen(pcen, bands)

        def make() -> Real:  # what becomes of an impulse in each frame
            return compress.smooth_truncated(
                np.eye(n), coefficient=smoother.coefficient, n_frames=smoother.n_frames
            )

        self.work += n * n // 2
        average = pcen.scale * bands @ self._tables.get((smoother, n), make, size=_nbytes)
        numbers = {"gain": pcen.gain, "bias": pcen.bias, "power": pcen.power}
        return compress.pcen(pcen.scale * bands, average, added=pcen.added, **numbers)

    def _band_values(self, front_end: FrontEnd, x: Real, frames: NDArray[np.int64]) -> Real:
        def make() -> Real:
            values = self._kind_of_spectrum(front_end, x, frames)
            bank = front_end.bank
            if isinstance(bank, LinearBins):
                return values[bank.skip_low : values.shape[0] - bank.skip_high]
            return self._weights(front_end) @ values

        key = (
            _spectrum_key(front_end, frames),
            *(front_end.fft_norm, front_end.spectrum, front_end.bank),
        )
        return self._bands.get(key, make, size=_nbytes)

    def _weights(self, front_end: FrontEnd) -> Real:
        def make() -> Real:
            bank = front_end.bank
            if isinstance(bank, MelBank):  # an empty band is judged by its numbers, not refused
                bank = replace(bank, empty_bands="keep")
            weights = bank_table(replace(front_end, bank=bank))
            assert weights is not None
            self.work += weights.size
            return weights

        key = (front_end.sample_rate, front_end.framing.n_fft, front_end.bank)
        return self._tables.get(key, make, size=_nbytes)

    def _kind_of_spectrum(self, front_end: FrontEnd, x: Real, frames: NDArray[np.int64]) -> Real:
        values, kind = self._spectrum(front_end, x, frames).values, front_end.spectrum
        n_fft = front_end.framing.n_fft
        scale = {"none": 1.0, "unitary": 1.0 / math.sqrt(n_fft), "mean": 1.0 / n_fft}
        factor = scale[front_end.fft_norm]
        if isinstance(kind, RealPart):
            return values * factor
        p = values * factor**2
        if isinstance(kind, Magnitude):
            return transforms.magnitude(p, added=kind.added, floor=kind.floor)
        if isinstance(kind, AbsolutePower):
            return p ** (kind.exponent / 2.0)
        p = np.maximum(p, kind.floor)
        return transforms.one_sided(p, n_fft=n_fft) if kind.one_sided else p

    def _log_energy(self, front_end: FrontEnd, x: Real, frames: NDArray[np.int64]) -> Real | None:
        taps = [operation for operation in front_end.post if isinstance(operation, ReplaceFirst)]
        if not taps:
            return None
        found = self._spectrum(front_end, x, frames)
        energy = {"raw": found.raw, "windowed": found.windowed}.get(taps[0].tap)
        if energy is None:
            energy = self._kind_of_spectrum(front_end, x, frames).sum(axis=0)
        return np.log(np.maximum(energy, taps[0].floor))

    def _spectrum(self, front_end: FrontEnd, x: Real, frames: NDArray[np.int64]) -> _Spectrum:
        def make() -> _Spectrum:
            self.work += frames.size * front_end.framing.n_fft
            parts = [
                _block(front_end, x, frames[start : start + _BLOCK])
                for start in range(0, max(frames.size, 1), _BLOCK)
            ]
            return _Spectrum(
                np.concatenate([part.values for part in parts], axis=1),
                np.concatenate([part.raw for part in parts]),
                np.concatenate([part.windowed for part in parts]),
            )

        key = _spectrum_key(front_end, frames)
        return self._spectra.get(key, make, size=lambda found: found.values.nbytes)


def _spectrum_key(front_end: FrontEnd, frames: NDArray[np.int64]) -> Hashable:
    framing = replace(front_end.framing, drop_last="never", valid_extra=None)
    real = isinstance(front_end.spectrum, RealPart)
    return (
        *(front_end.sample_rate, front_end.signal, framing, front_end.frame, front_end.window),
        *(real, frames.tobytes()),
    )


def _block(front_end: FrontEnd, x: Real, frames: NDArray[np.int64]) -> _Spectrum:
    fr = front_end.framing
    starts = geometry.first_read(fr, 0) + fr.hop_length * frames
    mode = pad_mode(front_end)
    cut = _cut(x, starts=starts, length=geometry.n_read(fr), mode=mode)
    raw = cut  # energy is "raw" after DC removal, before pre-emphasis: as in the reference engine
    for operation in front_end.frame:
        cut = apply_signal(operation, cut, rng=None)
        if not isinstance(operation, (Preemphasis, Scale)) and raw.shape == cut.shape:
            raw = cut
    windowed = cut[..., : fr.win_length] * window_table(front_end)
    real = isinstance(front_end.spectrum, RealPart)
    offset = fr.window_offset if real else 0  # only the phase depends on it
    transformed = transforms.transform(windowed, n_fft=fr.n_fft, offset=offset)
    values = transformed.real if real else transforms.power(transformed)
    return _Spectrum(
        values, np.einsum("ij,ij->i", raw, raw), np.einsum("ij,ij->i", windowed, windowed)
    )


def _cut(x: Real, *, starts: NDArray[np.int64], length: int, mode: str) -> Real:
    """Cut frames as `melgram.dsp.framing.frames`; those inside the signal without an index."""
    inside = (starts >= 0) & (starts + length <= x.size)
    out = np.empty((starts.size, length))
    if inside.any():
        out[inside] = np.lib.stride_tricks.sliding_window_view(x, length)[starts[inside]]
    if not inside.all():
        out[~inside] = cutting.frames(x, starts=starts[~inside], length=length, mode=mode)
    return out


def _with_post(
    operations: Sequence[PostOp], x: Real, *, n_valid: int, log_energy: Real | None
) -> Real:
    for operation in operations:
        if isinstance(operation, Dct):
            matrix = cepstrum.dct_matrix(
                n_coefficients=operation.n_coefficients, n_features=x.shape[0], norm=operation.norm
            )
            x = matrix @ x
        else:
            x = apply_post((operation,), x, n_valid=n_valid, log_energy=log_energy)
            n_valid = geometry.frames_after(operation, n_valid)
    return x


def is_local(front_end: FrontEnd, post: Sequence[PostOp]) -> bool:
    """Return whether each frame stands for itself, if these operations come after the bands."""
    if isinstance(front_end.compression, Pcen):
        return False
    return all(isinstance(operation, _LOCAL) for operation in post)


def _nbytes(array: Real) -> int:
    return array.nbytes
