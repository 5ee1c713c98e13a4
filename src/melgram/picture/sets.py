"""A folder of recordings as a folder of pictures for a network.

One picture is made in ``raw.py``; files and windows are found in ``set_files.py``, the index is
kept in ``set_index.py``. Recordings are drawn by threads: decoding, the kernel and the packing of
pixels all work outside Python's lock.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from melgram.errors import EmptyInput, OutputError, PictureError
from melgram.files import PART
from melgram.frontend import FrontEnd
from melgram.frontend.rules import require_int
from melgram.picture.raw import DEFAULT_RANGE, Pixels, check_range
from melgram.picture.set_drawing import Drawer, Outcome
from melgram.picture.set_files import check_windows, files_below
from melgram.picture.set_index import (
    Failure,
    Journal,
    Row,
    read_index,
    settle,
    write_failures,
    write_index,
)
from melgram.presets import preset

_AHEAD = 4  # recordings a job that may wait for a slower one before them


@dataclass(frozen=True, kw_only=True)
class SetReport:
    """What became of a folder, or has become of it so far.

    Parameters
    ----------
    n_files, n_done : int
        Files found, and those that are finished.
    n_written, n_kept : int
        Pictures that this run made, and those that were there.
    n_others : int
        Files that are no recordings, by name and by content.
    n_left : int
        Pictures of an earlier run whose recordings are gone; they stay.
    failures : tuple of Failure
        Recordings without a picture.
    at_low, at_high : float
        Shares of all pixels at the ends of the range.
    """

    n_files: int
    n_done: int = 0
    n_written: int = 0
    n_kept: int = 0
    n_others: int = 0
    n_left: int = 0
    failures: tuple[Failure, ...] = ()
    at_low: float = 0.0
    at_high: float = 0.0

    @property
    def n_pictures(self) -> int:
        """Pictures that are there."""
        return self.n_written + self.n_kept

    def after(self, outcome: Outcome) -> SetReport:
        """Return the report with one more file."""
        n_new, n_old = len(outcome.rows), self.n_pictures
        low, high = (
            sum(getattr(row, end) for row in outcome.rows) for end in ("at_low", "at_high")
        )
        n_all = max(n_old + n_new, 1)
        return replace(
            self,
            n_done=self.n_done + 1,
            n_written=self.n_written + n_new * outcome.is_new,
            n_kept=self.n_kept + n_new * (not outcome.is_new),
            n_others=self.n_others + (not outcome.rows and outcome.failure is None),
            failures=(*self.failures, outcome.failure) if outcome.failure else self.failures,
            at_low=(self.at_low * n_old + low) / n_all,
            at_high=(self.at_high * n_old + high) / n_all,
        )


def write_set(
    folder: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    front_end: FrontEnd | str = "classic",
    pixels: Pixels | None = None,
    window: float | None = None,
    hop: float | None = None,
    jobs: int = 1,
    watch: Callable[[SetReport], object] | None = None,
) -> SetReport:
    """Write a picture of each recording in a folder, or of each window of it.

    ``out`` has the folders of ``folder``, so that the first one names the class, as torchvision's
    ImageFolder reads it; ``index.csv`` there maps pixels back to values. A run that was stopped
    goes on where it was when it is called again. A recording that cannot be read is listed in
    ``failed.csv``, and the others are drawn.

    Parameters
    ----------
    folder, out : path
        ``out`` is made; it holds one set.
    front_end : FrontEnd | str
        One for the whole set, at one rate: recordings at another are resampled.
    pixels : Pixels, optional
        Default: 224 x 224, 8 bits gray, -100 to 0 dBFS.
    window, hop : float, optional [s]
        One picture every ``hop`` (default: ``window``) of a stretch of ``window``.
    jobs : int, >= 1
        Recordings drawn at once; the result is the same.
    watch : function of SetReport, optional
        Called after every file.

    Returns
    -------
    report : SetReport

    Raises
    ------
    PictureError
        If ``out`` is ``folder``, or holds a set with other settings, or other files; if the
        window, hop or the range of values is missing or impossible.
    ReadError, EmptyInput
        If the folder is missing, or holds no files.
    OutputError
        If a picture cannot be written. What is written stays, and the next run goes on.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as out:
    ...     report = write_set("examples", out)
    ...     sorted(os.listdir(out)), report.n_pictures
    (['.lock', 'index.csv', 'settings.json', 'speech.flac.png'], 1)
    """
    source, target = Path(folder), Path(out)
    recipe = preset(front_end) if isinstance(front_end, str) else front_end
    pixels = pixels or Pixels()
    check_range(recipe.unit, pixels)
    check_windows(window=window, hop=hop)
    require_int("jobs", jobs, least=1)
    files = list(files_below(source, without=target))
    if source.is_dir() and target.is_dir() and source.samefile(target):
        message = f"out={target} is the folder of recordings itself. Name another one."
        raise PictureError(message)
    if not files:
        message = f"{source}: holds no files. Name a folder of recordings."
        raise EmptyInput(message)
    drawer = Drawer(
        folder=source, out=target, front_end=recipe, pixels=pixels, window=window, hop=hop
    )
    with _alone_in(target):
        settle(target, _settings(drawer), facts=_facts(drawer))
        for part in target.rglob(PART):
            part.unlink(missing_ok=True)  # of a run that was killed
        return _run(drawer, files, jobs=jobs, watch=watch or (lambda _: None))


def _run(
    drawer: Drawer, files: list[str], *, jobs: int, watch: Callable[[SetReport], object]
) -> SetReport:
    known = read_index(drawer.out)
    n_left = sum(len(known[file]) for file in known.keys() - set(files))
    report, stale = SetReport(n_files=len(files), n_left=n_left), set[str]()
    with Journal(drawer.out, [row for rows in known.values() for row in rows]) as journal:
        for outcome in _outcomes(drawer, files, known, jobs=jobs):
            if outcome.is_new and outcome.rows:
                journal.add(outcome.rows)
            stale.update(outcome.stale)
            report = report.after(outcome)
            watch(report)
    if known:  # rows of a first run are in order already
        rows = [row for rows in read_index(drawer.out).values() for row in rows]
        write_index(drawer.out, [row for row in rows if row.image not in stale])
    write_failures(drawer.out, report.failures)
    return report


def _outcomes(
    drawer: Drawer, files: list[str], known: dict[str, tuple[Row, ...]], *, jobs: int
) -> Iterator[Outcome]:
    """Yield the outcomes in the order of the files, however long each takes."""
    if jobs == 1:  # no thread: its own heap would be given back and fetched for each recording
        yield from (drawer.draw(file, known.get(file, ())) for file in files)
        return
    pool, waiting = ThreadPoolExecutor(jobs), deque[Future[Outcome]]()
    try:
        for file in files:
            waiting.append(pool.submit(drawer.draw, file, known.get(file, ())))
            if len(waiting) > _AHEAD * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _settings(drawer: Drawer) -> dict[str, Any]:
    """Return what must be the same for a picture to count as done."""
    return {
        "folder": os.fsdecode(drawer.folder.resolve()),
        "front_end": drawer.front_end.digest,
        **asdict(drawer.pixels),
        "db_range": drawer.pixels.db_range or DEFAULT_RANGE,
        "window": drawer.window,
        "hop": drawer.window if drawer.hop is None else drawer.hop,
    }


def _facts(drawer: Drawer) -> dict[str, Any]:
    """Return what a reader of the pictures needs besides: the front end, a frequency for a row."""
    bands, height = drawer.front_end.plan().frequencies, drawer.pixels.height
    facts: dict[str, Any] = {"front_end": drawer.front_end.to_dict(), "row_frequencies": None}
    if bands is not None:
        rows = (height - np.arange(height) - 0.5) / height * len(bands) - 0.5
        hertz = np.interp(rows, np.arange(len(bands)), bands)
        facts["row_frequencies"] = [round(float(value), 3) for value in hertz]
    return facts


@contextlib.contextmanager
def _alone_in(out: Path) -> Iterator[None]:
    """Hold a folder, made if need be, against a second run; a process that dies lets it go."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = (out / ".lock").open("wb")
    except OSError as error:
        message = f"{out}: cannot be written to ({error.strerror}). Name another folder."
        raise OutputError(message) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"{out}: another run writes there. Wait for it, or name another folder."
            raise OutputError(message) from None
        yield
