"""Features as ``.npy``, the bytes of `numpy.save`, though they come in the order of time.

Each feature is a row of the file. While the length is not certain, rows have room to spare, and are
moved together in the end. The file is written to, not mapped: mapped pages count as memory used.
"""

from __future__ import annotations

import io
import math
import shutil
import tempfile
from pathlib import Path
from typing import IO

import numpy as np

from melgram.errors import OutputError
from melgram.files import Part, writing
from melgram.types import Float32

_HEADER_BYTES = 128  # of every shape that features have
_BUFFER_BYTES = 1 << 22  # rows are written this much at a time, all together
_COPY_BYTES = 1 << 20
_WIDTH = 4  # bytes of a float32


class NpyFile:
    """The writer of a ``.npy`` file.

    Parameters
    ----------
    target : Path | None
        None writes a file without a name, for `copy_to`.
    lead : tuple of int
        The axes before the frames, such as (n_features,).
    n_frames : int | None
        The expected length; a wrong one costs time.

    Raises
    ------
    OutputError
        If the file cannot be written; nothing is left of it then.
    """

    def __init__(self, target: Path | None, lead: tuple[int, ...], *, n_frames: int | None) -> None:
        self._lead = lead
        self._room = n_frames or 0  # frames that each row of the file can take
        self._written = self._waiting = 0
        n_rows = math.prod(lead)
        n_waiting = max(1, _BUFFER_BYTES // (_WIDTH * max(n_rows, 1)))
        self._buffer: Float32 = np.empty((n_rows, n_waiting), "<f4")
        self._target = target or Path(tempfile.gettempdir(), "melgram")
        self._part = None if target is None else Part(target)
        with writing(self._target):
            self._file: IO[bytes] = (
                tempfile.TemporaryFile(buffering=0)  # noqa: SIM115
                if self._part is None
                else self._part.path.open("r+b", buffering=0)
            )

    @property
    def shape(self) -> tuple[int, ...]:
        """(..., n_features, n_frames) so far."""
        return (*self._lead, self._written + self._waiting)

    def append(self, piece: Float32) -> None:
        """Take the next frames."""
        rest = piece.reshape(len(self._buffer), piece.shape[-1])
        while rest.shape[-1]:
            free = self._buffer[:, self._waiting :]
            taken = rest[:, : free.shape[-1]]
            free[:, : taken.shape[-1]] = taken
            self._waiting += taken.shape[-1]
            rest = rest[:, taken.shape[-1] :]
            if self._waiting == self._buffer.shape[-1]:
                self._flush()

    def commit(self) -> None:
        """Close the ranks, write the header, and take the name."""
        self._flush()
        n_frames = self._written
        with writing(self._target):
            self._move_rows(room=n_frames)
            self._file.truncate(_HEADER_BYTES + _WIDTH * len(self._buffer) * n_frames)
            self._write_at(0, _header(self.shape))
            if self._part is not None:
                self._file.close()
                self._part.commit()

    def copy_to(self, stream: IO[bytes]) -> None:
        """Copy a committed file without a name.

        Raises
        ------
        OutputError
            If the stream cannot be written.
        BrokenPipeError
            If its reader has left.
        """
        self._file.seek(0)
        try:
            shutil.copyfileobj(self._file, stream, _COPY_BYTES)
            stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            name = getattr(stream, "name", "the output")
            message = f"{name}: cannot be written ({error.strerror or error}). Check its space."
            raise OutputError(message) from error

    def discard(self) -> None:
        """Leave nothing behind."""
        self._file.close()
        if self._part is not None:
            self._part.discard()

    def _flush(self) -> None:
        n, self._waiting = self._waiting, 0
        if not n:
            return
        with writing(self._target):
            if self._written + n > self._room:
                self._move_rows(room=max(self._written + n, 2 * self._room))
            for row, values in enumerate(self._buffer[:, :n]):
                self._write_at(self._place(row, self._written, room=self._room), values.data)
        self._written += n

    def _move_rows(self, *, room: int) -> None:
        """Give each row this room: from the first row on if it is less, from the last if more."""
        rows, step = range(len(self._buffer)), _COPY_BYTES // _WIDTH
        starts = range(0, self._written, step)
        forward = room < self._room
        for row in rows if forward else reversed(rows):
            for start in starts if forward else reversed(starts):
                self._file.seek(self._place(row, start, room=self._room))
                data = self._file.read(_WIDTH * min(step, self._written - start))
                self._write_at(self._place(row, start, room=room), data)
        self._room = room

    def _place(self, row: int, frame: int, *, room: int) -> int:
        return _HEADER_BYTES + _WIDTH * (row * room + frame)

    def _write_at(self, place: int, data: bytes | memoryview) -> None:
        view = memoryview(data).cast("B")
        self._file.seek(place)
        while view.nbytes:  # an unbuffered file may take less than it is given
            view = view[self._file.write(view) :]


def _header(shape: tuple[int, ...]) -> bytes:
    """Return what `numpy.save` writes before the numbers."""
    buffer = io.BytesIO()
    facts = {"descr": "<f4", "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(buffer, facts)
    header = buffer.getvalue()
    assert len(header) == _HEADER_BYTES, shape
    return header
