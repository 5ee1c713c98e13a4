"""Which arrays are samples: shapes, number types, and what NaN among them means."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from melgram.engines import native
from melgram.errors import NonFiniteSamples, SignalError
from melgram.types import Real

INT16_FULL_SCALE = 32768.0

# The numbers of melgram_dtype, so that the kernel reads samples as they are.
DTYPE_NUMBERS = {np.dtype(np.float32): 0, np.dtype(np.float64): 1, np.dtype(np.int16): 2}


def supported(samples: Any) -> NDArray[np.generic]:
    """Return samples as a native int16, float32 or float64 array (..., n_samples).

    Raises
    ------
    SignalError
        If they are no array of such numbers, or have no axis.

    Examples
    --------
    >>> supported([0.0, 0.5]).dtype
    dtype('float64')
    """
    return _supported(_as_array(samples))


def checked(samples: Any, *, nonfinite: str) -> NDArray[np.generic]:
    """Return samples as `supported` does, and finite.

    Raises
    ------
    SignalError
        If they are no samples.
    NonFiniteSamples
        If NaN or infinity is among them and ``nonfinite`` is not "zero".

    Examples
    --------
    >>> checked([0.0, 0.5], nonfinite="error").dtype
    dtype('float64')
    """
    require_rule(nonfinite)
    x = supported(samples)
    if nonfinite == "error":
        require_finite(x)
    elif x.dtype != np.int16 and not all_finite(x):
        return np.where(np.isfinite(x), x, np.zeros((), x.dtype))
    return x


_TO_ZERO = "Repair the recording, or set them to zero: plan(samples, nonfinite='zero') does."


def require_finite(
    x: NDArray[np.generic], *, name: str = "samples", remedy: str = _TO_ZERO
) -> None:
    """Refuse NaN and infinity among samples that are `supported`.

    Raises
    ------
    NonFiniteSamples
        It says which one is the first; ``name`` is what the user calls the array.

    Examples
    --------
    >>> require_finite(np.array([0.0, 0.5]))
    """
    if x.dtype == np.int16 or all_finite(x):
        return
    bad = ~np.isfinite(x)
    flat = int(np.argmax(bad))
    index = tuple(int(i) for i in np.unravel_index(flat, x.shape))
    message = (
        f"{name}[{', '.join(map(str, index))}]={x[index]} is not finite ({int(bad.sum())} of "
        f"{x.size} are not). {remedy}"
    )
    raise NonFiniteSamples(message)


def require_rule(nonfinite: str) -> None:
    """Refuse a rule for NaN and infinity that does not exist.

    Raises
    ------
    SignalError
        If it is neither "error" nor "zero".

    Examples
    --------
    >>> require_rule("zero")
    """
    if nonfinite not in ("error", "zero"):
        message = f"nonfinite={nonfinite!r} must be one of error, zero."
        raise SignalError(message)


def require_out(out: Any, *, shape: tuple[int, ...], samples: NDArray[np.generic]) -> None:
    """Refuse an array that features of this shape cannot be written into.

    Raises
    ------
    SignalError
        If it has another shape or type, is not C-contiguous or read-only, or overlaps the samples.

    Examples
    --------
    >>> require_out(np.empty((80, 100), np.float32), shape=(80, 100), samples=np.zeros(16_000))
    """
    if not isinstance(out, np.ndarray) or out.dtype != np.float32 or out.shape != shape:
        given = (
            f"{out.dtype} {out.shape}" if isinstance(out, np.ndarray) else f"a {type(out).__name__}"
        )
        message = f"out is {given}; it must be a float32 array of shape {shape} for these samples."
        raise SignalError(message)
    if not out.flags.c_contiguous or not out.flags.writeable:
        message = (
            f"out must be C-contiguous and writeable; it has strides {out.strides} and "
            f"writeable={out.flags.writeable}. Take a fresh one from np.empty."
        )
        raise SignalError(message)
    if np.may_share_memory(out, samples):
        message = "out lies in the memory of the samples, which are read while it is written."
        raise SignalError(message + " Pass memory of its own.")


def _as_array(samples: Any) -> NDArray[Any]:
    try:
        return np.asarray(samples)
    except Exception as error:
        message = (
            f"samples of type {type(samples).__name__} cannot be read as an array: {error}. "
            "Pass a NumPy array or an object that converts to one on the CPU."
        )
        raise SignalError(message) from error


def _supported(x: NDArray[Any]) -> NDArray[np.generic]:
    if x.ndim == 0:
        message = (
            f"samples is a single value of dtype {x.dtype}; it must be an array (..., n_samples)."
        )
        raise SignalError(message)
    if x.dtype in DTYPE_NUMBERS:
        return x
    if x.dtype.kind == "f" and x.dtype.itemsize <= np.dtype(np.float64).itemsize:
        wanted = np.float64 if x.dtype.itemsize == np.dtype(np.float64).itemsize else np.float32
        return x.astype(wanted, copy=False)
    if x.dtype.kind == "i" and x.dtype.itemsize == np.dtype(np.int16).itemsize:
        return x.astype(np.int16, copy=False)
    message = (
        f"samples.dtype={x.dtype} must be float16, float32, float64 or int16. "
        "Convert integers to floats with full scale at 1.0."
    )
    raise SignalError(message)


def all_finite(x: NDArray[np.generic]) -> bool:
    """Return whether no element is NaN or infinite, with no temporary array of flags.

    Without the kernel: a sum is finite only if all its terms are; one that overflows is looked
    at again.

    Examples
    --------
    >>> all_finite(np.array([1.0, np.inf]))
    False
    """
    opened = native.kernel()
    if opened is not None and x.flags.c_contiguous:
        found = opened.melgram_first_nonfinite(native.address(x), DTYPE_NUMBERS[x.dtype], 1, x.size)
        return found < 0
    with np.errstate(over="ignore", invalid="ignore"):
        total = np.sum(x)
    return bool(np.isfinite(total)) or bool(np.isfinite(x).all())


def as_float64(x: NDArray[np.generic]) -> Real:
    """Return samples in float64 with full scale at 1.0; int16 is divided by 32768.

    Examples
    --------
    >>> as_float64(np.array([-32768, 16384], np.int16))
    array([-1. ,  0.5])
    """
    if x.dtype == np.int16:
        return x.astype(np.float64) / INT16_FULL_SCALE
    return x.astype(np.float64)
