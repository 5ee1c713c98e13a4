"""Matroska and WebM: whether the segment is all there. Decoding is done in ``via_av.py``."""

from __future__ import annotations

from melgram.audio.header import Header
from melgram.audio.source import Recording
from melgram.errors import CorruptInput, TruncatedInput

_SEGMENT = 0x18538067


def walk_matroska(recording: Recording, start: int) -> Header:
    """Return the few facts of a Matroska file that need no decoder.

    Raises
    ------
    TruncatedInput, CorruptInput
        If its first two elements are cut or not what they must be.
    """
    _, place, size = _element(recording, start)
    if size is None:
        message = f"{recording.name}: its EBML header has no size."
        raise CorruptInput(message)
    name, place, size = _element(recording, place + size)
    if name != _SEGMENT:
        message = f"{recording.name}: has no Matroska segment after its EBML header."
        raise CorruptInput(message)
    truncated = None
    if size is not None and place + size > recording.size:
        truncated = f"declared {size} bytes, got {recording.size - place}"
    return Header(
        container="matroska",
        codec="unknown",
        sample_rate=None,
        channels=None,
        truncated=truncated,
        warnings=() if size is not None else ("its header states no length (live stream)",),
        decoders=("av", "ffmpeg"),
    )


def _element(recording: Recording, place: int) -> tuple[int, int, int | None]:
    """Return (id, start of the body, size); None is Matroska's own "unknown" size."""
    head = recording.read_at(place, 12)
    n_id = 9 - head[0].bit_length() if head else 0
    n_size = 9 - head[n_id].bit_length() if 0 < n_id < len(head) else 0
    if not head or n_id > 4 or not 1 <= n_size <= 8 or len(head) < n_id + n_size:
        message = f"{recording.name}: ends inside its Matroska header."
        raise TruncatedInput(message)
    size = int.from_bytes(head[n_id : n_id + n_size], "big") & ((1 << 7 * n_size) - 1)
    unknown = size == (1 << 7 * n_size) - 1
    return int.from_bytes(head[:n_id], "big"), place + n_id + n_size, None if unknown else size
