"""The native engine: a front end told to the kernel, and runs of it.

Which stages it takes is in ``fusing.py``, the kernel itself, with the reasons for its shape, in
``native/``.
"""

from __future__ import annotations

import copy
import ctypes
import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from melgram.engines import native
from melgram.engines.apply import apply_compression, floor_rule
from melgram.engines.base import Tables
from melgram.engines.fusing import as_affine, fuse
from melgram.engines.reference import pad_mode
from melgram.engines.samples import DTYPE_NUMBERS
from melgram.errors import EngineError, NonFiniteSamples
from melgram.frontend import FrontEnd, geometry
from melgram.frontend.compression import Log, LogOnePlus, NoCompression, Pcen
from melgram.frontend.front_end import Arithmetic
from melgram.frontend.post import DynamicRange, FixedRange
from melgram.frontend.signal import FrameOp, Preemphasis, RemoveMean, Scale
from melgram.frontend.spectral import Magnitude, Power
from melgram.types import Float32, Real

_PADS = {"zero": 0, "reflect": 1, "symmetric": 2, "edge": 3}
_FLOORS = {"none": 0, "clamp": 1, "add": 2, "replace": 3}
_PRECISIONS = {"float32": 0, "float64": 1}
_REMOVE_MEAN, _PREEMPHASIS_KEEP, _PREEMPHASIS_SCALE, _SCALE = range(4)
_NONE, _LOG, _LOG_ONE_PLUS = range(3)
_MULTIPLIERS = {
    "ln": 1.0,
    "log10": 1.0 / math.log(10.0),
    "db_power": 10.0 / math.log(10.0),
    "db_amplitude": 20.0 / math.log(10.0),
}
_OUT_OF_MEMORY, _NONFINITE = 2, 5
_NO_LIMIT, _FIXED_LIMIT, _DYNAMIC_LIMIT = range(3)


class CpuCore:
    """Frames of features, computed by the kernel."""

    def __init__(
        self,
        front_end: FrontEnd,
        tables: Tables,
        *,
        threads: int,
        precision: Arithmetic,
        instruction_set: str,
    ) -> None:
        self._front_end = front_end
        self._pad = _PADS[pad_mode(front_end)]
        self._n_bands = geometry.n_bands(front_end)
        self._fused = fuse(front_end)
        self._scales = all(isinstance(operation, Scale) for operation in front_end.signal)
        self._kernel = native.NativePlan(
            self._tables(tables),
            instruction_set=instruction_set,
            precision=_PRECISIONS[precision],
        )
        self._threads = threads
        self._request = bytes(self._unchanging())  # a run's structure but for samples and output

    @property
    def does_signal(self) -> bool:
        """Whether the kernel scales samples itself, so that it can read them as they are."""
        return self._scales

    @property
    def finishes(self) -> bool:
        """Whether what `bands` returns is the result, so that it can be written in its place."""
        in_kernel = isinstance(self._front_end.compression, (NoCompression, Log, LogOnePlus))
        return in_kernel and self.n_post == len(self._front_end.post)

    @property
    def n_post(self) -> int:
        """How many of the post operations are done when `bands` returns."""
        return self._fused.count

    def bands(
        self,
        signal: NDArray[np.generic],
        *,
        first_frame: int,
        n_frames: int,
        seed: int | None,
        out: Float32 | None = None,
        refuse_nonfinite: bool = False,
    ) -> tuple[NDArray[np.floating], None]:
        """Return (n_bands, n_frames), float32, compressed and with `n_post` operations done.

        It is ``out`` if that is given; the frames of a feature must lie side by side there.
        ``refuse_nonfinite`` looks at all samples, those that no frame sees included, in the same
        pass.

        Raises
        ------
        NonFiniteSamples
            If one of them is NaN or infinite; ``out`` is unfinished then.
        """
        out = np.empty((self._n_bands, n_frames), np.float32) if out is None else out
        if signal.strides[0] % signal.itemsize:
            signal = signal.copy()  # a field of records: the kernel counts in whole samples
        run = self._run(signal, out, first_frame=first_frame)
        run.refuse_nonfinite = refuse_nonfinite
        result = native.Result()
        status = self._kernel.run(self._kernel.handle, ctypes.byref(run), ctypes.byref(result))
        if status:
            _raise(status, first_nonfinite=result.first_nonfinite)
        compression = self._front_end.compression
        if isinstance(compression, (NoCompression, Log, LogOnePlus, Pcen)):
            return out, None
        return apply_compression(compression, out.astype(np.float64)), None

    def without_clip(self) -> CpuCore:
        """Return this core without what looks at the whole clip: each frame by itself."""
        if not isinstance(self._fused.range, DynamicRange):
            return self
        plain = copy.copy(self)
        plain._fused = replace(self._fused, range=None, after=None)
        plain._request = bytes(plain._unchanging())
        return plain

    def limit(self, out: Float32, *, maximum: float) -> None:
        """Do, in place, what a run does once it knows the clip's maximum."""
        limit = self._fused.range
        if limit is None or not out.size:
            return
        top = np.float32(limit.top if isinstance(limit, FixedRange) else maximum)
        scale, offset = as_affine(self._fused.after)
        floor = float(top - np.float32(limit.range))
        self._kernel.clamp_affine(native.address(out), out.size, floor, float(scale), float(offset))

    def explain(self) -> dict[str, str]:
        """Say what the kernel runs and what NumPy does after it."""
        kernel = f"kernel ({self._kernel.explain()})"
        compression = self._front_end.compression
        numpy_after = not isinstance(compression, (NoCompression, Log, LogOnePlus))
        paths = {
            "signal": kernel if self._scales else "numpy (float64)",
            "frame": kernel,
            "spectrum": kernel,
            "bank": kernel,
            "compression": "numpy (float64)" if numpy_after else kernel,
        }
        for i, operation in enumerate(self._front_end.post):
            paths[f"post[{i}] {type(operation).__name__}"] = (
                kernel if i < self.n_post else "numpy (float64)"
            )
        return paths

    def _unchanging(self) -> native.Run:
        limit, (scale, offset) = self._fused.range, as_affine(self._fused.after)
        dynamic = _NO_LIMIT if limit is None else _DYNAMIC_LIMIT
        return native.Run(
            structure_size=ctypes.sizeof(native.Run),
            pad=self._pad,
            threads=self._threads,
            # Frame t starts at first_start + t * hop; the integers come from the geometry alone.
            first_start=geometry.first_read(self._front_end.framing, 0),
            frame_stride=1,
            limit=_FIXED_LIMIT if isinstance(limit, FixedRange) else dynamic,
            limit_top=limit.top if isinstance(limit, FixedRange) else 0.0,
            limit_range=0.0 if limit is None else limit.range,
            after_scale=float(scale),
            after_offset=float(offset),
        )

    def _run(self, signal: NDArray[np.generic], out: Float32, *, first_frame: int) -> native.Run:
        run = native.Run.from_buffer_copy(self._request)
        run.dtype = DTYPE_NUMBERS[signal.dtype]
        run.samples = native.address(signal)
        run.stride = signal.strides[0] // signal.itemsize if signal.size else 1
        run.n_samples = signal.size
        run.first_frame = first_frame
        run.n_frames, run.feature_stride = out.shape[1], out.strides[0] // out.itemsize
        run.out = native.address(out)
        if signal.size == 1 and self._pad == _PADS["reflect"]:
            run.pad = _PADS["edge"]  # a single sample's reflection is that sample
        return run

    def _tables(self, tables: Tables) -> native.FrontEndTables:
        """Fill the structure; the arrays it points to live until the plan is created."""
        front_end, fr, spectrum = self._front_end, self._front_end.framing, self._front_end.spectrum
        assert isinstance(spectrum, (Power, Magnitude))
        ops = (native.FrameOp * max(len(front_end.frame), 1))(*map(_frame_op, front_end.frame))
        compression, floor, gain, multiplier = _compression(front_end)
        how, value = floor
        filled = native.FrontEndTables(
            structure_size=ctypes.sizeof(native.FrontEndTables),
            n_fft=fr.n_fft,
            span=fr.win_length,
            hop=fr.hop_length,
            window=_doubles(tables.window),
            gain=self._gain(),
            ops=ops,
            n_ops=len(front_end.frame),
            spectrum=int(isinstance(spectrum, Magnitude)),
            spectrum_scale=tables.fft_scale,
            power_add=spectrum.added if isinstance(spectrum, Magnitude) else 0.0,
            power_floor=spectrum.floor,
            compression=compression,
            floor_mode=_FLOORS[how],
            floor=value,
            log_gain=gain,
            multiplier=multiplier,
        )
        _fill_bank(filled, tables)
        self._fill_affine(filled)
        return filled

    def _gain(self) -> float:
        if not self._scales:
            return 1.0
        return math.prod(op.factor for op in self._front_end.signal if isinstance(op, Scale))

    def _fill_affine(self, filled: native.FrontEndTables) -> None:
        scale, offset = np.ones(self._n_bands), np.zeros(self._n_bands)
        for operation in self._fused.affine:
            factor, shift = as_affine(operation)
            scale, offset = scale * factor, offset * factor + shift
        if self._fused.affine:
            filled.feature_scale, filled.feature_offset = _doubles(scale), _doubles(offset)


def _frame_op(operation: FrameOp) -> native.FrameOp:
    if isinstance(operation, RemoveMean):
        return native.FrameOp(_REMOVE_MEAN, 0.0)
    if isinstance(operation, Scale):
        return native.FrameOp(_SCALE, operation.factor)
    assert isinstance(operation, Preemphasis)
    kept = operation.first == "keep"
    return native.FrameOp(_PREEMPHASIS_KEEP if kept else _PREEMPHASIS_SCALE, operation.coefficient)


def _compression(front_end: FrontEnd) -> tuple[int, tuple[str, float], float, float]:
    """Return kind, floor, gain and multiplier."""
    compression = front_end.compression
    if isinstance(compression, Log):
        floor = floor_rule(compression.floor)
        return _LOG, floor, compression.gain, _MULTIPLIERS[compression.base]
    if isinstance(compression, LogOnePlus):
        multiplier = _MULTIPLIERS[compression.base]
        return _LOG_ONE_PLUS, ("none", 0.0), compression.gain, multiplier
    return _NONE, ("none", 0.0), 1.0, 1.0


def _fill_bank(filled: native.FrontEndTables, tables: Tables) -> None:
    if tables.weights is None:
        filled.first_bin, filled.last_bin = tables.bins.start, tables.bins.stop - 1
        return
    starts, counts, parts = [], [], [np.zeros(0)]
    for row in tables.weights:
        bins = np.flatnonzero(row)
        start, stop = (bins[0], bins[-1] + 1) if bins.size else (0, 0)
        starts.append(start)
        counts.append(stop - start)
        parts.append(row[start:stop])
    filled.n_bands = len(starts)
    filled.band_start, filled.band_count = _int32s(starts), _int32s(counts)
    filled.band_weights = _doubles(np.concatenate(parts))


def _doubles(values: Real) -> ctypes.Array[ctypes.c_double]:
    return (ctypes.c_double * values.size)(*values.tolist())


def _int32s(values: list[int]) -> ctypes.Array[ctypes.c_int32]:
    return (ctypes.c_int32 * len(values))(*values)


def _raise(status: int, *, first_nonfinite: int) -> None:
    if status == _NONFINITE:
        message = (
            f"sample {first_nonfinite} of a row is not finite. Repair the recording, or pass "
            "nonfinite='zero'."
        )
        raise NonFiniteSamples(message)
    if status == _OUT_OF_MEMORY:
        message = "there is no memory for the kernel's scratch. Free some, or use fewer threads."
        raise MemoryError(message)
    message = f"the kernel refused a run with status {status}: a bug in melgram. Please report it."
    raise EngineError(message)
