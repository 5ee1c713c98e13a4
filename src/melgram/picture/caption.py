"""The words of a picture: title, subtitle, and the texts inside the PNG.

The texts let a reader turn a pixel back into a time, a frequency and a value::

    time = time_min + (x + 0.5 - plot_x) / plot_width * (time_max - time_min)
    row = (plot_y + plot_height - y - 0.5) / plot_height * n_features - 0.5
    value = value_min + index / (n_colors - 1) * (value_max - value_min)

where ``frequencies[row]`` is the frequency, interpolated between rows, and ``index`` the palette
index of a pixel of the plot.
"""

from __future__ import annotations

import re

from melgram._version import __version__
from melgram.picture.canvas import N_COLORS
from melgram.picture.layout import Layout
from melgram.picture.scale import ValueScale
from melgram.picture.subject import Extent, MelLike

_SHORT_DIGEST = 12


def title_of(mel: MelLike) -> str:
    """Return the last part of the source's name, or what the picture is."""
    name = re.split(r"[\\/]", mel.source.name or "")[-1]
    return name or ("Mel-spectrogram" if mel.frequencies is not None else "Coefficients")


def subtitle_of(mel: MelLike, extent: Extent) -> list[str]:
    """Return front end, rate, number of features, hop and digest."""
    n_features = len(mel.data)
    noun = "band" if mel.frequencies is not None else "coefficient"
    parts = [
        mel.name,
        f"{mel.front_end.sample_rate / 1000:g} kHz",
        f"{n_features} {noun}{'s' if n_features > 1 else ''}",
        f"{extent.hop * 1000:.4g} ms hop",
        mel.front_end.digest[:_SHORT_DIGEST],
    ]
    return [part for part in parts if part]


def texts(
    mel: MelLike, *, title: str, palette: str, extent: Extent, values: ValueScale, layout: Layout
) -> dict[str, str]:
    """Return the texts of the PNG, keyword to text."""
    n_features, n_frames = mel.data.shape
    plot = layout.plot
    fields = {
        "unit": values.unit,
        "value_min": repr(values.low),
        "value_max": repr(values.high),
        "palette": palette,
        "n_colors": str(N_COLORS),
        "front_end": mel.name or "",
        "front_end_digest": mel.front_end.digest,
        "sample_rate": str(mel.front_end.sample_rate),
        "hop_s": f"{extent.hop:.9g}",
        "n_features": str(n_features),
        "n_frames": str(n_frames),
        "plot": f"{plot.x} {plot.y} {plot.width} {plot.height}",
        "time_min": repr(extent.start),
        "time_max": repr(extent.stop),
    }
    if values.unit == "dB":
        fields |= {"db_min": repr(values.low), "db_max": repr(values.high)}
    if mel.frequencies is not None:
        fields["frequencies"] = " ".join(f"{frequency:.7g}" for frequency in mel.frequencies)
    described = {f"melgram:{key}": text for key, text in fields.items() if text}
    return {"Title": title, "Software": f"melgram {__version__}", **described}
