"""Several signals of different lengths as one padded array; a row never knows its neighbors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from melgram.types import Float32


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Batch:
    """Features of several clips, padded to the longest.

    Parameters
    ----------
    data : (n_clips, n_features, n_frames), float32
    lengths : (n_clips,) int64
        Frames of each clip; what stands after them is padding.
    """

    data: Float32
    lengths: NDArray[np.int64]

    @property
    def mask(self) -> NDArray[np.bool_]:
        """True where a frame belongs to its clip, (n_clips, n_frames)."""
        return np.arange(self.data.shape[-1]) < self.lengths[:, None]

    def __repr__(self) -> str:
        """Print shape and the range of lengths."""
        n_clips, n_features, n_frames = self.data.shape
        shortest = self.lengths.min(initial=n_frames)
        return (
            f"Batch({n_clips} clips x {n_features} features x {n_frames} frames, "
            f"{shortest}-{n_frames} frames long)"
        )


def padded(rows: Sequence[Float32], *, n_features: int, value: float) -> Batch:
    """Put the features of several clips, each (n_features, n_frames), into one array.

    Examples
    --------
    >>> padded([np.ones((1, 2), np.float32), np.ones((1, 3), np.float32)], n_features=1, value=0.0)
    Batch(2 clips x 1 features x 3 frames, 2-3 frames long)
    """
    lengths = np.array([row.shape[-1] for row in rows], np.int64)
    shape = (len(rows), n_features, int(lengths.max(initial=0)))
    data = np.empty(shape, np.float32)
    for row, target in zip(rows, data, strict=True):
        target[:, : row.shape[-1]] = row
        target[:, row.shape[-1] :] = value
    return Batch(data=data, lengths=lengths)
