"""Pieces put aside, to be gone through again: in memory while they are few, then on disk."""

from __future__ import annotations

import contextlib
import math
import os
import tempfile
from collections.abc import Iterator
from typing import IO, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from melgram.errors import OutputError

IN_MEMORY = 1 << 24
"""Bytes held before they go to disk: 16 MiB."""


class Spool:
    """Arrays along time, written once in order and read in order any number of times.

    The file has no name from the beginning on, so that nothing is left of it however the process
    ends. It lies in ``folder``, or else where ``tempfile`` puts it (``TMPDIR``).

    Examples
    --------
    >>> spool = Spool()
    >>> spool.append(np.zeros((2, 3), np.float32))
    >>> [piece.shape for piece in spool], spool.length
    ([(2, 3)], 3)
    """

    def __init__(
        self, folder: str | os.PathLike[str] | None = None, *, read_as: DTypeLike | None = None
    ) -> None:
        self._folder = None if folder is None else os.fspath(folder)
        self._read_as = read_as
        self._held: list[NDArray[Any]] = []
        self._n_bytes = 0
        self._file: IO[bytes] | None = None  # once there is too much to hold
        self._kinds: list[tuple[np.dtype[Any], tuple[int, ...]]] = []
        self.length = 0

    def append(self, piece: NDArray[Any]) -> None:
        """Put a piece at the end; nobody may change it afterwards.

        Raises
        ------
        OutputError
            If there is no room.
        """
        if not piece.shape[-1]:
            return
        self._kinds.append((piece.dtype, piece.shape))
        self.length += piece.shape[-1]
        self._held.append(piece)
        self._n_bytes += piece.nbytes
        if self._n_bytes > IN_MEMORY:
            self._write_out()

    def _write_out(self) -> None:
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115
            for piece in self._held:
                self._file.write(np.ascontiguousarray(piece).data)
            self._file.flush()  # a full disk shows here, and not when the file is read
        except OSError as error:
            other = "set TMPDIR" if self._folder is None else "write the output"
            message = (
                "intermediate results cannot be written in "
                f"{self._folder or tempfile.gettempdir()} ({error.strerror or error}). Make room "
                f"there, or {other} to another folder."
            )
            raise OutputError(message) from error
        self._held.clear()

    @property
    def n_axes(self) -> int:
        """Axes of the pieces."""
        return len(self._kinds[0][1]) if self._kinds else 1

    def __iter__(self) -> Iterator[NDArray[Any]]:
        """Yield the pieces from the first, as ``read_as`` if that was said."""
        if self._file is None:
            yield from map(self._wanted, self._held)
            return
        self._write_out()
        self._file.seek(0)
        for dtype, shape in self._kinds:
            data = self._file.read(dtype.itemsize * math.prod(shape))
            yield self._wanted(np.frombuffer(data, dtype).reshape(shape))

    def __len__(self) -> int:
        """Return the number of pieces."""
        return len(self._kinds)

    def __contains__(self, piece: object) -> bool:
        """Pieces are read in order and not looked for."""
        return False

    def close(self) -> None:
        """Give memory and disk back."""
        self._held.clear()
        if self._file is not None:
            with contextlib.suppress(OSError):  # what no longer fits is not wanted either
                self._file.close()

    def _wanted(self, piece: NDArray[Any]) -> NDArray[Any]:
        return piece if self._read_as is None else piece.astype(self._read_as, copy=False)
