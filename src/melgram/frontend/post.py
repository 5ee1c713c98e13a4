"""Operations on the finished bands, in the order of ``FrontEnd.post``.

Statistics (maxima, means, deviations) run over one clip's valid frames, never over its
neighbours in a batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from melgram.errors import FrontEndError
from melgram.frontend.rules import require_int, require_word, set_number, set_numbers

DeviationGuard = Literal[
    "none", "add_to_deviation", "add_to_variance", "clamp_deviation", "clamp_variance"
]
DctNorm = Literal["none", "ortho", "htk"]
EnergyTap = Literal["raw", "windowed", "power"]
Remainder = Literal["drop", "zero"]


@dataclass(frozen=True, kw_only=True, slots=True)
class DynamicRange:
    """``max(x, max(x) - range)`` with the clip's own maximum: needs the whole clip."""

    range: float

    def __post_init__(self) -> None:
        """Check the range."""
        set_number(self, "range", above=0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class FixedRange:
    """``max(x, top - range)`` with a top that is written down: streams."""

    top: float
    range: float

    def __post_init__(self) -> None:
        """Check both numbers."""
        set_number(self, "top")
        set_number(self, "range", above=0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class SubtractMaximum:
    """``x - max(x)`` over the clip (librosa's ``ref=np.max``)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Affine:
    """``scale * x + offset``."""

    scale: float
    offset: float

    def __post_init__(self) -> None:
        """Check both numbers."""
        set_number(self, "scale")
        set_number(self, "offset")


@dataclass(frozen=True, kw_only=True, slots=True)
class Standard:
    """``(x - mean) / deviation`` with two numbers that are written down."""

    mean: float
    deviation: float

    def __post_init__(self) -> None:
        """Check both numbers."""
        set_number(self, "mean")
        set_number(self, "deviation", above=0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class VectorAffine:
    """``(x + offset[m]) * scale[m]`` with one pair for each feature (global CMVN, mel norms)."""

    offset: tuple[float, ...]
    scale: tuple[float, ...]

    def __post_init__(self) -> None:
        """Check that the vectors are equally long."""
        set_numbers(self, "offset")
        set_numbers(self, "scale")
        if len(self.offset) != len(self.scale):
            message = (
                f"offset has {len(self.offset)} numbers and scale {len(self.scale)}; "
                "both need one for each feature."
            )
            raise FrontEndError(message)


@dataclass(frozen=True, kw_only=True, slots=True)
class SubtractMean:
    """Subtract each feature's mean over the clip."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PerFeature:
    """Zero mean and unit deviation of each feature over the clip.

    ``ddof`` 1 divides the sum of squares by n - 1, 0 by n. ``added`` goes where ``guard`` says,
    after a variance below ``least_variance`` was raised to it.
    """

    ddof: int = 1
    added: float = 0.0
    guard: DeviationGuard = "none"
    least_variance: float = 0.0

    def __post_init__(self) -> None:
        """Check the degrees of freedom and the guards."""
        require_int("ddof", self.ddof, least=0)
        set_number(self, "added", least=0.0)
        require_word("guard", self.guard, DeviationGuard)
        set_number(self, "least_variance", least=0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class AllFeatures:
    """Zero mean and unit deviation of all features together over the clip.

    ``ddof`` 1 divides the sum of squares by n - 1, 0 by n. ``added`` goes onto the deviation.
    """

    ddof: int = 1
    added: float = 0.0

    def __post_init__(self) -> None:
        """Check the degrees of freedom and the guard."""
        require_int("ddof", self.ddof, least=0)
        set_number(self, "added", least=0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class SubtractRunningMean:
    """Subtract each feature's mean over the frames so far: streams.

    Of the first ``n_frames`` all weigh the same; from then on the past fades with a time constant
    of ``n_frames``.
    """

    n_frames: int

    def __post_init__(self) -> None:
        """Check the count."""
        require_int("n_frames", self.n_frames, least=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class RunningPerFeature:
    """``(x - mean) / (deviation + added)`` with `SubtractRunningMean`'s weights: streams.

    The first frame is zero, the next are rough: a deviation needs frames. After a clip of at most
    ``n_frames`` the statistics are those of `PerFeature` with ``ddof=0``.
    """

    n_frames: int
    added: float = 1e-5

    def __post_init__(self) -> None:
        """Check count and guard."""
        require_int("n_frames", self.n_frames, least=1)
        set_number(self, "added", above=0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Dct:
    """DCT-II over the features, first ``n_coefficients`` kept: an MFCC.

    ``ortho`` is orthonormal, ``htk`` scales every row by ``sqrt(2 / n)``.
    """

    n_coefficients: int
    norm: DctNorm = "ortho"

    def __post_init__(self) -> None:
        """Check count and norm."""
        require_int("n_coefficients", self.n_coefficients, least=1)
        require_word("norm", self.norm, DctNorm)


@dataclass(frozen=True, kw_only=True, slots=True)
class Lifter:
    """Coefficient ``i`` times ``1 + q / 2 * sin(pi i / q)``."""

    q: float

    def __post_init__(self) -> None:
        """Check the parameter."""
        set_number(self, "q", above=0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplaceFirst:
    """Put the frame's log energy in place of the first feature.

    ``raw``: sum of squares before pre-emphasis and window; ``windowed``: after both;
    ``power``: sum of the power spectrum. ``max(energy, floor)`` before the logarithm.
    """

    tap: EnergyTap
    floor: float

    def __post_init__(self) -> None:
        """Check tap and floor."""
        require_word("tap", self.tap, EnergyTap)
        set_number(self, "floor", above=0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Deltas:
    """Append regression slopes over ``2 width + 1`` frames, ``order`` times; edges repeat.

    ``sum(k (x[t+k] - x[t-k])) / (2 sum(k^2))``, HTK book, section 5.9.
    """

    width: int = 2
    order: int = 2

    def __post_init__(self) -> None:
        """Check both counts."""
        require_int("width", self.width, least=1)
        require_int("order", self.order, least=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Clamp:
    """``min(max(x, low), high)``."""

    low: float
    high: float

    def __post_init__(self) -> None:
        """Check the order of the bounds."""
        set_number(self, "low")
        set_number(self, "high", above=self.low)


@dataclass(frozen=True, kw_only=True, slots=True)
class FillInvalid:
    """Write ``value`` into the frames beyond ``Framing.valid_extra``."""

    value: float = 0.0

    def __post_init__(self) -> None:
        """Check the value."""
        set_number(self, "value")


@dataclass(frozen=True, kw_only=True, slots=True)
class RepeatLast:
    """Write the last valid frame into the frames beyond ``Framing.valid_extra`` (icefall)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PadFrames:
    """Append frames of ``value`` until there are at least ``n_frames``."""

    n_frames: int
    value: float = 0.0

    def __post_init__(self) -> None:
        """Check count and value."""
        require_int("n_frames", self.n_frames, least=1)
        set_number(self, "value")


@dataclass(frozen=True, kw_only=True, slots=True)
class PadFramesToMultiple:
    """Append frames of ``value`` until their number is a multiple of ``n_frames``."""

    n_frames: int
    value: float = 0.0

    def __post_init__(self) -> None:
        """Check count and value."""
        require_int("n_frames", self.n_frames, least=1)
        set_number(self, "value")


@dataclass(frozen=True, kw_only=True, slots=True)
class TruncateFrames:
    """Keep the first ``n_frames`` frames."""

    n_frames: int

    def __post_init__(self) -> None:
        """Check the count."""
        require_int("n_frames", self.n_frames, least=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class TruncateFramesToMultiple:
    """Leave out last frames until their number is a multiple of ``n_frames``."""

    n_frames: int

    def __post_init__(self) -> None:
        """Check the count."""
        require_int("n_frames", self.n_frames, least=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class DropFrames:
    """Leave out the last ``n_frames`` frames."""

    n_frames: int

    def __post_init__(self) -> None:
        """Check the count."""
        require_int("n_frames", self.n_frames, least=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stack:
    """Put ``n_frames`` neighbors into one frame; a remainder is dropped or filled with zeros."""

    n_frames: int
    remainder: Remainder = "drop"

    def __post_init__(self) -> None:
        """Check count and remainder."""
        require_int("n_frames", self.n_frames, least=1)
        require_word("remainder", self.remainder, Remainder)


@dataclass(frozen=True, kw_only=True, slots=True)
class LowFrameRate:
    """FunASR's LFR: stack ``width`` frames every ``hop``; edges repeat."""

    width: int
    hop: int

    def __post_init__(self) -> None:
        """Check both counts."""
        require_int("width", self.width, least=1)
        require_int("hop", self.hop, least=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """Each feature with its ``left`` earlier and ``right`` later values; zeros outside the clip.

    Feature by feature, earliest first (SpeechBrain); `Stack` goes frame by frame.
    """

    left: int
    right: int

    def __post_init__(self) -> None:
        """Check both counts."""
        require_int("left", self.left, least=0)
        require_int("right", self.right, least=0)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReverseFeatures:
    """Highest band first."""


PostOp = (
    DynamicRange
    | FixedRange
    | SubtractMaximum
    | Affine
    | Standard
    | VectorAffine
    | SubtractMean
    | PerFeature
    | AllFeatures
    | SubtractRunningMean
    | RunningPerFeature
    | Dct
    | Lifter
    | ReplaceFirst
    | Deltas
    | Clamp
    | FillInvalid
    | RepeatLast
    | PadFrames
    | PadFramesToMultiple
    | TruncateFrames
    | TruncateFramesToMultiple
    | DropFrames
    | Stack
    | LowFrameRate
    | Context
    | ReverseFeatures
)
