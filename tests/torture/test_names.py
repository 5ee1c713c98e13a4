"""Torture, part G: names, links and things in a folder that are no regular files."""

from __future__ import annotations

import errno
import io
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from numpy.testing import assert_array_equal

from melgram import errors
from melgram.audio import decode, probe

NAMES = [
    b"\xff\xfe.wav",
    b"new\nline\ttab.wav",
    b"-leading",
    b"trailing ",
    b"%s%n.wav",
    "emoji \N{MUSICAL NOTE}.wav".encode(),
    b"e\xcc\x81.wav",
    b"x" * 255,
    b"CON.wav",
    b"quote'\".wav",
    b"<img src=x onerror=alert(1)>.wav",
    b"file:x",
    b"concat:a|b",
]


@pytest.mark.parametrize("name", NAMES)
def test_any_name(tmp_path, wav, encode, samples, name):
    """G1. A file of any name is read, through the own reader and through libsndfile."""
    path = tmp_path / os.fsdecode(name)
    for data in (wav(), encode("FLAC", "PCM_16")):
        path.write_bytes(data)
        assert_array_equal(decode(path).samples, samples)
        assert_array_equal(decode(str(path)).samples, samples)
    shown = probe(path).path
    assert shown.isprintable()
    shown.encode()


@pytest.mark.parametrize("name", NAMES)
def test_any_name_in_an_error(tmp_path, name):
    """G1. An error message begins with the name, and can be printed and stored."""
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(b"not a recording")
    with pytest.raises(errors.UnrecognisedFormat) as caught:
        decode(path)
    message = str(caught.value)
    assert message.startswith(str(tmp_path))
    assert message.isprintable()
    message.encode()


def test_links(tmp_path, wav, samples):
    """G2. A link to a file is followed; a broken one and a loop are ReadError."""
    (tmp_path / "a.wav").write_bytes(wav())
    (tmp_path / "link.wav").symlink_to("a.wav")
    (tmp_path / "broken.wav").symlink_to("missing")
    (tmp_path / "loop.wav").symlink_to("loop.wav")
    assert_array_equal(decode(tmp_path / "link.wav").samples, samples)
    with pytest.raises(errors.ReadError, match=r"broken.wav: cannot be opened \(No such file"):
        decode(tmp_path / "broken.wav")
    with pytest.raises(errors.ReadError, match=r"loop.wav: cannot be opened \(Too many levels"):
        decode(tmp_path / "loop.wav")


@pytest.mark.parametrize(
    ("kind", "match"),
    [
        ("folder", "is a directory"),
        ("fifo", "is a named pipe"),
        ("socket", "cannot be opened"),
        ("missing", "No such file"),
        ("zero", "is a character device"),
        ("nul", "null byte"),
        ("long", "File name too long"),
    ],
)
def test_what_is_no_file(tmp_path, monkeypatch, kind, match):
    """G3. What is no regular file is a ReadError, at once: nothing waits for a writer."""
    path = str(tmp_path / "thing.wav")
    path = {"zero": "/dev/zero", "nul": "a\0b.wav", "long": "x" * 5_000}.get(kind, path)
    listener = socket.socket(socket.AF_UNIX)
    if kind == "folder":
        (tmp_path / "thing.wav").mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "socket":
        monkeypatch.chdir(tmp_path)  # the name of a socket is short
        listener.bind("thing.wav")
    began = time.perf_counter()
    with listener, pytest.raises(errors.ReadError, match=match):
        decode(path)
    assert time.perf_counter() - began < 1


def test_permission(tmp_path, wav, monkeypatch):
    """G3. A file that may not be read is a ReadError (asked for as the system would say it)."""
    path = tmp_path / "secret.wav"
    path.write_bytes(wav())
    path.chmod(0)
    if os.geteuid() == 0:  # root may read anything, so the system's answer is played

        def refuse(*_: object) -> int:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

        monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(errors.ReadError, match=r"secret.wav: cannot be opened \(Permission denied"):
        decode(path)


def test_device_as_file_object():
    """G3. An endless device is refused as a file object too."""
    with (
        Path("/dev/zero").open("rb") as file,
        pytest.raises(errors.ReadError, match="character dev"),
    ):
        decode(file)


class Failing(io.BytesIO):
    """A file whose disk fails after a number of reads."""

    def __init__(self, data: bytes, *, n_reads: int) -> None:
        super().__init__(data)
        self.n_reads = n_reads

    def read(self, size: int | None = -1) -> bytes:
        self.n_reads -= 1
        if self.n_reads < 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super().read(size)


@pytest.mark.parametrize("form", ["WAV", "FLAC", "MP3", "av:ipod:aac"])
def test_error_while_reading(encode, capfd, form):
    """An I/O error in the middle is a ReadError, also through native code, without noise."""
    data = encode(form)
    healthy = Failing(data, n_reads=10**9)
    decode(healthy)
    n_reads = 10**9 - healthy.n_reads
    assert n_reads > 1
    for n_allowed in range(n_reads):
        with pytest.raises(errors.ReadError, match="Input/output error"):
            decode(Failing(data, n_reads=n_allowed))
    assert "Traceback" not in capfd.readouterr().err


def test_pipe(wav, encode, samples):
    """A pipe is copied and then read like a file."""
    for data in (wav(), encode("FLAC", "PCM_16")):
        code = f"import sys; sys.stdout.buffer.write({data!r})"
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as child:
            assert_array_equal(decode(child.stdout).samples, samples)
