"""From bytes to a Header: choose the walker by content.

This is the only list of containers and who reads them.
"""

from __future__ import annotations

import importlib

from melgram.audio.header import Header
from melgram.audio.sniff import sniff
from melgram.audio.source import Recording

# Container -> its module here; the function in it is called ``walk_<module>``.
_WALKERS = {
    "wav": "wav",
    "w64": "wav",
    "aiff": "aiff",
    "au": "au",
    "caf": "caf",
    "flac": "flac",
    "mp3": "mp3",
    "ogg": "ogg",
    "mp4": "mp4",
    "matroska": "matroska",
    "nist": "nist",
}


def read_header(recording: Recording) -> Header:
    """Return what is known about a recording before decoding it.

    Raises
    ------
    AudioError
        Of the kind that the walker of the container found.
    """
    container, start = sniff(recording)
    if container in _WALKERS:
        module = importlib.import_module(f"melgram.audio.{_WALKERS[container]}")
        return getattr(module, f"walk_{_WALKERS[container]}")(recording, start)
    return Header(  # not walked: whoever decodes it tells what is inside
        container=container,
        codec="unknown",
        sample_rate=None,
        channels=None,
        decoders=("av", "ffmpeg"),
    )
