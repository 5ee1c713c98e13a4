"""What the original hands its model: features in another order of the axes and number type."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from melgram.frontend.output import Channels, FramesFirst, Layout, Output, Patches
from melgram.types import Float32


def model_input(data: Float32, output: Output) -> NDArray[Any]:
    """Return features (..., n_features, n_frames) as a model takes them.

    Examples
    --------
    >>> model_input(np.zeros((80, 98), np.float32), Output(layout=FramesFirst())).shape
    (98, 80)
    """
    data = data.astype(output.dtype, copy=False)
    if isinstance(output.layout, FramesFirst):
        return np.ascontiguousarray(np.swapaxes(data, -1, -2))
    if isinstance(output.layout, Patches):
        return _patches(np.swapaxes(data, -1, -2), layout=output.layout)
    if isinstance(output.layout, Channels):
        image = np.swapaxes(data, -1, -2)[..., None, :, :]
        return np.repeat(image, output.layout.count, axis=-3)
    return data


def model_lengths(n_frames: NDArray[np.int64], layout: Layout) -> NDArray[np.int64]:
    """Return how many steps of its time axis a model takes for so many frames.

    Examples
    --------
    >>> model_lengths(np.array([300, 95]), Patches(n_frames=96, hop=96)).tolist()
    [3, 0]
    """
    if isinstance(layout, Patches):
        return np.maximum((n_frames - layout.n_frames) // layout.hop + 1, 0)
    return n_frames


def _patches(frames_first: NDArray[Any], *, layout: Patches) -> NDArray[Any]:
    count = model_lengths(np.array(frames_first.shape[-2]), layout).item()
    starts = layout.hop * np.arange(count)[:, None] + np.arange(layout.n_frames)
    return frames_first[..., starts, :]  # (..., n_patches, n_frames, n_features)
