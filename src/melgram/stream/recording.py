"""From a decoder's blocks to features, resampled and computed in pieces, however many there are.

While one piece is computed the next is decoded, in another thread. A short recording is computed at
once: the bits are the same, and nothing has to be kept between pieces.

Who decodes is ``melgram.audio``; where the features go is ``melgram.storage``.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from melgram.audio.collecting import Floats, Format
from melgram.audio.resampling import Resampler, resample
from melgram.storage.writer import Writer
from melgram.stream.passes import Passes
from melgram.stream.spool import Spool
from melgram.types import Float32

if TYPE_CHECKING:
    from melgram.engines import Plan

WriterT = TypeVar("WriterT", bound=Writer)

BLOCK = 1 << 17
"""Samples that are computed at a time. Decoders give from 1,000 to a million at once."""

SHORT = 1 << 20
"""Samples that are held before the first piece: whatever ends sooner is computed at once."""

Progress = Callable[[str, float, float | None], None]
"""Called with what is being done, how much of it is done, and of how much, None if unknown."""


class RecordingFeatures(Generic[WriterT]):
    """The sink that makes features of what one decoder gives, and hands them to a writer.

    Parameters
    ----------
    form : Format
        Of the blocks; ``channels`` None for one signal, else a signal for each channel.
    plan : Plan
        Its front end's rate may be another one.
    open_writer : function
        Returns the writer, of features (n_features, n) or (n_channels, n_features, n).
    flatten : bool
        Put the channels one after the other, as one signal.
    folder : path | None
        Where results between passes lie; None: where ``tempfile`` puts them.
    """

    def __init__(
        self,
        form: Format,
        plan: Plan,
        open_writer: Callable[[], WriterT],
        *,
        flatten: bool = False,
        folder: str | os.PathLike[str] | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.form = form
        self._plan = plan
        self._is_one = flatten or form.channels is None
        self._folder = folder
        self._signals: list[_Signal] = []
        self._later: list[Spool] = []
        self._progress = progress
        self._held: list[Floats] = []
        self._n_held = self._n_done = 0
        self._thread: ThreadPoolExecutor | None = None  # only for what is longer than one piece
        self._computing: Future[None] | None = None
        self.writer = open_writer()  # last: nothing that fails comes after it

    def push(self, block: Floats) -> None:
        """Take the next block; features are made of many small ones together."""
        self._held.append(block)
        self._n_held += block.shape[-1]
        if self._n_held >= (BLOCK if self._n_done else SHORT):
            self._compute_beside(self._whole())

    def finish(self) -> None:
        """Make the features of the end; the writer has them all then, and is not yet committed."""
        if not self._n_done:
            self._compute_at_once(self._whole())
            return
        self._settle()
        self._compute(self._whole())
        for spool in self._later:
            for piece in spool:
                self.writer.append(self._signals[0].push(piece))
            spool.close()
        ends = [
            signal.finish(self._tell if i == 0 else None) for i, signal in enumerate(self._signals)
        ]
        for pieces in zip(*ends, strict=True):
            self._write(pieces)

    def discard(self) -> None:
        """Leave nothing behind."""
        with contextlib.suppress(Exception):  # another error is on its way
            self._settle()
        for signal in self._signals:
            signal.close()
        for spool in self._later:
            spool.close()
        self.writer.discard()

    def _whole(self) -> Floats:
        """Return what is held, (n_channels, n), and hold it no longer."""
        form = np.zeros((self.form.channels or 1, 0), np.float32)
        held = [np.atleast_2d(block) for block in self._held]
        self._held.clear()
        self._n_held = 0
        return held[0] if len(held) == 1 else np.concatenate([form, *held], axis=1)

    def _begin(self) -> None:
        """Make what carries on from piece to piece."""
        rate, channels, folder = self.form.sample_rate, self.form.channels or 1, self._folder
        n_signals, n_later = (1, channels - 1) if self._is_one else (channels, 0)
        self._later = [Spool(folder) for _ in range(n_later)]
        for _ in range(n_signals):
            self._signals.append(_Signal(self._plan, from_rate=rate, folder=folder))

    def _compute_beside(self, rows: Floats) -> None:
        if not self._signals:
            self._begin()
        if self._computing is not None:
            self._computing.result()
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "melgram-features")
        self._computing = self._thread.submit(self._compute, rows)
        self._n_done += rows.shape[1]
        if self._progress is not None:
            rate, total = self.form.sample_rate, self.form.n_samples
            self._progress("decoding", self._n_done / rate, None if total is None else total / rate)

    def _settle(self) -> None:
        """Wait for the thread, and raise what it raised."""
        if self._thread is None:
            return
        self._thread.shutdown()
        computing, self._thread, self._computing = self._computing, None, None
        if computing is not None:
            computing.result()

    def _compute(self, rows: Floats) -> None:
        n = len(self._signals)
        for start in range(0, rows.shape[1], BLOCK):
            piece = np.ascontiguousarray(rows[:, start : start + BLOCK])
            for spool, row in zip(self._later, piece[1:], strict=bool(self._later)):
                spool.append(row)
            self._write(
                [signal.push(row) for signal, row in zip(self._signals, piece[:n], strict=True)]
            )

    def _compute_at_once(self, rows: Floats) -> None:
        rates = {"from_rate": self.form.sample_rate, "to_rate": self._plan.front_end.sample_rate}
        signals = rows.reshape(1, -1) if self._is_one else rows
        self._write([self._plan(resample(signal, **rates)) for signal in signals])

    def _write(self, pieces: list[Float32] | tuple[Float32, ...]) -> None:
        if pieces[0].shape[-1]:
            self.writer.append(pieces[0] if self._is_one else np.stack(pieces))

    def _tell(self, done: float, total: float) -> None:
        if self._progress is not None:
            self._progress("normalising", done, total)


class _Signal:
    """One channel: resampled, then computed."""

    def __init__(
        self, plan: Plan, *, from_rate: int, folder: str | os.PathLike[str] | None
    ) -> None:
        to_rate = plan.front_end.sample_rate
        self._resampler = Resampler(from_rate=from_rate, to_rate=to_rate, dtype=np.float32)
        self._passes = Passes(plan, folder=folder)

    def push(self, samples: Floats) -> Float32:
        return self._passes.push(self._resampler.push(np.ascontiguousarray(samples)))

    def finish(self, progress: Callable[[float, float], None] | None) -> Iterator[Float32]:
        yield self._passes.push(self._resampler.finish())
        yield from self._passes.finish(progress)

    def close(self) -> None:
        self._passes.close()
