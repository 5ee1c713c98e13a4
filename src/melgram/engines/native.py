"""The native library, opened with ctypes: structures and functions of ``native/melgram.h``.

What is asked of it is in ``cpu.py``. A call releases the GIL. The library is missing where the
package was built without a compiler; then `kernel` returns None and the NumPy engine serves.
"""

from __future__ import annotations

import ctypes
from ctypes import POINTER, byref, c_char_p, c_double, c_float, c_int32, c_int64, c_size_t, c_void_p
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from numpy.typing import NDArray

from melgram.errors import EngineError

ABI = 2
INSTRUCTION_SETS = ("scalar", "sse4", "avx2", "avx512", "neon")  # in the order of melgram_isa
_PATH = Path(__file__).parents[1] / "libmelgram.so"


class FrameOp(ctypes.Structure):
    """One frame operation: what, and its value."""

    _fields_: ClassVar = [("op", c_int32), ("value", c_double)]


class FrontEndTables(ctypes.Structure):
    """melgram_front_end: a front end as numbers; read while a plan is created."""

    _fields_: ClassVar = [
        ("structure_size", ctypes.c_uint32),
        ("n_fft", c_int32),
        ("span", c_int32),
        ("hop", c_int32),
        ("window", POINTER(c_double)),
        ("gain", c_double),
        ("ops", POINTER(FrameOp)),
        ("n_ops", c_int32),
        ("spectrum", c_int32),
        ("spectrum_scale", c_double),
        ("power_add", c_double),
        ("power_floor", c_double),
        ("n_bands", c_int32),
        ("first_bin", c_int32),
        ("last_bin", c_int32),
        ("band_start", POINTER(c_int32)),
        ("band_count", POINTER(c_int32)),
        ("band_weights", POINTER(c_double)),
        ("compression", c_int32),
        ("floor_mode", c_int32),
        ("floor", c_double),
        ("log_gain", c_double),
        ("multiplier", c_double),
        ("feature_scale", POINTER(c_double)),
        ("feature_offset", POINTER(c_double)),
    ]


class Run(ctypes.Structure):
    """melgram_run: which samples, which frames, where to."""

    _fields_: ClassVar = [
        ("structure_size", ctypes.c_uint32),
        ("dtype", c_int32),
        ("samples", c_void_p),
        ("stride", c_int64),
        ("n_samples", c_int64),
        ("pad", c_int32),
        ("threads", c_int32),
        ("first_start", c_int64),
        ("first_frame", c_int64),
        ("n_frames", c_int64),
        ("out", c_void_p),
        ("feature_stride", c_int64),
        ("frame_stride", c_int64),
        ("refuse_nonfinite", c_int32),
        ("limit", c_int32),
        ("limit_top", c_float),
        ("limit_range", c_float),
        ("after_scale", c_float),
        ("after_offset", c_float),
    ]


class Result(ctypes.Structure):
    """melgram_result: what a run found out."""

    _fields_: ClassVar = [("first_nonfinite", c_int64), ("maximum", c_float)]


_SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "melgram_abi": (c_int32, []),
    "melgram_version": (c_char_p, []),
    "melgram_isa_supported": (c_int32, [c_int32]),
    "melgram_isa_best": (c_int32, []),
    "melgram_plan_create": (
        c_void_p,
        [POINTER(FrontEndTables), c_int32, c_int32, POINTER(c_int32), c_char_p, c_size_t],
    ),
    "melgram_plan_destroy": (None, [c_void_p]),
    "melgram_plan_isa": (c_int32, [c_void_p]),
    "melgram_plan_scratch": (c_int64, [c_void_p]),
    "melgram_plan_explain": (c_size_t, [c_void_p, c_char_p, c_size_t]),
    "melgram_plan_run": (c_int32, [c_void_p, POINTER(Run), POINTER(Result)]),
    "melgram_clamp_affine": (None, [c_void_p, c_int64, c_float, c_float, c_float]),
    "melgram_first_nonfinite": (c_int64, [c_void_p, c_int32, c_int64, c_int64]),
}


@cache
def kernel() -> ctypes.CDLL | None:
    """Return the opened library, or None where the package was built without one.

    Raises
    ------
    EngineError
        If a library is there but speaks another version of the interface.
    """
    if not _PATH.exists():
        return None
    opened = ctypes.CDLL(str(_PATH))
    for name, (result, arguments) in _SIGNATURES.items():
        function = getattr(opened, name)
        function.restype, function.argtypes = result, arguments
    if opened.melgram_abi() != ABI:
        message = (
            f"{_PATH} has interface {opened.melgram_abi()}, this melgram needs {ABI}. "
            "Reinstall melgram."
        )
        raise EngineError(message)
    return opened


def address(x: NDArray[Any]) -> int:
    """Return where a C-contiguous array begins; ``x.ctypes`` takes five times as long.

    Examples
    --------
    >>> import numpy as np
    >>> x = np.zeros(2)
    >>> address(x) == x.ctypes.data
    True
    """
    try:
        return ctypes.addressof(ctypes.c_char.from_buffer(x))  # pyright: ignore[reportArgumentType]
    except (TypeError, ValueError):  # read-only, strided or empty
        return x.ctypes.data


def instruction_sets() -> tuple[str, ...]:
    """Return the instruction sets that this machine and build have, plainest first."""
    opened = kernel()
    if opened is None:
        return ()
    return tuple(name for i, name in enumerate(INSTRUCTION_SETS) if opened.melgram_isa_supported(i))


class NativePlan:
    """A plan of the library, destroyed with this object."""

    def __init__(self, tables: FrontEndTables, *, instruction_set: str, precision: int) -> None:
        opened = kernel()
        assert opened is not None
        number = -1 if instruction_set == "auto" else INSTRUCTION_SETS.index(instruction_set)
        status, message = c_int32(), ctypes.create_string_buffer(512)
        self._library = opened
        self.handle = opened.melgram_plan_create(
            byref(tables), number, precision, byref(status), message, len(message)
        )
        if not self.handle:
            raise EngineError(message.value.decode())
        self.run = opened.melgram_plan_run
        self.clamp_affine = opened.melgram_clamp_affine
        self.instruction_set = INSTRUCTION_SETS[opened.melgram_plan_isa(self.handle)]

    def explain(self) -> str:
        """Return lanes, factorisation and scratch in one line."""
        needed = self._library.melgram_plan_explain(self.handle, None, 0) + 1
        text = ctypes.create_string_buffer(needed)
        self._library.melgram_plan_explain(self.handle, text, needed)
        return text.value.decode()

    def __del__(self) -> None:
        """Free the tables."""
        if getattr(self, "handle", None):
            self._library.melgram_plan_destroy(self.handle)
