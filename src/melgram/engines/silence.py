"""Digital silence behind a clip: what stands there when an original pads samples with zeros.

Which front ends pad so is their ``padding``; batches are in ``plan.py``.
"""

from __future__ import annotations

import contextlib
import math
import numbers
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from melgram.engines.cpu import CpuCore
from melgram.errors import SignalError
from melgram.frontend import FrontEnd, post
from melgram.frontend.front_end import Silence
from melgram.types import Float32

if TYPE_CHECKING:
    from melgram.engines.plan import Plan

_LARGEST = 3.4028234663852886e38  # of float32
_MOST_LOUDEST = 8  # frames that may all hold the maximum; digital clipping or silence has more
_RUNNING = (post.SubtractRunningMean, post.RunningPerFeature)


class Padding:
    """What stands behind each clip of one batch.

    Parameters
    ----------
    plan : Plan
    padding : float | "silence" | None
        None is what the front end says.

    Raises
    ------
    SignalError
        If it is no number of float32 and not "silence".
    """

    def __init__(self, plan: Plan, padding: Any) -> None:
        self._plan = plan
        self._value = checked_padding(plan.front_end.padding if padding is None else padding)
        self._same = not depends_on_clip(plan.front_end)
        self._silence: Float32 | None = None
        self._free = _without_limit(plan)

    def __call__(self, x: NDArray[np.generic], features: Float32) -> float | Float32:
        """Return it as a number, or as a column (n_features, 1), for one clip and its features."""
        if not isinstance(self._value, str):
            return self._value
        if self._same:
            if self._silence is None:
                self._silence = self._plan.silence()[:, None]
            return self._silence
        limited = self._limited(x, features)
        return self._plan.silence(x)[:, None] if limited is None else limited

    def _limited(self, x: NDArray[np.generic], features: Float32) -> Float32 | None:
        """Return it where all that looks at the clip is a limit below its maximum, in the kernel.

        Then the loudest frame alone says what that maximum was, with the kernel's own bits, and
        the clip need not be computed again. None: this is not such a case.
        """
        core, free = self._plan.core, self._free
        if free is None or not isinstance(core, CpuCore) or not features.size:
            return None
        loudest = features.max(axis=0)
        frames = np.flatnonzero(loudest == loudest.max())
        if frames.size > _MOST_LOUDEST:
            return None
        if self._silence is None:
            zeros = np.zeros(n_zeros(self._plan.front_end), np.float32)
            self._silence, _ = free.bands(zeros, first_frame=0, n_frames=1, seed=None)
        maxima = [free.bands(x, first_frame=int(i), n_frames=1, seed=None)[0] for i in frames]
        column = self._silence.copy()
        core.limit(column, maximum=float(np.max(maxima)))
        return column


def _without_limit(plan: Plan) -> CpuCore | None:
    """Return the kernel without its limit, if that is all that looks at the clip, and is last."""
    core = plan.core
    if not (isinstance(core, CpuCore) and core.finishes and core.does_signal):
        return None
    free = core.without_clip()
    return None if free is core else free


def checked_padding(padding: Any) -> float | Silence:
    """Return a padding, or refuse what is no number of float32 and not "silence".

    NaN and infinity pass: a NaN shows where a mask was forgotten.

    Raises
    ------
    SignalError
        If it is neither.

    Examples
    --------
    >>> checked_padding(-4), checked_padding("silence")
    (-4.0, 'silence')
    """
    if isinstance(padding, str) and padding == "silence":
        return "silence"
    if isinstance(padding, numbers.Real) and not isinstance(padding, bool):
        with contextlib.suppress(OverflowError):  # of an integer beyond float64
            value = float(padding)
            if not _LARGEST < abs(value) < math.inf:
                return value
    message = (
        f"padding={padding!r} must be a number that float32 holds, 'silence', or None for what "
        "the original does."
    )
    raise SignalError(message)


def depends_on_clip(front_end: FrontEnd) -> bool:
    """Return whether silence reads otherwise after one clip than after another.

    Examples
    --------
    >>> from melgram.presets import preset
    >>> depends_on_clip(preset("kaldi")), depends_on_clip(preset("whisper"))
    (False, True)
    """
    running = any(isinstance(operation, _RUNNING) for operation in front_end.post)
    return running or front_end.needs_whole_clip


def n_zeros(front_end: FrontEnd) -> int:
    """Return how many zeros make a frame that nothing else makes.

    Examples
    --------
    >>> from melgram.presets import preset
    >>> n_zeros(preset("kaldi"))
    560
    """
    return front_end.framing.span + front_end.framing.hop_length


def n_frames(front_end: FrontEnd) -> int:
    """Return how many silent frames hold one of the result that sees nothing else, in the midst.

    Examples
    --------
    >>> from melgram.presets import preset
    >>> n_frames(preset("kaldi")), n_frames(preset("funasr"))
    (4, 38)
    """
    count = 2
    for operation in reversed(front_end.post):
        count = _n_frames_for(operation, count)
    return 2 * count


def _n_frames_for(operation: post.PostOp, count: int) -> int:
    """Return how many frames go into so many of the result, generously."""
    match operation:
        case post.Deltas(width=width, order=order):
            return count + width * order
        case post.Context(left=left, right=right):
            return count + left + right
        case post.Stack(n_frames=width):
            return count * width
        case post.LowFrameRate(width=width, hop=hop):
            return count * hop + width
        case (
            post.DropFrames(n_frames=n)
            | post.TruncateFramesToMultiple(n_frames=n)
            | post.PadFramesToMultiple(n_frames=n)
        ):
            return count + n
        case _:
            return count
