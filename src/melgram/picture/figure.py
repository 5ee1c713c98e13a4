"""A figure: axes, what is drawn between them, and the words around it.

The kinds of figures are made in ``spectrogram.py`` and ``charts.py``. Pixels are set in
``drawing.py``, SVG is written in ``vector.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from melgram.picture.axis import Axis
from melgram.picture.layers import Layer, Raster, Wave


@dataclass(frozen=True, kw_only=True, eq=False)
class Figure:
    r"""A picture that has not been drawn yet.

    Parameters
    ----------
    title : str
    subtitle : tuple of str
        Facts in the order of their importance; those that do not fit are left out.
    description : str
        What it shows, for those who do not see it.
    x, y : Axis
    layers : tuple of Raster | Curve | Area | Wave
        The first is drawn first. A raster comes alone.
    strip : Wave | None
        A waveform above, on the same x axis.
    legend : tuple of str
        Names of the series 1, 2, ..., at the right.
    legend_at_bottom : bool
        Whether the lower right corner is the free one.
    note : str
        A sentence written across the plot, such as that it shows silence.
    facts : mapping of str to str
        What the PNG's texts say besides title, axes and colors.

    Examples
    --------
    >>> from melgram.picture import mel_curve
    >>> figure = mel_curve()
    >>> figure.to_png(width=300, height=200)[:4], figure.to_svg()[:4]
    (b'\x89PNG', '<svg')
    """

    title: str
    subtitle: tuple[str, ...]
    description: str
    x: Axis
    y: Axis
    layers: tuple[Layer, ...]
    strip: Wave | None = None
    legend: tuple[str, ...] = ()
    legend_at_bottom: bool = False
    note: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def raster(self) -> Raster | None:
        """The field of colors, if there is one."""
        first = self.layers[0]
        return first if isinstance(first, Raster) else None

    def to_png(
        self,
        *,
        palette: str | None = None,
        width: int | None = None,
        height: int | None = None,
    ) -> bytes:
        """Return a PNG with a palette of 256 colors; equal figures give equal bytes.

        Parameters
        ----------
        palette : str, optional
            One of :func:`melgram.picture.palettes`, by default the first; for a difference, one
            of :func:`melgram.picture.diverging_palettes`.
        width, height : int, optional [pixels]
            Default 1200 by about 520 (640 with a strip), such that all bands are equally high.

        Raises
        ------
        PictureError
            If the palette does not exist, or the labels do not fit or readers stop at that size.
        """
        from melgram.picture.drawing import png_of

        return png_of(self, palette=palette, width=width, height=height)

    def to_svg(
        self,
        *,
        palette: str | None = None,
        width: int | None = None,
        height: int | None = None,
        name: str = "figure",
        standalone: bool = True,
    ) -> str:
        """Return SVG: axes and words as shapes, a spectrogram as a PNG inside.

        Parameters
        ----------
        palette, width, height
            As for `to_png`.
        name, standalone
            As for `melgram.picture.svg.Page`.
        """
        from melgram.picture.vector import page_of

        page = page_of(self, palette=palette, width=width, height=height, name=name)
        return page.to_svg(standalone=standalone)
