"""Logarithms with their floors, roots, and per-channel energy normalisation."""

from __future__ import annotations

import numpy as np

from melgram.types import Bands, Real

_LOG = {
    "ln": (np.log, 1.0),
    "log10": (np.log10, 1.0),
    "db_power": (np.log10, 10.0),
    "db_amplitude": (np.log10, 20.0),
}


def apply_floor(x: Bands, *, how: str, value: float) -> Bands:
    """Keep a logarithm finite.

    Parameters
    ----------
    x : array, >= 0
    how : {"none", "clamp", "add", "replace"}
        ``max(x, value)``, ``x + value``, or ``value`` only where ``x <= 0``.
    value : float

    Examples
    --------
    >>> apply_floor(np.array([0.0, 0.5]), how="clamp", value=0.1)
    array([0.1, 0.5])
    """
    if how == "clamp":
        return np.maximum(x, value)
    if how == "add":
        return x + value
    if how == "replace":
        return np.where(x <= 0.0, value, x)
    return x


def log(x: Bands, *, base: str) -> Bands:
    """Return the logarithm: "ln", "log10", "db_power" (10 log10) or "db_amplitude" (20 log10).

    Zero becomes minus infinity, without a warning: the caller chose to have no floor.

    Examples
    --------
    >>> log(np.array([100.0]), base="db_power")
    array([20.])
    """
    function, factor = _LOG[base]
    with np.errstate(divide="ignore"):
        return factor * function(x)


def log_one_plus(x: Bands, *, gain: float, base: str) -> Bands:
    """Return ``log(1 + gain * x)``, base "ln" or "log10".

    Examples
    --------
    >>> log_one_plus(np.array([0.0, 9.0]), gain=1.0, base="log10")
    array([0., 1.])
    """
    scaled = np.log1p(gain * x)
    return scaled if base == "ln" else scaled / np.log(10.0)


def piecewise_log(x: Bands) -> Bands:
    """Return x / e up to e, ln(x) / e up to e^e, ln(x) above (torchaudio's Emformer pipeline).

    Examples
    --------
    >>> piecewise_log(np.array([0.0, np.e])).round(3)
    array([0., 1.])
    """
    logarithm = np.log(np.maximum(x, np.e))
    above = np.where(x > np.e**np.e, logarithm, logarithm / np.e)
    return np.where(x <= np.e, x / np.e, above)


def smooth(x: Bands, *, coefficient: float, start: str, state: Real | None = None) -> Bands:
    """Return the running average ``m[t] = (1 - c) m[t-1] + c x[t]`` of each band.

    Parameters
    ----------
    x : (..., n_mels, n_frames)
    coefficient : float, 0 < c <= 1
    start : {"unit", "first"}
        What stands before the first frame: 1 (librosa) or the first frame.
    state : (..., n_mels) | None
        The last average of an earlier piece; overrides ``start``.

    Examples
    --------
    >>> smooth(np.array([[4.0, 0.0]]), coefficient=0.5, start="first")
    array([[4., 2.]])
    """
    out = np.empty_like(x)
    if x.shape[-1] == 0:
        return out
    first = x[..., 0] if start == "first" else np.ones(x.shape[:-1])
    before = first if state is None else state
    for t in range(x.shape[-1]):
        before = (1.0 - coefficient) * before + coefficient * x[..., t]
        out[..., t] = before
    return out


def smooth_truncated(x: Bands, *, coefficient: float, n_frames: int) -> Bands:
    """Return the running average cut off after ``n_frames`` taps.

    The oldest tap takes the weight of all that would lie before it, so that the taps sum to one.
    The first frame is repeated before the clip.

    Examples
    --------
    >>> smooth_truncated(np.array([[1.0, 0.0, 0.0]]), coefficient=0.25, n_frames=2)
    array([[1.  , 0.75, 0.  ]])
    """
    taps = coefficient * (1.0 - coefficient) ** np.arange(n_frames)
    taps[-1] /= coefficient
    t = np.arange(x.shape[-1])
    out = np.zeros_like(x)
    for lag, tap in enumerate(taps):
        out += tap * x[..., np.maximum(t - lag, 0)]
    return out


def pcen(
    x: Bands, average: Bands, *, gain: float, bias: float, power: float, added: float
) -> Bands:
    """Return ``(x / (added + average)^gain + bias)^power - bias^power``.

    Wang et al., "Trainable frontend for robust and far-field keyword spotting", ICASSP 2017.

    Examples
    --------
    >>> pcen(np.array([[2.0]]), np.array([[1.0]]), gain=1.0, bias=2.0, power=0.5, added=0.0)
    array([[0.58578644]])
    """
    return (x / (added + average) ** gain + bias) ** power - bias**power
