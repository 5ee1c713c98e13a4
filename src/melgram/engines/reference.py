"""The oracle: ``melgram.dsp`` composed in float64, a block of frames at a time.

Nothing clever happens here. Blocks only bound the memory; no frame's arithmetic depends on the
block it falls into.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from melgram.dsp import framing, spectrum
from melgram.dsp.mel import bands as mel_bands
from melgram.engines.apply import apply_compression, apply_signal
from melgram.engines.base import Tables
from melgram.engines.samples import as_float64
from melgram.frontend import FrontEnd, geometry
from melgram.frontend.compression import Pcen
from melgram.frontend.framing import Centered, KaldiMirror, Padded
from melgram.frontend.post import ReplaceFirst
from melgram.frontend.signal import Preemphasis, Scale
from melgram.frontend.spectral import AbsolutePower, Magnitude, Power, RealPart
from melgram.types import Float32, Frames, Real, Spectrum

BLOCK = 1024  # frames; at 2048 points a block's spectrum takes 16 MiB


class ReferenceCore:
    """Frames of compressed bands, computed as ``melgram.dsp`` defines them."""

    def __init__(self, front_end: FrontEnd, tables: Tables) -> None:
        self._front_end = front_end
        self._tables = tables
        taps = [op for op in front_end.post if isinstance(op, ReplaceFirst)]
        self._tap = taps[0] if taps else None

    does_signal = False
    n_post = 0

    def bands(
        self, signal: NDArray[np.generic], *, first_frame: int, n_frames: int, seed: int | None
    ) -> tuple[Real, Real | None]:
        """Return compressed bands (n_bands, n_frames) and the log energy, if asked for."""
        rng = None if seed is None else np.random.default_rng(seed)
        out = np.empty((geometry.n_bands(self._front_end), n_frames))
        energy = None if self._tap is None else np.empty(n_frames)
        for start in range(0, n_frames, BLOCK):
            stop = min(start + BLOCK, n_frames)
            block, block_energy = self._block(
                signal, first_frame=first_frame + start, n_frames=stop - start, rng=rng
            )
            out[:, start:stop] = block
            if energy is not None and block_energy is not None:
                energy[start:stop] = block_energy
        return out, energy

    def without_clip(self) -> ReferenceCore:
        """Return this core, which looks at each frame by itself."""
        return self

    def limit(self, out: Float32, *, maximum: float) -> None:
        """Do nothing: ranges are operations of the plan."""

    def explain(self) -> dict[str, str]:
        """Every stage takes the same path."""
        return dict.fromkeys(("frame", "spectrum", "bank", "compression"), "reference (float64)")

    def _block(
        self,
        signal: NDArray[np.generic],
        *,
        first_frame: int,
        n_frames: int,
        rng: np.random.Generator | None,
    ) -> tuple[Real, Real | None]:
        front_end, fr = self._front_end, self._front_end.framing
        starts = geometry.first_read(fr, first_frame) + fr.hop_length * np.arange(n_frames)
        cut = framing.frames(
            signal, starts=starts, length=geometry.n_read(fr), mode=pad_mode(front_end)
        )
        raw, frames = self._condition(as_float64(cut), rng=rng)
        windowed = frames[..., : fr.win_length] * self._tables.window  # (n_frames, win_length)
        p = self._spectrum(windowed)  # (n_bins, n_frames)
        weights = self._tables.weights
        bands = p[self._tables.bins] if weights is None else mel_bands(p, weights=weights)
        energy = self._log_energy(raw=raw, windowed=windowed, p=p)
        if isinstance(front_end.compression, Pcen):
            return bands, energy  # PCEN looks at earlier frames: the plan applies it to the clip
        return apply_compression(front_end.compression, bands), energy

    def _condition(
        self, frames: Frames, *, rng: np.random.Generator | None
    ) -> tuple[Frames, Frames]:
        raw = frames
        for operation in self._front_end.frame:
            frames = apply_signal(operation, frames, rng=rng)
            if not isinstance(operation, (Preemphasis, Scale)) and raw.shape == frames.shape:
                raw = frames  # energy is "raw" after DC removal and dither, before pre-emphasis
        return raw, frames

    def _spectrum(self, windowed: Frames) -> Spectrum:
        fr, kind = self._front_end.framing, self._front_end.spectrum
        transformed = spectrum.transform(
            windowed, n_fft=fr.n_fft, offset=fr.window_offset, scale=self._tables.fft_scale
        )
        if isinstance(kind, RealPart):
            return transformed.real
        p = spectrum.power(transformed)
        if isinstance(kind, Magnitude):
            return spectrum.magnitude(p, added=kind.added, floor=kind.floor)
        if isinstance(kind, AbsolutePower):
            return p ** (kind.exponent / 2.0)
        assert isinstance(kind, Power)
        p = np.maximum(p, kind.floor)
        return spectrum.one_sided(p, n_fft=fr.n_fft) if kind.one_sided else p

    def _log_energy(self, *, raw: Frames, windowed: Frames, p: Spectrum) -> Real | None:
        if self._tap is None:
            return None
        if self._tap.tap == "power":
            energy = p.sum(axis=-2)
        else:
            taken = raw if self._tap.tap == "raw" else windowed
            energy = (taken * taken).sum(axis=-1)
        return np.log(np.maximum(energy, self._tap.floor))


def pad_mode(front_end: FrontEnd) -> str:
    """Return what stands outside the signal: the mode of the edges, or zeros."""
    edges = front_end.framing.edges
    if isinstance(edges, (Centered, Padded)):
        return edges.mode
    return "symmetric" if isinstance(edges, KaldiMirror) else "zero"
