"""Several signals of different lengths as one padded array; a row never knows its neighbors.

What stands behind the shorter ones is the front end's ``padding``; silence is in ``silence.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from melgram.engines import layout
from melgram.engines import samples as samples_rules
from melgram.errors import SignalError
from melgram.frontend.output import Output
from melgram.types import Float32


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Batch:
    """Features of several clips, padded to the longest.

    Parameters
    ----------
    data : (n_clips, ..., n_features, n_frames), float32
    lengths : (n_clips,) int64
        Frames of each clip; what stands after them is padding.
    counted : (n_clips,) int64
        How many of these the original counts. It takes those that it fills with its padding, such
        as NeMo's last frame, for padding.
    output : Output
        How the original hands features to its model.

    Examples
    --------
    >>> import melgram, numpy as np
    >>> clips = [np.zeros(48_000, "float32"), np.zeros(32_000, "float32")]
    >>> batch = melgram.preset("vggish-examples").plan().batch(clips)
    >>> batch.data.shape, batch.lengths.tolist()
    ((2, 64, 298), [298, 198])
    >>> batch.model_input.shape, batch.model_lengths.tolist()
    ((2, 3, 96, 64), [3, 2])
    """

    data: Float32
    lengths: NDArray[np.int64]
    counted: NDArray[np.int64]
    output: Output = Output()

    @property
    def mask(self) -> NDArray[np.bool_]:
        """True where a frame belongs to its clip, (n_clips, n_frames)."""
        return _mask(self.lengths, self.data.shape[-1])

    @property
    def model_input(self) -> NDArray[Any]:
        """What the original hands its model for these clips: its layout and number type.

        Shape (n_clips, ..., n_features, n_frames), (n_clips, ..., n_frames, n_features),
        (n_clips, ..., n_patches, n_frames, n_features) or
        (n_clips, ..., n_channels, n_frames, n_features). Up to ``lengths[i]`` frames, row ``i``
        has the bits of `Mel.model_input` of its clip alone.
        """
        return layout.model_input(self.data, self.output)

    @property
    def model_lengths(self) -> NDArray[np.int64]:
        """How much of each row of `model_input` the original tells its model, (n_clips,) int64.

        Frames, ``counted``; or patches where the model takes patches. A patch that reaches into
        the padding does not count.
        """
        return layout.model_lengths(self.counted, self.output.layout)

    @property
    def model_mask(self) -> NDArray[np.bool_]:
        """True where a frame, or patch, of `model_input` belongs to its clip, (n_clips, n)."""
        longest = np.array(self.data.shape[-1])
        return _mask(self.model_lengths, layout.model_lengths(longest, self.output.layout).item())

    def __repr__(self) -> str:
        """Print shape and the range of lengths."""
        n_clips, *lead, n_features, n_frames = self.data.shape
        shortest = self.lengths.min(initial=n_frames)
        inner = "".join(f"{n} x " for n in lead)
        return (
            f"Batch({n_clips} clips x {inner}{n_features} features x {n_frames} frames, "
            f"{shortest}-{n_frames} frames long)"
        )


def _mask(lengths: NDArray[np.int64], longest: int) -> NDArray[np.bool_]:
    return np.arange(longest) < lengths[:, None]


def signals_of(clips: Sequence[Any] | NDArray[Any]) -> list[NDArray[np.generic]]:
    """Return the clips of a batch, of types and shapes that can be computed together.

    Raises
    ------
    SignalError
        If one cannot, and the message names which, or if they are no clips at all.

    Examples
    --------
    >>> [x.shape for x in signals_of(np.zeros((2, 500)))]
    [(500,), (500,)]
    """
    if isinstance(clips, np.ndarray) and clips.ndim < 2:
        message = f"clips.shape={clips.shape} is one signal, not several: plan.batch([samples])."
        raise SignalError(message)
    if not isinstance(clips, Iterable):
        message = f"clips={clips!r} must be a sequence of arrays (n_samples,). Give a list of them."
        raise SignalError(message)
    signals = [_signal(i, clip) for i, clip in enumerate(clips)]
    for i, x in enumerate(signals):
        if x.shape[:-1] != signals[0].shape[:-1]:
            message = (
                f"clips[{i}] has shape {x.shape} and clips[0] {signals[0].shape}: only the last "
                "axis, n_samples, may differ. Compute them in separate batches."
            )
            raise SignalError(message)
    return signals


def _signal(number: int, clip: Any) -> NDArray[np.generic]:
    try:
        return samples_rules.supported(clip)
    except SignalError as error:
        message = f"clips[{number}]: {error}"
        raise type(error)(message) from None
