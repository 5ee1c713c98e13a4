"""A corner of the tensor as a table: each cell in its color, with its number."""

from __future__ import annotations

import numpy as np

from melgram.explain.elements import spoken
from melgram.explain.facts import corner_of
from melgram.explain.figures.canvas import PALETTE, Sheet
from melgram.explain.wording import fixed, marked_up
from melgram.picture.palette import table

_DARK_INK, _LIGHT_INK = "#000", "#fff"


def corner_table(sheet: Sheet) -> str:
    """Return the figure of a few bands and frames around the brightest cell, as numbers."""
    data, words = sheet.study.stages.mel.data, sheet.texts
    bands, frames = corner_of(sheet.study)
    low, high = float(data.min()), float(data.max())
    head = "".join(f'<th scope="col">{i}</th>' for i in range(frames.start, frames.stop))
    rows = "\n".join(
        f'<tr><th scope="row">{band}</th>'
        + "".join(_cell(float(value), low=low, high=high) for value in data[band, frames])
        + "</tr>"
        for band in range(bands.stop - 1, bands.start - 1, -1)
    )
    corner = f"{words.axes.label_band} ↑<br>{words.axes.label_frame} →"
    caption = marked_up(words.tensor.caption, sheet.facts)
    return (
        f'<figure>\n<table class="corner" aria-label="{spoken(sheet, words.tensor.alt)}">\n'
        f'<thead><tr><th scope="col">{corner}</th>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n'
        f"</table>\n<figcaption>{caption}</figcaption>\n</figure>"
    )


def _cell(value: float, *, low: float, high: float) -> str:
    share = (value - low) / (high - low) if high > low else 0.0
    color = table(PALETTE)[round(255 * share)]
    ink = _DARK_INK if _luminance(color) > 0.18 else _LIGHT_INK
    red, green, blue = (int(part) for part in color)
    style = f"background:#{red:02x}{green:02x}{blue:02x};color:{ink}"
    return f'<td style="{style}">{fixed(value, decimals=0).shown}</td>'


def _luminance(color: np.ndarray) -> float:
    """Return the relative luminance of an sRGB color, as WCAG 2 defines it."""
    parts = color / 255.0
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))
