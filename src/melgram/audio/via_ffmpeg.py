"""The ``ffmpeg`` program as the last resort: a child process with a time limit.

The input is a plain file (a temporary one where the caller has bytes) behind the ``file:``
prefix, with the demuxer named, so no name is taken for a protocol. The output comes through a
pipe as AU of 32-bit floats: the same bytes as raw f32, after 24 bytes or more that state rate
and channels, which raw output does not.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import struct
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from typing import IO

import numpy as np
import numpy.typing as npt

from melgram.audio.header import Header, check_format
from melgram.audio.slices import LinkFile
from melgram.audio.source import Recording
from melgram.audio.stream import DecoderFailed, DecoderMissing, Stream
from melgram.audio.via_av import DEMUXERS
from melgram.errors import DecoderTimeout

TIMEOUT_S = 30.0
"""Seconds that every recording gets; each MiB of it adds one more."""

_BLOCK_BYTES = 1 << 20
_STDERR_BYTES = 1 << 12
_AU_FLOAT = 6


def open_ffmpeg(recording: Recording, header: Header, *, tolerant: bool = False) -> Stream:
    """Return a stream from the very start.

    Raises
    ------
    DecoderMissing
        If no ``ffmpeg`` is on the PATH.
    DecoderFailed
        If it gives no sound.
    DecoderTimeout
        While the blocks are taken, if it does not end in time.
    """
    program = shutil.which("ffmpeg")
    if program is None:
        message = "no ffmpeg on the PATH"
        raise DecoderMissing(message)
    child = _Child(program, recording, header, tolerant=tolerant)
    try:
        rate, channels = child.read_head()
        check_format(recording.name, sample_rate=rate, channels=channels)
    except BaseException:
        child.close()
        raise
    return Stream(
        decoder=f"ffmpeg ({program})",
        sample_rate=rate,
        channels=channels,
        start=0,
        blocks=child.blocks(channels),
        close=child.close,
    )


class _Child:
    """A running ffmpeg, its watchdog, and the tail of what it complained about."""

    def __init__(
        self, program: str, recording: Recording, header: Header, *, tolerant: bool
    ) -> None:
        self._name = recording.name
        self._stack = contextlib.ExitStack()
        self._limit_s = TIMEOUT_S + recording.size / (1 << 20)
        path = self._stack.enter_context(_plain_file(recording, header))
        self._process = subprocess.Popen(
            _command(program, DEMUXERS[header.container], path, tolerant=tolerant),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._complaint = b""
        self._is_late = False
        self._drain = threading.Thread(target=self._drain_stderr, daemon=True)
        self._drain.start()
        self._watchdog = threading.Timer(self._limit_s, self._kill_late)
        self._watchdog.daemon = True
        self._watchdog.start()

    def read_head(self) -> tuple[int, int]:
        """Return sample rate and channels."""
        head = self._read(24)
        if len(head) < 24 or head[:4] != b".snd":
            raise self._failure()
        offset, _, encoding, rate, channels = struct.unpack_from(">5I", head, 4)
        if encoding != _AU_FLOAT or not 24 <= offset < 1 << 16:
            raise self._failure()
        self._read(offset - 24)
        return rate, channels

    def blocks(self, channels: int) -> Iterator[npt.NDArray[np.float32]]:
        """Yield (n, channels) until the child ends; a bad end raises."""
        frame = 4 * channels
        try:
            while data := self._read(max(1, _BLOCK_BYTES // frame) * frame):
                whole = len(data) // frame * frame
                yield np.frombuffer(data[:whole], ">f4").astype(np.float32).reshape(-1, channels)
            if self._process.wait(self._limit_s) != 0 or self._is_late:
                raise self._failure()
        finally:
            self.close()

    def close(self) -> None:
        """End the child if it still runs, and remove the temporary file."""
        self._watchdog.cancel()
        self._process.kill()
        self._process.wait()
        self._drain.join(1.0)
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe:
                pipe.close()
        self._stack.close()

    def _read(self, n_bytes: int) -> bytes:
        assert self._process.stdout
        return self._process.stdout.read(n_bytes)

    def _drain_stderr(self) -> None:
        # An unread pipe fills up and then the child waits for ever.
        pipe: IO[bytes] | None = self._process.stderr
        while pipe and (piece := pipe.read(_STDERR_BYTES)):
            self._complaint = (self._complaint + piece)[-_STDERR_BYTES:]

    def _kill_late(self) -> None:
        self._is_late = True
        self._process.kill()

    def _failure(self) -> Exception:
        if self._is_late:
            return DecoderTimeout(f"{self._name}: ffmpeg did not end within {self._limit_s:.0f} s.")
        self._process.wait()
        self._drain.join(1.0)
        lines = self._complaint.decode("utf-8", "replace").strip().splitlines()
        return DecoderFailed(f"ffmpeg: {lines[-1] if lines else 'gave no sound'}")


def _command(program: str, demuxer: str, path: str, *, tolerant: bool) -> list[str]:
    strict = () if tolerant else ("-xerror", "-err_detect", "crccheck+explode")
    return [
        *(program, "-nostdin", "-v", "error", *strict, "-threads", "1"),
        *("-protocol_whitelist", "file", "-f", demuxer, "-i", f"file:{path}"),
        *("-map", "0:a:0", "-vn", "-sn", "-dn"),
        *("-c:a", "pcm_f32be", "-f", "au", "-protocol_whitelist", "pipe", "pipe:1"),
    ]


@contextlib.contextmanager
def _plain_file(recording: Recording, header: Header) -> Iterator[str]:
    """Give ffmpeg a file of its own: it seeks, and it must not meet another under this name."""
    with tempfile.NamedTemporaryFile(prefix="melgram-", suffix=".bin") as copy:
        file = LinkFile(recording, header.links[0])
        while piece := file.read(_BLOCK_BYTES):
            copy.write(piece)
        copy.flush()
        if recording.failure:
            raise recording.failure
        yield os.fspath(copy.name)
