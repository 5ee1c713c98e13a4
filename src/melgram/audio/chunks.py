"""Chunks of the RIFF kind: an id, a size, a body; for WAV, RF64, W64 and AIFF.

What the chunks mean is in ``wav.py`` and ``aiff.py``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from melgram.audio.source import Recording
from melgram.errors import CorruptInput, LimitExceeded

MAX_CHUNKS = 10_000
"""A recording with more chunks is refused; editors write a few dozen at most."""


@dataclasses.dataclass(frozen=True)
class Chunk:
    """One chunk; ``size`` is what it claims, which may be beyond the end of the recording."""

    id: bytes
    start: int
    size: int

    @property
    def end(self) -> int:
        """Where it claims to end."""
        return self.start + self.size


@dataclasses.dataclass(frozen=True)
class Layout:
    """How chunk headers are written: id and size bytes, byte order, alignment of bodies."""

    id_bytes: int = 4
    size_bytes: int = 4
    order: str = "little"
    alignment: int = 2
    size_includes_header: bool = False


def walk_chunks(
    recording: Recording, start: int, layout: Layout, *, sizes: dict[bytes, int]
) -> Iterator[Chunk]:
    """Yield chunks until the end of the recording.

    ``sizes`` replaces the size of a chunk by a better one (RF64 keeps it elsewhere); the
    caller may fill it while walking. A chunk of unknown size is always the last.

    Raises
    ------
    LimitExceeded
        If there are more than ``MAX_CHUNKS``.
    """
    n_header = layout.id_bytes + layout.size_bytes
    for _ in range(MAX_CHUNKS):
        header = recording.read_at(start, n_header)
        if len(header) < n_header:
            return
        chunk = _parse(header, start, layout, sizes)
        yield chunk
        end = chunk.start + sizes.get(chunk.id, chunk.size)
        start = _next_start(recording, end, layout)
        if start >= recording.size:
            return
    message = f"{recording.name}: has more than {MAX_CHUNKS} chunks."
    raise LimitExceeded(message)


def _parse(header: bytes, start: int, layout: Layout, sizes: dict[bytes, int]) -> Chunk:
    name = header[: layout.id_bytes]
    size = int.from_bytes(
        header[layout.id_bytes :], "little" if layout.order == "little" else "big"
    )
    if layout.size_includes_header:
        size = max(0, size - len(header))
    return Chunk(name, start + len(header), sizes.get(name, size))


def _next_start(recording: Recording, end: int, layout: Layout) -> int:
    """Return where the next header is; some writers forget the pad byte after an odd size."""
    aligned = end + -end % layout.alignment
    if layout.alignment == 2 and aligned != end:
        here, there = recording.read_at(end, 4), recording.read_at(aligned, 4)
        if _is_id(here) and not _is_id(there):
            return end
    return aligned


def _is_id(name: bytes) -> bool:
    return len(name) == 4 and all(32 <= byte < 127 for byte in name)


def require_inside(recording: Recording, chunk: Chunk) -> None:
    """Refuse a chunk that ends beyond the recording.

    Raises
    ------
    CorruptInput
        Naming the chunk and both sizes.
    """
    if chunk.end > recording.size:
        message = (
            f"{recording.name}: chunk {chunk.id!r} at byte {chunk.start} claims {chunk.size} "
            f"bytes, but only {recording.size - chunk.start} follow."
        )
        raise CorruptInput(message)
