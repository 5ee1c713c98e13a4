"""Several spectrograms below each other in one PNG, to be compared by eye.

One panel is drawn by ``drawing.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from melgram._version import __version__
from melgram.errors import PictureError
from melgram.picture import palette as color_maps
from melgram.picture import png, scale
from melgram.picture.canvas import Canvas, page_palette
from melgram.picture.drawing import arranged, draw
from melgram.picture.spectrogram import spectrogram
from melgram.picture.subject import MelLike


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One spectrogram, its title and the values of its first and last color."""

    mel: MelLike
    title: str
    db_range: tuple[float, float] | None = None


def render_stacked(
    panels: Sequence[Panel], *, palette: str = color_maps.DEFAULT, width: int | None = None
) -> bytes:
    r"""Draw panels below each other, each with its own axes and color bar.

    Parameters
    ----------
    panels : sequence of Panel
        The first is at the top.
    palette : str
        One of :func:`melgram.picture.palettes`, for all panels.
    width : int [pixels], optional
        Default 1200.

    Returns
    -------
    png : bytes
        The same arguments always give the same bytes.

    Raises
    ------
    SignalError
        If a panel has nothing to draw, more than one channel, or a NaN.
    PictureError
        If there is no panel, the palette does not exist, or a size or range is impossible.

    Examples
    --------
    >>> import melgram
    >>> mel = melgram.melspectrogram(np.zeros(16_000), "kaldi", sample_rate=16_000)
    >>> render_stacked([Panel(mel=mel, title="A"), Panel(mel=mel, title="B")])[:4]
    b'\x89PNG'
    """
    if not panels:
        message = "panels is empty; it must hold at least one spectrogram."
        raise PictureError(message)
    color_maps.table(palette)
    pages = [_drawn(panel, width=width) for panel in panels]
    texts = {
        "Title": " / ".join(panel.title for panel in panels),
        "Software": f"melgram {__version__}",
    }
    return png.encode(np.concatenate(pages), page_palette(palette), text=texts)


def _drawn(panel: Panel, *, width: int | None) -> npt.NDArray[np.uint8]:
    figure = spectrogram(panel.mel, title=panel.title, db_range=panel.db_range)
    figure = replace(figure, note="")  # no difference is not silence
    page = arranged(figure, width=width, height=None)
    canvas = Canvas(width=page.width, height=page.height)
    draw(canvas, figure, page)
    return canvas.indices


def shared_range(a: MelLike, b: MelLike) -> tuple[float, float] | None:
    """Return the range of colors that holds both, or None if they are in different units."""
    if a.unit != b.unit:
        return None
    ranges = []
    for mel in (a, b):
        values, unit, label = scale.shown(mel.data, unit=mel.unit)
        ranges.append(scale.value_scale(values, unit=unit, label=label, db_range=None))
    return min(r.low for r in ranges), max(r.high for r in ranges)
