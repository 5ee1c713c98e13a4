"""Figures of the short-time Fourier transform: windows to scale, and three window lengths."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from melgram.dsp.windows import hann
from melgram.explain.facts import windows_shown
from melgram.explain.figures.canvas import NARROW, WIDE, Sheet, raster, unlabelled
from melgram.explain.resolution import View
from melgram.explain.study import Lengths
from melgram.explain.wording import Facts, plain, rounded
from melgram.picture import axis
from melgram.picture.layout import Rect
from melgram.picture.svg_plot import Plot

_LEFT, _WIDTH = 20, WIDE - 40
_RANGE_DB = 75.0


def windows(sheet: Sheet) -> str:
    """Draw the windows of this page and of speech recognizers over the same signal, to scale."""
    words, framing = sheet.texts.pieces, sheet.study.front_end.framing
    page = sheet.page("windows", width=WIDE, height=440, says=words.alt_windows)
    time_axis = axis.linear(
        0.0,
        1000.0 * windows_shown(sheet.study) / sheet.study.recording.sample_rate,
        title=sheet.texts.axes.label_milliseconds,
    )
    this = Lengths(
        win_length=framing.win_length, hop_length=framing.hop_length, n_fft=framing.n_fft
    )
    rows = (
        (this, words.label_this, Rect(x=_LEFT, y=24, width=_WIDTH, height=170)),
        (sheet.study.speech, words.label_speech, Rect(x=_LEFT, y=224, width=_WIDTH, height=170)),
    )
    for lengths, label, at in rows:
        blank = unlabelled(axis.linear(-1.0, 2.6, title=""))
        plot = page.plot(
            x=time_axis if lengths is not this else unlabelled(time_axis), y=blank, at=at
        )
        page.text(label, x=at.x, y=at.y - 8, css="strong")
        _draw_signal(sheet, plot)
        _draw_windows(sheet, plot, lengths)
    return page.to_svg(standalone=False)


def _draw_signal(sheet: Sheet, plot: Plot) -> None:
    recording = sheet.study.recording
    length = windows_shown(sheet.study)
    middle = recording.second.start + sheet.study.sum_zoom.start
    start = min(max(middle - length // 2, 0), max(recording.n_samples - length, 0))
    samples = recording.samples[start : start + length]
    peak = float(np.abs(samples).max())
    times = np.arange(len(samples)) * (1000.0 / recording.sample_rate)
    plot.line(times, samples * (0.9 / peak if peak else 0.0), css="line thin quiet")


def _draw_windows(sheet: Sheet, plot: Plot, lengths: Lengths) -> None:
    """Draw all windows that fit above the signal, and the three lengths above those."""
    per_ms = 1000.0 / sheet.study.recording.sample_rate
    shape = hann(lengths.win_length, periodic=True)
    n_windows = (windows_shown(sheet.study) - lengths.win_length) // lengths.hop_length + 1
    for frame in range(n_windows):
        start = frame * lengths.hop_length
        times = (start + np.arange(lengths.win_length)) * per_ms
        plot.line(times, shape, series=frame % 2 + 1, css="line" if frame < 4 else "line faint")
    hop, win, n_fft = (
        (f"{name} = {getattr(lengths, name):,}", getattr(lengths, name) * per_ms)
        for name in ("hop_length", "win_length", "n_fft")
    )
    _measure(plot, hop, level=1.22)
    _measure(plot, win, level=1.62)
    if lengths.n_fft == lengths.win_length:
        _measure(plot, n_fft, level=2.02)
        return
    _measure(plot, (f"{n_fft[0]} ({sheet.texts.pieces.label_zeros})", n_fft[1]), level=2.02)
    plot.line([win[1], n_fft[1]], [2.02, 2.02], series=2, css="line heavy")


def _measure(plot: Plot, named: tuple[str, float], *, level: float) -> None:
    """Draw a length with its ends, and its name behind it."""
    name, length = named
    plot.line([0.0, length], [level, level], series=3, css="line heavy")
    for end in (0.0, length):
        plot.line([end, end + 1e-9], [level - 0.1, level + 0.1], series=3)
    plot.text(name, x=length, y=level, dx=8, dy=4, css="note mono halo")


def views(sheet: Sheet) -> list[str]:
    """Draw the spectrograms of a short, a middle and a long window."""
    loudest = max(float(view.levels.max()) for view in sheet.study.views)
    if sheet.study.stages.is_silent:
        loudest += _RANGE_DB  # the floor is black
    names = ("short", "middle", "long")
    return [
        _view(sheet, view, name=name, loudest=loudest)
        for name, view in zip(names, sheet.study.views, strict=True)
    ]


def _view(sheet: Sheet, view: View, *, name: str, loudest: float) -> str:
    words = sheet.texts.pieces
    found: Facts = {
        **sheet.facts,
        "ms": rounded(1000 * view.seconds, digits=4),
        "hz": rounded(view.bin_hz, digits=5),
    }
    page = replace(sheet, facts=found).page(
        f"view-{name}", width=NARROW, height=290, says=words.alt_view
    )
    page.text(plain(words.label_view, found), x=56, y=14, css="strong")
    half_hop = view.hop_length / view.sample_rate / 2
    half_bin = view.bin_hz / 2
    start = sheet.study.recording.second.start / view.sample_rate
    first, last = start + view.times[0] - half_hop, start + view.times[-1] + half_hop
    stop = start + sheet.study.recording.second.n_samples / view.sample_rate
    plot = page.plot(
        x=sheet.seconds(start, stop),
        y=replace(sheet.hertz(0.0, sheet.study.shown_hz), title=""),
        at=Rect(x=56, y=24, width=NARROW - 64, height=218),
    )
    picture = raster(view.levels, low=loudest - _RANGE_DB, high=loudest, width=440)
    top = float(view.frequencies[-1]) + half_bin
    plot.image(picture, x=(first, last), y=(-half_bin, top))
    return page.to_svg(standalone=False)
