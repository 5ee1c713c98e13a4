"""JSON with keywords of library calls: ``{"librosa.feature.melspectrogram": {"sr": 16000}}``.

A second key, ``librosa.power_to_db`` or ``torchaudio.transforms.AmplitudeToDB``, stands for the
call that follows. ``{"library": "librosa", "sr": 16000}`` is short for the first call alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from melgram.errors import FrontEndError, did_you_mean
from melgram.exchange import librosa, torchaudio
from melgram.exchange.settings import Settings
from melgram.frontend import FrontEnd

FIRST: dict[str, Callable[[Settings], FrontEnd]] = {
    librosa.MELSPECTROGRAM: librosa.melspectrogram,
    librosa.MFCC: librosa.mfcc,
    torchaudio.MELSPECTROGRAM: torchaudio.melspectrogram,
    torchaudio.MFCC: torchaudio.mfcc,
}
SECOND: dict[str, Callable[[Settings, FrontEnd], FrontEnd]] = {
    librosa.POWER_TO_DB: librosa.power_to_db,
    librosa.AMPLITUDE_TO_DB: librosa.amplitude_to_db,
    torchaudio.AMPLITUDE_TO_DB: torchaudio.amplitude_to_db,
}
_LIBRARIES = {"librosa": librosa.MELSPECTROGRAM, "torchaudio": torchaudio.MELSPECTROGRAM}


def is_keyword_set(document: Mapping[str, Any]) -> bool:
    """Return whether a document names a library or its calls."""
    return "library" in document or any(
        key.partition(".")[0] in _LIBRARIES and "." in key for key in document
    )


def steps_of(document: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the calls in their order, each with its keywords.

    Raises
    ------
    FrontEndError
        If the library or a call is not covered, or the calls do not follow each other.
    """
    if "library" in document:
        return [_short(document)]
    for name, keywords in document.items():
        if name not in FIRST and name not in SECOND:
            known = [*FIRST, *SECOND]
            hint = did_you_mean(name, known)
            message = f"{name} is not covered.{hint} Covered are {', '.join(known)}."
            raise FrontEndError(message)
        if not isinstance(keywords, Mapping):
            message = f"{name} must be a table of keywords."
            raise FrontEndError(message)
    first, *rest = document.items()
    library = first[0].partition(".")[0]
    if first[0] not in FIRST or len(rest) > 1 or any(name not in SECOND for name, _ in rest):
        message = f"the calls {', '.join(document)} must be a mel or MFCC, then at most decibels."
        raise FrontEndError(message)
    if any(not name.startswith(library) for name, _ in rest) or (
        rest and "MFCC" in first[0].upper()
    ):
        message = f"the calls {', '.join(document)} do not fit together."
        raise FrontEndError(message)
    return [first, *rest]


def _short(document: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    library = document["library"]
    if library not in _LIBRARIES:
        message = f"library={library!r} must be one of {', '.join(_LIBRARIES)}."
        raise FrontEndError(message)
    return _LIBRARIES[library], {key: value for key, value in document.items() if key != "library"}
