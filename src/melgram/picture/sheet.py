"""A contact sheet: several figures on one page, with one range of colors for all.

One figure is drawn by ``drawing.py`` and ``vector.py``; pictures below each other that are to be
compared with ranges of their own are in ``stack.py``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from melgram._version import __version__
from melgram.errors import PictureError
from melgram.picture import axes, drawing, layout, png, vector
from melgram.picture.canvas import Canvas
from melgram.picture.caption import color_facts
from melgram.picture.figure import Figure
from melgram.picture.layout import Layout, Rect
from melgram.picture.scale import ValueScale
from melgram.picture.svg import Page

_CELL_WIDTH, _CELL_HEIGHT, _MOST_COLUMNS = 380, 210, 4
_LEAST_WIDTH, _LEAST_HEIGHT = 140, 120
_BAR_ROOM, _BAR_WIDTH = 66, 10  # right of the last column
_MARGIN = 6


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """Figures that share a page; made by `contact_sheet`."""

    figures: tuple[Figure, ...]
    values: ValueScale | None
    columns: int

    @property
    def rows(self) -> int:
        """How many cells are above each other."""
        return math.ceil(len(self.figures) / self.columns)

    @property
    def title(self) -> str:
        """The titles of all figures."""
        return " / ".join(figure.title for figure in self.figures)

    def to_png(
        self,
        *,
        palette: str | None = None,
        width: int | None = None,
        height: int | None = None,
    ) -> bytes:
        """Return a PNG; parameters and errors are those of `Figure.to_png`."""
        palette = drawing.chosen(self.figures[0], palette)
        page, cells, bar = self._arranged(width=width, height=height)
        canvas = Canvas(width=page.width, height=page.height)
        for figure, cell in zip(self.figures, cells, strict=True):
            drawing.draw(canvas, figure, cell)
        if self.values is not None:
            axes.draw_bar(canvas, bar, self.values, compact=True)
        texts = {"Title": self.title, "Software": f"melgram {__version__}"} | self._facts(
            cells, palette
        )
        colors = drawing.colors_of(self.figures[0], palette)
        return png.encode(canvas.indices, colors, text=texts)

    def to_svg(
        self,
        *,
        palette: str | None = None,
        width: int | None = None,
        height: int | None = None,
        name: str = "sheet",
        standalone: bool = True,
    ) -> str:
        """Return SVG; parameters and errors are those of `Figure.to_svg`."""
        palette = drawing.chosen(self.figures[0], palette)
        size, cells, bar = self._arranged(width=width, height=height)
        page = Page(
            width=size.width,
            height=size.height,
            name=name,
            title=self.title,
            description=" ".join(figure.description for figure in self.figures),
        )
        for figure, cell in zip(self.figures, cells, strict=True):
            vector.draw(page, figure, cell, palette=palette)
        if self.values is not None:
            vector.draw_bar(page, bar, self.values, palette=palette, compact=True)
        return page.to_svg(standalone=standalone)

    def _arranged(
        self, *, width: int | None, height: int | None
    ) -> tuple[Rect, list[Layout], Rect]:
        """Return the page, the layout of each cell, and the color bar."""
        room = _BAR_ROOM if self.values is not None else _MARGIN
        width = room + self.columns * _CELL_WIDTH if width is None else width
        height = self.rows * _CELL_HEIGHT + _MARGIN if height is None else height
        layout.check_side("width", width, least=room + self.columns * _LEAST_WIDTH)
        layout.check_side("height", height, least=_MARGIN + self.rows * _LEAST_HEIGHT)
        png.check_size(width=width, height=height)
        across, down = (width - room) // self.columns, (height - _MARGIN) // self.rows
        cells = [
            layout.in_cell(
                Rect(
                    x=index % self.columns * across,
                    y=index // self.columns * down,
                    width=across,
                    height=down,
                )
            )
            for index in range(len(self.figures))
        ]
        first, last = cells[0].plot, cells[-1].plot
        bar = Rect(
            x=self.columns * across, y=first.y, width=_BAR_WIDTH, height=last.bottom - first.y
        )
        return Rect(x=0, y=0, width=width, height=height), cells, bar

    def _facts(self, cells: Sequence[Layout], palette: str) -> dict[str, str]:
        """Return where each plot is, and what the colors mean."""
        plots = (cell.plot for cell in cells)
        facts = {"plots": "; ".join(f"{p.x} {p.y} {p.width} {p.height}" for p in plots)}
        if self.values is not None:
            facts |= color_facts(self.values, palette)
        return {f"melgram:{key}": text for key, text in facts.items()}


def contact_sheet(
    figures: Sequence[Figure],
    *,
    columns: int | None = None,
    db_range: tuple[float, float] | None = None,
) -> Sheet:
    r"""Return figures side by side; fields of color share one range and one color bar.

    Parameters
    ----------
    figures : sequence of Figure
        From left to right, then downward. Either all are fields of color of the same unit, or
        none is.
    columns : int, optional, >= 1
        Default: a sheet about as wide as high, four at most.
    db_range : (low, high), optional
        Values of the first and the last color. The default holds the range of each figure.

    Raises
    ------
    PictureError
        If there is no figure, or their values cannot share colors.

    Examples
    --------
    >>> import numpy as np, melgram
    >>> from melgram.picture import spectrogram
    >>> mel = melgram.melspectrogram(np.zeros(16_000), "kaldi", sample_rate=16_000)
    >>> contact_sheet([spectrogram(mel), spectrogram(mel)]).to_png()[:4]
    b'\x89PNG'
    """
    if not figures:
        message = "figures is empty; a contact sheet must hold at least one."
        raise PictureError(message)
    if columns is not None and columns < 1:
        message = f"{columns=} must be >= 1."
        raise PictureError(message)
    count = len(figures)
    values = _shared(figures, db_range)
    ranged = [_with_range(figure, values) for figure in figures]
    return Sheet(
        figures=tuple(replace(figure, strip=None) for figure in ranged),
        values=values,
        columns=min(count, columns or min(_MOST_COLUMNS, math.ceil(math.sqrt(count)))),
    )


def _with_range(figure: Figure, values: ValueScale | None) -> Figure:
    if figure.raster is None or values is None:
        return figure
    return replace(figure, layers=(replace(figure.raster, db_range=(values.low, values.high)),))


def _shared(figures: Sequence[Figure], db_range: tuple[float, float] | None) -> ValueScale | None:
    """Return the range of colors that holds those of all figures; None if none has colors."""
    rasters = [figure.raster for figure in figures]
    present = [raster for raster in rasters if raster is not None]
    if not present:
        return None
    wanted = present if db_range is None else [replace(r, db_range=db_range) for r in present]
    cells = [r.cells(width=_CELL_WIDTH, height=_CELL_HEIGHT).values for r in wanted]
    labels = sorted({values.label for values in cells})
    if len(present) < len(rasters) or len(labels) > 1:
        message = (
            f"figures of different values ({', '.join(labels)}) cannot share their colors. "
            "Draw them one by one."
        )
        raise PictureError(message)
    low, high = min(values.low for values in cells), max(values.high for values in cells)
    return replace(cells[0], low=low, high=high)
