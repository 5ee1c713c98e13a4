"""Pictures in matplotlib: `Mel.plot` and `Waveform.plot`. The only file that knows it.

Pictures without matplotlib are drawn by ``spectrogram.py`` and its neighbours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from melgram.errors import MissingExtra
from melgram.picture import axis, caption, scale
from melgram.picture.axis import Axis
from melgram.picture.difference import difference
from melgram.picture.palette import DEFAULT, DEFAULT_DIVERGING, resampled
from melgram.picture.scale import ValueScale
from melgram.picture.subject import MelLike, WaveformLike, checked_values, extent
from melgram.picture.view import leveled, reads_full_scale
from melgram.picture.wave import measured

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap

_PIXELS_AN_INCH = 72  # ticks.py spaces its labels by pixels of which a label is about ten high
_LEAST_LENGTH = 30
_COLUMNS = 4_000  # longer waveforms are drawn as their extremes


def plot_difference(above: MelLike, ax: Axes | None = None) -> Axes:
    """Draw a difference into matplotlib axes; see `melgram.conformance.contrast.Contrast.plot`."""
    figure = difference(above)
    raster = figure.raster
    assert raster is not None
    cells = raster.cells(width=above.data.shape[1], height=above.data.shape[0])
    return _image(above, raster.values, cells.values, palette=DEFAULT_DIVERGING, ax=ax)


def plot_mel(mel: MelLike, ax: Axes | None = None) -> Axes:
    """Draw a result into matplotlib axes, with a color bar; see `melgram.Mel.plot`."""
    values = checked_values(mel)
    if mel.unit in ("power", "dB", "magnitude") and reads_full_scale(mel.front_end):
        mel = leveled(mel)
        values = mel.data
    values, unit, label = scale.shown(values, unit=mel.unit)
    chosen = scale.value_scale(values, unit=unit, label=label, db_range=None)
    return _image(mel, values, chosen, palette=DEFAULT, ax=ax)


def _image(
    mel: MelLike,
    values: npt.NDArray[np.floating],
    chosen: ValueScale,
    *,
    palette: str,
    ax: Axes | None,
) -> Axes:
    """Draw a field of colors between axes of hertz and seconds."""
    span, axes = extent(mel), _axes(ax)
    image = axes.imshow(
        values,
        origin="lower",
        aspect="auto",
        interpolation="nearest",
        cmap=_color_map(palette, n_colors=len(chosen.colors) if chosen.signed else 256),
        vmin=chosen.low,
        vmax=chosen.high,
        extent=(span.start, span.stop, -0.5, len(values) - 0.5),
    )
    rows = axis.numbered(len(values)) if mel.frequencies is None else axis.rows(mel.frequencies)
    _label_rows(axes, rows, n_rows=len(values))
    axes.set_xlabel(axis.time(span.start, span.stop).title.replace("(m:ss)", "(s)"))
    axes.set_title(caption.title_of(mel.source.name, otherwise=""))
    axes.figure.colorbar(image, ax=axes, label=chosen.label)
    return axes


def plot_waveform(waveform: WaveformLike, ax: Axes | None = None) -> Axes:
    """Draw samples over seconds into matplotlib axes; see `melgram.Waveform.plot`."""
    channels = np.atleast_2d(waveform.samples)
    n_samples, rate = channels.shape[-1], waveform.sample_rate
    axes = _axes(ax)
    for channel in channels:
        if n_samples <= _COLUMNS:
            axes.plot(np.arange(n_samples) / rate, channel, linewidth=1)
            continue
        shape = measured(_Channel(channel, rate), start=0.0, stop=n_samples / rate, width=_COLUMNS)
        middles = (shape.times[:-1] + shape.times[1:]) / 2
        axes.fill_between(middles, shape.lowest, shape.highest, linewidth=0.8)
    axes.set_xlim(0.0, max(n_samples, 1) / rate)
    axes.set_xlabel("Time (s)")
    axes.set_ylabel("Amplitude, full scale 1")
    return axes


class _Channel:
    """One channel as a waveform."""

    def __init__(self, samples: np.ndarray, sample_rate: int) -> None:
        self.samples, self.sample_rate = samples, sample_rate


def _axes(ax: Axes | None) -> Axes:
    """Return the axes to draw into: those given, or pyplot's current ones."""
    if ax is not None:
        return ax
    try:
        import matplotlib.pyplot as plt
    except ImportError as error:
        message = "plot() needs matplotlib. Install it: pip install 'melgram[plot]'"
        raise MissingExtra(message) from error
    return plt.gca()


def _color_map(name: str, *, n_colors: int) -> Colormap:
    from matplotlib.colors import ListedColormap

    return ListedColormap(resampled(name, n_colors=n_colors) / 255.0, name=name)


def _label_rows(axes: Axes, rows: Axis, *, n_rows: int) -> None:
    """Put ticks where their frequencies are among rows of equal height."""
    inches = axes.get_window_extent().height / axes.figure.dpi
    length = max(_LEAST_LENGTH, round(inches * _PIXELS_AN_INCH))
    marks = rows.ticks(length, side="y")
    share = n_rows / length
    labelled = [mark for mark in marks if mark.label]
    places = [mark.position * share - 0.5 for mark in labelled]
    axes.set_yticks(places, [mark.label for mark in labelled])
    minor = [mark.position * share - 0.5 for mark in marks if not mark.label]
    axes.set_yticks(minor, minor=True)
    axes.set_ylabel(rows.title)
