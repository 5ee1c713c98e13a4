"""One recording of a set: the pictures it already has, or new ones and their rows.

Everything that has to do with the whole set is in ``sets.py``.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from melgram.errors import (
    AudioError,
    EmptyInput,
    OutputError,
    ReadError,
    SignalError,
    UnrecognisedFormat,
)
from melgram.files import write_whole
from melgram.frontend import FrontEnd
from melgram.picture.raw import Pixels, RawPicture, raw_picture
from melgram.picture.raw_png import is_whole
from melgram.picture.set_files import image_of, looks_like_recording, spans
from melgram.picture.set_index import Failure, Row
from melgram.pipeline import melspectrogram


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one file.

    Parameters
    ----------
    rows : tuple of Row
        Its pictures; none for a failure, and none for a file that is no recording.
    is_new : bool
        Whether this run made them.
    stale : tuple of str
        Pictures of an earlier version of the recording that are gone now.
    failure : Failure | None
    """

    rows: tuple[Row, ...] = ()
    is_new: bool = True
    stale: tuple[str, ...] = ()
    failure: Failure | None = None


@dataclass(frozen=True, kw_only=True)
class Drawer:
    """Draws recordings of one folder into another, all in the same way."""

    folder: Path
    out: Path
    front_end: FrontEnd
    pixels: Pixels
    window: float | None
    hop: float | None
    _made: set[Path] = field(default_factory=set, init=False)  # folders that are there

    def draw(self, file: str, known: tuple[Row, ...]) -> Outcome:
        """Return the known pictures of a recording if they are whole and its own, or draw them.

        Raises
        ------
        OutputError
            If a picture cannot be written, unless its name is too long: the next one could not
            either.
        """
        try:
            recording = self.folder / file
            status = _status(recording)
            if self._is_done(known, status):
                return Outcome(rows=known, is_new=False)
            rows = self._drawn(recording, status, file=file)
        except OutputError as error:
            if getattr(error.__cause__, "errno", None) != errno.ENAMETOOLONG:
                raise
            failure = Failure(file=file, error=type(error).__name__, message=str(error))
            return Outcome(stale=self._removed(known, but=()), failure=failure)
        except (AudioError, SignalError) as error:
            is_other = isinstance(error, (UnrecognisedFormat, EmptyInput))
            if is_other and not looks_like_recording(file):
                return Outcome()
            failure = Failure(file=file, error=type(error).__name__, message=str(error))
            return Outcome(stale=self._removed(known, but=()), failure=failure)
        return Outcome(rows=rows, stale=self._removed(known, but=rows))

    def _is_done(self, known: tuple[Row, ...], status: os.stat_result) -> bool:
        if not known:
            return False
        wanted = self._spans(known[0].duration)
        return len(wanted) == len(known) and all(
            (row.bytes, row.modified) == (status.st_size, status.st_mtime_ns)
            and is_whole(self.out / row.image)
            for row in known
        )

    def _drawn(self, recording: Path, status: os.stat_result, *, file: str) -> tuple[Row, ...]:
        mel = melspectrogram(recording, self.front_end)
        rows: list[Row] = []
        for part, (start, end) in enumerate(self._spans(mel.source.duration)):
            picture = raw_picture(mel, self.pixels, start=start, end=end)
            image = image_of(file, part=None if self.window is None else part)
            target = self.out / image
            if target.parent not in self._made:
                _make_folder(target.parent)
                self._made.add(target.parent)
            write_whole(target, picture.png())
            row = _row(picture, image=image, file=file, duration=mel.source.duration, of=status)
            rows.append(row)
        return tuple(rows)

    def _spans(self, duration: float) -> list[tuple[float, float]]:
        return spans(duration, window=self.window, hop=self.hop, width=self.pixels.width)

    def _removed(self, known: tuple[Row, ...], *, but: tuple[Row, ...]) -> tuple[str, ...]:
        """Remove the pictures of an earlier version that this one does not have."""
        stale = {row.image for row in known} - {row.image for row in but}
        for image in stale:
            (self.out / image).unlink(missing_ok=True)
        return tuple(stale)


def _row(picture: RawPicture, *, image: str, file: str, duration: float, of: os.stat_result) -> Row:
    levels = picture.levels
    height, width = levels.shape
    n_low = levels.size - np.count_nonzero(levels)
    n_high = np.count_nonzero(levels == np.iinfo(levels.dtype).max)
    return Row(
        image=image,
        file=file,
        start=picture.start,
        end=picture.end,
        duration=duration,
        low=picture.low,
        high=picture.high,
        unit=picture.unit,
        front_end=picture.front_end,
        width=width,
        height=height,
        depth=8 * levels.itemsize,
        at_low=round(n_low / levels.size, 4),
        at_high=round(n_high / levels.size, 4),
        bytes=of.st_size,
        modified=of.st_mtime_ns,
    )


def _status(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror})."
        raise ReadError(message) from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{folder}: cannot be made a folder ({error.strerror})."
        raise OutputError(message) from error
