"""A plan: one front end made ready for one engine, called with samples.

Everything that does not depend on the engine happens here: checking samples, operations on the
whole signal before the frames, operations on the whole clip after them.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from melgram.engines import native
from melgram.engines import samples as samples_rules
from melgram.engines.apply import apply_pcen, apply_post, apply_signal
from melgram.engines.base import (
    Core,
    EngineName,
    Precision,
    Tables,
    frequencies,
    tables,
    times,
)
from melgram.engines.batch import Batch, padded
from melgram.engines.cpu import CpuCore, obstacle
from melgram.engines.reference import ReferenceCore
from melgram.errors import EngineError, SignalError, did_you_mean
from melgram.frontend import FrontEnd, geometry
from melgram.frontend.compression import Pcen
from melgram.frontend.front_end import Arithmetic
from melgram.frontend.rules import require_int
from melgram.types import Float32, Real

if TYPE_CHECKING:
    from melgram.stream import Stream

Nonfinite = Literal["error", "zero"]
InstructionSet = Literal["auto", "scalar", "sse4", "avx2", "avx512", "neon"]

NO_LIBRARY = (
    "engine='cpu' is not here: melgram was built without a C++ compiler. Install g++ and "
    "reinstall melgram, or use engine='reference'."
)


@dataclass(frozen=True, eq=False, repr=False)
class Plan:
    """The ready-to-run form of a front end; made by `melgram.engines.plan`.

    A plan holds no state: any number of threads may call it at once, and equal samples give
    equal bits whatever was computed before.
    """

    front_end: FrontEnd
    engine: str
    threads: int
    precision: Arithmetic
    tables: Tables
    core: Core

    def __call__(
        self, samples: Any, *, seed: int | None = None, nonfinite: Nonfinite = "error"
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

        Returns
        -------
        features : (..., n_features, n_frames), float32

        Raises
        ------
        SignalError
            If the samples have the wrong type or shape.
        NonFiniteSamples
            If NaN or infinity is among them and ``nonfinite="error"``.

        Examples
        --------
        >>> import melgram, numpy as np
        >>> plan = melgram.preset("kaldi").plan(engine="reference")
        >>> plan(np.zeros((2, 16_000), np.float32)).shape
        (2, 80, 98)
        """
        return self.exact(samples, seed=seed, nonfinite=nonfinite).astype(np.float32, copy=False)

    def exact(
        self, samples: Any, *, seed: int | None = None, nonfinite: Nonfinite = "error"
    ) -> NDArray[np.floating]:
        """Compute features in the engine's own precision, not yet rounded to float32."""
        rows = samples_rules.checked(samples, nonfinite=nonfinite)
        if rows.ndim == 1:
            return self._row(rows, seed=seed)
        lead, n_samples = rows.shape[:-1], rows.shape[-1]
        flat = rows.reshape(math.prod(lead), n_samples)
        shape = (self.front_end.n_features, self.front_end.n_frames(n_samples))
        done = [self._row(row, seed=seed) for row in flat]
        return np.array(done).reshape(*lead, *shape)

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
        rows = [self._clip(i, clip) for i, clip in enumerate(clips)]
        return padded(rows, n_features=self.front_end.n_features, value=padding)

    def _clip(self, i: int, clip: Any) -> Float32:
        try:
            features = self(clip)
        except SignalError as error:
            message = f"clips[{i}]: {error}"
            raise type(error)(message) from None
        if features.ndim != len(("n_features", "n_frames")):
            message = f"clips[{i}] must be one signal (n_samples,); got {np.ndim(clip)} axes."
            raise SignalError(message)
        return features

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

    def __repr__(self) -> str:
        """Name the front end by its digest, and the engine."""
        return (
            f"Plan({self.front_end.digest}, engine={self.engine!r}, threads={self.threads}, "
            f"precision={self.precision!r})"
        )

    def _row(self, row: NDArray[np.generic], *, seed: int | None) -> NDArray[np.floating]:
        front_end = self.front_end
        x = self._condition(row, seed=seed)
        n_frames = geometry.n_stft_frames(front_end.framing, x.shape[-1])
        n_valid = geometry.n_valid_frames(front_end, row.shape[-1])
        bands, energy = self.core.bands(x, first_frame=0, n_frames=n_frames, seed=seed)
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


@cache
def notice() -> None:
    """Say once that the slow engine serves because no compiler was there."""
    logging.getLogger("melgram").warning(
        "melgram was built without a C++ compiler: the NumPy engine serves, many times slower."
    )


def make_plan(
    front_end: FrontEnd,
    engine: EngineName,
    threads: int,
    precision: Precision,
    instruction_set: InstructionSet,
) -> Plan:
    """Check the arguments of execution and fill the tables."""
    if engine not in get_args(EngineName):
        message = (
            f"engine={engine!r} must be one of {', '.join(get_args(EngineName))}."
            f"{did_you_mean(str(engine), get_args(EngineName))}"
        )
        raise EngineError(message)
    if precision not in get_args(Precision):
        message = f"precision={precision!r} must be one of {', '.join(get_args(Precision))}."
        raise EngineError(message)
    require_int("threads", threads, least=1)
    if engine == "cpu" and native.kernel() is None:
        raise EngineError(NO_LIBRARY)
    available = ("auto", *native.instruction_sets())
    if instruction_set not in available:
        message = (
            f"instruction_set={instruction_set!r} must be one of {', '.join(available)} here."
            f"{did_you_mean(instruction_set, available)}"
        )
        raise EngineError(message)
    if engine == "auto" and native.kernel() is None:
        notice()
    table = tables(front_end)
    inside = front_end.arithmetic if precision == "auto" else precision
    if engine == "reference" or native.kernel() is None or obstacle(front_end) is not None:
        core = ReferenceCore(front_end, table)
        return Plan(front_end, "reference", threads, "float64", table, core)
    core = CpuCore(
        front_end, table, threads=threads, precision=inside, instruction_set=instruction_set
    )
    return Plan(front_end, "cpu", threads, inside, table, core)
