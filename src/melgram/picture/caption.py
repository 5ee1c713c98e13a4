"""The words of a picture: title, subtitle, and the texts inside the PNG.

The texts let a reader turn a pixel back into a time, a frequency and a value. On every page::

    x = x_min + (column + 0.5 - plot_x) / plot_width * (x_max - x_min)

and, if there is a field of colors::

    time_min, time_max                        the same as x_min, x_max
    row = (plot_y + plot_height - line - 0.5) / plot_height * n_features - 0.5
    value = value_min + (index - first_color) / (n_colors - 1) * (value_max - value_min)

where ``frequencies[row]`` is the frequency, interpolated between rows, and ``index`` the palette
index of a pixel of the plot; ``first_color`` is 0 where it is not said. Where ``frequency_scale``
is "log" or "mel" (HTK), the share of the height is that of the distance from ``frequency_min`` to
``frequency_max`` on that scale. Pictures below each other (``stack.py``) have texts of their own:
``melgram:1:plot`` is that of the first.
"""

from __future__ import annotations

import re

from melgram._version import __version__
from melgram.frontend import FrontEnd
from melgram.frontend.spectral import LinearBins
from melgram.picture.figure import Figure
from melgram.picture.layout import Layout
from melgram.picture.scale import ValueScale
from melgram.picture.subject import Extent, MelLike

_SHORT_DIGEST = 12


def title_of(name: str | None, *, otherwise: str) -> str:
    """Return the last part of a source's name, or what the picture is."""
    return re.split(r"[\\/]", name or "")[-1] or otherwise


def subtitle_of(mel: MelLike, extent: Extent) -> list[str]:
    """Return front end, rate, number of features, hop and digest."""
    n_features = len(mel.data)
    noun = row_noun(mel)
    parts = [
        mel.name or ("STFT" if noun == "bin" else ""),
        f"{mel.front_end.sample_rate / 1000:g} kHz",
        f"{n_features} {noun}{'s' if n_features > 1 else ''}",
        f"{extent.hop * 1000:.4g} ms hop",
        mel.front_end.digest[:_SHORT_DIGEST],
    ]
    return [part for part in parts if part]


def row_noun(mel: MelLike) -> str:
    """Return what a row of a result is: a band, a bin or a coefficient."""
    if mel.frequencies is None:
        return "coefficient"
    bins = isinstance(mel.front_end, FrontEnd) and isinstance(mel.front_end.bank, LinearBins)
    return "bin" if bins else "band"


def facts_of(mel: MelLike, extent: Extent) -> dict[str, str]:
    """Return what the texts of a spectrogram say besides its colors."""
    n_features, n_frames = mel.data.shape
    facts = {
        "front_end": mel.name or "",
        "front_end_digest": mel.front_end.digest,
        "sample_rate": str(mel.front_end.sample_rate),
        "hop_s": f"{extent.hop:.9g}",
        "n_features": str(n_features),
        "n_frames": str(n_frames),
        "time_min": repr(extent.start),
        "time_max": repr(extent.stop),
    }
    if mel.frequencies is not None:
        facts["frequencies"] = " ".join(f"{frequency:.7g}" for frequency in mel.frequencies)
    return facts


def texts(
    figure: Figure, *, palette: str, values: ValueScale | None, layout: Layout
) -> dict[str, str]:
    """Return the texts of the PNG, keyword to text."""
    plot = layout.plot
    fields = {
        "plot": f"{plot.x} {plot.y} {plot.width} {plot.height}",
        "x_min": repr(float(figure.x.low)),
        "x_max": repr(float(figure.x.high)),
        "x": figure.x.title,
        "y": figure.y.title,
        "note": figure.note,
        **(color_facts(values, palette) if values is not None else {}),
        **figure.facts,
    }
    described = {f"melgram:{key}": text for key, text in fields.items() if text}
    return {
        "Title": figure.title,
        "Description": figure.description,
        "Software": f"melgram {__version__}",
        **described,
    }


def color_facts(values: ValueScale, palette: str) -> dict[str, str]:
    """Return what the colors of a page mean."""
    low, high = repr(values.low), repr(values.high)
    facts = {"value_min": low, "value_max": high, "unit": values.unit, "label": values.label}
    if values.in_decibels:
        facts |= {"db_min": low, "db_max": high}
    if values.colors.start:
        facts["first_color"] = str(values.colors.start)
    return facts | {"palette": palette, "n_colors": str(len(values.colors))}
