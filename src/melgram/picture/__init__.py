"""Pictures of recordings as PNG and SVG, without a plotting library.

:func:`render` draws a result at once. The kinds of figures (:func:`spectrogram`,
:func:`waveform_figure`, :func:`spectrum`, :func:`filter_bank`, :func:`mel_curve`) are values that
become PNG or SVG of any size; :func:`contact_sheet` puts several on a page, :func:`stacked` below
each other, such as two results and their :func:`difference`. What a spectrogram
shows is chosen before, by :func:`cropped`, :func:`leveled` and :func:`stft_of`. Charts of your own
are drawn with ``svg.Page``. Bare pixels for a network are made by :func:`raw_picture`, for a folder
of recordings by :func:`write_set`. Interactive viewing is in ``melgram.viewer``.

What is below loads on first use, so that one picture costs nothing of the other kinds. Only
``spectrogram`` and ``difference`` are here at once: importing their modules later would put the
modules in their places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from melgram.lazy import loader
from melgram.picture.difference import difference
from melgram.picture.spectrogram import spectrogram

if TYPE_CHECKING:
    from melgram.picture.charts import filter_bank, mel_curve, spectrum, waveform_figure
    from melgram.picture.figure import Figure
    from melgram.picture.palette import diverging_palettes, palettes
    from melgram.picture.raw import Pixels, RawPicture, raw_picture
    from melgram.picture.recipe import mfcc_of, stft_of
    from melgram.picture.rendering import render
    from melgram.picture.sets import SetReport, write_set
    from melgram.picture.sheet import contact_sheet
    from melgram.picture.stack import shared_range, stacked
    from melgram.picture.view import View, cropped, leveled, reads_full_scale

__all__ = [
    "Figure",
    "Pixels",
    "RawPicture",
    "SetReport",
    "View",
    "contact_sheet",
    "cropped",
    "difference",
    "diverging_palettes",
    "filter_bank",
    "leveled",
    "mel_curve",
    "mfcc_of",
    "palettes",
    "raw_picture",
    "reads_full_scale",
    "render",
    "shared_range",
    "spectrogram",
    "spectrum",
    "stacked",
    "stft_of",
    "waveform_figure",
    "write_set",
]


_HOME = {
    "Figure": "figure",
    "Pixels": "raw",
    "RawPicture": "raw",
    "SetReport": "sets",
    "View": "view",
    "contact_sheet": "sheet",
    "cropped": "view",
    "diverging_palettes": "palette",
    "filter_bank": "charts",
    "leveled": "view",
    "mel_curve": "charts",
    "mfcc_of": "recipe",
    "palettes": "palette",
    "raw_picture": "raw",
    "reads_full_scale": "view",
    "render": "rendering",
    "shared_range": "stack",
    "spectrum": "charts",
    "stacked": "stack",
    "stft_of": "recipe",
    "waveform_figure": "charts",
    "write_set": "sets",
}


__getattr__ = loader(__name__, _HOME)


def __dir__() -> list[str]:
    return sorted(__all__)
