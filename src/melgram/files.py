"""Writing a file so that it appears whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from melgram.errors import OutputError

PART = ".*.part"  # names of files that are not whole yet, as a pattern


def write_whole(target: Path, content: bytes) -> Path:
    """Write beside the target, then rename: a reader never sees half a file.

    A target that is no regular file (``/dev/stdout``, a pipe) is written to directly.

    Raises
    ------
    OutputError
        If the folder is missing or the file cannot be written; what was there stays.
    """
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(content)
            return target
        _replace(target, content)
    except OSError as error:
        message = f"{target}: cannot be written ({error.strerror or error}). {_remedy(target)}"
        raise OutputError(message) from error
    return target


def _replace(target: Path, content: bytes) -> None:
    part = target.parent / f".{secrets.token_hex(8)}.part"
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _remedy(target: Path) -> str:
    if target.is_dir():
        return "It is a folder: name a file in it."
    if not target.parent.is_dir():
        return f"Make the folder first: mkdir -p {target.parent}"
    return "Check the space and the rights of its folder."
