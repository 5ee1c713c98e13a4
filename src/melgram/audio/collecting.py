"""From a decoder's blocks to whoever takes them: the window, the channel rule, the checksum.

A taker is a `Sink`; the one that joins the blocks to an array is here. The decoders are chosen, and
what they gave is judged, in ``decoding.py``.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
from typing import Literal, Protocol

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


@dataclasses.dataclass(frozen=True, kw_only=True)
class Format:
    """What the blocks of one attempt are.

    Parameters
    ----------
    name : str
        The recording's, printable.
    sample_rate : int [Hz]
    channels : int or None
        Of the blocks: (channels, n) for ``"per_channel"``; None for (n,).
    n_samples : int or None
        How many are expected, by the count that is made without a decoder.
    """

    name: str
    sample_rate: int
    channels: int | None
    n_samples: int | None


class Sink(Protocol):
    """Takes the blocks of one attempt; after one that fails there is another, with a new sink."""

    def push(self, block: Floats) -> None:
        """Take the next block, (n,) or (n_channels, n), finite."""
        ...

    def discard(self) -> None:
        """Forget everything: the attempt failed, or something else did."""
        ...


class Collector:
    """The sink that keeps all blocks in memory.

    Raises
    ------
    LimitExceeded
        Beyond ``MAX_VALUES`` numbers.
    """

    def __init__(self, form: Format) -> None:
        self._form = form
        self._kept: list[Floats] = []
        self._n_values = 0
        if form.n_samples is not None:  # what is counted already need not be decoded to be refused
            _check_limit(form.n_samples * (form.channels or 1), form.name)

    def push(self, block: Floats) -> None:
        """Keep a block."""
        self._n_values += block.size
        _check_limit(self._n_values, self._form.name)
        self._kept.append(block)

    def discard(self) -> None:
        """Forget the blocks."""
        self._kept.clear()

    @property
    def samples(self) -> Floats:
        """All blocks in one array, (n_samples,) or (n_channels, n_samples)."""
        channels = self._form.channels
        nothing = np.zeros(0 if channels is None else (channels, 0), np.float32)
        return np.ascontiguousarray(np.concatenate([nothing, *self._kept], axis=-1))


@dataclasses.dataclass(kw_only=True)
class Taken:
    """What one decoder gave.

    ``position`` is the sample, from the recording's beginning, that decoding reached;
    ``is_at_end`` says whether the decoder had no more, and ``failure`` how it broke off.
    ``n_samples`` lay in the window, ``n_bad`` of them not finite, ``first_bad`` at the first place.
    """

    position: int
    is_at_end: bool = True
    failure: DecoderFailed | None = None
    md5: bytes | None = None
    n_samples: int = 0
    n_bad: int = 0
    first_bad: int = 0


def take(
    stream: Stream,
    header: Header,
    window: Window,
    rule: ChannelRule,
    *,
    sink: Sink,
    zero: bool,
    end: int | None,
) -> Taken:
    """Hand a stream's blocks to a sink, up to the window's end or ``end``.

    Samples that are not finite become zero if ``zero``; else no block follows the first of them.
    """
    first, stop = window.start(stream.sample_rate), window.stop(stream.sample_rate)
    least = least_of(stop, end)
    checksum = _Checksum(header) if window.is_whole and header.md5 else None
    taken = Taken(position=stream.start)
    try:
        for block in stream.blocks:
            if checksum:
                checksum.update(block)
            piece = _cut(block, taken.position, first, least)
            taken.position += len(block)
            if len(piece):
                _hand_over(_apply(rule, piece), taken, sink=sink, zero=zero)
            if stop is not None and taken.position >= stop:
                taken.is_at_end = False
                break
    except DecoderFailed as error:
        taken.failure = error
    taken.md5 = checksum.digest() if checksum else None
    return taken


def _hand_over(block: Floats, taken: Taken, *, sink: Sink, zero: bool) -> None:
    """Hand over a finite block; once one is not, only count, unless what is bad becomes zero."""
    finite = np.isfinite(block)
    if not finite.all():
        bad = ~finite
        if not taken.n_bad:
            taken.first_bad = taken.n_samples + int(np.argmax(np.atleast_2d(bad).any(axis=0)))
        taken.n_bad += int(bad.sum())
        block = np.where(bad, np.float32(0), block)
    taken.n_samples += block.shape[-1]
    if zero or not taken.n_bad:
        sink.push(block)


def _check_limit(n_values: int, name: str) -> None:
    if n_values > MAX_VALUES:
        message = (
            f"{name}: decodes to more than {MAX_VALUES} numbers. "
            "Read it in windows: offset=..., duration=..."
        )
        raise LimitExceeded(message)


def least_of(stop: int | None, end: int | None) -> int | None:
    """Return the smaller of two counts that may be unknown."""
    return min((limit for limit in (stop, end) if limit is not None), default=None)


def _cut(block: Floats, position: int, first: int, stop: int | None) -> Floats:
    """Return the part of a block at ``position`` that lies between first and stop."""
    after = len(block) if stop is None else max(0, stop - position)
    return block[max(0, first - position) : after]


def _apply(rule: ChannelRule, block: Floats) -> Floats:
    if rule == "per_channel":
        return block.T
    if rule != "mean" or block.shape[1] == 1:
        return block[:, 0]
    # Channel after channel: the order of additions, and so every bit, is the same for any
    # memory layout that a decoder hands over.
    total = block[:, 0].copy()
    with np.errstate(over="ignore", invalid="ignore"):  # found as not finite later
        for index in range(1, block.shape[1]):
            total += block[:, index]
    return total / np.float32(block.shape[1])


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
        numbers = np.rint(block * np.float32(2.0 ** (self._bits - 1)))
        if width < 3:
            self._hash.update(np.ascontiguousarray(numbers, f"<i{width}").data)
            return
        wide = np.ascontiguousarray(numbers, "<i4").view(np.uint8).reshape(-1, 4)
        self._hash.update(np.ascontiguousarray(wide[:, :width]).data)

    def digest(self) -> bytes | None:
        """Return the sum, None for more bits than float32 holds."""
        return self._hash.digest() if self._hash else None
