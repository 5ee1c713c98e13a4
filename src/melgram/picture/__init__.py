"""Pictures of recordings as PNG and SVG, without a plotting library.

:func:`render` draws a result at once. The kinds of figures (:func:`spectrogram`,
:func:`waveform_figure`, :func:`spectrum`, :func:`filter_bank`, :func:`mel_curve`) are values that
become PNG or SVG of any size; :func:`contact_sheet` puts several on a page, :func:`stacked` below
each other, such as two results and their :func:`difference`. What a spectrogram
shows is chosen before, by :func:`cropped`, :func:`leveled` and :func:`stft_of`. Charts of your own
are drawn with ``svg.Page``. Bare pixels for a network are made by :func:`raw_picture`, for a folder
of recordings by :func:`write_set`. Interactive viewing is in ``melgram.viewer``.

Sets load on first use: one picture needs nothing of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from melgram.picture.charts import filter_bank, mel_curve, spectrum, waveform_figure
from melgram.picture.difference import difference
from melgram.picture.figure import Figure
from melgram.picture.palette import diverging_palettes, palettes
from melgram.picture.raw import Pixels, RawPicture, raw_picture
from melgram.picture.recipe import mfcc_of, stft_of
from melgram.picture.rendering import render
from melgram.picture.sheet import contact_sheet
from melgram.picture.spectrogram import spectrogram
from melgram.picture.stacked import shared_range, stacked
from melgram.picture.view import View, cropped, leveled, reads_full_scale

if TYPE_CHECKING:
    from melgram.picture.sets import SetReport, write_set

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


def __getattr__(name: str) -> object:
    if name not in ("SetReport", "write_set"):
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module("melgram.picture.sets"), name)
