"""A course on one recording: from its samples to what a model sees, as one HTML page.

::

    recording.py    source -> Recording: decoded, and where to look at it (places.py)
    study.py        Recording -> Study: everything that is computed, by quantization, components,
                    resolution, bands, levels, player
    facts.py        Study -> facts: every number that a sentence can name
    texts.py        the table of sentences, filled by english.py and korean.py
    figures/        Study -> SVG
    lessons.py      which sentence and which figure stand where; page.py puts a page around them
"""

from __future__ import annotations

from typing import Any, get_args

from melgram.errors import PictureError, did_you_mean
from melgram.explain.texts import Language

__all__ = ["Language", "report"]


def report(source: Any, *, language: Language = "en", partial: bool = False) -> str:
    """Explain the mel-spectrogram on a recording, as one HTML page that needs nothing else.

    Parameters
    ----------
    source : path, bytes or binary file object
        What is longer than 30 s is explained on its loudest 30 s.
    language : {"en", "ko"}
    partial : bool
        Take what a damaged recording still holds.

    Returns
    -------
    html : str
        Pictures, sound and style are inside; the page is to be saved as UTF-8.

    Raises
    ------
    AudioError
        If the recording cannot be read.
    PictureError
        If there is no such language.

    Examples
    --------
    >>> page = report("examples/speech.flac", language="ko")
    >>> page.splitlines()[:2]
    ['<!DOCTYPE html>', '<html lang="ko">']
    """
    from melgram.explain.facts import facts_of
    from melgram.explain.figures.canvas import Sheet
    from melgram.explain.lessons import lessons
    from melgram.explain.page import page
    from melgram.explain.recording import read
    from melgram.explain.study import study
    from melgram.explain.texts import texts_in

    if language not in get_args(Language):
        known = get_args(Language)
        message = f"language={language!r} must be one of {', '.join(known)}."
        raise PictureError(message + did_you_mean(str(language), known))
    if hasattr(source, "read"):
        source = source.read()  # it is read twice or thrice, and a pipe cannot be
    found = study(read(source, partial=partial), source)
    sheet = Sheet(study=found, texts=texts_in(language), facts=facts_of(found))
    return page(sheet, lessons(sheet))
