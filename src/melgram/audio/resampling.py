"""Another sample rate, by soxr at its "HQ" quality.

Everything that resamples on the processor calls this one function; decoding at the
recording's own rate is in ``decoding.py``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from melgram.errors import SignalError

MIN_RATE = 100
"""Hz. Below this a header is taken for damaged; seismic recordings still pass."""

MAX_RATE = 768_000
"""Hz. The highest rate that converters on the market write."""

MAX_RATIO = 1_000
"""Largest change of rate. 8 to 768 kHz is 96; anything beyond this is a wrong header."""


def resample(samples: npt.ArrayLike, *, from_rate: int, to_rate: int) -> npt.NDArray[np.floating]:
    """Change the sample rate along the last axis, without shifting time.

    Output sample ``k`` stands at the time ``k / to_rate`` of the input; the result has
    ``round(n_samples * to_rate / from_rate)`` samples.

    Parameters
    ----------
    samples : (..., n_samples), float32 or float64
        Integers are refused: their scale is not known here.
    from_rate, to_rate : int [Hz], 100 to 768000
        Equal rates return the input unchanged.

    Returns
    -------
    samples : (..., n_samples_at_to_rate), dtype of the input

    Raises
    ------
    SignalError
        If a rate is out of range, the ratio is beyond 1000, or the dtype is not a float.

    References
    ----------
    The SoX Resampler library, quality recipe ``SOXR_HQ`` (20-bit).

    Examples
    --------
    >>> import numpy as np
    >>> resample(np.zeros((2, 44100), np.float32), from_rate=44100, to_rate=16000).shape
    (2, 16000)
    """
    array = np.asarray(samples)
    _check(array, from_rate, to_rate)
    if from_rate == to_rate:
        return array
    n_out = (2 * array.shape[-1] * to_rate + from_rate) // (2 * from_rate)  # round half up
    out = np.zeros((*array.shape[:-1], n_out), array.dtype)
    for index in np.ndindex(array.shape[:-1]):
        out[index] = _one_channel(array[index], from_rate=from_rate, to_rate=to_rate, n_out=n_out)
    return out


def _one_channel(
    channel: npt.NDArray[np.floating], *, from_rate: int, to_rate: int, n_out: int
) -> npt.NDArray[np.floating]:
    """Resample one channel to exactly n_out samples; soxr may end one sample off the rule."""
    import soxr

    if not n_out:
        return np.zeros(0, channel.dtype)
    out = soxr.resample(np.ascontiguousarray(channel), from_rate, to_rate, quality="HQ")
    return np.pad(out[:n_out], (0, max(0, n_out - len(out))))


def _check(array: npt.NDArray[np.generic], from_rate: int, to_rate: int) -> None:
    if array.ndim == 0 or array.dtype not in (np.float32, np.float64):
        message = (
            f"samples of dtype={array.dtype} and shape={array.shape} must be float32 or float64 "
            "with at least one axis. Divide integers by their full scale first."
        )
        raise SignalError(message)
    for name, rate in (("from_rate", from_rate), ("to_rate", to_rate)):
        check_rate(rate, name=name)
    ratio = max(from_rate / to_rate, to_rate / from_rate)
    if ratio > MAX_RATIO:
        message = (
            f"from_rate={from_rate} and to_rate={to_rate} differ by a factor of {ratio:.0f}; "
            f"the limit is {MAX_RATIO}. Check the recording's header."
        )
        raise SignalError(message)


def check_rate(rate: int, *, name: str) -> None:
    """Refuse a rate that is no integer or beyond 100 to 768000 Hz."""
    is_integer = isinstance(rate, (int, np.integer)) and not isinstance(rate, bool)
    if not is_integer or not MIN_RATE <= rate <= MAX_RATE:
        message = f"{name}={rate!r} must be an integer from {MIN_RATE} to {MAX_RATE} Hz."
        raise SignalError(message)
