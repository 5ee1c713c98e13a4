"""Which recordings a folder holds, which windows they are cut into, and what a picture is called.

What is done with them is in ``sets.py``.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterator
from pathlib import Path

from melgram.errors import PictureError, ReadError

# A file of another ending is a recording if its content says so; if not, it is passed over.
_RECORDING = re.compile(
    r"\.(aac|ac3|aiff?|aifc|amr|ape|asf|au|avi|bwf|caf|flac|flv|m4[ab]|mka|mkv|mov|mp[234]|mpg|"
    r"nist|og[ag]|opus|rf64|snd|sph|tta|w64|wave?|weba|webm|wma|wv)",
    re.IGNORECASE,
)


def files_below(folder: Path, *, without: Path) -> Iterator[str]:
    """Yield the files of a folder and of its folders, in order, relative to it.

    Names that begin with a dot are passed over, links are followed, and a folder that links lead
    to twice is entered once.

    Parameters
    ----------
    folder : Path
    without : Path
        A folder that is not entered: the one where pictures go may lie inside.

    Raises
    ------
    ReadError
        If the folder is not there, or one cannot be listed.
    """
    seen = {_identity(without)} - {None}

    def walk(relative: str) -> Iterator[str]:
        here = folder / relative
        if _identity(here) in seen:
            return
        seen.add(_identity(here))
        for entry in _listed(here):
            name = os.path.join(relative, entry.name)  # noqa: PTH118  # may hold odd bytes
            if entry.is_dir():
                yield from walk(name)
            elif entry.is_file() or entry.is_symlink():  # a broken link is a failure, not nothing
                yield name

    return walk("")


def looks_like_recording(file: str) -> bool:
    """Return whether a name has the ending of a recording, so that other content is a fault.

    Examples
    --------
    >>> looks_like_recording("a.WAV"), looks_like_recording("labels.csv")
    (True, False)
    """
    return _RECORDING.fullmatch(Path(file).suffix) is not None


def spans(
    duration: float, *, window: float | None, hop: float | None, width: int
) -> list[tuple[float, float]]:
    """Return the begin and end of each picture of a recording [s].

    Without a window that is the recording. With one, windows begin every hop; the last is moved
    back so that it ends with the recording, and no sound is left out. A recording shorter than
    its window has one, which reaches beyond its end.

    Examples
    --------
    >>> spans(7.0, window=3.0, hop=1.5, width=224)
    [(0.0, 3.0), (1.5, 4.5), (3.0, 6.0), (4.0, 7.0)]
    >>> spans(2.0, window=3.0, hop=1.5, width=224)
    [(0.0, 3.0)]
    """
    if window is None:
        return [(0.0, duration)]
    hop = window if hop is None else hop
    column = window / width  # what is left over and narrower than a column is not drawn
    n_whole = max(math.floor((duration - window + column) / hop), 0) + 1
    starts = [i * hop for i in range(n_whole)]
    if duration - (starts[-1] + window) > column:
        starts.append(duration - window)
    return [(start, start + window) for start in starts]


def check_windows(*, window: float | None, hop: float | None) -> None:
    """Refuse windows that do not exist.

    Raises
    ------
    PictureError
    """
    for name, seconds in (("window", window), ("hop", hop)):
        if seconds is not None and not (math.isfinite(seconds) and seconds > 0):
            message = f"{name}={seconds} s must be above 0."
            raise PictureError(message)
    if hop is not None and window is None:
        message = f"hop={hop} s needs a window: pictures of whole recordings have no hop."
        raise PictureError(message)


def image_of(file: str, *, part: int | None) -> str:
    """Return where the picture of a recording, or of one window of it, lies below the output.

    The recording's own ending stays in the name, so that ``a.wav`` and ``a.flac`` are two.

    Examples
    --------
    >>> image_of("dogs/a.wav", part=None), image_of("dogs/a.wav", part=2)
    ('dogs/a.wav.png', 'dogs/a.wav.0002.png')
    """
    return f"{file}.png" if part is None else f"{file}.{part:04d}.png"


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _listed(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            shown = [entry for entry in entries if not entry.name.startswith(".")]
    except OSError as error:
        message = f"{folder}: cannot be listed ({error.strerror}). Name a folder of recordings."
        raise ReadError(message) from error
    return sorted(shown, key=lambda entry: entry.name)
