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
from melgram.engines.apply import apply_pcen, apply_post, apply_signal
from melgram.engines.base import Core, EngineName, Tables, frequencies, times
from melgram.engines.batch import Batch
from melgram.engines.cpu import CpuCore
from melgram.engines.fusing import obstacle
from melgram.errors import SignalError
from melgram.frontend import FrontEnd, geometry
from melgram.frontend.compression import Pcen
from melgram.frontend.front_end import Arithmetic
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

    def batch(self, clips: Sequence[Any], *, padding: float = 0.0) -> Batch:
        """Compute features of several clips of any lengths.

        Parameters
        ----------
        clips : sequence of arrays (n_samples,)
        padding : float
            Stands after the frames of the shorter clips.

        Returns
        -------
        batch : Batch
            ``data[i, :, :lengths[i]]`` has the bits of the plan on ``clips[i]`` alone.

        Raises
        ------
        SignalError
            If a clip is no (n_samples,) array of samples; the message names which.
        NonFiniteSamples
            If NaN or infinity is among them.

        Examples
        --------
        >>> import melgram, numpy as np
        >>> batch = melgram.preset("kaldi").plan().batch([np.zeros(16_000), np.zeros(8_000)])
        >>> batch.data.shape, batch.lengths.tolist(), batch.mask.sum().item()
        ((2, 80, 98), [98, 48], 146)
        """
        signals = [_signal(i, clip) for i, clip in enumerate(clips)]
        lengths = np.array([self.front_end.n_frames(x.size) for x in signals], np.int64)
        shape = (len(signals), self.front_end.n_features, int(lengths.max(initial=0)))
        data = np.empty(shape, np.float32)
        for i, (x, n_frames) in enumerate(zip(signals, lengths, strict=True)):
            self._fill(data[i, :, :n_frames], x, number=i)
            data[i, :, n_frames:] = padding
        return Batch(data=data, lengths=lengths)

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
        if isinstance(front_end.compression, Pcen):
            bands = apply_pcen(front_end.compression, bands.astype(np.float64, copy=False))
        rest = front_end.post[core.n_post :]
        if not rest:
            return bands
        n_valid = geometry.n_valid_frames(front_end, row.shape[-1])
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


def _signal(number: int, clip: Any) -> NDArray[np.generic]:
    """Return one clip of a batch, of a type and shape that can be computed."""
    try:
        x = samples_rules.supported(clip)
    except SignalError as error:
        message = f"clips[{number}]: {error}"
        raise type(error)(message) from None
    if x.ndim != 1:
        message = f"clips[{number}] must be one signal (n_samples,); got {x.ndim} axes."
        raise SignalError(message)
    return x
