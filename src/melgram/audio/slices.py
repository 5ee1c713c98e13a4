"""A Link as a file object: a corrected header, then a range of the recording.

For native decoders that take a file object; what a Link is, is in ``header.py``.
"""

from __future__ import annotations

import contextlib
import io
import os

from melgram.audio.header import Link
from melgram.audio.source import Recording
from melgram.errors import ReadError


class LinkFile(io.RawIOBase):
    """Read-only, seekable bytes of one link."""

    def __init__(self, recording: Recording, link: Link) -> None:
        super().__init__()
        self._recording, self._link = recording, link
        end = recording.size if link.end is None else min(link.end, recording.size)
        self._size = len(link.head) + max(0, end - link.start)
        self._place = 0

    def readable(self) -> bool:
        """Say yes."""
        return True

    def seekable(self) -> bool:
        """Say yes."""
        return True

    def tell(self) -> int:
        """Return the position."""
        return self._place

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a position; one before the beginning is the beginning."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._size}[whence]
        self._place = max(0, base + offset)
        return self._place

    def read(self, size: int = -1) -> bytes:
        """Return up to ``size`` bytes.

        An error reads like the end: no exception passes through native code. Whoever decodes
        looks at ``recording.failure`` afterwards.
        """
        left = max(0, self._size - self._place)
        size = left if size is None or size < 0 else min(size, left)
        n_head = len(self._link.head)
        data = self._link.head[self._place : self._place + size]
        rest = size - len(data)
        if rest > 0:
            start = self._link.start + self._place + len(data) - n_head
            with contextlib.suppress(ReadError):  # kept in recording.failure
                data += self._recording.read_at(start, rest)
        self._place += len(data)
        return data

    def readinto(self, buffer: bytearray | memoryview) -> int:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Fill a buffer; libsndfile asks this way."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
