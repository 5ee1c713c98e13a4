"""Figures of the Fourier transform: a spectrum, sums of tones, forward and backward."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from melgram.explain.components import Component
from melgram.explain.figures.canvas import NARROW, WIDE, Sheet, unlabelled
from melgram.explain.figures.sound import draw_samples
from melgram.explain.wording import Facts, integer, plain, rounded
from melgram.picture import axis, lettering, ticks
from melgram.picture.axis import Axis, Side
from melgram.picture.layout import Rect
from melgram.picture.svg_plot import Plot
from melgram.picture.ticks import Tick
from melgram.types import Real

_HALF, _INDENT = 420, 62  # width of one of two figures, and where its plots begin
_LABEL_HEIGHT = 18  # pixels of a frequency above its peak
_BACK_DB = 90.0


def spectrum(sheet: Sheet) -> str:
    """Draw the amplitude of each tone, the strongest with their frequency."""
    tones = sheet.study.decomposition
    highest = float(tones.amplitudes.max(initial=0.0)) or 1.0
    page = sheet.page("spectrum", width=WIDE, height=310, says=_spoken(sheet))
    page.text(sheet.texts.axes.label_amplitude, x=64, y=14, css="axis-title")
    top = highest * 1.2
    amplitudes = replace(axis.linear(0.0, top, title=""), marks=_amplitude_marks)
    at = Rect(x=64, y=26, width=WIDE - 80, height=236)
    plot = page.plot(x=sheet.hertz(0.0, sheet.study.spectrum_hz), y=amplitudes, at=at, grid=True)
    kept = tones.frequencies <= sheet.study.spectrum_hz
    if kept.any():
        plot.line(tones.frequencies[kept], tones.amplitudes[kept], css="line thin")
    _name_peaks(plot, tones.named)
    return page.to_svg(standalone=False)


def _amplitude_marks(found: Axis, length: int, _side: Side) -> list[Tick]:
    """Return ticks without powers of ten: the text writes amplitudes in full."""
    decimals = max(1 - math.floor(math.log10(found.high)), 0) + 1
    marks = ticks.value_ticks(
        found.low, found.high, length=length, label=lambda value: f"{value:.{decimals}f}"
    )
    spare = min(len(mark.label) - len(mark.label.rstrip("0")) for mark in marks)
    kept = decimals - min(spare, decimals)
    return [replace(mark, label=f"{float(mark.label):.{kept}f}") for mark in marks]


def _spoken(sheet: Sheet) -> str:
    words = sheet.texts.tones
    return words.silent if sheet.study.decomposition.is_silent else words.alt_spectrum


def _name_peaks(plot: Plot, named: tuple[Component, ...]) -> None:
    """Write frequencies beside peaks, the strongest first; those that would overlap stay out."""
    taken: list[tuple[float, float, float]] = []  # left, right, height
    for peak in named:
        label = f"{rounded(peak.frequency, digits=4).shown} Hz"
        x = float(plot.x.share(peak.frequency)) * plot.at.width
        y = float(plot.y.share(peak.amplitude)) * plot.at.height
        width = 1.1 * lettering.width(label, style=lettering.LABEL) + 8
        is_last = x + width > plot.at.width
        left, right = (x - width, x) if is_last else (x, x + width)
        if any(left < b and a < right and abs(y - h) < _LABEL_HEIGHT for a, b, h in taken):
            continue
        taken.append((left, right, y))
        anchor, dx = ("end", -4.0) if is_last else ("start", 4.0)
        plot.text(
            label,
            x=peak.frequency,
            y=peak.amplitude,
            anchor=anchor,
            dx=dx,
            dy=-5,
            css="note halo strong",
        )


def sums(sheet: Sheet) -> list[str]:
    """Draw sums of the strongest tones over the signal, each in a figure of its own."""
    study, words = sheet.study, sheet.texts.tones
    zoom, rate = study.sum_zoom, study.recording.sample_rate
    signal = study.decomposition.samples[zoom.samples]
    times = np.arange(len(signal)) * (1000.0 / rate)
    highest = float(np.abs(signal).max())
    drawn = []
    for count in study.sums:
        added = study.decomposition.sum_of(count)[zoom.samples]
        found: Facts = {**sheet.facts, "count": integer(count)}
        page = replace(sheet, facts=found).page(
            f"sum-{count}", width=NARROW, height=220, says=words.alt_sums
        )
        page.text(plain(words.label_sum, found), x=56, y=14, css="strong")
        time_axis = axis.linear(0, max(float(times[-1]), 1e-3), title="")
        plot = page.plot(
            x=replace(time_axis, title=sheet.texts.axes.label_milliseconds),
            y=replace(sheet.amplitude(highest), title=""),
            at=Rect(x=56, y=24, width=NARROW - 64, height=148),
        )
        plot.line(times, signal, css="line quiet")
        plot.line(times, added)
        drawn.append(page.to_svg(standalone=False))
    return drawn


def reversal(sheet: Sheet) -> list[str]:
    """Draw waveform and spectrum forward, and the same backward, as two figures."""
    found, words = sheet.study.reversal, sheet.texts.tones
    samples = sheet.study.recording.excerpt_samples
    return [
        _direction(sheet, name, label, samples=shown, magnitudes=magnitudes)
        for name, label, shown, magnitudes in (
            ("forward", words.label_forward, samples, found.forward),
            ("backward", words.label_backward, samples[::-1], found.backward),
        )
    ]


def _direction(sheet: Sheet, name: str, label: str, *, samples: Real, magnitudes: Real) -> str:
    rate = sheet.study.recording.sample_rate
    page = sheet.page(name, width=_HALF, height=330, says=sheet.texts.tones.alt_reversal)
    page.text(label, x=_INDENT, y=14, css="strong")
    width = _HALF - _INDENT - 12
    above = page.plot(
        x=sheet.seconds(0.0, len(samples) / rate),
        y=unlabelled(sheet.amplitude(sheet.study.peak)),
        at=Rect(x=_INDENT, y=24, width=width, height=84),
    )
    draw_samples(above, samples, sample_rate=rate)
    below = page.plot(
        x=sheet.hertz(0.0, sheet.study.nyquist),
        y=axis.linear(-_BACK_DB, 0.0, title=sheet.texts.axes.label_level),
        at=Rect(x=_INDENT, y=172, width=width, height=108),
    )
    largest = float(magnitudes.max())
    if largest > 0:
        levels = 20 * np.log10(np.maximum(magnitudes / largest, 10 ** (-_BACK_DB / 20)))
        below.line(sheet.study.reversal.frequencies, levels, series=2, css="line thin")
    return page.to_svg(standalone=False)
