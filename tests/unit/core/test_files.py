"""A file appears whole or not at all, and nothing is left beside it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from melgram.errors import OutputError
from melgram.files import Part, write_whole


def test_a_file_is_written_and_nothing_else(tmp_path: Path) -> None:
    """The folder holds the target with its content, whatever was there before."""
    (tmp_path / "a").write_bytes(b"old and longer")

    assert write_whole(tmp_path / "a", b"new") == tmp_path / "a"

    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"new"


def test_a_system_that_takes_little_at_a_time_gets_all(tmp_path: Path, monkeypatch) -> None:
    """A write that takes only a part of what it is given is followed by the rest."""
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, content: write(file, content[:1_000]))

    write_whole(tmp_path / "a", bytes(range(256)) * 40)

    assert (tmp_path / "a").read_bytes() == bytes(range(256)) * 40


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch) -> None:
    """When the content cannot be written, the old file stays and no piece of the new one does."""
    (tmp_path / "a").write_bytes(b"old")

    def full(_file: int, _content: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(
        OutputError, match=r"a: cannot be written \(No space left on device\)\. Check"
    ):
        write_whole(tmp_path / "a", b"new")

    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


def test_an_interruption_leaves_what_was_there(tmp_path: Path, monkeypatch) -> None:
    """Ctrl-C at the last moment leaves the old file, and no part of the new one."""
    (tmp_path / "a").write_bytes(b"old")

    def interrupted(_part: object, _target: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "a", b"new")

    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_a_folder_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    """A target that is a folder stays, and the message says what to name instead."""
    with pytest.raises(OutputError, match="It is a folder: name a file in it"):
        write_whole(tmp_path, b"new")

    assert list(tmp_path.iterdir()) == []


def test_a_committed_part_is_nobodys_to_remove(tmp_path: Path) -> None:
    """After its commit a part forgets its place: what is put there later stays."""
    part = Part(tmp_path / "a")
    part.path.write_bytes(b"done")
    part.commit()
    part.path.write_bytes(b"of somebody else")

    part.discard()
    del part

    assert sorted(path.read_bytes() for path in tmp_path.iterdir()) == [
        b"done",
        b"of somebody else",
    ]


def test_an_abandoned_part_is_removed(tmp_path: Path) -> None:
    """A part that nobody commits or discards goes with the object."""
    part = Part(tmp_path / "a")
    part.path.write_bytes(b"half")
    assert len(list(tmp_path.iterdir())) == 1

    del part

    assert list(tmp_path.iterdir()) == []
