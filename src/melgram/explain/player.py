"""The sound that a page carries in itself: the recording's own bytes, or an excerpt made anew."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from melgram.audio.encoding import Encoding, encode
from melgram.errors import SignalError
from melgram.explain.recording import Recording

_LIMIT = 600_000  # bytes; a page writes them as text, a third longer
_LOWEST_RATE = 3_000  # Hz; below it browsers do not play
_MEDIA_TYPES = {
    ("wav", "pcm_u8"): "audio/wav",
    ("wav", "pcm_s16le"): "audio/wav",
    ("wav", "pcm_s24le"): "audio/wav",
    ("wav", "pcm_f32le"): "audio/wav",
    ("flac", "flac"): "audio/flac",
    ("mp3", "mp3"): "audio/mpeg",
    ("ogg", "vorbis"): "audio/ogg",
    ("ogg", "opus"): "audio/ogg",
}
_NAMES: dict[Encoding, str] = {"flac": "FLAC", "ogg": "Ogg Vorbis"}


@dataclass(frozen=True, kw_only=True)
class Player:
    """Sound for an ``<audio>`` element.

    Parameters
    ----------
    content : bytes
    media_type : str
    encoding : str | None
        What the excerpt was encoded as; None if these are the recording's own bytes.
    """

    content: bytes
    media_type: str
    encoding: str | None = None


def player_for(recording: Recording, source: Any) -> Player | None:
    """Return sound for the recording's excerpt, or None if browsers would not play it.

    Parameters
    ----------
    recording : Recording
    source : path or bytes
        What it was read from.
    """
    if recording.sample_rate < _LOWEST_RATE:
        return None
    kept = _as_it_is(recording, source)
    return kept if kept is not None else _encoded(recording)


def _as_it_is(recording: Recording, source: Any) -> Player | None:
    info = recording.info
    media_type = _MEDIA_TYPES.get((info.container, info.codec))
    odd = recording.warnings or info.warnings
    if media_type is None or odd or not recording.is_whole or info.size_bytes > _LIMIT:
        return None
    is_path = isinstance(source, (str, os.PathLike))
    content = Path(source).read_bytes() if is_path else bytes(source)
    return Player(content=content, media_type=media_type)


def _encoded(recording: Recording) -> Player | None:
    """Return the excerpt, exact if that is small enough."""
    encodings: tuple[Encoding, ...] = ("flac", "ogg")
    for encoding in encodings:
        try:
            content = encode(
                recording.excerpt_samples, sample_rate=recording.sample_rate, encoding=encoding
            )
        except SignalError:
            continue
        if len(content) <= _LIMIT:
            name = _NAMES[encoding]
            return Player(content=content, media_type=f"audio/{encoding}", encoding=name)
    return None
