"""Plain numbers to float32, without any decoder.

Integers of b bits are divided by 2**(b - 1), as libsndfile does, so full scale is [-1, 1).
Only bytes that are there are read, in blocks; no size in a header is ever allocated.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from melgram.audio.header import Header
from melgram.audio.source import Recording
from melgram.audio.stream import Stream

_BLOCK_BYTES = 1 << 22

Floats = npt.NDArray[np.float32]


def open_pcm(recording: Recording, header: Header, *, start: int) -> Stream:
    """Return a stream over the samples from ``start`` on; see ``Stream``."""
    assert header.sample_rate  # a walker that finds plain numbers sets all three
    assert header.channels
    return Stream(
        decoder="melgram",
        sample_rate=header.sample_rate,
        channels=header.channels,
        start=start,
        blocks=_blocks(recording, header, start),
    )


def _blocks(recording: Recording, header: Header, start: int) -> Iterator[Floats]:
    pcm, channels = header.pcm, header.channels
    assert pcm
    assert channels
    frame = pcm.width * channels
    place, end = pcm.offset + start * frame, pcm.offset + pcm.n_bytes
    step = max(1, _BLOCK_BYTES // frame) * frame
    while place < end:
        data = recording.read_at(place, min(step, end - place))
        n_frames = len(data) // frame
        if not n_frames:
            return  # the file became shorter while it was read; the count will tell
        yield to_float(data[: n_frames * frame], pcm.dtype).reshape(n_frames, channels)
        place += n_frames * frame


def to_float(data: bytes, dtype: str) -> Floats:
    r"""Return the numbers in ``data`` as float32 of full scale 1.

    Examples
    --------
    >>> to_float(b"\x00\x80\x00\x40", "<i2").tolist()
    [-1.0, 0.5]
    """
    if dtype[1:] == "i3":
        return _int24(data, big=dtype[0] == ">").astype(np.float32) * np.float32(2.0**-31)
    numbers = np.frombuffer(data, dtype=dtype)
    if dtype[1] == "f":
        with np.errstate(over="ignore"):  # becomes infinite, and is found as such later
            return numbers.astype(np.float32)
    if dtype[1] == "u":
        return (numbers.astype(np.float32) - np.float32(128)) * np.float32(1 / 128)
    bits = 8 * numbers.dtype.itemsize
    samples = numbers.astype(np.float32)
    samples *= np.float32(2.0 ** (1 - bits))  # in its place: fresh memory costs more than the sum
    return samples


def _int24(data: bytes, *, big: bool) -> npt.NDArray[np.int32]:
    """Return 24-bit integers in the upper bytes of 32-bit ones."""
    triples = np.frombuffer(data, np.uint8).reshape(-1, 3)
    wide = np.zeros((len(triples), 4), np.uint8)
    wide[:, 1:] = triples[:, ::-1] if big else triples
    return wide.reshape(-1).view("<i4").astype(np.int32, copy=False)
