"""Any plan over a signal too long for memory: a stream, with as many passes as its stages need.

A stage that needs everything before it gives anything cuts the row of nodes. What comes before is
put aside; the stage measures it, and then it goes on. Memory holds one piece, the disk at most two
copies of the features, and the result has the bits of the plan on the whole signal.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from melgram.engines import clip
from melgram.engines.samples import as_float64
from melgram.frontend import FrontEnd, post
from melgram.stream import nodes
from melgram.stream.building import row
from melgram.stream.framing import FramesNode
from melgram.stream.spool import Spool
from melgram.stream.whole_nodes import RangeNode, WholeNode
from melgram.types import Float32, Real

if TYPE_CHECKING:
    from melgram.engines import Plan

Progress = Callable[[float, float], None]


class Passes:
    """A plan that is fed in pieces, whatever it looks at.

    Parameters
    ----------
    plan : Plan
    folder : path | None
        Where results between the passes lie; None: where ``tempfile`` puts them.

    Examples
    --------
    >>> import melgram, numpy as np
    >>> x = np.random.default_rng(0).normal(size=16_000).astype("float32")
    >>> plan = melgram.preset("whisper").plan()
    >>> run = Passes(plan)
    >>> early = run.push(x)  # nothing yet: the clip's maximum is not known
    >>> np.array_equal(np.concatenate([early, *run.finish()], axis=1), plan(x))
    True
    """

    def __init__(self, plan: Plan, *, folder: str | os.PathLike[str] | None = None) -> None:
        self._front_end = plan.front_end
        self._frames = FramesNode(plan.front_end, plan.core.without_clip())
        self._folder = folder
        self._rows = _cut(row(plan, self._frames))
        self._as_float64 = bool(plan.front_end.signal) and not plan.core.does_signal
        self._spool: Spool | None = self._spool_before(1)

    @property
    def n_passes(self) -> int:
        """How often the features, or samples, are gone through."""
        return len(self._rows)

    def push(self, samples: Real) -> Float32:
        """Take the next samples, (n_samples,) and finite; return the features they complete."""
        self._frames.n_recorded += samples.size
        x = as_float64(samples) if self._as_float64 else samples
        return self._put_aside(_through(self._rows[0], x))

    def finish(self, progress: Progress | None = None) -> Iterator[Float32]:
        """End the signal and yield the rest of the features, piece by piece.

        ``progress`` is called with how many passes over what was put aside are done, and of how
        many; the first one counts what is done of it.
        """
        empty = np.zeros(0, np.float64 if self._as_float64 else np.float32)
        yield self._put_aside(_ended(self._rows[0], empty))
        for i in range(1, self.n_passes):
            spool, self._spool = self._spool, self._spool_before(i + 1)
            assert spool is not None
            try:
                for done, x in enumerate(self._pass(spool, self._rows[i])):
                    yield self._put_aside(x)
                    if progress is not None:
                        progress(i - 1 + done / (len(spool) + 1), self.n_passes - 1)
            finally:
                spool.close()

    def close(self) -> None:
        """Give up: nothing of what was put aside is left."""
        if self._spool is not None:
            self._spool.close()

    def _pass(self, spool: Spool, stages: list[nodes.Node]) -> Iterator[nodes.Piece]:
        first = stages[0]
        assert isinstance(first, WholeNode)
        first.measure(spool, length=spool.length)
        for node in stages:
            if isinstance(node, nodes.CountNode):
                node.ended = True  # the recording's length is known
        for x in spool:
            yield _through(stages, x)
        yield _ended(stages, np.zeros((0,) * spool.n_axes))

    def _put_aside(self, x: nodes.Piece) -> Float32:
        if self._spool is None and x.shape[-1]:
            return x.astype(np.float32, copy=False)
        if self._spool is not None:
            self._spool.append(x)
        return np.zeros((self._front_end.n_features, 0), np.float32)

    def _spool_before(self, i: int) -> Spool | None:
        if i >= len(self._rows):
            return None
        in_kernel = isinstance(self._rows[i][0], RangeNode)
        return Spool(self._folder, read_as=None if in_kernel else np.float64)


def obstacle(front_end: FrontEnd) -> str | None:
    """Return why a front end can be computed only on the whole signal, or None if it need not."""
    apart = False
    for operation in front_end.post:
        if apart and isinstance(operation, post.ReplaceFirst):
            return "the energy of frames that have gone by is put in place of a feature"
        apart = apart or isinstance(operation, clip.POST)
    return None


def _cut(stages: list[nodes.Node]) -> list[list[nodes.Node]]:
    """Cut a row before each node that needs everything."""
    rows: list[list[nodes.Node]] = [[]]
    for node in stages:
        if isinstance(node, WholeNode):
            rows.append([])
        rows[-1].append(node)
    return rows


def _through(stages: list[nodes.Node], x: nodes.Piece) -> nodes.Piece:
    for node in stages:
        x = node.push(x)
    return x


def _ended(stages: list[nodes.Node], x: nodes.Piece) -> nodes.Piece:
    """Send the last piece through, and after it what each node kept."""
    for node in stages:
        if isinstance(node, nodes.CountNode):
            node.ended = True
        x = nodes.join(node.push(x), node.finish())
    return x
