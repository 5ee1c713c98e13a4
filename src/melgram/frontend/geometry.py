"""Counts and positions, in whole samples and frames: pure integer functions.

::

    signal          0         hop       2 hop                    n_samples
                    |---------|---------|------------------------|
    frame 0   [ first_sample(0) ... span ... )
    frame 1             [ first_sample(1) ... span ... )

``first_sample`` may be negative and a frame may end after the signal: what stands there is
said by ``Framing.edges``. Signal operations that change the length (padding, tiling) come
first; post operations that change the number of frames (stacking, dropping) come last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from melgram.frontend.framing import Centered, Framing, KaldiMirror, Padded, PadEnd, Snip
from melgram.frontend.post import (
    Context,
    Dct,
    Deltas,
    DropFrames,
    FillInvalid,
    LowFrameRate,
    PadFrames,
    PadFramesToMultiple,
    PostOp,
    Stack,
    TruncateFrames,
    TruncateFramesToMultiple,
)
from melgram.frontend.rules import require_int
from melgram.frontend.signal import (
    Pad,
    PadAround,
    PadTo,
    PadToMultiple,
    Preemphasis,
    SignalOp,
    TileTo,
    TruncateTo,
)
from melgram.frontend.spectral import LinearBins, MelBank

if TYPE_CHECKING:
    from melgram.frontend.front_end import FrontEnd


def _ceil_div(a: int, b: int) -> int:
    return -(-a // b)


def samples_after(operation: SignalOp, n_samples: int) -> int:
    """Return the signal's length after one signal operation."""
    n = n_samples
    if isinstance(operation, Pad):
        return n + operation.left + operation.right
    if isinstance(operation, (PadTo, TileTo)):
        return max(n, operation.n_samples) if n or isinstance(operation, PadTo) else 0
    if isinstance(operation, PadToMultiple):
        beyond = max(n - operation.base, 0)
        return operation.base + _ceil_div(beyond, operation.n_samples) * operation.n_samples
    if isinstance(operation, PadAround):
        return _ceil_div(n, operation.n_samples) * operation.n_samples
    if isinstance(operation, TruncateTo):
        return min(n, operation.n_samples)
    if isinstance(operation, Preemphasis) and operation.first == "drop":
        return max(n - 1, 0)
    return n


def n_signal_samples(front_end: FrontEnd, n_samples: int) -> int:
    """Return the length of the signal that is framed, after all signal operations."""
    for operation in front_end.signal:
        n_samples = samples_after(operation, n_samples)
    return n_samples


def padding(framing: Framing) -> tuple[int, int]:
    """Return how many samples the edges put before and after the signal, counts by rule apart."""
    edges = framing.edges
    if isinstance(edges, Centered):
        return framing.span // 2, framing.span // 2
    if isinstance(edges, Padded):
        return edges.left, edges.right
    return 0, 0


def first_sample(framing: Framing, frame: int) -> int:
    """Return the first sample that a frame reads; negative before the signal's start."""
    if isinstance(framing.edges, KaldiMirror):
        lead = framing.win_length // 2 - framing.hop_length // 2 + framing.window_offset
    else:
        lead = padding(framing)[0]
    return frame * framing.hop_length - lead


def n_stft_frames(framing: Framing, n_samples: int) -> int:
    """Return the number of frames of a signal of ``n_samples``; an empty signal has none."""
    if n_samples == 0:
        return 0
    count = _count(framing, n_samples)
    if framing.drop_last == "always":
        count -= 1
    beyond = n_samples % framing.hop_length
    if framing.drop_last == "if_divisible" and beyond == 0:
        count -= 1
    if framing.drop_last == "if_below_half" and 2 * beyond < framing.hop_length:
        count -= 1
    return max(count, 0)


def _count(framing: Framing, n_samples: int) -> int:
    edges, hop, span = framing.edges, framing.hop_length, framing.span
    if isinstance(edges, KaldiMirror):
        return (n_samples + hop // 2) // hop
    if isinstance(edges, PadEnd):
        return _ceil_div(n_samples, hop)
    left, right = padding(framing)
    room = n_samples + left + right - span
    if isinstance(edges, Padded) and edges.count == "cover":
        return 1 + max(_ceil_div(room, hop), 0)
    assert isinstance(edges, (Centered, Padded, Snip))
    return 1 + room // hop if room >= 0 else 0


def n_valid_frames(front_end: FrontEnd, n_samples: int) -> int:
    """Return how many frames of a recording are not padding; all, unless ``valid_extra`` says so.

    Post operations that change the number of frames are not in this count.
    """
    framing = front_end.framing
    n_signal = n_signal_samples(front_end, n_samples)
    count = n_stft_frames(framing, n_signal)
    if framing.valid_extra is None:
        return count
    if framing.valid_extra == "inside":
        room = _recorded_end(front_end, n_samples) - framing.span - first_sample(framing, 0)
        return min(max(room // framing.hop_length + 1, 0), count)
    return min(max(n_signal // framing.hop_length + framing.valid_extra, 0), count)


def _recorded_end(front_end: FrontEnd, n_samples: int) -> int:
    """Return where the recording ends in the signal that is framed."""
    end = n_samples
    for operation in front_end.signal:
        if isinstance(operation, Pad):
            end += operation.left
        elif isinstance(operation, PadAround):
            end += (samples_after(operation, end) - end) // 2
        elif not isinstance(operation, (PadTo, PadToMultiple)):
            end = samples_after(operation, end)
    return end


def first_read(framing: Framing, frame: int) -> int:
    """Return the first sample under a frame's window; the rest of the span only counts."""
    return first_sample(framing, frame) + framing.window_offset


def n_read(framing: Framing) -> int:
    """Return how many samples a frame truly reads: its window and ``extra``."""
    return framing.win_length + framing.extra


def border_frames(framing: Framing, n_samples: int) -> tuple[int, int]:
    """Return ``(head, tail)``: frames before ``head`` or from ``tail`` on touch padding.

    Frames in ``head .. tail`` lie wholly inside the signal; ``head == tail`` if none does.
    """
    count, hop = n_stft_frames(framing, n_samples), framing.hop_length
    start = first_read(framing, 0)
    head = min(_ceil_div(max(-start, 0), hop), count)
    fits = (n_samples - n_read(framing) - start) // hop + 1
    return head, min(max(fits, head), count)


def frames_after(operation: PostOp, n_frames: int) -> int:
    """Return the number of frames after one post operation."""
    n = n_frames
    if isinstance(operation, PadFrames):
        return max(n, operation.n_frames)
    if isinstance(operation, PadFramesToMultiple):
        return _ceil_div(n, operation.n_frames) * operation.n_frames
    if isinstance(operation, TruncateFrames):
        return min(n, operation.n_frames)
    if isinstance(operation, TruncateFramesToMultiple):
        return n // operation.n_frames * operation.n_frames
    if isinstance(operation, DropFrames):
        return max(n - operation.n_frames, 0)
    if isinstance(operation, Stack):
        full = operation.remainder == "drop"
        return n // operation.n_frames if full else _ceil_div(n, operation.n_frames)
    if isinstance(operation, LowFrameRate):
        return _ceil_div(n, operation.hop)
    return n


def keeps_frames(operation: PostOp) -> bool:
    """Return whether a post operation leaves the number of frames alone, whatever it is."""
    if isinstance(operation, TruncateFrames):
        return False
    return all(frames_after(operation, n) == n for n in range(64))


def n_frames(front_end: FrontEnd, n_samples: int) -> int:
    """Return the number of frames of the result for a recording of ``n_samples``."""
    require_int("n_samples", n_samples, least=0)
    signal = n_signal_samples(front_end, n_samples)
    return n_frames_after(front_end, n_stft_frames(front_end.framing, signal))


def n_frames_after(front_end: FrontEnd, n_frames: int) -> int:
    """Return how many frames of the result so many frames of the spectrum make."""
    for operation in front_end.post:
        n_frames = frames_after(operation, n_frames)
    return n_frames


def n_counted_frames(front_end: FrontEnd, n_samples: int) -> int:
    """Return the number of frames that the original tells its model, at most `n_frames`.

    Frames that it fills with the very number that it pads a batch with are padding to it: NeMo's
    last frame, and those up to a multiple.
    """
    filler, fills = front_end.padding, (FillInvalid, PadFramesToMultiple)
    padding = [op for op in front_end.post if isinstance(op, fills) and op.value == filler]
    if any(isinstance(operation, FillInvalid) for operation in padding):
        kept = n_valid_frames(front_end, n_samples)
    else:
        kept = n_stft_frames(front_end.framing, n_signal_samples(front_end, n_samples))
    for operation in front_end.post:
        kept = kept if operation in padding else frames_after(operation, kept)
    return min(kept, n_frames(front_end, n_samples))


def n_bands(front_end: FrontEnd) -> int:
    """Return the number of bands that the filter bank makes."""
    bank = front_end.bank
    if isinstance(bank, MelBank):
        return bank.n_mels
    if isinstance(bank, LinearBins):
        return front_end.framing.n_bins - bank.skip_low - bank.skip_high
    return len(bank.weights)


def features_after(operation: PostOp, n_features: int) -> int:
    """Return the number of features after one post operation."""
    if isinstance(operation, Dct):
        return operation.n_coefficients
    if isinstance(operation, Deltas):
        return n_features * (operation.order + 1)
    if isinstance(operation, Stack):
        return n_features * operation.n_frames
    if isinstance(operation, LowFrameRate):
        return n_features * operation.width
    if isinstance(operation, Context):
        return n_features * (operation.left + 1 + operation.right)
    return n_features


def n_features(front_end: FrontEnd) -> int:
    """Return the number of rows of the result."""
    count = n_bands(front_end)
    for operation in front_end.post:
        count = features_after(operation, count)
    return count


def window_center(framing: Framing, frame: int) -> float:
    """Return the middle of a frame's window, in samples from the signal's start.

    For a centered frame of even length this is exactly ``frame * hop_length``.
    """
    return first_read(framing, frame) + framing.win_length / 2


def time_axis(front_end: FrontEnd) -> tuple[float, float]:
    """Return the first frame's center and the distance of frames, in samples of the recording.

    What was put before the recording counts backwards; a stack stands in the middle of its
    frames.
    """
    first, step = window_center(front_end.framing, 0), float(front_end.framing.hop_length)
    for operation in front_end.signal:
        if isinstance(operation, Pad):
            first -= operation.left
        if isinstance(operation, Preemphasis) and operation.first == "drop":
            first += 1
    for post in front_end.post:
        if isinstance(post, Stack):
            first, step = first + step * (post.n_frames - 1) / 2, step * post.n_frames
        if isinstance(post, LowFrameRate):
            middle = (post.width - 1) / 2 - (post.width - 1) // 2
            first, step = first + step * middle, step * post.hop
    return first, step
