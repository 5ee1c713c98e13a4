"""The difference of two results as a figure: colors on both sides of zero.

What the difference is, is decided in ``melgram.conformance``; fields of levels are made in
``spectrogram.py``.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from melgram.picture import scale
from melgram.picture.figure import Figure
from melgram.picture.spectrogram import spectrogram
from melgram.picture.subject import MelLike


def difference(
    above: MelLike, *, title: str = "B − A", subtitle: str = "", limit: float | None = None
) -> Figure:
    r"""Return a figure of what B is above A: orange, or below it: blue.

    Several frames or bands in one pixel become what is farthest from zero, so no sign is lost.

    Parameters
    ----------
    above : Contrast
        What `melgram.conformance.Difference.b_minus_a` returns, or any result whose values are
        differences, drawn as they are.
    title : str
    subtitle : str
        What is said below the title before the numbers.
    limit : float, > 0, optional
        The value of the strongest orange, and of the strongest blue below zero. Default: a round
        number that 99 % of the values stay below.

    Raises
    ------
    SignalError
        If there is nothing to draw.
    PictureError
        If the limit is impossible.

    Examples
    --------
    >>> import melgram
    >>> noise = np.random.default_rng(0).normal(size=16_000)
    >>> found = melgram.diff("whisper", "lhotse-whisper", samples=noise, sample_rate=16_000)
    >>> figure = difference(found.b_minus_a)
    >>> figure.raster.label, figure.to_png()[1:4]
    ('B − A (dB)', b'PNG')
    """
    figure = spectrogram(above, title=title)
    raster = figure.raster
    assert raster is not None
    if limit is None:
        limit = scale.rounded_up(scale.usual(raster.values))
    label = raster.label or f"Difference ({above.unit})"
    drawn = replace(raster, difference=True, pool="extreme", db_range=(-limit, limit), label=label)
    said = _said(raster.values, unit=above.unit)
    nothing = f"No difference: every value is 0 {above.unit}"
    return replace(
        figure,
        layers=(drawn,),
        subtitle=tuple(filter(None, [subtitle, *said, *figure.subtitle[1:-1]])),
        description=f"{title}. {'. '.join(said)}. {figure.description}",
        note="" if raster.values.any() else nothing,
    )


def _said(values: np.ndarray, *, unit: str) -> list[str]:
    """Return what sums up a difference: its mean, and what nearly all of it stays below."""
    finite = values[np.isfinite(values)]
    mean = f"{finite.mean() if finite.size else 0.0:+.3g}".replace("-", "−")
    return [f"mean {mean} {unit}", f"99 % within ±{scale.usual(values):.3g} {unit}"]
