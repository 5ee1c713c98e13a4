"""Names for the arrays that travel through melgram; the comment gives their axes."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Real: TypeAlias = NDArray[np.floating[Any]]  # any axes; float64 in dsp and the reference engine
Float32: TypeAlias = NDArray[np.float32]  # any axes
Frames: TypeAlias = Real  # (..., n_frames, win_length)
Spectrum: TypeAlias = Real  # (..., n_bins, n_frames)
Bands: TypeAlias = Real  # (..., n_features, n_frames)
