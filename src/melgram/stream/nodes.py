"""What a stream remembers: one node for each stage that looks beyond a single sample or frame.

A node takes a piece and returns what is certain (`push`), and the rest when the signal has ended
(`finish`). `STATE` names the attributes that a saved stream consists of. Pieces are arrays whose
last axis is time: samples, or features x frames. The node between the two kinds, from samples to
frames, is in ``framing.py``.
"""

from __future__ import annotations

from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from melgram.dsp import compress
from melgram.dsp.normalise import Running
from melgram.engines.apply import apply_post, apply_running, apply_signal
from melgram.frontend import geometry, post, signal
from melgram.frontend.compression import Pcen, Smoother
from melgram.stream.framing import FramesNode
from melgram.types import Real

Piece = NDArray[Any]


class Node(Protocol):
    """One stage of a stream."""

    STATE: ClassVar[tuple[str, ...]]

    def push(self, x: Piece) -> Piece:
        """Take a piece and return what is certain."""
        ...

    def finish(self) -> Piece:
        """Return the rest: the signal has ended."""
        ...


def join(*pieces: Piece) -> Piece:
    """Join pieces along time; the empty ones cost nothing."""
    full = [piece for piece in pieces if piece.shape[-1]]
    if len(full) == 1:
        return full[0]
    return np.concatenate(full, axis=-1) if full else pieces[-1]


class SignalNode:
    """A signal operation that looks at one sample at a time."""

    STATE: ClassVar[tuple[str, ...]] = ()

    def __init__(self, operation: signal.SignalOp) -> None:
        self._operation = operation

    def push(self, x: Piece) -> Piece:
        """Carry out the operation."""
        return apply_signal(self._operation, x, rng=None)

    def finish(self) -> Piece:
        """Nothing is kept back."""
        return np.zeros(0)


class PreemphasisNode(SignalNode):
    """Pre-emphasis over the signal: remembers one sample."""

    STATE: ClassVar[tuple[str, ...]] = ("held", "last")

    def __init__(self, operation: signal.Preemphasis) -> None:
        super().__init__(operation)
        self._rest = signal.Preemphasis(coefficient=operation.coefficient, first="drop")
        self._wait = 2 if operation.first == "reflect" else 1  # samples that the first one needs
        self.held = np.zeros(0)
        self.last = np.zeros(0)

    def push(self, x: Piece) -> Piece:
        """Carry on from the sample before this piece."""
        x = join(self.held, x)
        if x.size < (1 if self.last.size else self._wait):
            self.held = x
            return np.zeros(0)
        self.held, before, self.last = np.zeros(0), self.last, x[-1:]
        if not before.size:
            return super().push(x)
        return apply_signal(self._rest, join(before, x), rng=None)

    def finish(self) -> Piece:
        """Return what waited for a second sample that never came."""
        return super().push(self.held)


class LengthNode(SignalNode):
    """Padding and cutting of the signal: remembers its length."""

    STATE: ClassVar[tuple[str, ...]] = ("n",)

    def __init__(self, operation: signal.Pad | signal.PadTo | signal.PadToMultiple) -> None:
        super().__init__(operation)
        self._value = operation.value
        self._left = operation.left if isinstance(operation, signal.Pad) else 0
        self.n = 0

    def push(self, x: Piece) -> Piece:
        """Put what stands before the signal in front of its first sample."""
        left = self._left if not self.n and x.size else 0
        self.n += x.size
        return join(np.full(left, self._value), x)

    def finish(self) -> Piece:
        """Append what stands after the signal."""
        missing = geometry.samples_after(self._operation, self.n) - self.n
        missing -= self._left if self.n else 0
        return np.full(missing, self._value)


class TruncateNode(SignalNode):
    """The first samples of a signal: remembers how many have passed."""

    STATE: ClassVar[tuple[str, ...]] = ("n",)

    def __init__(self, operation: signal.TruncateTo) -> None:
        super().__init__(operation)
        self._limit = operation.n_samples
        self.n = 0

    def push(self, x: Piece) -> Piece:
        """Let samples pass up to the limit."""
        kept = x[: max(self._limit - self.n, 0)]
        self.n += x.size
        return kept


class PcenNode:
    """PCEN: remembers the running average, or the frames under its taps."""

    STATE: ClassVar[tuple[str, ...]] = ("memory",)

    def __init__(self, pcen: Pcen) -> None:
        self._pcen = pcen
        self.memory: Piece = np.zeros((0, 0))

    def push(self, x: Piece) -> Piece:
        """Divide each band by its average so far."""
        pcen = self._pcen
        x = x.astype(np.float64, copy=False) * pcen.scale
        if not x.shape[-1]:
            return x
        return compress.pcen(
            x,
            self._average(x),
            gain=pcen.gain,
            bias=pcen.bias,
            power=pcen.power,
            added=pcen.added,
        )

    def finish(self) -> Piece:
        """Nothing is kept back."""
        return np.zeros((0, 0))

    def _average(self, x: Real) -> Real:
        smoother = self._pcen.smoother
        if isinstance(smoother, Smoother):
            state = self.memory[:, 0] if self.memory.size else None
            average = compress.smooth(
                x, coefficient=smoother.coefficient, start=smoother.start, state=state
            )
            self.memory = average[:, -1:].copy()
            return average
        taps = smoother.n_frames - 1
        before = self.memory if self.memory.size else np.repeat(x[:, :1], taps, axis=1)
        both = join(before, x)
        average = compress.smooth_truncated(
            both, coefficient=smoother.coefficient, n_frames=smoother.n_frames
        )
        self.memory = both[:, both.shape[1] - taps :].copy()
        return average[:, average.shape[1] - x.shape[1] :]


class PostNode:
    """A post operation that looks at one frame at a time."""

    STATE: ClassVar[tuple[str, ...]] = ()

    def __init__(self, operation: post.PostOp, frames: FramesNode) -> None:
        self._operation = operation
        self._frames = frames

    def push(self, x: Piece) -> Piece:
        """Carry out the operation."""
        if not x.shape[-1]:
            return x
        x = x.astype(np.float64, copy=False)
        return apply_post([self._operation], x, n_valid=x.shape[-1], log_energy=None)

    def finish(self) -> Piece:
        """Nothing is kept back."""
        return np.zeros((0, 0))


class EnergyNode(PostNode):
    """A frame's energy in place of a feature: waits for its frame behind nodes that hold it back.

    It is pushed once each time that the frames are, and no node between them adds or drops one.
    """

    STATE: ClassVar[tuple[str, ...]] = ("kept",)

    def __init__(self, operation: post.ReplaceFirst, frames: FramesNode) -> None:
        super().__init__(operation, frames)
        self.kept: Real = np.zeros(0)  # energies of frames that have not come yet

    def push(self, x: Piece) -> Piece:
        """Carry out the operation on the frames that came."""
        assert self._frames.energy is not None
        energies = join(self.kept, self._frames.energy)
        n_frames = x.shape[-1]
        self.kept = energies[n_frames:].copy()
        if not n_frames:
            return x
        x = x.astype(np.float64, copy=False)
        now = energies[:n_frames]
        return apply_post([self._operation], x, n_valid=n_frames, log_energy=now)


class RunningNode:
    """Running means and deviations: remembers where they stand."""

    STATE: ClassVar[tuple[str, ...]] = ("n", "mean", "variance")

    def __init__(self, operation: post.SubtractRunningMean | post.RunningPerFeature) -> None:
        self._operation = operation
        self.n = 0
        self.mean = self.variance = np.zeros(0)

    def push(self, x: Piece) -> Piece:
        """Carry on from the frame before this piece."""
        x = x.astype(np.float64, copy=False)
        state = Running(self.n, self.mean, self.variance) if self.n else None
        x, state = apply_running(self._operation, x, state=state)
        if state is not None:
            self.n, self.mean, self.variance = state
        return x

    def finish(self) -> Piece:
        """Nothing is kept back."""
        return np.zeros((0, 0))


class WindowNode(PostNode):
    """Deltas, low frame rates and contexts: look at frames around each.

    What it computes on a piece is right except within `reach` of a cut, so it works on pieces with
    that much margin and returns the middle.
    """

    STATE: ClassVar[tuple[str, ...]] = ("kept", "start", "given")

    def __init__(
        self, operation: post.Deltas | post.LowFrameRate | post.Context, frames: FramesNode
    ) -> None:
        super().__init__(operation, frames)
        self._behind, self._ahead = reach(operation)
        self._hop = operation.hop if isinstance(operation, post.LowFrameRate) else 1
        self.kept: Piece = np.zeros((0, 0))
        self.start = 0  # index of kept's first frame, a multiple of the hop
        self.given = 0  # frames that came out

    def push(self, x: Piece) -> Piece:
        """Return the frames whose surroundings are known."""
        self.kept = join(self.kept, x.astype(np.float64, copy=False))
        n = self.start + self.kept.shape[-1]
        return self._until(max((n - self._ahead) // self._hop, 0))

    def finish(self) -> Piece:
        """Return the frames at the end, beyond which nothing comes."""
        return self._until(-(-(self.start + self.kept.shape[-1]) // self._hop))

    def _until(self, stop: int) -> Piece:
        if stop <= self.given:
            return np.zeros((0, 0))
        first = self.start // self._hop
        done = super().push(self.kept)[:, self.given - first : stop - first]
        self.given = stop
        start = max(stop * self._hop - self._behind, 0) // self._hop * self._hop
        self.kept, self.start = self.kept[:, start - self.start :].copy(), start
        return done


def reach(operation: post.Deltas | post.LowFrameRate | post.Context) -> tuple[int, int]:
    """Return over how many frames before and after each frame an operation looks, at most."""
    if isinstance(operation, post.Deltas):
        return operation.width * operation.order, operation.width * operation.order
    if isinstance(operation, post.Context):
        return operation.left, operation.right
    return operation.width, operation.width


class StackNode(PostNode):
    """Stacks, or whole multiples, of frames: remembers the unfinished one."""

    STATE: ClassVar[tuple[str, ...]] = ("kept",)

    def __init__(
        self, operation: post.Stack | post.TruncateFramesToMultiple, frames: FramesNode
    ) -> None:
        super().__init__(operation, frames)
        self._size = operation.n_frames
        self.kept: Piece = np.zeros((0, 0))

    def push(self, x: Piece) -> Piece:
        """Return full stacks."""
        x = join(self.kept, x)
        full = x.shape[-1] // self._size * self._size
        self.kept = x[:, full:].copy()
        return super().push(x[:, :full]) if full else np.zeros((0, 0))

    def finish(self) -> Piece:
        """Return the remainder as the operation says."""
        return super().push(self.kept) if self.kept.shape[-1] else np.zeros((0, 0))


class CountNode(PostNode):
    """Padding, cutting and masking of frames: remembers how many have passed."""

    STATE: ClassVar[tuple[str, ...]] = ("n", "held")

    def __init__(
        self, operation: post.PostOp, frames: FramesNode, before: tuple[post.PostOp, ...]
    ) -> None:
        super().__init__(operation, frames)
        self._before = before
        self._drop = operation.n_frames if isinstance(operation, post.DropFrames) else 0
        self.n = 0
        self.held: Piece = np.zeros((0, 0))
        self.ended = False

    def push(self, x: Piece) -> Piece:
        """Let frames pass, up to a limit, but for those that may be the last."""
        x = join(self.held, x)
        passing = max(x.shape[-1] - self._drop, 0)
        self.held = x[:, passing:].copy()
        x = self._masked(x[:, :passing])
        if isinstance(self._operation, post.TruncateFrames):
            x = x[:, : max(self._operation.n_frames - self.n, 0)]
        self.n += passing
        return x

    def finish(self) -> Piece:
        """Append frames, if the operation does."""
        operation = self._operation
        if not isinstance(operation, (post.PadFrames, post.PadFramesToMultiple)):
            return np.zeros((0, 0))
        missing = geometry.frames_after(operation, self.n) - self.n
        return np.full((self.features, missing), operation.value)

    features = 0  # rows, for the frames that are appended; set by the stream

    def _masked(self, x: Piece) -> Piece:
        if not isinstance(self._operation, post.FillInvalid) or not self.ended:
            return x
        n_valid = self._frames.n_valid
        for operation in self._before:
            n_valid = geometry.frames_after(operation, n_valid)
        index = self.n + np.arange(x.shape[-1])
        return np.where(index < n_valid, x, self._operation.value)
