"""What a model is handed: the order of the axes and the number type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from melgram.frontend.rules import require_int, require_word

Dtype = Literal["float32", "float64", "float16"]


@dataclass(frozen=True, kw_only=True, slots=True)
class FeaturesFirst:
    """``(..., n_features, n_frames)``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FramesFirst:
    """``(..., n_frames, n_features)``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Patches:
    """``(..., n_patches, n_frames, n_features)``: windows of frames, every ``hop`` frames."""

    n_frames: int
    hop: int

    def __post_init__(self) -> None:
        """Check both counts."""
        require_int("n_frames", self.n_frames, least=1)
        require_int("hop", self.hop, least=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Channels:
    """``(..., count, n_frames, n_features)``: an image, the same features in every channel."""

    count: int = 1

    def __post_init__(self) -> None:
        """Check the count."""
        require_int("count", self.count, least=1)


Layout = FeaturesFirst | FramesFirst | Patches | Channels


@dataclass(frozen=True, kw_only=True, slots=True)
class Output:
    """Layout and number type of ``Mel.model_input``."""

    layout: Layout = FeaturesFirst()
    dtype: Dtype = "float32"

    def __post_init__(self) -> None:
        """Check the number type."""
        require_word("dtype", self.dtype, Dtype)
