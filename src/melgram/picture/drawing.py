"""A labelled picture of a mel-spectrogram, as PNG bytes.

Composes its neighbours: ``subject.py`` (what), ``layout.py`` (where), ``scale.py`` (values to
colors), ``wave.py`` (the strip), ``axes.py`` (labels), ``caption.py`` (words), ``png.py`` (bytes).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from melgram.picture import axes, caption, layout, png, scale, wave
from melgram.picture import palette as color_maps
from melgram.picture.canvas import FAINT, Canvas, page_palette
from melgram.picture.layout import Rect
from melgram.picture.subject import Extent, MelLike, checked_values
from melgram.picture.subject import extent as extent_of
from melgram.picture.wave import WaveformLike


def render(
    mel: MelLike,
    *,
    waveform: WaveformLike | None = None,
    palette: str = color_maps.DEFAULT,
    db_range: tuple[float, float] | None = None,
    width: int | None = None,
    height: int | None = None,
    title: str | None = None,
) -> bytes:
    r"""Draw a mel-spectrogram with its axes, as a PNG with a palette of 256 colors.

    Frames that share a pixel column are pooled by their maximum. Power and magnitude are shown
    in dB. The texts inside the PNG (see ``caption.py``) turn pixels back into numbers.

    Parameters
    ----------
    mel : Mel
        With one channel: data (n_features, n_frames), at least one frame.
    waveform : Waveform, optional
        Drawn above on the same time axis: extremes light, RMS dark.
    palette : str
        One of :func:`melgram.picture.palettes`.
    db_range : (low, high), optional
        Values of the first and last color, in the unit of the color bar. Default for dB:
        80 dB below the maximum; else from the 1st to the 99.8th percentile.
    width, height : int [pixels], optional
        Default 1200 by about 520 (640 with a waveform), such that all bands are equally high.
    title : str, optional
        Default: the name of the source.

    Returns
    -------
    png : bytes
        The same arguments always give the same bytes.

    Raises
    ------
    SignalError
        If there is nothing to draw, more than one channel, or a NaN.
    PictureError
        If the palette does not exist, or a size or range is impossible.

    Examples
    --------
    >>> import melgram, numpy as np
    >>> mel = melgram.melspectrogram(np.zeros(16_000), "kaldi", sample_rate=16_000)
    >>> render(mel)[:4]
    b'\x89PNG'
    """
    canvas, texts = drawn(
        mel,
        waveform=waveform,
        palette=palette,
        db_range=db_range,
        width=width,
        height=height,
        title=title,
    )
    return png.encode(canvas.indices, page_palette(palette), text=texts)


def drawn(
    mel: MelLike,
    *,
    waveform: WaveformLike | None = None,
    palette: str = color_maps.DEFAULT,
    db_range: tuple[float, float] | None = None,
    width: int | None = None,
    height: int | None = None,
    title: str | None = None,
) -> tuple[Canvas, dict[str, str]]:
    """Return the page and the texts of what `render` writes; arguments and errors are the same."""
    values, extent = checked_values(mel), extent_of(mel)
    color_maps.table(palette)  # a wrong name fails before anything is drawn
    page = layout.arranged(
        width=width, height=height, n_features=len(values), with_strip=waveform is not None
    )
    pixels, value_scale = _plotted(mel, page.plot, db_range=db_range)
    title = caption.title_of(mel) if title is None else title
    canvas = Canvas(width=page.width, height=page.height)
    canvas.image(pixels, at=page.plot)
    axes.draw_titles(canvas, page, title=title, subtitle=caption.subtitle_of(mel, extent))
    if waveform is not None and page.strip is not None:
        _draw_strip(canvas, page.strip, waveform, extent)
    axes.draw_time_axis(canvas, page.plot, extent)
    axes.draw_feature_axis(canvas, page.plot, mel.frequencies, n_features=len(values))
    axes.draw_frame(canvas, page.plot)
    axes.draw_bar(canvas, page.bar, value_scale)
    texts = caption.texts(
        mel, title=title, palette=palette, extent=extent, values=value_scale, layout=page
    )
    return canvas, texts


def _plotted(
    mel: MelLike, plot: Rect, *, db_range: tuple[float, float] | None
) -> tuple[npt.NDArray[np.uint8], scale.ValueScale]:
    """Return the pixels of the plot, low bands at the bottom, and what their colors mean."""
    values = checked_values(mel)
    values = scale.pooled(values, size=min(plot.width, values.shape[1]), axis=1)
    values = scale.pooled(values, size=min(plot.height, values.shape[0]), axis=0)
    values, unit, label = scale.shown(values, unit=mel.unit)
    value_scale = scale.value_scale(values, unit=unit, label=label, db_range=db_range)
    indices = value_scale.indices(values)
    indices = scale.pooled(indices, size=plot.width, axis=1)
    return scale.pooled(indices, size=plot.height, axis=0)[::-1], value_scale


def _draw_strip(canvas: Canvas, strip: Rect, waveform: WaveformLike, extent: Extent) -> None:
    shapes = wave.drawn(
        waveform, start=extent.start, stop=extent.stop, width=strip.width, height=strip.height
    )
    middle = strip.y + strip.height // 2
    canvas.line(Rect(x=strip.x, y=middle, width=strip.width, height=1), tone=FAINT)
    canvas.wave(shapes.envelope, shapes.core, at=strip)
    axes.draw_strip_axis(canvas, strip, limit=shapes.limit)
