"""Folders of pictures: complete, restartable, true to their index, and nothing overwritten."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

import melgram
from melgram.errors import EmptyInput, PictureError, ReadError
from melgram.picture import Pixels, raw_picture, write_set
from melgram.picture.set_files import spans
from recordings import RATE, pink

SMALL = Pixels(width=24, height=16)


def index_of(out: Path) -> list[dict[str, str]]:
    """Return the rows of a set."""
    with (out / "index.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_set_has_the_folders_of_its_recordings(sounds, tmp_path, content_of) -> None:
    """There is one picture for each recording, in the folder of its class, and no other file."""
    report = write_set(sounds, tmp_path / "out", pixels=SMALL)

    assert set(content_of(tmp_path / "out")) == {
        "high/a.wav.png",
        "high/ünïcode 日本.wav.png",
        "index.csv",
        "low/a.wav.png",
        "low/b.flac.png",
        "settings.json",
    }
    assert (report.n_written, report.n_kept, report.n_others) == (4, 0, 1)
    assert report.failures == ()


def test_a_name_too_long_for_its_picture_is_a_failure(sounds, tmp_path) -> None:
    """The picture's name is longer than the recording's; the other recordings are drawn."""
    soundfile.write(sounds / "low" / f"{'y' * 249}.wav", pink(0.2), RATE)

    report = write_set(sounds, tmp_path / "out", pixels=SMALL)

    assert report.n_written == 4
    assert "File name too long" in report.failures[0].message
    assert "Give it a shorter name." in report.failures[0].message


def test_the_folder_of_recordings_is_no_place_for_pictures(sounds) -> None:
    """The message says what is wrong, not that the folder is empty."""
    with pytest.raises(PictureError, match="is the folder of recordings itself"):
        write_set(sounds, sounds)

    assert not list(sounds.glob("*.json"))


def test_the_index_turns_pixels_into_decibels(sounds, tmp_path, read_gray) -> None:
    """Each row names picture, recording, times, range, unit, front end and size, truly."""
    write_set(sounds, tmp_path / "out", pixels=Pixels(depth=16))

    row = next(row for row in index_of(tmp_path / "out") if row["file"] == "high/a.wav")
    pixels = read_gray((tmp_path / "out" / row["image"]).read_bytes())
    front_end = melgram.preset("classic")
    mel = melgram.melspectrogram(sounds / "high/a.wav", front_end)
    low, high = float(row["low"]), float(row["high"])
    found = low + pixels / (2 ** int(row["depth"]) - 1) * (high - low)
    assert (row["unit"], row["front_end"]) == ("dBFS", front_end.digest)
    assert (row["start"], row["end"], row["duration"]) == ("0.0", "2.0", "2.0")
    assert pixels.shape == (int(row["height"]), int(row["width"])) == (224, 224)
    assert np.array_equal(found, raw_picture(mel, Pixels(depth=16)).values())
    assert float(row["at_low"]) == pytest.approx(np.mean(pixels == 0), abs=1e-4)


def test_settings_name_the_frequency_of_each_row(sounds, tmp_path, read_gray) -> None:
    """The brightest row of a tone is the row that settings.json labels with its frequency."""
    write_set(sounds, tmp_path / "out")

    hertz = json.loads((tmp_path / "out" / "settings.json").read_text())["row_frequencies"]
    pixels = read_gray((tmp_path / "out" / "low/b.flac.png").read_bytes())  # 800 Hz
    brightest = int(pixels.sum(axis=1).argmax())
    assert min(abs(hertz[y] - 800.0) for y in (brightest - 1, brightest, brightest + 1)) < 15.0


def test_any_number_of_jobs_gives_the_same_set(sounds, tmp_path, content_of) -> None:
    """Bytes and order do not depend on how many recordings are drawn at once."""
    for jobs in (1, 3):
        write_set(sounds, tmp_path / str(jobs), pixels=SMALL, jobs=jobs)

    assert content_of(tmp_path / "1") == content_of(tmp_path / "3")


def test_recordings_that_differ_in_ending_are_two(sounds, tmp_path, content_of) -> None:
    """A picture keeps the whole name of its recording, so a.wav never overwrites a.flac."""
    soundfile.write(sounds / "low/a.flac", pink(), RATE)

    write_set(sounds, tmp_path / "out", pixels=SMALL)

    files = content_of(tmp_path / "out")
    assert files["low/a.wav.png"] != files["low/a.flac.png"]


def test_windows_are_pictures_of_their_own(sounds, tmp_path, read_gray) -> None:
    """Windows begin every hop, the last ends with the recording, and the index says where."""
    write_set(sounds, tmp_path / "out", pixels=Pixels(width=100), window=1.0, hop=0.6)

    rows = [row for row in index_of(tmp_path / "out") if row["file"] == "high/a.wav"]
    assert [(row["start"], row["end"]) for row in rows] == [
        ("0.0", "1.0"),
        ("0.6", "1.6"),
        ("1.0", "2.0"),
    ]
    assert [row["image"] for row in rows] == [f"high/a.wav.{i:04d}.png" for i in range(3)]
    mel = melgram.melspectrogram(sounds / "high/a.wav", melgram.preset("classic"))
    for row in rows:
        whole = raw_picture(
            mel, Pixels(width=100), start=float(row["start"]), end=float(row["end"])
        )
        assert np.array_equal(
            read_gray((tmp_path / "out" / row["image"]).read_bytes()), whole.levels
        )


@pytest.mark.parametrize("duration", [0.2, 2.999, 3.0, 3.005, 3.02, 4.5, 10.0, 10.3])
@pytest.mark.parametrize("hop", [0.7, 1.5, 3.0, None])
def test_windows_leave_no_sound_out(duration, hop) -> None:
    """Windows of one length cover the recording up to a column, and none lies beyond its end."""
    found = spans(duration, window=3.0, hop=hop, width=224)

    ends = [end for _, end in found]
    assert found[0][0] == 0.0
    assert all(end - start == pytest.approx(3.0) for start, end in found)
    assert all(later <= end for (later, _), end in zip(found[1:], ends, strict=False))
    assert max(ends) >= duration - 3.0 / 224
    assert len(found) == 1 or max(ends) <= duration + 3.0 / 224


def test_other_settings_are_refused(sounds, tmp_path, content_of) -> None:
    """A folder holds one set; what differs is named, and nothing is touched."""
    write_set(sounds, tmp_path / "out", pixels=SMALL)
    before = content_of(tmp_path / "out")

    with pytest.raises(PictureError, match="holds pictures made with width=24; now width=32"):
        write_set(sounds, tmp_path / "out", pixels=Pixels(width=32, height=16))
    with pytest.raises(PictureError, match=r"made with front_end='bae6.*; now front_end="):
        write_set(sounds, tmp_path / "out", pixels=SMALL, front_end="kaldi")
    with pytest.raises(PictureError, match="made with folder="):
        write_set(sounds / "low", tmp_path / "out", pixels=SMALL)
    assert content_of(tmp_path / "out") == before


def test_a_folder_with_other_files_is_refused(sounds, tmp_path) -> None:
    """Pictures never land among somebody's own files."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.png").write_bytes(b"mine")

    with pytest.raises(PictureError, match=r"holds other files, such as 'cat\.png'"):
        write_set(sounds, tmp_path / "photos", pixels=SMALL)
    assert (tmp_path / "photos" / "cat.png").read_bytes() == b"mine"


def test_bad_recordings_are_listed_and_the_others_drawn(sounds, tmp_path) -> None:
    """Text called .wav, an empty file, a cut-off one, a broken link: each with its reason."""
    (sounds / "low/text.wav").write_text("not a recording")
    (sounds / "low/empty.wav").write_bytes(b"")
    (sounds / "low/cut.wav").write_bytes((sounds / "low/a.wav").read_bytes()[:9_000])
    (sounds / "low/gone.wav").symlink_to(sounds / "nowhere.wav")

    report = write_set(sounds, tmp_path / "out", pixels=SMALL, jobs=2)

    with (tmp_path / "out" / "failed.csv").open(newline="") as file:
        failed = {row["file"]: row["error"] for row in csv.DictReader(file)}
    assert failed == {
        "low/cut.wav": "TruncatedInput",
        "low/empty.wav": "EmptyInput",
        "low/gone.wav": "ReadError",
        "low/text.wav": "UnrecognisedFormat",
    }
    assert {failure.file for failure in report.failures} == set(failed)
    assert report.n_written == 4


def test_content_tells_a_recording_not_its_name(sounds, tmp_path, content_of) -> None:
    """A WAV called .bin is drawn; text called .txt is passed over."""
    (sounds / "low/a.wav").rename(sounds / "low/a.bin")

    report = write_set(sounds, tmp_path / "out", pixels=SMALL)

    assert "low/a.bin.png" in content_of(tmp_path / "out")
    assert (report.n_written, report.n_others) == (4, 1)


def test_links_are_followed_once_and_hidden_names_passed_over(sounds, tmp_path, content_of) -> None:
    """A class that is a link is read; a link in a circle ends; .DS_Store and its like are not."""
    (tmp_path / "elsewhere").mkdir()
    soundfile.write(tmp_path / "elsewhere/c.wav", pink(), RATE)
    (sounds / "linked").symlink_to(tmp_path / "elsewhere")
    (sounds / "low" / "circle").symlink_to(sounds)
    (sounds / "low" / "._a.wav").write_bytes(b"\0" * 99)
    (sounds / ".git").mkdir()
    soundfile.write(sounds / ".git/d.wav", pink(), RATE)

    report = write_set(sounds, tmp_path / "out", pixels=SMALL)

    assert (report.n_written, report.failures) == (5, ())
    assert "linked/c.wav.png" in content_of(tmp_path / "out")


def test_names_that_are_not_text_survive(sounds, tmp_path) -> None:
    """A name in an old encoding, or with a line break, is drawn, indexed and found again."""
    for name in (b"caf\xe9.wav", b'two\nlines, "quoted".wav'):
        soundfile.write(tmp_path / "sound.wav", pink(0.2), RATE)
        (tmp_path / "sound.wav").rename(sounds / os.fsdecode(name))

    first = write_set(sounds, tmp_path / "out", pixels=SMALL)
    again = write_set(sounds, tmp_path / "out", pixels=SMALL)

    assert (first.n_written, again.n_kept) == (6, 6)
    assert (tmp_path / "out" / os.fsdecode(b"caf\xe9.wav.png")).exists()


def test_the_output_may_lie_inside(sounds) -> None:
    """Pictures inside the folder of recordings are not taken for recordings."""
    write_set(sounds, sounds / "pictures", pixels=SMALL)

    report = write_set(sounds, sounds / "pictures", pixels=SMALL)

    assert (report.n_files, report.n_kept) == (5, 4)


def test_recordings_of_any_rate_share_one_front_end(tmp_path) -> None:
    """One row is one frequency in the whole set: a tone at two rates lights the same row."""
    for rate in (16_000, 44_100):
        samples = np.sin(2 * np.pi * 1000 * np.arange(rate) / rate)
        (tmp_path / "in").mkdir(exist_ok=True)
        soundfile.write(tmp_path / "in" / f"{rate}.wav", samples, rate)

    write_set(tmp_path / "in", tmp_path / "out")

    assert len({row["front_end"] for row in index_of(tmp_path / "out")}) == 1


@pytest.mark.parametrize(
    ("arguments", "error", "sentence"),
    [
        ({"window": 0.0}, PictureError, r"window=0.0 s must be above 0"),
        ({"window": 1.0, "hop": -1.0}, PictureError, r"hop=-1.0 s must be above 0"),
        ({"hop": 1.0}, PictureError, r"hop=1.0 s needs a window"),
        ({"jobs": 0}, ValueError, r"jobs"),
        ({"front_end": "whisper"}, PictureError, r"has no decibels: give db_range"),
        ({"front_end": "wisper"}, ValueError, r"Did you mean 'whisper'"),
    ],
)
def test_arguments_are_checked_before_anything_is_made(
    sounds, tmp_path, arguments, error, sentence
) -> None:
    """A wrong argument leaves no folder behind."""
    with pytest.raises(error, match=sentence):
        write_set(sounds, tmp_path / "out", **arguments)
    assert not (tmp_path / "out").exists()


def test_a_folder_without_recordings_is_said(tmp_path) -> None:
    """A missing folder, a file and an empty folder each end in a sentence."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()

    with pytest.raises(ReadError, match=r"cannot be listed \(No such file or directory\)"):
        write_set(tmp_path / "missing", tmp_path / "out")
    with pytest.raises(ReadError, match=r"cannot be listed \(Not a directory\)"):
        write_set(tmp_path / "file", tmp_path / "out")
    with pytest.raises(EmptyInput, match=r"holds no files\. Name a folder of recordings"):
        write_set(tmp_path / "empty", tmp_path / "out")
