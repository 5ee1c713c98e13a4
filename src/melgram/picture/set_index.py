"""What a set of pictures knows of itself: its settings, its index, and the list of failures.

``settings.json`` says how every picture was made, ``index.csv`` what each pixel means, and
``failed.csv`` which recordings have none. The index is also the journal: a row is added when its
picture is whole, so a run that was killed goes on where it stopped.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Self

from melgram._version import __version__
from melgram.errors import PictureError
from melgram.files import write_whole, writing

SETTINGS, INDEX, FAILED = "settings.json", "index.csv", "failed.csv"


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One picture: ``value = low + pixel / (2**depth - 1) * (high - low)``, in ``unit``.

    Parameters
    ----------
    image, file : str
        The picture below the set's folder, the recording below its own.
    start, end : float [s]
        Times at the left and the right edge.
    duration : float [s]
        Length of the recording.
    low, high : float
        Values of pixels 0 and ``2**depth - 1``.
    unit : str
    front_end : str
        Digest.
    width, height : int [pixels]
    depth : int [bits]
    at_low, at_high : float
        Shares of pixels at the ends of the range, where the value may be beyond it.
    bytes, modified : int
        Size of the recording and its time [ns]: another file of that name is drawn again.
    """

    image: str
    file: str
    start: float
    end: float
    duration: float
    low: float
    high: float
    unit: str
    front_end: str
    width: int
    height: int
    depth: int
    at_low: float
    at_high: float
    bytes: int
    modified: int


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A recording without a picture, and why."""

    file: str
    error: str
    message: str


_KINDS = {"str": str, "float": float, "int": int}
_READERS = {field.name: _KINDS[str(field.type)] for field in fields(Row)}


def settle(out: Path, settings: dict[str, Any], *, facts: dict[str, Any]) -> None:
    """Make a folder the home of a set with these settings, or find that it already is.

    Raises
    ------
    PictureError
        If it holds a set with other settings, or other files.
    OutputError
        If the settings cannot be written.
    """
    path = out / SETTINGS
    if path.is_file():
        _compare(out, settings)
        return
    strangers = [path.name for path in out.iterdir() if not path.name.startswith(".")]
    if strangers:
        message = f"{out} holds other files, such as {sorted(strangers)[0]!r}. Name a new folder."
        raise PictureError(message)
    content = {"made_by": f"melgram {__version__}", "settings": settings, **facts}
    write_whole(path, json.dumps(content, indent=1).encode())


def read_index(out: Path) -> dict[str, tuple[Row, ...]]:
    """Return the rows by recording, the last one of each picture.

    A row that a killed run left unfinished is dropped.
    """
    try:
        text = (out / INDEX).read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return {}
    complete = text[: text.rfind("\n") + 1]
    found: dict[str, dict[str, Row]] = {}
    for line in csv.DictReader(io.StringIO(complete, newline="")):
        row = _row(line)
        if row is not None:
            found.setdefault(row.file, {})[row.image] = row
    return {file: tuple(rows.values()) for file, rows in found.items()}


def write_index(out: Path, rows: Iterable[Row]) -> Path:
    """Write the whole index, sorted by recording and time."""
    ordered = sorted(rows, key=lambda row: (row.file, row.start))
    return write_whole(out / INDEX, _table(ordered, Row))


class Journal:
    """The index while it grows: rows are added at its end, those of one recording in one go.

    It is open, and a context that closes it.
    """

    def __init__(self, out: Path, rows: Iterable[Row]) -> None:
        self._path = write_index(out, rows)
        with writing(self._path):
            self._file = self._path.open("ab")

    def __enter__(self) -> Self:
        """Return the journal."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close it; what was added is there."""
        self._file.close()

    def add(self, rows: Iterable[Row]) -> None:
        """Add the pictures of one recording; they must be whole already.

        Raises
        ------
        OutputError
            If the index cannot be written.
        """
        with writing(self._path):
            self._file.write(_table(rows, Row, heading=False))
            self._file.flush()


def write_failures(out: Path, failures: Iterable[Failure]) -> None:
    """Write the list of failures; without any there is no list."""
    ordered = sorted(failures, key=lambda failure: failure.file)
    if ordered:
        write_whole(out / FAILED, _table(ordered, Failure))
    else:
        (out / FAILED).unlink(missing_ok=True)


def _compare(out: Path, settings: dict[str, Any]) -> None:
    try:
        old = json.loads((out / SETTINGS).read_text(encoding="utf-8"))["settings"]
    except (OSError, ValueError, KeyError, TypeError):
        message = f"{out / SETTINGS} is not what melgram wrote. Name a new folder."
        raise PictureError(message) from None
    new = json.loads(json.dumps(settings))
    other = [key for key in new if old.get(key) != new[key]]
    if other:
        was = ", ".join(f"{key}={old.get(key)!r}" for key in other)
        now = ", ".join(f"{key}={new[key]!r}" for key in other)
        message = f"{out} holds pictures made with {was}; now {now}. Name a new folder."
        raise PictureError(message)


def _row(line: dict[str | Any, Any]) -> Row | None:
    try:
        return Row(**{name: read(line[name]) for name, read in _READERS.items()})
    except (KeyError, TypeError, ValueError):  # cut off inside a quoted name
        return None


@cache
def _columns(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _table(rows: Iterable[Row | Failure], kind: type, *, heading: bool = True) -> bytes:
    text = io.StringIO(newline="")
    names = _columns(kind)
    writer = csv.writer(text, lineterminator="\n")
    if heading:
        writer.writerow(names)
    writer.writerows([getattr(row, name) for name in names] for row in rows)
    return text.getvalue().encode("utf-8", "surrogateescape")
