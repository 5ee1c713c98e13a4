"""Figures of the samples themselves: one by one, over the steps, and all of them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from melgram.explain.figures.canvas import WIDE, Sheet
from melgram.explain.wording import rounded
from melgram.picture import axis, ticks
from melgram.picture.axis import Axis, Side
from melgram.picture.layout import Rect
from melgram.picture.svg_plot import Plot
from melgram.picture.ticks import Tick
from melgram.types import Real

COLUMNS = 2000
"""More samples than these are drawn as shapes, others as a line."""


def zoom(sheet: Sheet) -> str:
    """Draw samples one by one, around the loudest moment."""
    study, words = sheet.study, sheet.texts.axes
    samples = study.recording.first_channel[study.zoom.samples].astype(np.float64)
    times = _milliseconds(sheet, len(samples))
    page = sheet.page("zoom", width=WIDE, height=260, says=sheet.texts.sampling.alt_zoom)
    plot = page.plot(
        x=_time_axis(times, title=words.label_milliseconds),
        y=sheet.amplitude(float(np.abs(samples).max())),
        grid=True,
    )
    plot.line(times, samples, css="line thin faint")
    plot.stems(times, samples)
    return page.to_svg(standalone=False)


def steps(sheet: Sheet) -> str:
    """Draw samples one by one over the lines of quantization steps; needs ``steps_zoom``."""
    study, words = sheet.study, sheet.texts.axes
    assert study.steps_zoom is not None
    values = study.recording.first_channel[study.steps_zoom.samples] / study.steps.step
    values = values.astype(np.float64)
    low, high = math.floor(values.min()) - 1, math.ceil(values.max()) + 1
    times = _milliseconds(sheet, len(values))
    page = sheet.page("steps", width=WIDE, height=350, says=sheet.texts.sampling.alt_steps)
    page.text(words.label_steps, x=64, y=14, css="axis-title")
    time_axis = _time_axis(times, title=words.label_milliseconds)
    at = Rect(x=64, y=26, width=WIDE - 80, height=276)
    steps_axis = replace(axis.linear(low, high, title=""), marks=_step_marks)
    plot = page.plot(x=time_axis, y=steps_axis, at=at)
    every = study.steps_every
    ends = [time_axis.low, time_axis.high]
    for step in range(math.ceil(low / every) * every, high + 1, every):
        plot.line(ends, [step, step], css="step")
    plot.line(times, values, css="line thin faint")
    plot.stems(times, values, base=low)
    return page.to_svg(standalone=False)


def _step_marks(found: Axis, length: int, _side: Side) -> list[Tick]:
    """Return ticks at whole steps, a thousand as k and a million as M."""
    return ticks.value_ticks(found.low, found.high, length=length, label=_counted)


def _counted(value: float) -> str:
    for unit, factor, least in (("M", 1e6, 1e6), ("k", 1e3, 1e4)):
        if abs(value) >= least:
            return f"{rounded(value / factor, digits=6).shown}{unit}"
    return rounded(value, digits=6).shown


def waveform(sheet: Sheet) -> str:
    """Draw the whole recording, and mark the stretches that are looked at."""
    recording, words = sheet.study.recording, sheet.texts.shape
    rate = recording.sample_rate
    page = sheet.page("waveform", width=WIDE, height=250, says=words.alt)
    time_axis = sheet.seconds(0.0, recording.duration)
    plot = page.plot(x=time_axis, y=sheet.amplitude(sheet.study.peak), grid=True)
    marks = [(recording.second, words.label_second)]
    if sheet.study.is_long:
        marks.insert(0, (recording.excerpt, words.label_excerpt))
    for series, (span, label) in enumerate(marks, start=2):
        if span.n_samples < recording.n_samples:
            plot.span(span.start / rate, span.stop / rate, series=series)
            top = plot.y.high
            plot.text(
                label, x=span.start / rate, y=top, dx=5, dy=15 * (series - 1), css="note halo"
            )
    draw_samples(plot, recording.samples, sample_rate=rate)
    return page.to_svg(standalone=False)


def draw_samples(plot: Plot, samples: Real, *, sample_rate: int) -> None:
    """Draw samples over seconds: the shape of their extremes and of their RMS, or a line."""
    if len(samples) <= COLUMNS:
        times = np.arange(len(samples)) / sample_rate
        plot.line(times, samples)
        plot.stems(times[:1], samples[:1])  # one sample alone is no line
        return
    edges, low, high, rms = shapes(samples)
    times = edges / sample_rate
    plot.line(times[[0, -1]], [0.0, 0.0], css="line thin faint")  # all there is of silence
    plot.envelope(times, low, high, css="area faint")
    plot.envelope(times, -rms, rms)


def shapes(samples: Real) -> tuple[Real, Real, Real, Real]:
    """Return places [samples], and the lowest, the highest and the RMS of what lies around each.

    Examples
    --------
    >>> edges, low, high, rms = shapes(np.array([1.0, -1.0, 0.5]))
    >>> edges.tolist(), low.tolist(), high.tolist()
    ([0.0, 1.0, 2.0], [1.0, -1.0, 0.5], [1.0, -1.0, 0.5])
    """
    n = len(samples)
    starts = np.arange(min(n, COLUMNS)) * n // min(n, COLUMNS)
    low, high = np.minimum.reduceat(samples, starts), np.maximum.reduceat(samples, starts)
    counts = np.diff(starts, append=n)
    rms = np.empty(len(starts))
    for first in range(0, len(starts), 64):  # hours of squares would fill the memory
        block = starts[first : first + 64]
        last = block[-1] + counts[first + len(block) - 1]
        squares = np.square(samples[block[0] : last], dtype=np.float64)
        sums = np.add.reduceat(squares, block - block[0])
        rms[first : first + 64] = np.sqrt(sums / counts[first : first + 64])
    return starts.astype(np.float64), low, high, np.minimum(rms, np.maximum(high, -low))


def _milliseconds(sheet: Sheet, n_samples: int) -> Real:
    return np.arange(n_samples) * (1000.0 / sheet.study.recording.sample_rate)


def _time_axis(times: Real, *, title: str) -> Axis:
    """Return an axis with half a sample of room on both sides."""
    room = (times[1] - times[0]) if len(times) > 1 else 1.0
    return replace(axis.linear(-room, float(times[-1]) + room, title=""), title=title)
