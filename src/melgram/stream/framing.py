"""From samples to bands in pieces: when a frame is certain, and which samples must be kept.

The stages before and after it are in ``nodes.py``; where frames lie is said by
``frontend/geometry.py``.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from melgram.engines.base import Core
from melgram.engines.reference import pad_mode
from melgram.frontend import FrontEnd, geometry, post
from melgram.frontend.signal import Pad, PadTo, PadToMultiple
from melgram.types import Real

_ROOM = 4096  # samples that a new piece of memory has to spare
_MOST = 1 << 20  # samples that a piece of memory may have which is nearly empty


def head(front_end: FrontEnd) -> int:
    """Return how many samples the first frame's mirror image before the signal reaches into.

    Examples
    --------
    >>> from melgram.presets import preset
    >>> head(preset("librosa")), head(preset("tf-speech-commands"))  # zeros; no edge at all
    (0, 0)
    """
    before = -geometry.first_read(front_end.framing, 0)
    if before <= 0:
        return 0
    return {"reflect": before + 1, "symmetric": before}.get(pad_mode(front_end), 0)


def certain_frames(front_end: FrontEnd, *, n_samples: int, n_recorded: int) -> int:
    """Return how many frames no later sample can change.

    Parameters
    ----------
    front_end : FrontEnd
    n_samples : int
        Of the signal that is framed, so far.
    n_recorded : int
        Of the recording, before any signal operation.

    Examples
    --------
    >>> from melgram.presets import preset
    >>> [certain_frames(preset("kaldi"), n_samples=n, n_recorded=n) for n in (399, 400, 560)]
    [0, 1, 2]
    """
    framing, hop = front_end.framing, front_end.framing.hop_length
    if n_samples < head(front_end):
        return 0
    inside = (n_samples - geometry.n_read(framing) - geometry.first_read(framing, 0)) // hop + 1
    # A signal of at least this length ends here, at the next hop, or has more frames than either.
    lengths = (n_samples, n_samples + hop - n_samples % hop)
    count = min(inside, *(geometry.n_stft_frames(framing, n) for n in lengths))
    if any(isinstance(operation, post.FillInvalid) for operation in front_end.post):
        count = min(count, geometry.n_valid_frames(front_end, n_recorded))
    return max(count, 0)


def delay(front_end: FrontEnd) -> int:
    """Return how many samples after its center a frame is certain, at most.

    Examples
    --------
    >>> from melgram.presets import preset
    >>> delay(preset("kaldi")), delay(preset("librosa"))
    (200, 1024)
    """
    # Zeros that fill a signal up make frames certain early, but only while it is short.
    fills = (PadTo, PadToMultiple)
    signal = tuple(stage for stage in front_end.signal if not isinstance(stage, fills))
    front_end = replace(front_end, signal=signal)
    framing, hop = front_end.framing, front_end.framing.hop_length
    start = sum(geometry.padding(framing)) + 2 * (framing.span + hop)
    settled = start // hop + 2  # a frame that no edge touches
    longest = start + (settled + 4) * hop + framing.span
    waits = [
        bisect_right(range(longest), frame, key=partial(_certain, front_end))
        - geometry.window_center(framing, frame)
        for frame in (0, settled)
    ]
    return math.ceil(max(waits))


def _certain(front_end: FrontEnd, n_samples: int) -> int:
    lead = sum(operation.left for operation in front_end.signal if isinstance(operation, Pad))
    n_recorded = max(n_samples - lead, 0)
    return certain_frames(front_end, n_samples=n_samples, n_recorded=n_recorded)


class Tail:
    """The last samples of a signal, in one piece of memory that is seldom copied."""

    def __init__(self, samples: NDArray[Any]) -> None:
        self._memory = samples
        self._start, self._stop = 0, samples.size

    @property
    def samples(self) -> NDArray[Any]:
        """What is kept, in one piece."""
        return self._memory[self._start : self._stop]

    def append(self, x: NDArray[Any]) -> None:
        """Put samples of one number type at the end."""
        if not x.size:
            return
        stop = self._stop + x.size
        if stop > self._memory.size or x.dtype != self._memory.dtype:
            stop = self._make_room(x)
        self._memory[stop - x.size : stop] = x
        self._stop = stop

    def forget(self, n_samples: int) -> None:
        """Leave the first samples out, and after a long chunk also its memory."""
        self._start += n_samples
        if self._memory.size > _MOST > 2 * (self._stop - self._start):
            kept = self.samples.copy()
            self._memory, self._start, self._stop = kept, 0, kept.size

    def _make_room(self, x: NDArray[Any]) -> int:
        """Move what is kept to the front, and return where it will end with ``x``."""
        kept = self.samples
        n_kept = kept.size
        if n_kept + x.size > self._memory.size or x.dtype != self._memory.dtype:
            self._memory = np.empty(2 * n_kept + max(x.size, _ROOM), x.dtype)
        self._memory[:n_kept] = kept
        self._start = 0
        return n_kept + x.size


class FramesNode:
    """Samples to bands: keeps the samples that later frames still need.

    The samples kept begin at a multiple of the hop, so that a frame has the same arithmetic in
    the piece as in the whole.
    """

    STATE: ClassVar[tuple[str, ...]] = ("samples", "base", "n", "n_recorded", "done")

    def __init__(self, front_end: FrontEnd, core: Core) -> None:
        self._front_end = front_end
        self._framing = front_end.framing
        self.core = core
        self._hop = front_end.framing.hop_length
        self._first = geometry.first_read(front_end.framing, 0)
        # A frame at the end may be reflected back over as much as it reads and is padded.
        padding = sum(geometry.padding(front_end.framing))
        self._history = geometry.n_read(front_end.framing) + padding + self._hop + 2
        self._masked = any(isinstance(op, post.FillInvalid) for op in front_end.post)
        self._bands = geometry.n_bands(front_end)
        self._tail = Tail(np.zeros(0, np.float32))
        self._ahead: dict[int, int] = {}  # see _ready
        self.base = 0  # the signal's index of the first sample kept, a multiple of the hop
        self.n = 0
        self.n_recorded = 0  # samples of the recording, before any signal operation
        self.done = 0
        self.energy: Real | None = None  # log energy of the frames that came out last

    @property
    def samples(self) -> NDArray[Any]:
        """The samples kept."""
        return self._tail.samples

    @samples.setter
    def samples(self, samples: NDArray[Any]) -> None:
        """Go on from saved samples."""
        self._tail = Tail(samples)

    def push(self, x: NDArray[Any]) -> NDArray[Any]:
        """Return the bands of all frames that no later sample can change."""
        self._tail.append(x)
        self.n += x.size
        return self._until(self._ready())

    def finish(self) -> NDArray[Any]:
        """Return the bands of the frames that touch the end."""
        return self._until(geometry.n_stft_frames(self._framing, self.n))

    @property
    def n_valid(self) -> int:
        """Frames of the whole signal that are not padding, now that its end is known."""
        return geometry.n_valid_frames(self._front_end, self.n_recorded)

    def _ready(self) -> int:
        """Return how many frames no later sample can change.

        Once a signal is longer than any edge, that number grows by one with each hop, so that
        each place within a hop is counted once.
        """
        hops, beyond = divmod(self.n, self._hop)
        if self._masked or self.n < self._history + self._framing.span:
            return self._counted()
        ahead = self._ahead.get(beyond)
        if ahead is None:
            ahead = self._ahead[beyond] = self._counted() - hops
        return hops + ahead

    def _counted(self) -> int:
        return certain_frames(self._front_end, n_samples=self.n, n_recorded=self.n_recorded)

    def _until(self, stop: int) -> NDArray[Any]:
        count = stop - self.done
        if count <= 0:
            self.energy = np.zeros(0)
            return np.zeros((self._bands, 0), np.float32)
        bands, self.energy = self.core.bands(
            self._tail.samples,
            first_frame=self.done - self.base // self._hop,
            n_frames=count,
            seed=None,
        )
        self.done = stop
        self._forget()
        return bands

    def _forget(self) -> None:
        # Frames are numbered from the base on, so that it may not pass the next one's place either.
        needed = min(min(self._first, 0) + self.done * self._hop, self.n - self._history)
        base = max(needed, 0) // self._hop * self._hop
        if base > self.base:
            self._tail.forget(base - self.base)
            self.base = base
