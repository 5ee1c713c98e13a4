"""Several figures below each other on one page, each with its own axes, to be compared by eye.

One figure is drawn by ``drawing.py`` and ``vector.py``; figures side by side, with one range of
colors for all, are in ``sheet.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from melgram._version import __version__
from melgram.errors import PictureError
from melgram.picture import caption, drawing, png, scale, vector
from melgram.picture import palette as color_maps
from melgram.picture.canvas import Canvas, color_entries, page_palette
from melgram.picture.figure import Figure
from melgram.picture.layout import Layout
from melgram.picture.subject import MelLike
from melgram.picture.svg import Page


@dataclass(frozen=True, kw_only=True, eq=False)
class Stack:
    """Figures below each other; made by `stacked`."""

    figures: tuple[Figure, ...]

    @property
    def title(self) -> str:
        """The titles of all figures."""
        return " / ".join(figure.title for figure in self.figures)

    def to_png(self, *, palette: str | None = None, width: int | None = None) -> bytes:
        """Return a PNG; the same figures always give the same bytes.

        Parameters
        ----------
        palette : str, optional
            One of :func:`melgram.picture.palettes`, for fields of levels. Differences have the
            first of :func:`melgram.picture.diverging_palettes`.
        width : int, optional [pixels]
            Default 1200.

        Raises
        ------
        PictureError
            If the palette does not exist, or the labels do not fit or readers stop at that size.
        """
        maps = self._maps(palette)
        entries = dict(zip(maps, color_entries(*maps.values()), strict=True))
        width, height, layouts = self._arranged(width)
        png.check_size(width=width, height=height)
        canvas = Canvas(width=width, height=height)
        texts = {"Title": self.title, "Software": f"melgram {__version__}"}
        for number, (figure, layout) in enumerate(zip(self.figures, layouts, strict=True), start=1):
            kind = _is_difference(figure)
            values = drawing.draw(canvas, _with_entries(figure, entries[kind]), layout)
            found = caption.texts(figure, palette=maps[kind], values=values, layout=layout)
            texts |= {
                key.replace("melgram:", f"melgram:{number}:"): text
                for key, text in found.items()
                if key.startswith("melgram:")
            }
        return png.encode(canvas.indices, page_palette(*maps.values()), text=texts)

    def to_svg(
        self,
        *,
        palette: str | None = None,
        width: int | None = None,
        name: str = "stack",
        standalone: bool = True,
    ) -> str:
        """Return SVG; parameters and errors are those of `to_png` and `Figure.to_svg`."""
        maps = self._maps(palette)
        width, height, layouts = self._arranged(width)
        page = Page(
            width=width,
            height=height,
            name=name,
            title=self.title,
            description=" ".join(figure.description for figure in self.figures),
        )
        for figure, layout in zip(self.figures, layouts, strict=True):
            vector.draw(page, figure, layout, palette=maps[_is_difference(figure)])
        return page.to_svg(standalone=standalone)

    def _maps(self, palette: str | None) -> dict[bool, str]:
        """Return the color map of levels and that of differences, if there are any."""
        kinds = sorted({_is_difference(figure) for figure in self.figures})
        asked = color_maps.chosen(palette, difference=False)
        return {kind: color_maps.DEFAULT_DIVERGING if kind else asked for kind in kinds}

    def _arranged(self, width: int | None) -> tuple[int, int, list[Layout]]:
        """Return the size of the page, and where each figure stands."""
        layouts, height = [], 0
        for figure in self.figures:
            layout = drawing.arranged(figure, width=width, height=None)
            layouts.append(layout.lowered(height))
            height += layout.height
        return layouts[0].width, height, layouts


def stacked(figures: Sequence[Figure]) -> Stack:
    r"""Return fields of colors below each other, each with its own axes and color bar.

    Parameters
    ----------
    figures : sequence of Figure
        Of `spectrogram` or `difference`; the first is at the top.

    Raises
    ------
    PictureError
        If there is no figure, or one without a field of colors.

    Examples
    --------
    >>> import numpy as np, melgram
    >>> from melgram.picture import spectrogram
    >>> mel = melgram.melspectrogram(np.zeros(16_000), "kaldi", sample_rate=16_000)
    >>> stacked([spectrogram(mel, title="A"), spectrogram(mel, title="B")]).to_png()[:4]
    b'\x89PNG'
    """
    if not figures or any(figure.raster is None for figure in figures):
        message = "figures must hold at least one, and spectrograms and differences alone."
        raise PictureError(message)
    return Stack(figures=tuple(figures))


def shared_range(a: MelLike, b: MelLike) -> tuple[float, float] | None:
    """Return the range of colors that holds both, or None if they are in different units."""
    if a.unit != b.unit:
        return None
    ranges = []
    for mel in (a, b):
        values, unit, label = scale.shown(mel.data, unit=mel.unit)
        ranges.append(scale.value_scale(values, unit=unit, label=label, db_range=None))
    return min(r.low for r in ranges), max(r.high for r in ranges)


def _is_difference(figure: Figure) -> bool:
    return figure.raster is not None and figure.raster.difference


def _with_entries(figure: Figure, entries: range) -> Figure:
    assert figure.raster is not None
    return replace(figure, layers=(replace(figure.raster, entries=entries),))
