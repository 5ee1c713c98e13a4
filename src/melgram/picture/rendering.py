"""One call from a result to the bytes of a picture.

What it is made of is in ``spectrogram.py`` (the figure) and ``drawing.py`` (its pixels).
"""

from __future__ import annotations

from melgram.picture import palette as color_maps
from melgram.picture.pooling import Pool
from melgram.picture.spectrogram import spectrogram
from melgram.picture.subject import MelLike, WaveformLike


def render(
    mel: MelLike,
    *,
    waveform: WaveformLike | None = None,
    palette: str = color_maps.DEFAULT,
    db_range: tuple[float, float] | None = None,
    width: int | None = None,
    height: int | None = None,
    title: str | None = None,
    pool: Pool = "max",
) -> bytes:
    r"""Draw a mel-spectrogram with its axes, as a PNG with a palette of 256 colors.

    The same as ``spectrogram(mel, ...).to_png(...)``. The texts inside the PNG (see
    ``caption.py``) turn pixels back into numbers.

    Parameters
    ----------
    mel : Mel or View
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
    pool : {"max", "mean"}
        What the frames of one pixel become: their maximum, or the mean of their power.

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
    color_maps.table(palette)  # a wrong name fails before anything is drawn
    figure = spectrogram(mel, waveform=waveform, title=title, db_range=db_range, pool=pool)
    return figure.to_png(palette=palette, width=width, height=height)
