"""Another sample rate, by soxr at its "HQ" quality.

Everything that resamples on the processor comes here: arrays through `resample`, signals in pieces
through the `Resampler` that it is made of. Decoding at the recording's own rate is in
``decoding.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from melgram.errors import SignalError

if TYPE_CHECKING:
    import soxr

Floats = npt.NDArray[np.floating]
DType = np.dtype[np.floating] | type[np.floating]

MIN_RATE = 100
"""Hz. Below this a header is taken for damaged; seismic recordings still pass."""

MAX_RATE = 768_000
"""Hz. The highest rate that converters on the market write."""

BLOCK = 1 << 14
"""Samples that soxr is given at a time, always: its blocks do not hang on the caller's pieces."""

_STEP = BLOCK << 6

MAX_RATIO = 1_000
"""Largest change of rate. 8 to 768 kHz is 96; anything beyond this is a wrong header."""


def resample(samples: npt.ArrayLike, *, from_rate: int, to_rate: int) -> Floats:
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
    n_out = n_resampled(array.shape[-1], from_rate=from_rate, to_rate=to_rate)
    out = np.zeros((*array.shape[:-1], n_out), array.dtype)
    for index in np.ndindex(array.shape[:-1]):
        _fill(out[index], array[index], from_rate=from_rate, to_rate=to_rate)
    return out


def _fill(out: Floats, samples: Floats, *, from_rate: int, to_rate: int) -> None:
    run, place = Resampler(from_rate=from_rate, to_rate=to_rate, dtype=out.dtype), 0
    for start in range(0, samples.size, _STEP):
        piece = run.push(samples[start : start + _STEP])
        out[place : place + piece.size] = piece
        place += piece.size
    out[place:] = run.finish()


def n_resampled(n_samples: int, *, from_rate: int, to_rate: int) -> int:
    """Return the length at another rate: ``round(n_samples * to_rate / from_rate)``, half up.

    Examples
    --------
    >>> n_resampled(44100, from_rate=44100, to_rate=16000)
    16000
    """
    return (2 * n_samples * to_rate + from_rate) // (2 * from_rate)


class Resampler:
    """One signal at another rate, in pieces; joined they are what `resample` returns.

    Parameters
    ----------
    from_rate, to_rate : int [Hz], 100 to 768000
    dtype : float32 or float64
        Of the pieces, in and out.

    Examples
    --------
    >>> import numpy as np
    >>> run = Resampler(from_rate=8000, to_rate=16000, dtype=np.float32)
    >>> run.push(np.zeros(800, np.float32)).size + run.finish().size
    1600
    """

    def __init__(self, *, from_rate: int, to_rate: int, dtype: DType) -> None:
        self._rates = from_rate, to_rate
        self._kept: Floats = np.zeros(0, dtype)  # shorter than a block
        _check(self._kept, from_rate, to_rate)
        self._soxr = None if from_rate == to_rate else _open_soxr(from_rate, to_rate, dtype)
        self._n_in = self._n_out = 0

    def push(self, samples: Floats) -> Floats:
        """Take the next samples, (n_samples,), and return those that they complete."""
        self._n_in += samples.size
        if self._soxr is None:
            return samples
        kept: Floats = np.concatenate([self._kept, samples])
        full = kept.size // BLOCK * BLOCK
        self._kept = kept[full:].copy()
        return self._run(kept[:full], last=False)

    def finish(self) -> Floats:
        """End the signal and return the rest."""
        if self._soxr is None:
            return self._kept
        from_rate, to_rate = self._rates
        missing = n_resampled(self._n_in, from_rate=from_rate, to_rate=to_rate) - self._n_out
        rest = self._run(self._kept, last=True)
        # soxr may end a sample off the rule.
        return np.pad(rest[:missing], (0, max(0, missing - rest.size)))

    def _run(self, samples: npt.NDArray[np.floating], *, last: bool) -> Floats:
        assert self._soxr is not None
        starts = range(0, max(samples.size, int(last)), BLOCK)
        done = [self._soxr.resample_chunk(samples[i : i + BLOCK], last=last) for i in starts]
        out: Floats = np.concatenate([self._kept[:0], *done])
        self._n_out += out.size
        return out


def _open_soxr(from_rate: int, to_rate: int, dtype: DType) -> soxr.ResampleStream:
    import soxr

    return soxr.ResampleStream(from_rate, to_rate, 1, dtype=np.dtype(dtype).name, quality="HQ")


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
