"""A part of a result, seen as a result: a range of time and of frequency, levels against a 0 dB.

A picture draws what it is given; these functions decide what that is. Each returns a
:class:`View`, so they can be put one into the other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from melgram.errors import PictureError
from melgram.frontend import FrontEnd
from melgram.frontend.compression import Log, NoCompression
from melgram.frontend.post import DynamicRange
from melgram.frontend.spectral import LinearBins, Magnitude, Power
from melgram.picture import scale
from melgram.picture.pooling import PER_DECADE
from melgram.picture.subject import FrontEndLike, MelLike, SourceLike, checked_values, extent

Reference: TypeAlias = float | Literal["max"]

_ROUNDING = 1e-9  # of a second or hertz: 0.1 + 0.2 is not beyond 0.3


@dataclass(frozen=True, eq=False, kw_only=True)
class View:
    """What a picture reads; the fields are those of a result.

    Parameters
    ----------
    data : (n_features, n_frames)
    times : (n_frames,) [s]
    frequencies : (n_features,) [Hz] | None
    unit : str
    label : str | None
        What the color bar says; None: what follows from the unit.
    front_end, name, source
        Those of the result.
    """

    data: npt.NDArray[np.floating]
    times: npt.NDArray[np.floating]
    frequencies: npt.NDArray[np.floating] | None
    unit: str
    label: str | None = None
    front_end: FrontEndLike
    name: str | None
    source: SourceLike


def cropped(
    mel: MelLike,
    *,
    start: float | None = None,
    end: float | None = None,
    fmin: float | None = None,
    fmax: float | None = None,
) -> View:
    """Return the frames and bands whose centers are in a range.

    Parameters
    ----------
    mel : Mel
    start, end : float, optional [s]
    fmin, fmax : float, optional [Hz]

    Raises
    ------
    PictureError
        If a range is empty, or reaches beyond the recording or the bands.

    Examples
    --------
    >>> import melgram
    >>> mel = melgram.melspectrogram(np.zeros(16_000), "kaldi", sample_rate=16_000)
    >>> cropped(mel, start=0.5, fmax=1000.0).data.shape
    (27, 49)
    """
    values, frequencies, span = checked_values(mel), mel.frequencies, extent(mel)
    frames = _within(mel.times, start, end, ("start", "end", "s"), (span.start, span.stop))
    bands = slice(None)
    if frequencies is None:
        if fmin is not None or fmax is not None:
            message = f"{fmin=}, {fmax=}: unit {mel.unit!r} has no frequencies. Leave them out."
            raise PictureError(message)
    else:
        reach = (0.0, max(mel.front_end.sample_rate / 2, float(frequencies[-1])))
        bands = _within(frequencies, fmin, fmax, ("fmin", "fmax", "Hz"), reach)
        frequencies = frequencies[bands]
    return View(
        data=values[bands, frames],
        times=mel.times[frames],
        frequencies=frequencies,
        unit=mel.unit,
        label=getattr(mel, "label", None),
        front_end=mel.front_end,
        name=mel.name,
        source=mel.source,
    )


def leveled(
    mel: MelLike, *, ref: Reference | None = None, calibration: float | None = None
) -> View:
    """Return the result in decibels against a stated 0 dB.

    Parameters
    ----------
    mel : Mel
        Of power, magnitude or a logarithm of one of them.
    ref : float, > 0, or "max", optional
        The value that becomes 0 dB: a power or magnitude in the front end's own scale, or the
        maximum of the picture.
    calibration : float, optional [dB SPL]
        The sound pressure level of a sine of full scale. Only for front ends in which such a
        sine reads 0 dB; see `reads_full_scale`.

    Raises
    ------
    PictureError
        If the values are not levels, both are given, or a calibration would be untrue.

    Examples
    --------
    >>> import melgram
    >>> mel = melgram.melspectrogram(np.ones(16_000), "librosa", sample_rate=22_050)
    >>> view = leveled(mel, ref="max")
    >>> float(view.data.max()), view.label
    (0.0, 'Level (dB re max)')
    """
    values, unit, label = _decibels(mel, asked=ref is not None or calibration is not None)
    if ref is not None and calibration is not None:
        message = f"{ref=} and {calibration=} exclude each other: each says what 0 dB is."
        raise PictureError(message)
    if ref is not None:
        values, unit, label = _referred(values, ref, kind=_kind(mel))
    if calibration is not None:
        values, unit, label = _calibrated(mel, values, calibration)
    return View(
        data=values,
        times=mel.times,
        frequencies=mel.frequencies,
        unit=unit,
        label=label,
        front_end=mel.front_end,
        name=mel.name,
        source=mel.source,
    )


def reads_full_scale(front_end: FrontEndLike) -> bool:
    """Return whether a sine of amplitude 1, at the center of a bin, reads 0 dB.

    That is so for bins without a filter bank, a window divided by half its sum, and nothing else
    that scales. Between two bins a Hann window reads up to 1.4 dB less.

    Examples
    --------
    >>> from melgram.presets import preset
    >>> reads_full_scale(preset("classic"))
    False
    """
    return (
        isinstance(front_end, FrontEnd)
        and not front_end.signal
        and not front_end.frame
        and front_end.window.gain == "half_sum"
        and front_end.fft_norm == "none"
        and isinstance(front_end.bank, LinearBins)
        and _plain_spectrum(front_end)
        and all(isinstance(operation, DynamicRange) for operation in front_end.post)
    )


def _plain_spectrum(front_end: FrontEnd) -> bool:
    spectrum, compression = front_end.spectrum, front_end.compression
    if isinstance(spectrum, Power):
        plain, base = not spectrum.one_sided, "db_power"
    else:
        plain, base = isinstance(spectrum, Magnitude) and not spectrum.added, "db_amplitude"
    if isinstance(compression, Log):
        return plain and compression.base == base and compression.gain == 1.0
    return plain and isinstance(compression, NoCompression)


def _decibels(mel: MelLike, *, asked: bool) -> tuple[npt.NDArray[np.floating], str, str | None]:
    """Return levels in dB with unit and label, or the values as they are if no dB are asked."""
    values, unit, label = scale.shown(checked_values(mel), unit=mel.unit, floor=scale.LEVEL_FLOOR)
    if asked and unit not in PER_DECADE:
        message = (
            f"unit {mel.unit!r} has no decibels, so ref and calibration mean nothing. Leave them "
            "out, or choose a front end in power, dB or another logarithm of power."
        )
        raise PictureError(message)
    if asked and not unit.startswith("dB"):
        values, unit, label = values * (10.0 / PER_DECADE[unit]), "dB", "Level (dB)"
    if unit == "dB" and reads_full_scale(mel.front_end):
        return values, "dBFS", "Level (dBFS)"
    return values, unit, getattr(mel, "label", None) or label


def _kind(mel: MelLike) -> Literal["power", "magnitude"]:
    front_end = mel.front_end
    magnitude = isinstance(front_end, FrontEnd) and isinstance(front_end.spectrum, Magnitude)
    return "magnitude" if magnitude or "magnitude" in mel.unit else "power"


def _referred(
    values: npt.NDArray[np.floating], ref: Reference, *, kind: Literal["power", "magnitude"]
) -> tuple[npt.NDArray[np.floating], str, str]:
    if ref == "max":
        finite = values[np.isfinite(values)]
        top = float(finite.max()) if finite.size else 0.0
        return values - top, "dB", "Level (dB re max)"
    if isinstance(ref, str) or not (math.isfinite(ref) and ref > 0):
        message = f"{ref=} must be a {kind} > 0, or 'max'."
        raise PictureError(message)
    zero = (10.0 if kind == "power" else 20.0) * math.log10(ref)
    return values - zero, "dB", f"Level (dB re {ref:g})"


def _calibrated(
    mel: MelLike, values: npt.NDArray[np.floating], calibration: float
) -> tuple[npt.NDArray[np.floating], str, str]:
    if not math.isfinite(calibration):
        message = f"{calibration=} must be the dB SPL of a sine of full scale, such as 94."
        raise PictureError(message)
    if not reads_full_scale(mel.front_end):
        message = (
            f"{calibration=}: in this front end a sine of full scale does not read 0 dB, so no "
            "level can be told. Draw the STFT or the spectrum instead."
        )
        raise PictureError(message)
    return values + calibration, "dB SPL", "Level (dB SPL)"


def _within(
    values: npt.NDArray[np.floating],
    low: float | None,
    high: float | None,
    names: tuple[str, str, str],
    reach: tuple[float, float],
) -> slice:
    """Return where ascending values lie in a range that must touch what there is."""
    first, last, unit = names
    for name, end in ((first, low), (last, high)):
        if end is not None and not math.isfinite(end):
            message = f"{name}={end} must be a finite number in {unit}."
            raise PictureError(message)
        if end is not None and not min(0.0, reach[0]) <= end <= reach[1] + _ROUNDING:
            message = (
                f"{name}={end:g} {unit} must be in 0 to {reach[1]:.6g} {unit}: there is no more."
            )
            raise PictureError(message)
    low = float(values[0]) if low is None else low
    high = float(values[-1]) if high is None else high
    if low > high:
        message = f"{first}={low:g} must be below {last}={high:g} {unit}."
        raise PictureError(message)
    start = int(np.searchsorted(values, low - _ROUNDING, side="left"))
    stop = int(np.searchsorted(values, high + _ROUNDING, side="right"))
    if start >= stop:
        message = (
            f"{first}={low:g}, {last}={high:g} {unit} must hold at least one of the centers, "
            f"which lie between {values[0]:.6g} and {values[-1]:.6g} {unit}. Widen the range."
        )
        raise PictureError(message)
    return slice(start, stop)
