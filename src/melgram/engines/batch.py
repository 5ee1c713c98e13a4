"""Several signals of different lengths as one padded array; a row never knows its neighbors."""

from __future__ import annotations

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
