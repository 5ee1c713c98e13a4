"""From a decoder's blocks to one array: the window, the channel rule, the limit, the checksum.

The decoders are chosen, and what they gave is judged, in ``decoding.py``.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
from typing import Literal

import numpy as np
import numpy.typing as npt

from melgram.audio.header import Header
from melgram.audio.stream import DecoderFailed, Stream
from melgram.errors import LimitExceeded, SignalError

MAX_VALUES = 1 << 30
"""Numbers decoded at most, after the channel rule: 4 GiB, 18 hours of mono at 16 kHz.

A longer recording is read in windows, by ``offset`` and ``duration``.
"""

ChannelRule = Literal["mean", "first", "per_channel", "require_mono"]
Floats = npt.NDArray[np.float32]


@dataclasses.dataclass(frozen=True)
class Window:
    """A stretch of time, turned into integers once the rate is known."""

    offset: float
    duration: float | None

    def __post_init__(self) -> None:
        if not (math.isfinite(self.offset) and self.offset >= 0):
            message = f"offset={self.offset!r} must be a finite number of seconds >= 0."
            raise SignalError(message)
        duration = self.duration
        if duration is not None and not (math.isfinite(duration) and duration > 0):
            message = f"duration={duration!r} must be None or finite seconds > 0."
            raise SignalError(message)

    @property
    def is_whole(self) -> bool:
        """Whether this is the whole recording."""
        return self.offset == 0 and self.duration is None

    def start(self, rate: int) -> int:
        """First sample."""
        return round(self.offset * rate)

    def stop(self, rate: int) -> int | None:
        """Sample after the last one; None is the end."""
        if self.duration is None:
            return None
        return self.start(rate) + max(1, round(self.duration * rate))


@dataclasses.dataclass(frozen=True)
class Collected:
    """What one decoder gave.

    ``position`` is the sample, from the recording's beginning, that decoding reached;
    ``is_at_end`` says whether the decoder had no more, and ``failure`` how it broke off.
    """

    samples: Floats
    position: int
    is_at_end: bool
    failure: DecoderFailed | None
    md5: bytes | None


def collect(
    stream: Stream, header: Header, window: Window, rule: ChannelRule, *, end: int | None, name: str
) -> Collected:
    """Take a stream's blocks up to the window's end or ``end``, whichever comes first.

    Raises
    ------
    LimitExceeded
        Beyond ``MAX_VALUES`` numbers.
    """
    first, stop = window.start(stream.sample_rate), window.stop(stream.sample_rate)
    least = _least(stop, end)
    if least is not None:  # what is counted already need not be decoded to be refused
        _check_limit((least - first) * (stream.channels if rule == "per_channel" else 1), name)
    checksum = _Checksum(header) if window.is_whole and header.md5 else None
    kept: list[Floats] = []
    n_values, position, failure, is_at_end = 0, stream.start, None, True
    try:
        for block in stream.blocks:
            if checksum:
                checksum.update(block)
            piece = _cut(block, position, first, least)
            position += len(block)
            if len(piece):
                piece = _apply(rule, piece)
                n_values += piece.size
                kept.append(piece)
            _check_limit(n_values, name)
            if stop is not None and position >= stop:
                is_at_end = False
                break
    except DecoderFailed as error:
        failure = error
    samples = _join(kept, rule, stream.channels)
    return Collected(samples, position, is_at_end, failure, checksum.digest() if checksum else None)


def _check_limit(n_values: int, name: str) -> None:
    if n_values > MAX_VALUES:
        message = (
            f"{name}: decodes to more than {MAX_VALUES} numbers. "
            "Read it in windows: offset=..., duration=..."
        )
        raise LimitExceeded(message)


def _least(stop: int | None, end: int | None) -> int | None:
    return min((limit for limit in (stop, end) if limit is not None), default=None)


def _cut(block: Floats, position: int, first: int, stop: int | None) -> Floats:
    """Return the part of a block at ``position`` that lies between first and stop."""
    after = len(block) if stop is None else max(0, stop - position)
    return block[max(0, first - position) : after]


def _apply(rule: ChannelRule, block: Floats) -> Floats:
    if rule == "per_channel":
        return block
    if rule != "mean" or block.shape[1] == 1:
        return block[:, 0]
    # Channel after channel: the order of additions, and so every bit, is the same for any
    # memory layout that a decoder hands over.
    total = block[:, 0].copy()
    with np.errstate(over="ignore", invalid="ignore"):  # found as not finite later
        for index in range(1, block.shape[1]):
            total += block[:, index]
    return total / np.float32(block.shape[1])


def _join(kept: list[Floats], rule: ChannelRule, n_channels: int) -> Floats:
    if rule != "per_channel":
        return np.ascontiguousarray(np.concatenate(kept) if kept else np.zeros(0, np.float32))
    joined = np.concatenate(kept) if kept else np.zeros((0, n_channels), np.float32)
    return np.ascontiguousarray(joined.T)


class _Checksum:
    """MD5 over the integers that a FLAC encoder was given (RFC 9639, section 8.2)."""

    def __init__(self, header: Header) -> None:
        self._bits = header.bit_depth or 0
        self._hash = hashlib.md5(usedforsecurity=False) if 0 < self._bits <= 24 else None

    def update(self, block: Floats) -> None:
        """Add a block; float32 holds integers of up to 24 bits exactly."""
        if self._hash is None:
            return
        width = (self._bits + 7) // 8
        numbers = np.rint(block * np.float32(2.0 ** (self._bits - 1))).astype("<i4")
        data = np.ascontiguousarray(numbers).view(np.uint8).reshape(-1, 4)[:, :width]
        self._hash.update(data.tobytes())

    def digest(self) -> bytes | None:
        """Return the sum, None for more bits than float32 holds."""
        return self._hash.digest() if self._hash else None
