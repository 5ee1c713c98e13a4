"""Fields of color over time: mel-spectrograms, STFTs and cepstra.

How they become pixels or SVG is in ``figure.py``; which part is shown, and against which 0 dB, is
decided before, in ``view.py``.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from melgram.errors import PictureError, did_you_mean
from melgram.picture import axis, caption, pooling
from melgram.picture.axis import Axis
from melgram.picture.figure import Figure
from melgram.picture.layers import Raster, Wave
from melgram.picture.pooling import Pool
from melgram.picture.scale import LEVEL_FLOOR, POWER_FLOOR, shown
from melgram.picture.subject import Extent, MelLike, WaveformLike, checked_values, extent
from melgram.picture.view import reads_full_scale

Spread: TypeAlias = Literal["bands", "linear", "log", "mel"]

SPREADS: tuple[Spread, ...] = ("bands", "linear", "log", "mel")
LOWEST_HZ = 20.0
"""Where a logarithmic axis begins unless a range is asked for: the lowest that people hear."""


def spectrogram(
    mel: MelLike,
    *,
    waveform: WaveformLike | None = None,
    title: str | None = None,
    db_range: tuple[float, float] | None = None,
    pool: Pool = "max",
    scale: Spread = "bands",
) -> Figure:
    r"""Return a figure of a result over time and frequency, or over time and coefficient.

    Power and magnitude are shown in dB. Where a sine of full scale reads 0 dB, the color bar says
    dBFS; see `melgram.picture.reads_full_scale`.

    Parameters
    ----------
    mel : Mel or View
        With one channel: data (n_features, n_frames), at least one frame.
    waveform : Waveform, optional
        Drawn above on the same time axis: extremes light, RMS dark.
    title : str, optional
        Default: the name of the source.
    db_range : (low, high), optional
        Values of the first and last color, in the unit of the color bar. Default for dB:
        80 dB below the maximum; else from the 1st to the 99.8th percentile.
    pool : {"max", "mean"}
        What the frames or bands of one pixel become: their maximum, or the mean of their power.
    scale : {"bands", "linear", "log", "mel"}
        How the frequency axis is spread. "bands": all rows are equally high, so a mel-spectrogram
        is even in mel and an STFT even in hertz.

    Raises
    ------
    SignalError
        If there is nothing to draw, more than one channel, or a NaN.
    PictureError
        If a range is impossible, or the rows are coefficients and a scale is asked for.

    Examples
    --------
    >>> import melgram
    >>> mel = melgram.melspectrogram(np.zeros(16_000), "kaldi", sample_rate=16_000)
    >>> spectrogram(mel).to_png()[:4]
    b'\x89PNG'
    >>> spectrogram(mel).note
    'Silence: every value is −15.94 ln power'
    """
    pooling.check_pool(pool)
    values, span = checked_values(mel), extent(mel)
    y, edges = _feature_axis(mel, n_features=len(values), scale=scale)
    label = getattr(mel, "label", None)
    absolute = label is None and reads_full_scale(mel.front_end)
    raster = Raster(
        values=values,
        unit=mel.unit,
        label=label,
        pool=pool,
        db_range=db_range,
        edges=edges,
        full_scale=absolute,
    )
    named = caption.title_of(mel.source.name, otherwise=_noun(mel))
    start, stop = span.start, span.stop
    return Figure(
        title=named if title is None else title,
        subtitle=tuple(caption.subtitle_of(mel, span)),
        description=_description(mel, span),
        x=axis.time(start, stop),
        y=y,
        layers=(raster,),
        strip=None if waveform is None else Wave(waveform=waveform, start=start, stop=stop),
        note=note_of(values, unit=mel.unit, floor=LEVEL_FLOOR if absolute else POWER_FLOOR),
        facts=caption.facts_of(mel, span) | _scale_facts(y, scale),
    )


def note_of(values: npt.NDArray[np.floating], *, unit: str, floor: float = POWER_FLOOR) -> str:
    """Return a sentence about values that show nothing, or an empty one.

    Examples
    --------
    >>> note_of(np.full((2, 3), -100.0), unit="dB")
    'Silence: every value is −100 dB'
    """
    first = values[:, :1]
    if values.size == 1 or not (values == first).all():
        return ""
    if (first == first[0]).all():
        first, unit, _ = shown(first, unit=unit, floor=floor)
        value = f"{float(first[0, 0]):.4g}".replace("-", "−")
        return f"Silence: every value is {value} {unit}"
    is_tone = unit in pooling.PER_DECADE or unit in ("power", "magnitude")  # silence has one level
    return "" if is_tone or values.shape[1] == 1 else "Nothing changes: all frames are the same"


def _feature_axis(
    mel: MelLike, *, n_features: int, scale: Spread
) -> tuple[Axis, npt.NDArray[np.floating] | None]:
    """Return the vertical axis and, unless all rows are equally high, where they stand on it."""
    if scale not in SPREADS:
        message = f"{scale=} must be one of {', '.join(SPREADS)}.{did_you_mean(scale, SPREADS)}"
        raise PictureError(message)
    frequencies = mel.frequencies
    if frequencies is None:
        if scale != "bands":
            message = f"{scale=}: unit {mel.unit!r} has no frequencies. Leave it out."
            raise PictureError(message)
        return axis.numbered(n_features), None
    if scale == "bands":
        return axis.rows(frequencies), None
    middles = (frequencies[:-1] + frequencies[1:]) / 2
    low, high = 2 * frequencies[:1] - middles[:1], 2 * frequencies[-1:] - middles[-1:]
    edges = np.concatenate([np.maximum(low, 0.0), middles, high])
    spread = axis.frequency(lowest_shown(edges, scale), float(edges[-1]), scale=scale)
    return spread, spread.share(np.maximum(edges, 1e-3))


def lowest_shown(edges: npt.NDArray[np.floating], scale: str) -> float:
    """Return where an axis begins that holds these edges of bins [Hz]; a logarithm has no 0."""
    low = float(edges[0])
    if scale != "log" or low >= LOWEST_HZ:
        return low
    return min(LOWEST_HZ, float(edges[-1]) / 2)


def _scale_facts(y: Axis, scale: Spread) -> dict[str, str]:
    if scale == "bands":
        return {}
    low, high = repr(float(y.low)), repr(float(y.high))
    return {"frequency_scale": scale, "frequency_min": low, "frequency_max": high}


def _noun(mel: MelLike) -> str:
    nouns = {"band": "Mel-spectrogram", "bin": "STFT", "coefficient": "Coefficients"}
    return nouns[caption.row_noun(mel)]


def _description(mel: MelLike, span: Extent) -> str:
    parts = f"{_noun(mel)}, {max(span.start, 0.0):.3g} to {span.stop:.3g} seconds"
    rows = f"{len(mel.data)} {caption.row_noun(mel)}s"
    if mel.frequencies is None:
        return f"{parts}, {rows}."
    low, high = mel.frequencies[0], mel.frequencies[-1]
    return f"{parts}, {rows} from {low:.0f} to {high:.0f} Hz, in {mel.unit}."
