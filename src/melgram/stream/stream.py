"""One stream for every front end and engine: nodes in a row, and their state as bytes."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import numpy as np

from melgram.engines import base
from melgram.engines import samples as rules
from melgram.errors import FrontEndError, SignalError
from melgram.frontend import FrontEnd, post
from melgram.stream import nodes, state
from melgram.stream.building import row
from melgram.stream.framing import FramesNode, delay
from melgram.stream.whole_clip import refusal
from melgram.types import Float32, Real

if TYPE_CHECKING:
    from melgram.engines import Plan


class Stream:
    """A plan that is fed in pieces; made by `Plan.stream`, used by one thread.

    Joined along time, what `push` and `finish` return has the bits of the plan on the whole
    signal, however it was cut. What it returns and what it was given belong to the caller, who may
    write into them. A copy of a stream (``copy``, ``pickle``) goes on by itself from where it was
    made.

    Raises
    ------
    FrontEndError
        If the front end needs the whole clip; the message names what to use instead.

    Examples
    --------
    >>> import melgram, numpy as np
    >>> stream = melgram.preset("kaldi").plan().stream()
    >>> [stream.push(np.zeros(n, "float32")).shape[1] for n in (0, 399, 1, 160)]
    [0, 0, 1, 1]
    >>> stream.times
    array([0.0225])
    >>> stream.finish().shape
    (80, 0)
    """

    def __init__(self, plan: Plan) -> None:
        reason = refusal(plan.front_end)
        if reason is not None:
            raise FrontEndError(reason)
        self._plan = plan
        self._begin()
        self._as_float64 = bool(plan.front_end.signal) and not plan.core.does_signal
        self._dtype: np.dtype[Any] | None = None
        self._closed: str | None = None  # why nothing more can be pushed
        self._n_frames = self._n_new = 0
        self._turn = _Turn()

    def _begin(self) -> None:
        """Make what remembers, before the first sample."""
        self._frames = FramesNode(self._plan.front_end, self._plan.core)
        self._nodes = row(self._plan, self._frames)

    def __repr__(self) -> str:
        """Name the front end by its digest, and count."""
        state = {None: "", _FINISHED: ", finished", _BROKEN: ", broken off"}[self._closed]
        return (
            f"Stream({self.front_end.digest}, engine={self._plan.engine!r}, {self.n_samples} "
            f"samples in, {self.n_frames} frames out{state})"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle by way of `save`: neither shares anything with the original."""
        return _restored, (self._plan, self.save())

    @property
    def front_end(self) -> FrontEnd:
        """What is computed."""
        return self._plan.front_end

    @property
    def n_samples(self) -> int:
        """Samples pushed so far."""
        return self._frames.n_recorded

    @property
    def n_frames(self) -> int:
        """Frames returned so far."""
        return self._n_frames

    @property
    def times(self) -> Real:
        """Centers of the frames that the last call returned [s], (n_new_frames,).

        They are the times of the same frames of the whole: counted in samples, then divided.
        """
        first = self._n_frames - self._n_new
        return base.times(self.front_end, self._n_new, first_frame=first)

    @property
    def latency(self) -> int:
        """Samples between a frame's center and the moment when it comes out, at most.

        Frames that reach over the signal's end or over a cut (`TruncateTo`), and those that are
        appended there, wait for `finish`.
        """
        latency, step = delay(self.front_end), self.front_end.framing.hop_length
        for operation in self.front_end.post:
            latency += _frames_ahead(operation) * step
            if isinstance(operation, post.LowFrameRate):
                step *= operation.hop
            if isinstance(operation, post.Stack):
                step *= operation.n_frames
        return latency

    def push(self, chunk: Any) -> Float32:
        """Take the next samples and return the frames that they complete.

        Parameters
        ----------
        chunk : array (n_samples,), any length, of the first one's number type
            At the front end's rate: a stream is told no rate and never resamples. A chunk without
            samples has no number type.

        Returns
        -------
        features : (n_features, n_new_frames), float32

        Raises
        ------
        SignalError
            If the stream has finished, another thread is using it, or the samples have the
            wrong type or shape; the stream stays as it was.
        NonFiniteSamples
            If NaN or infinity is among them; the stream stays as it was.
        """
        with self._turn:
            return self._passed(self._checked(chunk), last=False)

    def finish(self) -> Float32:
        """End the signal and return the frames that touch its end.

        Raises
        ------
        SignalError
            If the stream has finished, or another thread is using it.
        """
        with self._turn:
            self._refuse_if_closed()
            rest = self._passed(np.zeros(0, self._dtype or np.float32), last=True)
            self._closed = _FINISHED
            return rest

    def save(self) -> bytes:
        """Return the state as bytes; `restore` goes on from there, in any process.

        Raises
        ------
        SignalError
            If an error broke the stream off, or another thread is using it.
        """
        with self._turn:
            if self._closed == _BROKEN:
                raise SignalError(_BROKEN)
            values = {name: np.asarray(getattr(*at)) for name, at in self._attributes().items()}
            return state.written(self._header(), values)

    def restore(self, saved: bytes) -> None:
        """Go on where `save` was called, also in a stream that has finished or broke off.

        Raises
        ------
        SignalError
            If the bytes are no state, not all of it or changed, or that of another front end,
            engine, precision or version; the stream stays as it was.
        """
        with self._turn:
            header, values = state.read(saved, own=self._header(), names=self._attributes())
            self._begin()
            self._dtype = None if header["dtype"] is None else np.dtype(header["dtype"])
            self._closed = _FINISHED if header["finished"] else None
            self._n_frames, self._n_new = header["n_frames"], 0
            for name, (node, attribute) in self._attributes().items():
                value = values[name]
                setattr(node, attribute, value if value.ndim else value.item())

    def _passed(self, x: nodes.Piece, *, last: bool) -> Float32:
        """Send a piece through all nodes, and after it, if it is the last, what they kept."""
        try:
            self._frames.n_recorded += x.size
            x = rules.as_float64(x) if self._as_float64 else x
            for node in self._nodes:
                if last and isinstance(node, nodes.CountNode):
                    node.ended = True
                x = nodes.join(node.push(x), node.finish()) if last else node.push(x)
        except BaseException:
            self._closed = _BROKEN
            raise
        self._n_new = x.shape[-1]
        self._n_frames += self._n_new
        if not self._n_new:
            return np.zeros((self.front_end.n_features, 0), np.float32)
        return x.astype(np.float32, copy=False)

    def _attributes(self) -> dict[str, tuple[nodes.Node, str]]:
        """Return what a state consists of: a name for each attribute of each node."""
        return {
            f"{i}.{name}": (node, name) for i, node in enumerate(self._nodes) for name in node.STATE
        }

    def _header(self) -> dict[str, Any]:
        return {
            "digest": self.front_end.digest,
            "engine": self._plan.engine,
            "precision": self._plan.precision,
            "dtype": None if self._dtype is None else self._dtype.str,
            "finished": self._closed is not None,
            "n_frames": self._n_frames,
        }

    def _refuse_if_closed(self) -> None:
        if self._closed is not None:
            raise SignalError(self._closed)

    def _checked(self, chunk: Any) -> nodes.Piece:
        self._refuse_if_closed()
        x = rules.supported(chunk)
        if x.ndim != 1:
            message = f"chunk.shape={x.shape} must be (n_samples,): a stream is one signal."
            raise SignalError(message)
        if not x.size:
            return np.zeros(0, self._dtype or np.float32)
        if self._dtype is not None and x.dtype != self._dtype:
            message = (
                f"chunk.dtype={x.dtype} must be {self._dtype}, as in the first chunk. Convert it."
            )
            raise SignalError(message)
        rules.require_finite(x, name="chunk", remedy=_REPAIR)
        self._dtype = x.dtype
        return x


def _restored(plan: Plan, saved: bytes) -> Stream:
    stream = Stream(plan)
    stream.restore(saved)
    return stream


class _Turn:
    """One call at a time; nobody waits, for two threads at one stream are a mistake."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        if not self._lock.acquire(blocking=False):
            raise SignalError(_SHARED)

    def __exit__(self, *_: object) -> None:
        self._lock.release()


_REPAIR = "The stream is as it was before: push a repaired chunk."
_FINISHED = "the stream has finished. Make a new one with plan.stream()."
_BROKEN = "an error broke the stream off between two frames. Make a new one with plan.stream()."
_SHARED = (
    "another thread is using the stream: its samples would have no order. Give each thread a "
    "stream of its own; they may share the plan."
)


def _frames_ahead(operation: post.PostOp) -> int:
    if isinstance(operation, (post.Deltas, post.LowFrameRate, post.Context)):
        hop = operation.hop if isinstance(operation, post.LowFrameRate) else 0
        return nodes.reach(operation)[1] + hop
    if isinstance(operation, (post.Stack, post.TruncateFramesToMultiple, post.DropFrames)):
        return operation.n_frames
    return 0
