"""A plan: one front end made ready for one engine, called with samples.

Everything that does not depend on the engine happens here: checking samples, operations on the
whole signal before the frames, operations on the whole clip after them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from melgram.engines import samples as samples_rules
from melgram.engines import silence as silences
from melgram.engines.apply import apply_pcen, apply_post, apply_signal
from melgram.engines.base import Core, EngineName, Tables, frequencies, times
from melgram.engines.batch import Batch, signals_of
from melgram.engines.cpu import CpuCore
from melgram.engines.fusing import obstacle
from melgram.errors import SignalError
from melgram.frontend import FrontEnd, geometry
from melgram.frontend.compression import Pcen
from melgram.frontend.front_end import Arithmetic, Silence
from melgram.types import Float32, Real

if TYPE_CHECKING:
    from melgram.stream import Stream

Nonfinite = Literal["error", "zero"]


@dataclass(frozen=True, eq=False, repr=False)
class Plan:
    """The ready-to-run form of a front end; made by `melgram.engines.plan`.

    A plan holds no state: any number of threads may call it at once, and equal samples give
    equal bits whatever was computed before. Pickled, it is its recipe, and tables are made anew.
    """

    front_end: FrontEnd
    engine: str
    threads: int
    precision: Arithmetic
    tables: Tables
    core: Core

    def __call__(
        self,
        samples: Any,
        *,
        seed: int | None = None,
        nonfinite: Nonfinite = "error",
        out: Float32 | None = None,
    ) -> Float32:
        """Compute features.

        Parameters
        ----------
        samples : array (..., n_samples) at the front end's rate
            float16, float32 or float64 with full scale at 1.0, or int16 (read as ``x / 32768``).
            Leading axes are independent clips.
        seed : int | None
            Seeds the front end's dither; ``None`` leaves it out.
        nonfinite : {"error", "zero"}
            What to do about NaN and infinity.
        out : (..., n_features, n_frames), float32, C-contiguous | None
            Where to write the features. A large result costs fresh pages from the system, about
            as much time as computing it: use its memory again. After an error it holds no result.

        Returns
        -------
        features : (..., n_features, n_frames), float32
            It is ``out``, if that was given.

        Raises
        ------
        SignalError
            If the samples, or ``out``, have the wrong type or shape.
        NonFiniteSamples
            If NaN or infinity is among them and ``nonfinite="error"``.

        Examples
        --------
        >>> import melgram, numpy as np
        >>> plan = melgram.preset("kaldi").plan(engine="reference")
        >>> plan(np.zeros((2, 16_000), np.float32)).shape
        (2, 80, 98)
        """
        if out is not None:
            x = samples_rules.supported(samples)
            samples_rules.require_out(out, shape=self._shape(x), samples=x)
        features = self._features(samples, seed=seed, nonfinite=nonfinite, out=out)
        if out is None:
            return features.astype(np.float32, copy=False)
        if features is not out:
            out[...] = features
        return out

    def exact(
        self, samples: Any, *, seed: int | None = None, nonfinite: Nonfinite = "error"
    ) -> NDArray[np.floating]:
        """Compute features in the engine's own precision, not yet rounded to float32."""
        return self._features(samples, seed=seed, nonfinite=nonfinite, out=None)

    def batch(
        self, clips: Sequence[Any] | NDArray[Any], *, padding: float | Silence | None = None
    ) -> Batch:
        """Compute features of several clips of any lengths.

        Parameters
        ----------
        clips : sequence of arrays (..., n_samples), or one array (n_clips, ..., n_samples)
            Leading axes are the same in all clips.
        padding : float | "silence" | None
            What stands behind the frames of the shorter clips: a number, NaN and infinity too;
            the features of `silence`; or what the front end's original does, its ``padding``.

        Returns
        -------
        batch : Batch
            ``data[i, ..., :lengths[i]]`` has the bits of the plan on ``clips[i]`` alone, whatever
            the other clips and the padding are. So has the padding of a row: only how much of it
            there is depends on the longest clip.

        Raises
        ------
        SignalError
            If a clip is no array of samples, the message names which; or if the padding is no
            number of float32.
        NonFiniteSamples
            If NaN or infinity is among them.

        Examples
        --------
        >>> import melgram, numpy as np
        >>> batch = melgram.preset("lhotse").plan().batch([np.zeros(16_000), np.zeros(8_000)])
        >>> batch.data.shape, batch.lengths.tolist(), batch.mask.sum().item()
        ((2, 80, 100), [100, 50], 150)
        >>> batch.data[1, 0, -1].item(), batch.model_input.shape
        (-23.025850296020508, (2, 100, 80))
        """
        signals = signals_of(clips)
        lengths = np.array([self.front_end.n_frames(x.shape[-1]) for x in signals], np.int64)
        lead = signals[0].shape[:-1] if signals else ()
        shape = (len(signals), *lead, self.front_end.n_features, int(lengths.max(initial=0)))
        data = np.empty(shape, np.float32)
        after = silences.Padding(self, padding)
        for i, (x, n_frames) in enumerate(zip(signals, lengths, strict=True)):
            for index in np.ndindex(lead):
                row = data[i, *index]
                self._fill(row[:, :n_frames], x[index], number=i)
                if n_frames < shape[-1]:
                    row[:, n_frames:] = after(x[index], row[:, :n_frames])
        counted = [geometry.n_counted_frames(self.front_end, x.shape[-1]) for x in signals]
        return Batch(
            data=data,
            lengths=lengths,
            counted=np.array(counted, np.int64),
            output=self.front_end.output,
        )

    def silence(self, samples: Any = ()) -> Float32:
        """Return the features of digital silence behind a clip: what zeros after it become.

        Frames that see both the clip and the zeros are not meant, but one that sees only zeros.
        Maxima, means and deviations are those of the clip.

        Parameters
        ----------
        samples : array (n_samples,)
            Matters only where the front end looks at the whole clip, such as Whisper's floor
            below the loudest value.

        Returns
        -------
        features : (n_features,), float32

        Raises
        ------
        SignalError
            If the samples have the wrong type or shape.
        NonFiniteSamples
            If NaN or infinity is among them.

        Examples
        --------
        >>> import melgram
        >>> melgram.preset("classic").plan().silence().max().item()
        -100.0
        """
        x = samples_rules.checked(np.asarray(samples), nonfinite="error")
        if x.ndim != 1:
            message = f"samples must be one signal (n_samples,); got {x.ndim} axes."
            raise SignalError(message)
        bands, energy = self._unlimited(self._condition(x, seed=None))
        quiet, still = self._unlimited(np.zeros(silences.n_zeros(self.front_end), np.float32))
        n_more = silences.n_frames(self.front_end)
        longer = np.concatenate([bands, *[quiet[:, :1]] * n_more], axis=1)
        if energy is not None and still is not None:
            energy = np.concatenate([energy, *[still[:1]] * n_more])
        if isinstance(self.core, CpuCore) and self.core.without_clip() is not self.core:
            self.core.limit(longer, maximum=float(bands.max(initial=-np.inf)))
        n_valid = geometry.n_valid_frames(self.front_end, x.size)
        features = self._finish(longer, energy, n_valid=n_valid)
        middle = geometry.n_frames_after(self.front_end, bands.shape[1] + n_more // 2)
        return features[:, min(middle, features.shape[1] - 1)].astype(np.float32)

    def _unlimited(self, signal: NDArray[np.generic]) -> tuple[NDArray[np.floating], Real | None]:
        """Return bands, and the frames' energy, before anything that looks at the whole clip."""
        core = self.core.without_clip() if isinstance(self.core, CpuCore) else self.core
        n_frames = geometry.n_stft_frames(self.front_end.framing, signal.shape[-1])
        return core.bands(signal, first_frame=0, n_frames=n_frames, seed=None)

    def _fill(self, place: Float32, x: NDArray[np.generic], *, number: int) -> None:
        """Write one clip's features where a batch has them."""
        try:
            features = self._features(x, seed=None, nonfinite="error", out=place)
        except SignalError as error:
            message = f"clips[{number}]: {error}"
            raise type(error)(message) from None
        if features is not place:
            place[...] = features

    def stream(self) -> Stream:
        """Return a new stream: the same features from samples that arrive in pieces.

        Raises
        ------
        FrontEndError
            If the front end needs the whole clip; the message names what to use instead.
        """
        from melgram.stream import Stream

        return Stream(self)

    def times(self, n_frames: int) -> Real:
        """Return the centers of ``n_frames`` frames [s]."""
        return times(self.front_end, n_frames)

    @property
    def frequencies(self) -> Real | None:
        """Center frequencies of the features [Hz]; None when they are not bands."""
        return frequencies(self.front_end)

    def explain(self) -> str:
        """Say which path each stage takes, one stage a line, and why if it is not the kernel."""
        lines = [f"{stage}: {path}" for stage, path in self.core.explain().items()]
        reason = obstacle(self.front_end) if self.engine == "reference" else None
        return "\n".join([*lines, *([f"not in the kernel: {reason}"] if reason else [])])

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle the recipe: where it arrives, tables are made anew, or found made."""
        return _made_anew, (self.front_end, self.engine, self.threads, self.precision)

    def __repr__(self) -> str:
        """Name the front end by its digest, and the engine."""
        return (
            f"Plan({self.front_end.digest}, engine={self.engine!r}, threads={self.threads}, "
            f"precision={self.precision!r})"
        )

    def _features(
        self, samples: Any, *, seed: int | None, nonfinite: Nonfinite, out: Float32 | None
    ) -> NDArray[np.floating]:
        """Return features, in ``out`` if the kernel can write them there."""
        samples_rules.require_rule(nonfinite)
        x = samples_rules.supported(samples)
        if not self.core.does_signal:
            return self._rows(samples_rules.checked(x, nonfinite=nonfinite), seed=seed, out=out)
        try:
            return self._rows(x, seed=seed, out=out)
        except SignalError:
            repaired = samples_rules.checked(x, nonfinite=nonfinite)  # or says which sample it is
            if repaired is x:
                raise
            return self._rows(repaired, seed=seed, out=out)

    def _shape(self, x: NDArray[np.generic]) -> tuple[int, ...]:
        return (*x.shape[:-1], self.front_end.n_features, self.front_end.n_frames(x.shape[-1]))

    def _rows(
        self, x: NDArray[np.generic], *, seed: int | None, out: Float32 | None
    ) -> NDArray[np.floating]:
        in_place = isinstance(self.core, CpuCore) and self.core.finishes
        if x.ndim == 1:
            return self._row(x, seed=seed, out=out if in_place else None)
        shape, n_rows = self._shape(x), math.prod(x.shape[:-1])
        rows = x.reshape(n_rows, x.shape[-1])
        if not in_place:
            return np.array([self._row(row, seed=seed, out=None) for row in rows]).reshape(shape)
        out = np.empty(shape, np.float32) if out is None else out
        for row, place in zip(rows, out.reshape(n_rows, *shape[-2:]), strict=True):
            self._row(row, seed=seed, out=place)
        return out

    def _row(
        self, row: NDArray[np.generic], *, seed: int | None, out: Float32 | None
    ) -> NDArray[np.floating]:
        front_end, core = self.front_end, self.core
        x = self._condition(row, seed=seed)
        n_frames = geometry.n_stft_frames(front_end.framing, x.shape[-1])
        if isinstance(core, CpuCore):
            looks = core.does_signal  # for NaN, while it reads; NumPy's steps had to before
            bands, energy = core.bands(
                x, first_frame=0, n_frames=n_frames, seed=seed, out=out, refuse_nonfinite=looks
            )
        else:
            bands, energy = core.bands(x, first_frame=0, n_frames=n_frames, seed=seed)
        n_valid = geometry.n_valid_frames(front_end, row.shape[-1])
        return self._finish(bands, energy, n_valid=n_valid)

    def _finish(
        self, bands: NDArray[np.floating], energy: Real | None, *, n_valid: int
    ) -> NDArray[np.floating]:
        """Do what the core leaves to NumPy."""
        front_end = self.front_end
        if isinstance(front_end.compression, Pcen):
            bands = apply_pcen(front_end.compression, bands.astype(np.float64, copy=False))
        rest = front_end.post[self.core.n_post :]
        if not rest:
            return bands
        bands = bands.astype(np.float64, copy=False)
        return apply_post(rest, bands, n_valid=n_valid, log_energy=energy)

    def _condition(self, row: NDArray[np.generic], *, seed: int | None) -> NDArray[np.generic]:
        if not self.front_end.signal or self.core.does_signal:
            return row
        x = samples_rules.as_float64(row)
        rng = None if seed is None else np.random.default_rng(seed)
        for operation in self.front_end.signal:
            x = apply_signal(operation, x, rng=rng)
        return x


def _made_anew(
    front_end: FrontEnd, engine: EngineName, threads: int, precision: Arithmetic
) -> Plan:
    return front_end.plan(engine=engine, threads=threads, precision=precision)
