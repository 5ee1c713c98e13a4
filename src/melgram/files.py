"""Writing a file or folder so that it appears whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import stat
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path

from melgram.errors import OutputError

PART = ".*.part"  # names of files that are not whole yet, as a pattern
_BINARY = getattr(os, "O_BINARY", 0)


def write_whole(target: Path, content: bytes) -> Path:
    """Write beside the target, then rename: a reader never sees half a file.

    A target that is no regular file (``/dev/stdout``, a pipe) is written to once all is there.

    Raises
    ------
    OutputError
        If the folder is missing or the file cannot be written; what was there stays.
    """
    with writing(target):
        mode = _mode(target)
        if _is_special(mode):
            target.write_bytes(content)
        else:
            _refuse_folder(mode)
            _exchange_file(target, content)
    return target


def _exchange_file(target: Path, content: bytes) -> None:
    part = os.path.join(target.parent, f".{secrets.token_hex(8)}.part")  # noqa: PTH118  # thousands
    try:
        _create(part, content)
        os.replace(part, target)  # noqa: PTH105
    except BaseException:  # an interruption as well
        with contextlib.suppress(OSError):
            os.unlink(part)  # noqa: PTH108
        raise


class Part:
    """What is written beside its target, and takes the target's name once it is whole.

    Parameters
    ----------
    target : Path
        One that is no regular file (``/dev/stdout``, a pipe) gets a copy in the end.
    folder : bool
        Whether `path` is a folder; the target may then be one, and is replaced.

    Raises
    ------
    OutputError
        If the target's folder is missing or nothing may be written there.
    """

    def __init__(self, target: Path, *, folder: bool = False) -> None:
        self._target = target
        self._is_folder = folder
        with writing(target):
            mode = _mode(target)
            if not folder:
                _refuse_folder(mode)
        self._is_special = _is_special(mode)
        beside = Path(tempfile.gettempdir()) if self._is_special else target.parent
        self.path = beside / f".{secrets.token_hex(8)}.part"
        self._removal = weakref.finalize(self, _remove, self.path)  # also when interrupted anywhere
        with writing(target):
            if folder:
                self.path.mkdir()
            else:
                _create(self.path)

    def commit(self) -> None:
        """Take the target's name; what had it is gone."""
        with writing(self._target):
            if self._is_special:
                with self.path.open("rb") as whole, self._target.open("wb") as target:
                    shutil.copyfileobj(whole, target, 1 << 20)
                self.discard()
            elif self._is_folder and self._target.exists():
                self._exchange()
            else:
                self.path.replace(self._target)
        self._removal.detach()  # nothing is left to remove

    def discard(self) -> None:
        """Leave nothing behind."""
        self._removal()

    def _exchange(self) -> None:
        old = self.path.with_suffix(".old")
        self._target.replace(old)
        try:
            self.path.replace(self._target)
        except BaseException:
            old.replace(self._target)
            raise
        shutil.rmtree(old)


def _create(path: Path | str, content: bytes = b"") -> None:
    """Write a new file; nobody else has one of that name."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def writing(target: Path) -> Iterator[None]:
    """Turn an operating system's error into an `OutputError` that names the target and a remedy."""
    try:
        yield
    except OutputError:
        raise
    except OSError as error:
        message = (
            f"{target}: cannot be written ({error.strerror or error}). {_remedy(target, error)}"
        )
        raise OutputError(message) from error


def _mode(target: Path) -> int:
    """Return what a target is, as `os.stat` says it, 0 for what is not there."""
    try:
        return target.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0


def _refuse_folder(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))


def _is_special(mode: int) -> bool:
    return bool(mode) and not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _remedy(target: Path, error: OSError) -> str:
    if error.errno == errno.ENAMETOOLONG:
        return "Give it a shorter name."
    if target.is_dir():
        return "It is a folder: name a file in it."
    if not target.parent.is_dir():
        return f"Make the folder first: mkdir -p {target.parent}"
    return "Check the space and the rights of its folder."
