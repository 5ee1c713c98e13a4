"""Figures of the mel scale, its bank, the way to decibels and the result."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from melgram.explain.bands import curves
from melgram.explain.figures.canvas import (
    NARROW,
    WIDE,
    Sheet,
    color_bar,
    raster,
)
from melgram.picture import axis
from melgram.picture.axis import Axis
from melgram.picture.layout import Rect
from melgram.types import Real

_SILENT_RANGE_DB = 80.0
_COLORED = 8  # every eighth band
MEL_PLOT = Rect(x=64, y=16, width=WIDE - 170, height=384)
"""Where the mel-spectrogram stands in its figure; the page's playhead runs along it."""


def curve(sheet: Sheet) -> str:
    """Draw both mel scales, and the stretch from 500 to 1,000 Hz on both axes."""
    words, nyquist = sheet.texts.scale, sheet.study.nyquist
    frequencies = np.linspace(0.0, nyquist, 400)
    htk, slaney = curves(frequencies)
    page = sheet.page("curve", width=WIDE, height=340, says=words.alt_curve)
    highest = float(max(htk.max(), slaney.max()))
    mels = axis.linear(0.0, highest * 1.05, title=sheet.texts.axes.label_mel)
    plot = page.plot(x=sheet.hertz(0.0, nyquist), y=mels, grid=True)
    for low in (500.0, 10_000.0):
        if low + 500 <= nyquist:
            ends, _ = curves(np.array([low, low + 500.0]))
            plot.span(low, low + 500.0, series=3)
            plot.span(float(ends[0]), float(ends[1]), side="y", series=3)
    plot.line(frequencies, htk)
    plot.line(frequencies, slaney, series=2, css="line dashed")
    plot.legend([words.label_htk, words.label_slaney], corner="bottom right")
    return page.to_svg(standalone=False)


def bank(sheet: Sheet) -> str:
    """Draw the triangles of the bank over frequency."""
    edges, nyquist = sheet.study.bank.edges, sheet.study.nyquist
    page = sheet.page("bank", width=WIDE, height=230, says=sheet.texts.scale.alt_bank)
    plot = page.plot(
        x=sheet.hertz(0.0, nyquist),
        y=axis.linear(0.0, 1.08, title=sheet.texts.axes.label_weight),
    )
    for feet in (edges, edges[1:]):  # every second triangle ends where the next one begins
        plot.line(feet, np.arange(len(feet)) % 2, css="line thin quiet")
    for band in range(_COLORED // 2, sheet.study.bank.n_mels, _COLORED):
        plot.line(edges[band : band + 3], [0.0, 1.0, 0.0], series=band // _COLORED % 3 + 1)
    return page.to_svg(standalone=False)


def stages(sheet: Sheet) -> list[str]:
    """Draw the same frames as power, as mel power and in decibels."""
    made, words = sheet.study.stages, sheet.texts.decibels
    nyquist, shown = sheet.study.nyquist, sheet.study.shown_hz
    n_bins = max(round(len(made.power) * shown / nyquist), 2)
    data = made.mel.data
    even = replace(sheet.hertz(0.0, shown), title="")
    banded = replace(sheet.bands(), title="")
    parts = (
        ("power", words.label_power, made.power[:n_bins], even, 0.0),
        ("mel-power", words.label_mel, made.mel_power, banded, 0.0),
        ("decibels", words.label_db, data, banded, float(data.min())),
    )
    return [
        _stage(sheet, name, label, values=values, rows=rows, low=low)
        for name, label, values, rows, low in parts
    ]


def _stage(sheet: Sheet, name: str, label: str, *, values: Real, rows: Axis, low: float) -> str:
    page = sheet.page(name, width=NARROW, height=260, says=label)
    page.text(label, x=56, y=14, css="strong")
    start, stop = _times(sheet)
    plot = page.plot(
        x=sheet.seconds(start, stop),
        y=rows,
        at=Rect(x=56, y=24, width=NARROW - 64, height=188),
    )
    plot.image(raster(values, low=low, high=float(values.max()), width=440))
    return page.to_svg(standalone=False)


def result(sheet: Sheet) -> str:
    """Draw the mel-spectrogram with its color bar."""
    data = sheet.study.stages.mel.data
    low, high = float(data.min()), float(data.max())
    high = high if high > low else low + _SILENT_RANGE_DB
    page = sheet.page("mel", width=WIDE, height=460, says=sheet.texts.result.alt)
    start, stop = _times(sheet)
    plot = page.plot(x=sheet.seconds(start, stop), y=sheet.bands(), at=MEL_PLOT)
    plot.image(raster(data, low=low, high=high))
    bar = Rect(x=MEL_PLOT.right + 16, y=MEL_PLOT.y, width=14, height=MEL_PLOT.height)
    color_bar(page, bar, axis.linear(low, high, title=sheet.texts.axes.label_level))
    return page.to_svg(standalone=False)


def _times(sheet: Sheet) -> tuple[float, float]:
    """Return where the first frame begins and the last one ends, in seconds of the recording."""
    mel = sheet.study.stages.mel
    rate = sheet.study.recording.sample_rate
    half = mel.front_end.framing.hop_length / rate / 2
    start = sheet.study.recording.excerpt.start / rate
    return start + float(mel.times[0]) - half, start + float(mel.times[-1]) + half
