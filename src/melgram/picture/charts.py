"""Figures of curves: the spectrum, the waveform, the filter bank and the mel scale.

How they become pixels or SVG is in ``figure.py``; fields of color are in ``spectrogram.py``.
"""

from __future__ import annotations

import math
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from melgram.dsp.mel import hz_to_mel
from melgram.engines.base import bank_table
from melgram.errors import PictureError, SignalError
from melgram.frontend import FrontEnd
from melgram.picture import axis, caption
from melgram.picture import scale as values_scale
from melgram.picture.axis import Axis
from melgram.picture.figure import Figure
from melgram.picture.layers import Area, Curve, Wave
from melgram.picture.spectrogram import LOWEST_HZ, note_of
from melgram.picture.subject import MelLike, WaveformLike, checked_values, extent
from melgram.picture.view import leveled
from melgram.picture.wave import measured
from melgram.presets import name_of

HertzScale: TypeAlias = Literal["linear", "log", "mel"]

_SHOWN_DB = 100.0
_CURVE_POINTS = 600
_PEAK_COLUMNS = 1_000


def waveform_figure(
    waveform: WaveformLike,
    *,
    start: float | None = None,
    end: float | None = None,
    title: str | None = None,
) -> Figure:
    """Return a figure of amplitude over time: extremes light, RMS dark, channels together.

    Parameters
    ----------
    waveform : Waveform
        Full scale is 1.
    start, end : float, optional [s]
    title : str, optional

    Raises
    ------
    SignalError
        If there is no sample, or one that is not finite.
    PictureError
        If the range is empty or reaches beyond the recording.

    Examples
    --------
    >>> from melgram import Waveform
    >>> waveform_figure(Waveform(np.zeros(8_000), 8_000)).note
    'Silence: every sample is 0'
    """
    n_samples = np.asarray(waveform.samples).shape[-1]
    if not n_samples:
        message = "n_samples=0: there is nothing to draw. Give a longer recording."
        raise SignalError(message)
    duration = n_samples / waveform.sample_rate
    first, last = 0.0 if start is None else start, duration if end is None else end
    if not 0.0 <= first < last <= duration * (1 + 1e-9):
        message = (
            f"start={first:g}, end={last:g} s must be ascending and in 0 to {duration:.6g} s: "
            "there is no more."
        )
        raise PictureError(message)
    shape = measured(waveform, start=first, stop=last, width=_PEAK_COLUMNS)
    limit, peak = shape.limit, max(float(shape.highest.max()), -float(shape.lowest.min()))
    return Figure(
        title=title or "Waveform",
        subtitle=_waveform_facts(waveform, peak=peak),
        description=f"Waveform, {first:.3g} to {last:.3g} seconds, peak {peak:.3g} of full scale.",
        x=axis.time(first, last),
        y=axis.linear(-limit, limit, title="Amplitude, full scale 1"),
        layers=(Wave(waveform=waveform, start=first, stop=last),),
        note="" if peak else "Silence: every sample is 0",
        facts={"sample_rate": str(waveform.sample_rate)},
    )


def spectrum(
    mel: MelLike,
    *,
    scale: HertzScale = "linear",
    title: str | None = None,
    db_range: tuple[float, float] | None = None,
) -> Figure:
    """Return a figure of level over frequency: the mean power of all frames, and their maximum.

    Parameters
    ----------
    mel : Mel or View
        With frequencies, in a unit of power, magnitude or their logarithm; for a level in dBFS
        the front end of `melgram.picture.stft_of`.
    scale : {"linear", "log", "mel"}
        How the frequency axis is spread.
    title : str, optional
    db_range : (low, high), optional
        Ends of the level axis; the default shows 100 dB.

    Raises
    ------
    SignalError
        If there is no frame.
    PictureError
        If the values stand for no level, or a range is impossible.

    Examples
    --------
    >>> import melgram
    >>> from melgram.picture import stft_of
    >>> tone = np.sin(2 * np.pi * 1000 * np.arange(16_000) / 16_000)
    >>> front_end = stft_of(melgram.preset("whisper"))
    >>> spectrum(melgram.melspectrogram(tone, front_end, sample_rate=16_000)).y.title
    'Level (dBFS)'
    """
    view = leveled(mel)
    frequencies = mel.frequencies
    if frequencies is None or not view.unit.startswith("dB"):
        message = f"unit {mel.unit!r}: a spectrum needs frequencies and levels. Use the STFT."
        raise PictureError(message)
    values, span = checked_values(view), extent(mel)
    with np.errstate(divide="ignore"):
        mean = 10.0 * np.log10(np.mean(10.0 ** (values.astype(np.float64) / 10.0), axis=1))
    highest = values.max(axis=1)
    low, high = db_range or _level_range(highest)
    x = _hertz_axis(frequencies, scale)
    floor = np.full(len(frequencies), low)
    at = np.maximum(frequencies, 1e-3)
    mean, highest = np.maximum(mean, low), np.maximum(highest, low)
    bin_width = float(frequencies[-1] - frequencies[0]) / max(len(frequencies) - 1, 1)
    named = caption.title_of(mel.source.name, otherwise="Spectrum")
    return Figure(
        title=named if title is None else title,
        subtitle=(f"{bin_width:.3g} Hz bins", *caption.subtitle_of(mel, span)),
        description=f"Spectrum from {x.low:.0f} to {x.high:.0f} Hz; the mean is highest at "
        f"{frequencies[int(np.argmax(mean))]:.0f} Hz.",
        x=x,
        y=axis.linear(low, high, title=view.label or f"Level ({view.unit})"),
        layers=(
            Area(x=at, low=floor, high=mean, series=1),
            Curve(x=at, y=highest, series=2),
            Curve(x=at, y=mean, series=1),
        ),
        legend=("mean power", "maximum"),
        legend_at_bottom=True,  # over the tint, where it hides no curve
        note=note_of(values, unit=view.unit),
        facts=caption.facts_of(mel, span) | {"frequency_scale": scale},
    )


def filter_bank(
    front_end: FrontEnd, *, scale: HertzScale = "linear", title: str | None = None
) -> Figure:
    """Return a figure of a front end's bands: the weight of each bin in each band.

    Raises
    ------
    PictureError
        If the front end has no filter bank.

    Examples
    --------
    >>> import melgram
    >>> filter_bank(melgram.preset("whisper")).title
    'Filter bank of whisper'
    """
    weights = bank_table(front_end)
    name = name_of(front_end) or front_end.digest
    if weights is None:
        message = f"{name}: its features are the bins themselves, without a filter bank."
        raise PictureError(message)
    n_bands, n_bins = weights.shape
    bins = np.arange(n_bins) * (front_end.sample_rate / front_end.framing.n_fft)
    curves = [_band(bins, row, series=1 + index % 2) for index, row in enumerate(weights)]
    drawn = tuple(curve for curve in curves if curve is not None)
    empty = n_bands - len(drawn)
    x = _hertz_axis(bins, scale)
    return Figure(
        title=f"Filter bank of {name}" if title is None else title,
        subtitle=(
            f"{n_bands} bands",
            f"{front_end.sample_rate / 1000:g} kHz",
            f"n_fft {front_end.framing.n_fft}",
            *([f"{empty} bands without a bin"] if empty else []),
            front_end.digest[:12],
        ),
        description=f"{n_bands} triangles over frequency from {x.low:.0f} to {x.high:.0f} Hz.",
        x=x,
        y=axis.linear(0.0, float(weights.max()) * 1.05, title="Weight"),
        layers=drawn,
        facts={"front_end_digest": front_end.digest, "frequency_scale": scale},
    )


def mel_curve(*, fmax: float = 20_000.0, scale: HertzScale = "linear") -> Figure:
    """Return a figure of mel over frequency: the formula of HTK, and Slaney's.

    Slaney's scale counts 15 to 1 kHz; it is drawn such that both meet at 1,000.

    Parameters
    ----------
    fmax : float, > 0 [Hz]
    scale : {"linear", "log", "mel"}

    Examples
    --------
    >>> mel_curve().legend
    ('2595 log10(1 + f / 700)', 'Slaney: linear to 1 kHz')
    """
    if not (math.isfinite(fmax) and fmax > 0):
        message = f"{fmax=} must be a frequency > 0 Hz."
        raise PictureError(message)
    low = min(LOWEST_HZ, fmax / 2) if scale == "log" else 0.0
    spread = np.geomspace if scale == "log" else np.linspace
    hertz = np.asarray(spread(low, fmax, _CURVE_POINTS))
    htk = hz_to_mel(hertz, scale="htk")
    slaney = hz_to_mel(hertz, scale="slaney") * (1000.0 / 15.0)
    top = float(max(htk.max(), slaney.max()))
    return Figure(
        title="Mel scale",
        subtitle=("equal steps in mel sound equally large", "both curves meet at 1 kHz"),
        description="Mel over frequency: almost straight up to 1 kHz, then ever flatter.",
        x=axis.frequency(low, fmax, scale=scale),
        y=axis.linear(0.0, top * 1.05, title="Pitch (mel)"),
        layers=(Curve(x=hertz, y=slaney, series=2), Curve(x=hertz, y=htk, series=1)),
        legend=("2595 log10(1 + f / 700)", "Slaney: linear to 1 kHz"),
        legend_at_bottom=True,
        facts={"frequency_scale": scale},
    )


def _waveform_facts(waveform: WaveformLike, *, peak: float) -> tuple[str, ...]:
    n_channels = 1 if np.ndim(waveform.samples) == 1 else len(waveform.samples)
    level = f"{20 * math.log10(peak):.1f}".replace("-", "−") if peak else "−∞"
    return (
        f"{waveform.sample_rate / 1000:g} kHz",
        f"{n_channels} channel{'s' if n_channels > 1 else ''}",
        f"peak {level} dBFS",
    )


def _hertz_axis(frequencies: npt.NDArray[np.floating], spread: HertzScale) -> Axis:
    low, high = float(frequencies[0]), float(frequencies[-1])
    if spread == "log" and low < LOWEST_HZ:
        low = min(LOWEST_HZ, high / 2)
    return axis.frequency(low, high, scale=spread)


def _level_range(levels: npt.NDArray[np.floating]) -> tuple[float, float]:
    chosen = values_scale.value_scale(levels, unit="dB", label="", db_range=None)
    return chosen.high - _SHOWN_DB, chosen.high


def _band(
    bins: npt.NDArray[np.floating], weights: npt.NDArray[np.floating], *, series: int
) -> Curve | None:
    """Return one triangle with the zeros beside it, or None if it holds no bin."""
    held = np.flatnonzero(weights)
    if not held.size:
        return None
    span = slice(max(held[0] - 1, 0), held[-1] + 2)
    return Curve(x=np.maximum(bins[span], 1e-3), y=weights[span], series=series)
