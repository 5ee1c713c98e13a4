"""From whatever the caller holds to a Recording: random access to bytes, and a name.

Only regular files are opened by path, and opening never blocks: a FIFO, a device or a
directory is refused before a byte is read. What the bytes mean is decided in ``sniff.py``.
"""

from __future__ import annotations

import contextlib
import io
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar, cast

from melgram.errors import LimitExceeded, ReadError

_T = TypeVar("_T")

Source = str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO

MAX_STREAM_BYTES = 1 << 32
"""Bytes taken at most from a file object that cannot seek (a pipe): 4 GiB."""

_SPOOL_BYTES = 1 << 24  # up to 16 MiB of a pipe stay in memory, more goes to a temporary file
_COPY_BYTES = 1 << 20
_HEAD_BYTES = 1 << 12


class Recording:
    """The bytes of one recording, readable at any place.

    Attributes
    ----------
    name : str
        What error messages call it; printable whatever the file system holds.
    size : int [bytes]
    file : binary file object, positioned anywhere
    is_file : bool
        Whether ``file`` is an operating-system file whose descriptor native code may read.
    failure : ReadError or None
        The last one, for native code through which no exception passes.
    """

    def __init__(self, file: BinaryIO, *, name: str, is_file: bool = False) -> None:
        self.file = file
        self.name = name
        self.is_file = is_file
        self.failure: ReadError | None = None
        self._head: bytes | None = None
        self.size = self._guard(lambda: file.seek(0, os.SEEK_END))

    def read_at(self, offset: int, n_bytes: int) -> bytes:
        """Return up to n_bytes from offset; fewer only at the end of the recording."""
        if offset >= self.size or n_bytes <= 0:
            return b""
        n_bytes = min(n_bytes, self.size - offset)
        if offset + n_bytes <= _HEAD_BYTES:
            return self._beginning()[offset : offset + n_bytes]
        return self._guard(lambda: self._read(offset, n_bytes))

    def _beginning(self) -> bytes:
        """Return the first bytes, where headers are read piece by piece; the file is asked once."""
        if self._head is None:
            self._head = self._guard(lambda: self._read(0, min(_HEAD_BYTES, self.size)))
        return self._head

    def _read(self, offset: int, n_bytes: int) -> bytes:
        self.file.seek(offset)
        pieces: list[bytes] = []
        while n_bytes > 0:  # an unbuffered file may return less than asked for
            piece = self.file.read(n_bytes)
            if not piece:
                break
            pieces.append(piece)
            n_bytes -= len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _guard(self, action: Callable[[], _T]) -> _T:
        try:
            return action()
        except (OSError, ValueError) as error:
            message = f"{self.name}: cannot be read ({error})."
            self.failure = ReadError(message)
            raise self.failure from error


@contextlib.contextmanager
def open_recording(source: Source) -> Iterator[Recording]:
    """Open a source for reading; close what was opened here and nothing else.

    A seekable file object is read from its beginning, wherever it stands; one that cannot
    seek is copied first, up to ``MAX_STREAM_BYTES``. File objects are left open.
    """
    if isinstance(source, (bytes, bytearray, memoryview)):
        with io.BytesIO(source) as memory:
            yield Recording(memory, name=f"<{type(source).__name__}>")
    elif isinstance(source, (str, os.PathLike)):
        name = printable(os.fspath(source))
        with _open_regular(source, name) as file:
            yield Recording(file, name=name, is_file=True)
    elif hasattr(source, "read"):
        name = _name_of(source)
        with contextlib.ExitStack() as stack:
            file = _seekable(source, name, stack)
            yield Recording(file, name=name)
    else:
        message = (
            f"source={source!r} of type {type(source).__name__} must be a path, bytes "
            "or a binary file object."
        )
        raise ReadError(message)


def printable(name: str | bytes) -> str:
    r"""Return a file name that any terminal, log and JSON file can hold, and still be read.

    Examples
    --------
    >>> printable(b"caf\xe9\n.wav")
    'caf\\udce9\\n.wav'
    """
    text = os.fsdecode(name)
    return text if text.isprintable() else "".join(map(_escape, text))


def _escape(letter: str) -> str:
    return letter if letter.isprintable() else ascii(letter)[1:-1]


def _open_regular(path: str | os.PathLike[str], name: str) -> BinaryIO:
    # O_NONBLOCK: opening a FIFO without a writer returns at once instead of waiting for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"{name}: cannot be opened ({reason})."
        raise ReadError(message) from error
    kind = _special_kind(os.fstat(descriptor).st_mode)
    if kind:
        os.close(descriptor)
        message = f"{name}: is a {kind}, not a regular file. Give the path of a recording."
        raise ReadError(message)
    return cast(BinaryIO, os.fdopen(descriptor, "rb", buffering=0))


def _special_kind(mode: int) -> str | None:
    """Name what is not a regular file; None for what is."""
    if stat.S_ISREG(mode):
        return None
    kinds = {
        stat.S_IFDIR: "directory",
        stat.S_IFIFO: "named pipe",
        stat.S_IFSOCK: "socket",
        stat.S_IFCHR: "character device",
        stat.S_IFBLK: "block device",
    }
    return kinds.get(stat.S_IFMT(mode), "special file")


def _name_of(file: object) -> str:
    name = getattr(file, "name", None)
    return printable(name) if isinstance(name, (str, bytes)) and name else "<file object>"


def _seekable(file: BinaryIO, name: str, stack: contextlib.ExitStack) -> BinaryIO:
    """Return the file itself if it can seek, else a spooled copy of it."""
    mode = 0
    with contextlib.suppress(AttributeError, OSError, ValueError):
        mode = os.fstat(file.fileno()).st_mode
    if stat.S_ISCHR(mode) or stat.S_ISDIR(mode):
        message = f"{name}: is a {_special_kind(mode)}, not a recording."
        raise ReadError(message)
    if isinstance(file, io.TextIOBase):
        message = f"{name}: is open as text. Open it with mode 'rb'."
        raise ReadError(message)
    with contextlib.suppress(AttributeError, OSError, ValueError):
        if file.seekable():
            return file
    spool = tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES)  # noqa: SIM115
    stack.callback(_close, spool)
    _copy(file, spool, name)
    return cast(BinaryIO, spool)


def _copy(file: BinaryIO, spool: tempfile.SpooledTemporaryFile[bytes], name: str) -> None:
    n_bytes = 0
    while True:
        try:
            piece = file.read(_COPY_BYTES)
        except (OSError, ValueError) as error:
            message = f"{name}: cannot be read ({error})."
            raise ReadError(message) from error
        if not isinstance(piece, bytes):
            message = f"{name}: read() gave {type(piece).__name__}; it must give bytes."
            raise ReadError(message)
        if not piece:
            return
        n_bytes += len(piece)
        if n_bytes > MAX_STREAM_BYTES:
            message = f"{name}: a stream may have at most {MAX_STREAM_BYTES} bytes."
            raise LimitExceeded(message)
        try:
            spool.write(piece)
        except OSError as error:
            message = (
                f"{name}: cannot seek, and its copy cannot be written in {tempfile.gettempdir()} "
                f"({error.strerror or error}). Make room there, set TMPDIR to another folder, or "
                "give a path."
            )
            raise ReadError(message) from error


def _close(spool: tempfile.SpooledTemporaryFile[bytes]) -> None:
    with contextlib.suppress(OSError):  # what no longer fitted is written once more
        spool.close()
