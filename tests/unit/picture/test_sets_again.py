"""A set of pictures goes on where it stopped, whatever stopped it, and repeats nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import soundfile

from melgram.errors import OutputError
from melgram.picture import Pixels, write_set
from melgram.picture.set_index import read_index
from recordings import RATE, pink

SMALL = Pixels(width=24, height=16)


def test_a_second_run_changes_nothing(sounds, tmp_path, content_of) -> None:
    """What is done is kept, to the byte and to the time of its file."""
    write_set(sounds, tmp_path / "out", pixels=SMALL)
    before = content_of(tmp_path / "out")
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.png")}

    report = write_set(sounds, tmp_path / "out", pixels=SMALL)

    assert (report.n_written, report.n_kept) == (0, 4)
    assert content_of(tmp_path / "out") == before
    assert {path: path.stat().st_mtime_ns for path in times} == times


KILLED = """
import os, signal, sys
from melgram.picture import Pixels, write_set
done = []
def watch(report):
    done.append(report)
    if len(done) == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
replace = os.replace
def torn(part, target):
    if sys.argv[4] in str(target):
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(part, target)
os.replace = torn
write_set(sys.argv[1], sys.argv[2], pixels=Pixels(width=24, height=16), window=0.4, watch=watch)
"""


@pytest.mark.parametrize(
    ("after", "at", "n_kept"),
    [("2", "never", 12), ("99", "b.flac.0001", 15), ("99", "a.wav.0000", 0), ("99", "index", 0)],
)
def test_a_killed_run_goes_on_where_it_stopped(
    sounds, tmp_path, after, at, n_kept, content_of
) -> None:
    """Killed after two recordings, or inside a picture, the next run ends with the whole set."""
    write_set(sounds, tmp_path / "whole", pixels=SMALL, window=0.4)
    words = [sys.executable, "-c", KILLED, sounds, tmp_path / "out", after, at]
    killed = subprocess.run(words, check=False, capture_output=True, timeout=60)
    assert killed.returncode == -signal.SIGKILL

    report = write_set(sounds, tmp_path / "out", pixels=SMALL, window=0.4)

    assert content_of(tmp_path / "out") == content_of(tmp_path / "whole")
    assert not list((tmp_path / "out").rglob(".*.part"))
    assert report.n_kept == n_kept


def test_a_torn_last_row_is_drawn_again(sounds, tmp_path, content_of) -> None:
    """An index whose last row was cut off costs that recording's pictures, no more."""
    write_set(sounds, tmp_path / "out", pixels=SMALL, window=0.6)
    before = content_of(tmp_path / "out")
    (tmp_path / "out" / "index.csv").write_bytes(before["index.csv"][:-9])

    report = write_set(sounds, tmp_path / "out", pixels=SMALL, window=0.6)

    assert (report.n_written, report.n_kept) == (3, 11)
    assert content_of(tmp_path / "out") == before


@pytest.mark.parametrize("harm", ["truncate", "remove"])
def test_a_picture_that_is_not_whole_is_drawn_again(sounds, tmp_path, harm, content_of) -> None:
    """A row in the index alone does not make a picture done."""
    write_set(sounds, tmp_path / "out", pixels=SMALL)
    before = content_of(tmp_path / "out")
    image = tmp_path / "out" / "low/a.wav.png"
    image.unlink()
    if harm == "truncate":
        image.write_bytes(before["low/a.wav.png"][:-20])

    report = write_set(sounds, tmp_path / "out", pixels=SMALL)

    assert report.n_written == 1
    assert content_of(tmp_path / "out") == before


def test_a_changed_recording_is_drawn_again(sounds, tmp_path, content_of) -> None:
    """Another recording of that name replaces its pictures, and leaves none of the old behind."""
    write_set(sounds, tmp_path / "out", pixels=SMALL, window=0.5)
    soundfile.write(sounds / "high/a.wav", pink(0.8), RATE)

    report = write_set(sounds, tmp_path / "out", pixels=SMALL, window=0.5)
    write_set(sounds, tmp_path / "new", pixels=SMALL, window=0.5)

    assert report.n_written == 2
    assert content_of(tmp_path / "out") == content_of(tmp_path / "new")


def test_a_mended_recording_leaves_the_list(sounds, tmp_path) -> None:
    """A failure is tried again by every run, and failed.csv goes when there is none."""
    bad = sounds / "low/bad.wav"
    bad.write_text("not a recording")
    write_set(sounds, tmp_path / "out", pixels=SMALL)
    soundfile.write(bad, pink(), RATE)

    report = write_set(sounds, tmp_path / "out", pixels=SMALL)

    assert (report.n_written, report.failures) == (1, ())
    assert not (tmp_path / "out" / "failed.csv").exists()


def test_two_runs_do_not_write_to_one_folder(sounds, tmp_path) -> None:
    """A second run, while the first is busy, is refused."""
    seen: list[str] = []

    def meddle(_report: object) -> None:
        with pytest.raises(OutputError, match="another run writes there"):
            write_set(sounds, tmp_path / "out", pixels=SMALL)
        seen.append("refused")

    write_set(sounds, tmp_path / "out", pixels=SMALL, watch=meddle)

    assert seen == ["refused"] * 5


def test_a_disk_that_is_full_ends_the_run(sounds, tmp_path, monkeypatch) -> None:
    """What cannot be written is an error of the run, not of a recording, and what is done stays."""
    from melgram.picture import set_drawing

    write: Callable[[Path, bytes], Path] = set_drawing.write_whole

    def full(target: Path, content: bytes) -> Path:
        if target.name == "a.wav.png" and target.parent.name == "low":
            message = f"{target}: cannot be written (No space left on device)."
            raise OutputError(message)
        return write(target, content)

    monkeypatch.setattr(set_drawing, "write_whole", full)
    with pytest.raises(OutputError, match="No space left"):
        write_set(sounds, tmp_path / "out", pixels=SMALL)
    monkeypatch.undo()

    assert write_set(sounds, tmp_path / "out", pixels=SMALL).n_kept == 2


def test_every_cut_of_the_last_row_drops_it(sounds, tmp_path) -> None:
    """Wherever a row breaks off, even in its last number, the index ends with the one before."""
    write_set(sounds, tmp_path / "out", pixels=SMALL)
    path = tmp_path / "out" / "index.csv"
    whole, rows = path.read_bytes(), read_index(tmp_path / "out")
    last = whole.rstrip(b"\n").rindex(b"\n") + 1

    for end in range(last, len(whole)):
        path.write_bytes(whole[:end])
        assert list(read_index(tmp_path / "out").items()) == list(rows.items())[:-1]
