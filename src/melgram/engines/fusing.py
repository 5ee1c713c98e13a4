"""Which stages of a front end the kernel takes, and what is left to the reference.

How they are told to it is in ``cpu.py``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from melgram.frontend import FrontEnd
from melgram.frontend.compression import Log, LogOnePlus, NoCompression
from melgram.frontend.post import (
    Affine,
    DynamicRange,
    FixedRange,
    PostOp,
    ReplaceFirst,
    Standard,
    VectorAffine,
)
from melgram.frontend.signal import Preemphasis, RemoveMean, Scale
from melgram.frontend.spectral import Magnitude, Power
from melgram.types import Real

_MOST_FRAME_OPS = 8
_MOST_POINTS = 65_536


def obstacle(front_end: FrontEnd) -> str | None:
    """Return why the kernel cannot run a front end, or None if it can."""
    spectrum = front_end.spectrum
    if front_end.framing.n_fft > _MOST_POINTS:
        return f"n_fft={front_end.framing.n_fft} is above {_MOST_POINTS}"
    if not isinstance(spectrum, (Power, Magnitude)):
        return f"spectrum {type(spectrum).__name__}"
    if isinstance(spectrum, Power) and spectrum.one_sided:
        return "a one-sided density"
    if len(front_end.frame) > _MOST_FRAME_OPS:
        return f"more than {_MOST_FRAME_OPS} frame operations"
    for operation in front_end.frame:
        other_first = isinstance(operation, Preemphasis) and operation.first in ("reflect", "drop")
        if other_first or not isinstance(operation, (RemoveMean, Scale, Preemphasis)):
            return f"frame operation {type(operation).__name__}"
    averaging = any(isinstance(operation, RemoveMean) for operation in front_end.frame)
    if front_end.framing.extra and averaging:
        return "a mean over more samples than the window"
    if any(isinstance(operation, ReplaceFirst) for operation in front_end.post):
        return "the frame's energy as a feature"
    return None


@dataclass(frozen=True)
class Fused:
    """How many of the post operations the kernel takes over, and how."""

    affine: tuple[PostOp, ...]  # folded into each feature's scale and offset
    range: DynamicRange | FixedRange | None  # the run's limit
    after: Affine | Standard | None  # after the limit, in the same run

    @property
    def count(self) -> int:
        """Return how many they are."""
        return len(self.affine) + (self.range is not None) + (self.after is not None)


def fuse(front_end: FrontEnd) -> Fused:
    """Return what the kernel does of the post operations: the first few, as far as it can."""
    post = list(front_end.post)
    if not isinstance(front_end.compression, (NoCompression, Log, LogOnePlus)):
        return Fused((), None, None)
    affine: list[PostOp] = []
    while post and isinstance(post[0], (Affine, Standard, VectorAffine)):
        affine.append(post.pop(0))
    if not post or not isinstance(post[0], (DynamicRange, FixedRange)):
        return Fused(tuple(affine), None, None)
    if isinstance(post[0], DynamicRange) and front_end.framing.valid_extra is not None:
        return Fused(tuple(affine), None, None)  # the maximum runs over valid frames only
    limit, after = post[0], post[1] if len(post) > 1 else None
    if isinstance(after, (Affine, Standard)) and as_affine(after)[0] > 0.0:
        return Fused(tuple(affine), limit, after)
    return Fused(tuple(affine), limit, None)


def as_affine(operation: PostOp | None) -> tuple[Real, Real]:
    """Return scale and offset of ``scale * x + offset``."""
    if isinstance(operation, Affine):
        return np.array(operation.scale), np.array(operation.offset)
    if isinstance(operation, Standard):
        scale = 1.0 / operation.deviation
        return np.array(scale), np.array(-operation.mean * scale)
    if isinstance(operation, VectorAffine):
        scales = np.array(operation.scale)
        return scales, np.array(operation.offset) * scales
    return np.array(1.0), np.array(0.0)
