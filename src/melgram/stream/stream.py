"""One stream for every front end and engine: nodes in a row, and their state as bytes."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import numpy as np

from melgram.engines import samples as rules
from melgram.errors import FrontEndError, SignalError
from melgram.frontend import FrontEnd, geometry, post, signal
from melgram.frontend.compression import Pcen
from melgram.stream import nodes
from melgram.types import Float32

if TYPE_CHECKING:
    from melgram.engines import Plan

_WHOLE_SIGNAL = (
    signal.RemoveMean,
    signal.PeakNormalise,
    signal.RangeNormalise,
    signal.RaiseLevel,
    signal.Standardise,
    signal.TileTo,
    signal.PadAround,
)
_WHOLE_CLIP = {
    post.DynamicRange: "post.FixedRange(top=..., range=...) with a top that you choose",
    post.SubtractMaximum: "post.Affine(scale=1.0, offset=...) with a maximum that you choose",
    post.SubtractMean: "post.VectorAffine with means that you measured",
    post.PerFeature: "post.VectorAffine with means and deviations that you measured",
    post.AllFeatures: "post.Standard with a mean and a deviation that you measured",
    post.RepeatLast: "post.FillInvalid with a value that you choose",
}


class Stream:
    """A plan that is fed in pieces; made by `Plan.stream`, used by one thread at a time.

    Joined along time, what `push` and `finish` return has the bits of the plan on the whole
    signal, however it was cut.

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
    >>> stream.finish().shape
    (80, 0)
    """

    def __init__(self, plan: Plan) -> None:
        reason = refusal(plan.front_end)
        if reason is not None:
            raise FrontEndError(reason)
        self._plan = plan
        self._frames = nodes.FramesNode(plan.front_end, plan.core)
        self._nodes = _nodes(plan, self._frames)
        self._dtype: np.dtype[Any] | None = None
        self._finished = False

    @property
    def front_end(self) -> FrontEnd:
        """What is computed."""
        return self._plan.front_end

    @property
    def latency(self) -> int:
        """Samples between a frame's center and the moment when it comes out, at most."""
        framing = self.front_end.framing
        ahead = sum(_frames_ahead(op) for op in self.front_end.post)
        after = geometry.first_read(framing, 0) + geometry.n_read(framing)
        held = framing.drop_last != "never" or framing.valid_extra is not None
        distance = after - geometry.window_center(framing, 0)
        return int(np.ceil(distance)) + (ahead + held) * framing.hop_length

    def push(self, chunk: Any) -> Float32:
        """Take the next samples and return the frames that they complete.

        Parameters
        ----------
        chunk : array (n_samples,), any length, of the first chunk's number type

        Returns
        -------
        features : (n_features, n_new_frames), float32

        Raises
        ------
        SignalError
            If the stream has finished, or the samples have the wrong type or shape; the stream
            stays as it was.
        NonFiniteSamples
            If NaN or infinity is among them; the stream stays as it was.
        """
        x = self._checked(chunk)
        self._frames.n_recorded += x.size
        if not self._plan.core.does_signal and self.front_end.signal:
            x = rules.as_float64(x)
        for node in self._nodes:
            x = node.push(x)
        return self._result(x)

    def finish(self) -> Float32:
        """End the signal and return the frames that touch its end."""
        if self._finished:
            raise SignalError(_FINISHED)
        self._finished = True
        x: nodes.Piece = np.zeros(0, self._dtype or np.float32)
        for node in self._nodes:
            if isinstance(node, nodes.CountNode):
                node.ended = True
            x = nodes.join(node.push(x), node.finish())
        return self._result(x)

    def save(self) -> bytes:
        """Return the state as bytes; `restore` goes on from there, in any process."""
        arrays = {
            f"{i}.{name}": np.asarray(getattr(node, name))
            for i, node in enumerate(self._nodes)
            for name in node.STATE
        }
        buffer = io.BytesIO()
        arrays["header"] = np.array(json.dumps(self._header()))
        np.savez(buffer, allow_pickle=False, **arrays)
        return buffer.getvalue()

    def restore(self, state: bytes) -> None:
        """Go on where `save` was called.

        Raises
        ------
        SignalError
            If the bytes are no state, or that of another front end, engine or precision.
        """
        try:
            with np.load(io.BytesIO(state), allow_pickle=False) as archive:
                saved = {name: archive[name] for name in archive.files}
            header = json.loads(str(saved.pop("header")))
        except (ValueError, OSError, KeyError, EOFError) as error:
            message = f"state of {len(state)} bytes is not what save() returned: {error}."
            raise SignalError(message) from error
        own = self._header()
        for key in ("digest", "engine", "precision"):
            if header[key] != own[key]:
                message = (
                    f"state belongs to {key}={header[key]!r}, this stream has {own[key]!r}. "
                    "Restore it into a stream of the same plan."
                )
                raise SignalError(message)
        self._dtype = None if header["dtype"] is None else np.dtype(header["dtype"])
        self._finished = header["finished"]
        for name, value in saved.items():
            number, _, attribute = name.partition(".")
            setattr(self._nodes[int(number)], attribute, value if value.ndim else value.item())

    def _header(self) -> dict[str, Any]:
        return {
            "digest": self.front_end.digest,
            "engine": self._plan.engine,
            "precision": self._plan.precision,
            "dtype": None if self._dtype is None else self._dtype.str,
            "finished": self._finished,
        }

    def _checked(self, chunk: Any) -> nodes.Piece:
        if self._finished:
            raise SignalError(_FINISHED)
        x = rules.checked(chunk, nonfinite="error")
        if x.ndim != 1:
            message = f"chunk.shape={x.shape} must be (n_samples,): a stream is one signal."
            raise SignalError(message)
        if self._dtype is not None and x.dtype != self._dtype:
            message = (
                f"chunk.dtype={x.dtype} must be {self._dtype}, as in the first chunk. Convert it."
            )
            raise SignalError(message)
        self._dtype = x.dtype
        return x

    def _result(self, x: nodes.Piece) -> Float32:
        if not x.shape[-1]:
            return np.zeros((self.front_end.n_features, 0), np.float32)
        return x.astype(np.float32, copy=False)


_FINISHED = "the stream has finished. Make a new one with plan.stream()."


def refusal(front_end: FrontEnd) -> str | None:
    """Return why a front end cannot stream and what to use instead, or None."""
    for operation in front_end.signal:
        if isinstance(operation, _WHOLE_SIGNAL):
            return (
                f"the front end needs the whole signal for {type(operation).__name__} and cannot "
                "stream. Use plan(samples), or leave that operation to the recording."
            )
    for operation in front_end.post:
        if type(operation) in _WHOLE_CLIP:
            return (
                f"the front end needs the whole clip for {type(operation).__name__} and cannot "
                f"stream. Use plan(samples), or {_WHOLE_CLIP[type(operation)]}."
            )
    return None


def _frames_ahead(operation: post.PostOp) -> int:
    if isinstance(operation, post.Deltas):
        return operation.width * operation.order
    if isinstance(operation, post.LowFrameRate):
        return operation.width + operation.hop
    if isinstance(operation, post.Context):
        return operation.right
    if isinstance(operation, (post.Stack, post.TruncateFramesToMultiple, post.DropFrames)):
        return operation.n_frames
    return 0


def _nodes(plan: Plan, frames: nodes.FramesNode) -> list[nodes.Node]:
    front_end = plan.front_end
    own = () if plan.core.does_signal else front_end.signal
    row: list[nodes.Node] = [_signal_node(operation) for operation in own]
    row.append(frames)
    if isinstance(front_end.compression, Pcen):
        row.append(nodes.PcenNode(front_end.compression))
    n_features = geometry.n_bands(front_end)
    for i, operation in enumerate(front_end.post):
        if i >= plan.core.n_post:
            row.append(_post_node(operation, frames, before=front_end.post[:i]))
            if isinstance(row[-1], nodes.CountNode):
                row[-1].features = n_features
        n_features = geometry.features_after(operation, n_features)
    return row


def _signal_node(operation: signal.SignalOp) -> nodes.Node:
    if isinstance(operation, signal.Preemphasis):
        return nodes.PreemphasisNode(operation)
    if isinstance(operation, (signal.Pad, signal.PadTo, signal.PadToMultiple)):
        return nodes.LengthNode(operation)
    if isinstance(operation, signal.TruncateTo):
        return nodes.TruncateNode(operation)
    return nodes.SignalNode(operation)


def _post_node(
    operation: post.PostOp, frames: nodes.FramesNode, *, before: tuple[post.PostOp, ...]
) -> nodes.Node:
    if isinstance(operation, (post.Deltas, post.LowFrameRate, post.Context)):
        return nodes.WindowNode(operation, frames)
    if isinstance(operation, (post.Stack, post.TruncateFramesToMultiple)):
        return nodes.StackNode(operation, frames)
    if not geometry.keeps_frames(operation) or isinstance(operation, post.FillInvalid):
        return nodes.CountNode(operation, frames, before)
    return nodes.PostNode(operation, frames)
