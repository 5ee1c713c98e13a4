"""Which arrays may be features, and the ways in which one array may have to be read."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from melgram.conformance.identifying_score import Given, constant_frames
from melgram.engines.samples import as_float64, checked
from melgram.errors import NonFiniteSamples, SignalError
from melgram.types import Real

_LEAST = 2  # frames and features: less is no picture of anything
_LEAST_SAMPLES = 16


def given_samples(samples: Any) -> Real:
    """Return a recording as float64 (n_samples,).

    Raises
    ------
    SignalError
        If it is no array of finite floats or int16 with one axis.
    """
    x = as_float64(checked(samples, nonfinite="error"))
    if x.ndim == 2 and 1 in x.shape:
        x = x.reshape(-1)
    if x.ndim != 1 or x.size < _LEAST_SAMPLES:
        message = (
            f"samples has the shape {x.shape}; one clip (n_samples,) of at least "
            f"{_LEAST_SAMPLES} samples is needed. Pass one channel."
        )
        raise SignalError(message)
    return x


def given_features(features: Any) -> list[Given]:
    """Return the readings of an array: features first, frames first, each also without padding.

    Raises
    ------
    SignalError
        If it is no array of floats with two axes longer than one.
    NonFiniteSamples
        If NaN or infinity is in it.
    """
    x = _checked(features)
    with np.errstate(over="ignore"):
        half = bool((x.astype(np.float16) == x).all())
    found: list[Given] = []
    for transposed in (False, True):
        data = (x.T if transposed else x).astype(np.float64)
        found.append(Given.of(data, transposed=transposed, half=half))
        padding = _padding(data)
        if padding:
            kept = data[:, : data.shape[1] - padding]
            found.append(Given.of(kept, transposed=transposed, half=half, padding=padding))
    return found


def _checked(features: Any) -> NDArray[np.floating]:
    try:
        x = np.asarray(features)
    except Exception as error:
        message = (
            f"features of type {type(features).__name__} cannot be read as an array: {error}. "
            "Pass a NumPy array or an object that converts to one on the CPU."
        )
        raise SignalError(message) from error
    if x.dtype.kind != "f":
        message = (
            f"features.dtype={x.dtype} must be a float type. Integers are a picture or a "
            "quantised copy: pass the numbers from before that step."
        )
        raise SignalError(message)
    while x.ndim > 2 and x.shape[0] == 1:
        x = x[0]
    if x.ndim != 2 or min(x.shape) < _LEAST:
        message = (
            f"features has the shape {x.shape}; one clip (n_features, n_frames) or "
            f"(n_frames, n_features) with at least {_LEAST} of each is needed."
        )
        raise SignalError(message)
    _refuse_nonfinite(x)
    return x


def _refuse_nonfinite(x: NDArray[np.floating]) -> None:
    bad = ~np.isfinite(x)
    if not bad.any():
        return
    i, j = (int(n) for n in np.argwhere(bad)[0])
    message = (
        f"features[{i}, {j}]={x[i, j]} is not finite ({int(bad.sum())} of {x.size} are not). "
        "Cut these frames away, or compute the features with a floor under the logarithm."
    )
    raise NonFiniteSamples(message)


def _padding(data: Real) -> int:
    """Return how many frames at the end are one constant, 0 if not at least two."""
    n_constant = constant_frames(data) if (data[:, -1] == data[0, -1]).all() else 0
    left = data.shape[1] - n_constant
    return n_constant if n_constant >= _LEAST and left >= _LEAST else 0
