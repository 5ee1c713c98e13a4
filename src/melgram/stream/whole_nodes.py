"""Stages that need everything before they give anything: fed twice, first to measure.

Such a node is handed all pieces at once (`measure`), from wherever they were put aside, and then
again one by one, like any other node. Who puts them aside is ``passes.py``.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar, Protocol, runtime_checkable

import numpy as np

from melgram.engines import clip
from melgram.engines.apply import apply_signal
from melgram.engines.base import Core
from melgram.frontend import geometry, post, signal
from melgram.stream.framing import FramesNode
from melgram.stream.nodes import Node, Piece, join
from melgram.types import Float32


@runtime_checkable
class WholeNode(Node, Protocol):
    """A node that measures all pieces before it takes the first."""

    def measure(self, pieces: Collection[Piece], *, length: int) -> None:
        """Look at all pieces, ``length`` samples or frames together."""
        ...


class _Measuring:
    """What such nodes share: nothing is kept back from piece to piece."""

    STATE: ClassVar[tuple[str, ...]] = ()  # a stream that could be saved has no such node

    def finish(self) -> Piece:
        """Nothing is kept back."""
        return np.zeros((0, 0))


class WholeSignalNode(_Measuring):
    """A level or mean of the whole signal."""

    def __init__(self, operation: signal.SignalOp) -> None:
        self._operation = operation
        self._measured: clip.Measured = ()

    def measure(self, pieces: Collection[Piece], *, length: int) -> None:
        """Take the statistics."""
        self._measured = clip.measure(self._operation, pieces, n_valid=length)

    def push(self, x: Piece) -> Piece:
        """Carry out the operation."""
        return clip.carry_out(self._operation, x, self._measured)

    def finish(self) -> Piece:
        """Nothing is kept back."""
        return np.zeros(0)


class TileNode:
    """Repetition of a short signal; a longer one passes."""

    STATE: ClassVar[tuple[str, ...]] = ()

    def __init__(self, operation: signal.TileTo) -> None:
        self._operation = operation
        self._passes = False
        self._held: Piece = np.zeros(0)

    def measure(self, pieces: Collection[Piece], *, length: int) -> None:
        """See whether the signal is long enough."""
        self._passes = length >= self._operation.n_samples

    def push(self, x: Piece) -> Piece:
        """Let samples pass, or hold them."""
        if self._passes:
            return x
        self._held = join(self._held, x)
        return np.zeros(0)

    def finish(self) -> Piece:
        """Return the signal with its repetitions."""
        return apply_signal(self._operation, self._held, rng=None)


class PadAroundNode:
    """Padding on both sides, which hangs on the length."""

    STATE: ClassVar[tuple[str, ...]] = ()

    def __init__(self, operation: signal.PadAround) -> None:
        self._operation = operation
        self._left = self._right = 0

    def measure(self, pieces: Collection[Piece], *, length: int) -> None:
        """Divide what is missing."""
        missing = geometry.samples_after(self._operation, length) - length
        self._left = missing // 2
        self._right = missing - self._left

    def push(self, x: Piece) -> Piece:
        """Put what stands before the signal in front of its first sample."""
        left, self._left = self._left if x.size else 0, 0 if x.size else self._left
        return join(np.full(left, self._operation.value), x)

    def finish(self) -> Piece:
        """Append what stands after the signal."""
        return np.full(self._right, self._operation.value)


class WholePostNode(_Measuring):
    """A maximum, mean or deviation over the valid frames of the clip."""

    def __init__(
        self, operation: post.PostOp, frames: FramesNode, before: tuple[post.PostOp, ...]
    ) -> None:
        self._operation = operation
        self._frames = frames
        self._before = before
        self._measured: clip.Measured = ()

    @property
    def n_valid(self) -> int:
        """Frames that are not padding, where this operation stands."""
        count = self._frames.n_valid
        for operation in self._before:
            count = geometry.frames_after(operation, count)
        return count

    def measure(self, pieces: Collection[Piece], *, length: int) -> None:
        """Take the statistics."""
        self._measured = clip.measure(self._operation, pieces, n_valid=self.n_valid)

    def push(self, x: Piece) -> Piece:
        """Carry out the operation."""
        return clip.carry_out(self._operation, x, self._measured) if x.shape[-1] else x


class RepeatLastNode(WholePostNode):
    """The last valid frame in place of those after it."""

    def __init__(
        self, operation: post.PostOp, frames: FramesNode, before: tuple[post.PostOp, ...]
    ) -> None:
        super().__init__(operation, frames, before)
        self._n = 0

    def push(self, x: Piece) -> Piece:
        """Write the last valid frame into the frames after it."""
        if not x.shape[-1]:
            return x
        index = self._n + np.arange(x.shape[-1])
        self._n += x.shape[-1]
        return np.where(index < self.n_valid, x, self._measured[0])


class RangeNode(_Measuring):
    """The kernel's own limit below the clip's maximum, and the line it draws after it."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._maximum = 0.0

    def measure(self, pieces: Collection[Piece], *, length: int) -> None:
        """Find the maximum."""
        self._maximum = max((float(x.max()) for x in pieces if x.size), default=0.0)

    def push(self, x: Piece) -> Piece:
        """Limit the features."""
        limited: Float32 = np.array(x, np.float32, order="C")
        self._core.limit(limited, maximum=self._maximum)
        return limited
