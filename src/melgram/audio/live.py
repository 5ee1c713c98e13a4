"""Samples while they are made: from a pipe, or from a microphone.

Both give blocks as they come. Nothing is resampled: a live signal has the rate that its source
has. Recordings that lie still are read by ``decoding.py``.
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Generator, Iterator
from typing import Any, BinaryIO, Protocol

import numpy as np
import numpy.typing as npt

from melgram.audio.header import Header
from melgram.audio.pcm import to_float
from melgram.audio.resampling import check_rate
from melgram.audio.source import Recording
from melgram.errors import (
    AudioError,
    MissingExtra,
    ReadError,
    TruncatedInput,
    UnrecognisedFormat,
    UnsupportedCodec,
)

_WAV = (b"RIFF", b"RIFX", b"RF64", b"BW64", b"riff")
_LONGEST_HEADER = 1 << 20
_READ_BYTES = 1 << 16
_BLOCK_S = 0.01


@dataclasses.dataclass(frozen=True, kw_only=True)
class Block:
    """The next samples; ``overrun`` says that others before them were lost."""

    samples: npt.NDArray[np.float32]  # (n_samples,), channels averaged
    overrun: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class Live:
    """A running source: its name, its rate [Hz], and its blocks."""

    name: str
    sample_rate: int
    blocks: Iterator[Block]


def from_pipe(file: BinaryIO, *, sample_rate: int | None) -> Live:
    """Read a WAV, or raw signed 16-bit little-endian samples of one channel, as they come.

    Parameters
    ----------
    file : binary file object
        Need not be seekable. Which of the two it is, its first bytes tell.
    sample_rate : int | None [Hz]
        Of raw samples; a WAV knows its own.

    Raises
    ------
    UnrecognisedFormat
        If raw samples come without their rate, or a WAV with another one.
    AudioError
        If the header of the WAV is damaged, or its codec is not plain numbers; while it is read,
        if it ends too early or in the middle of a sample.

    Examples
    --------
    >>> import io
    >>> live = from_pipe(io.BytesIO(bytes([0, 64] * 3)), sample_rate=8000)
    >>> [float(sample) for block in live.blocks for sample in block.samples]
    [0.5, 0.5, 0.5]
    """
    start = _read(file, 4, whole=True)
    if start not in _WAV:
        if sample_rate is None:
            message = (
                "stdin: is no WAV, and raw samples do not know their rate. "
                "Pass sample_rate (--sample-rate) in Hz."
            )
            raise UnrecognisedFormat(message)
        check_rate(sample_rate, name="sample_rate")
        pieces = _pieces(file, start, width=2, n_bytes=None)
        blocks = (Block(samples=to_float(piece, "<i2")) for piece in pieces)
        return Live(name="stdin", sample_rate=sample_rate, blocks=blocks)
    header, rest = _wav_header(file, start)
    assert header.pcm
    assert header.sample_rate
    assert header.channels
    if sample_rate not in (None, header.sample_rate):
        message = (
            f"stdin: is a WAV of {header.sample_rate} Hz; {sample_rate=} contradicts it. Leave it."
        )
        raise UnrecognisedFormat(message)
    return Live(
        name="stdin", sample_rate=header.sample_rate, blocks=_wav_blocks(file, header, rest)
    )


def from_microphone(*, sample_rate: int | None, device: str | None) -> Live:
    """Open a microphone; needs the extra "mic".

    Parameters
    ----------
    sample_rate : int | None [Hz]
        What is asked of the device; None takes the device's own.
    device : str | None
        Its number, or a part of its name; None is the system's default.

    Raises
    ------
    MissingExtra
        If sounddevice, or the PortAudio library that it needs, is not installed.
    ReadError
        If there is no such device, or it does not record at this rate.
    """
    try:
        import sounddevice
    except (ImportError, OSError) as error:  # OSError: PortAudio itself is missing
        message = (
            f"a microphone needs sounddevice and PortAudio ({error}). "
            'Run: pip install "melgram[mic]", and on Linux: apt install libportaudio2'
        )
        raise MissingExtra(message) from error
    asked = int(device) if device is not None and device.isdecimal() else device
    try:
        found = sounddevice.query_devices(asked, "input")
        rate = sample_rate or round(found["default_samplerate"])
        stream = sounddevice.InputStream(
            samplerate=rate, device=asked, channels=1, dtype="float32", latency="high"
        )
        stream.start()
    except (sounddevice.PortAudioError, ValueError) as error:
        rates = "" if sample_rate is None else f" at {sample_rate} Hz"
        message = (
            f"microphone: device={device or 'default'} cannot be opened{rates} ({error}). "
            "Run `python -m sounddevice`, which lists what there is."
        )
        raise ReadError(message) from error
    return Live(name=found["name"], sample_rate=rate, blocks=_heard(stream, rate))


class Microphone(Protocol):
    """The part of sounddevice's ``InputStream`` that is used here."""

    def read(self, frames: int, /) -> tuple[npt.NDArray[Any], bool]:
        """Wait for samples, (frames, n_channels), and tell whether others were lost before."""
        ...

    def close(self) -> None:
        """Let go of the device."""
        ...


def _heard(stream: Microphone, rate: int) -> Generator[Block]:
    """Yield what a microphone hears, until the generator is closed."""
    try:
        while True:
            samples, overflowed = stream.read(max(int(rate * _BLOCK_S), 1))
            yield Block(samples=samples[:, 0].copy(), overrun=bool(overflowed))
    finally:
        stream.close()


def _read(file: BinaryIO, n_bytes: int, *, whole: bool = False) -> bytes:
    """Return what is there, at least one byte until the end; ``whole``: all ``n_bytes``."""
    read = file.read if whole else getattr(file, "read1", file.read)
    try:
        return read(n_bytes)
    except (OSError, ValueError) as error:
        message = f"stdin: cannot be read ({error})."
        raise ReadError(message) from error


def _pieces(file: BinaryIO, kept: bytes, *, width: int, n_bytes: int | None) -> Iterator[bytes]:
    """Yield whole samples of ``width`` bytes as they come, ``n_bytes`` at most in all.

    Raises
    ------
    TruncatedInput
        If a source that declares no length ends in the middle of a sample.
    """
    left = n_bytes
    while True:
        kept = kept if left is None else kept[:left]
        full = len(kept) // width * width
        if full:
            left = None if left is None else left - full
            yield kept[:full]
        kept = kept[full:]
        more = b"" if left == 0 else _read(file, _READ_BYTES)
        if not more and kept and left is None:
            message = (
                f"stdin: ended in the middle of a sample ({len(kept)} of its {width} bytes came). "
                "Check that it is what it should be, such as 16-bit samples of one channel."
            )
            raise TruncatedInput(message)
        if not more:
            return
        kept += more


def _wav_header(file: BinaryIO, head: bytes) -> tuple[Header, bytes]:
    """Read as much as the header needs; return it, and the bytes of samples read with it."""
    from melgram.audio.wav import walk_wav

    while True:
        more = _read(file, _READ_BYTES)
        head += more
        try:
            header = walk_wav(Recording(io.BytesIO(head), name="stdin"), 0)
        except AudioError as error:
            undecided = isinstance(error, TruncatedInput) and len(head) < _LONGEST_HEADER
            if more and (undecided or len(head) < 128):
                continue
            raise
        if header.pcm is None:
            message = f"stdin: WAV of {header.codec} cannot be heard live; plain numbers can."
            raise UnsupportedCodec(message)
        return header, head[header.pcm.offset :]


def _wav_blocks(file: BinaryIO, header: Header, rest: bytes) -> Iterator[Block]:
    assert header.pcm
    assert header.channels
    width = header.pcm.width * header.channels
    declared = header.declared_samples
    n_bytes = None if declared is None else declared * width
    n_read = 0
    for piece in _pieces(file, rest, width=width, n_bytes=n_bytes):
        n_read += len(piece)
        channels = to_float(piece, header.pcm.dtype).reshape(-1, header.channels).T
        yield Block(samples=_mean(channels))
    if n_bytes is not None and n_read < n_bytes:
        message = (
            f"stdin: ended after {n_read // width} of the {declared} samples that its header "
            "declares."
        )
        raise TruncatedInput(message)


def _mean(channels: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Average channels, in the order of additions of ``collecting.py``."""
    if len(channels) == 1:
        return channels[0]
    total = channels[0].copy()
    for channel in channels[1:]:
        total += channel
    return total / np.float32(len(channels))
