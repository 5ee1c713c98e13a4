"""Operations on the whole signal and on single frames, before the window.

An operation's place in ``FrontEnd.signal`` or ``FrontEnd.frame`` says *when* it acts: the
same ``Preemphasis`` stands in ``signal`` for NeMo (once over the recording) and in
``frame`` for Kaldi (anew in every frame).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from melgram.frontend.rules import require_int, require_word, set_number

FirstSample = Literal["keep", "scale", "reflect", "drop"]
Overflow = Literal["keep", "wrap"]
Tiling = Literal["repeat", "repeat_then_zero"]


@dataclass(frozen=True, kw_only=True, slots=True)
class RemoveMean:
    """``x - mean(x)``: DC removal."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """``factor * x``; 32768 brings samples in [-1, 1] to the range of 16-bit integers."""

    factor: float

    def __post_init__(self) -> None:
        """Check the factor."""
        set_number(self, "factor")


@dataclass(frozen=True, kw_only=True, slots=True)
class Clip:
    """``min(max(x, low), high)``."""

    low: float = -1.0
    high: float = 1.0

    def __post_init__(self) -> None:
        """Check the order of the bounds."""
        set_number(self, "low")
        set_number(self, "high", above=self.low)


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantise:
    """``trunc(levels * x) / levels``: what a detour through 16-bit integers leaves.

    The product is rounded to float32 before it is cut, as the originals do. ``wrap`` brings what
    lies beyond full scale back into ``[-levels, levels)``, as a conversion to integers does that
    does not saturate: openSMILE's wrapper turns +1.0 into -32768.
    """

    levels: float = 32767.0
    overflow: Overflow = "keep"

    def __post_init__(self) -> None:
        """Check the number of levels and the rule."""
        set_number(self, "levels", above=0.0)
        require_word("overflow", self.overflow, Overflow)


@dataclass(frozen=True, kw_only=True, slots=True)
class PeakNormalise:
    """``target * x / (max|x| + added)``."""

    target: float = 1.0
    added: float = 0.0

    def __post_init__(self) -> None:
        """Check both numbers."""
        set_number(self, "target", above=0.0)
        set_number(self, "added", least=0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class RangeNormalise:
    """``2 (x - min) / (max - min + added) - 1``: the signal stretched over [-1, 1]."""

    added: float = 0.0

    def __post_init__(self) -> None:
        """Check the guard."""
        set_number(self, "added", least=0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class RaiseLevel:
    """Scale up to an RMS of ``target`` (full scale = 1); a louder signal stays as it is."""

    target: float

    def __post_init__(self) -> None:
        """Check the target."""
        set_number(self, "target", above=0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Standardise:
    """``(x - mean) / sqrt(var + added)``: zero mean, unit variance over the signal."""

    added: float = 0.0

    def __post_init__(self) -> None:
        """Check the guard."""
        set_number(self, "added", least=0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pad:
    """Put ``left`` and ``right`` samples of ``value`` around the signal."""

    left: int = 0
    right: int = 0
    value: float = 0.0

    def __post_init__(self) -> None:
        """Check counts and value."""
        require_int("left", self.left, least=0)
        require_int("right", self.right, least=0)
        set_number(self, "value")


@dataclass(frozen=True, kw_only=True, slots=True)
class PadTo:
    """Append ``value`` until there are at least ``n_samples`` samples."""

    n_samples: int
    value: float = 0.0

    def __post_init__(self) -> None:
        """Check count and value."""
        require_int("n_samples", self.n_samples, least=1)
        set_number(self, "value")


@dataclass(frozen=True, kw_only=True, slots=True)
class PadToMultiple:
    """Append ``value`` until the length is ``base`` and a multiple of ``n_samples``.

    A signal shorter than ``base`` is padded to it; YAMNet's first patch is longer than the others.
    """

    n_samples: int
    value: float = 0.0
    base: int = 0

    def __post_init__(self) -> None:
        """Check counts and value."""
        require_int("n_samples", self.n_samples, least=1)
        require_int("base", self.base, least=0)
        set_number(self, "value")


@dataclass(frozen=True, kw_only=True, slots=True)
class PadAround:
    """Put ``value`` on both sides until the length is a multiple of ``n_samples``.

    An odd sample goes behind the signal. With ``Padded`` edges of ``(win - hop) / 2`` zeros these
    are the frames of a convolution with "SAME" padding. The shift, at most half of ``n_samples``,
    hangs on the recording's length and is not in the times of frames.
    """

    n_samples: int
    value: float = 0.0

    def __post_init__(self) -> None:
        """Check count and value."""
        require_int("n_samples", self.n_samples, least=1)
        set_number(self, "value")


@dataclass(frozen=True, kw_only=True, slots=True)
class TruncateTo:
    """Keep the first ``n_samples`` samples."""

    n_samples: int

    def __post_init__(self) -> None:
        """Check the count."""
        require_int("n_samples", self.n_samples, least=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class TileTo:
    """Repeat a signal shorter than ``n_samples`` up to that length.

    ``repeat`` cuts the last repetition; ``repeat_then_zero`` repeats whole and pads zeros.
    """

    n_samples: int
    tiling: Tiling = "repeat"

    def __post_init__(self) -> None:
        """Check count and tiling."""
        require_int("n_samples", self.n_samples, least=1)
        require_word("tiling", self.tiling, Tiling)


@dataclass(frozen=True, kw_only=True, slots=True)
class Dither:
    """Add ``std`` times standard normal noise; its seed is an argument of the plan's call."""

    std: float

    def __post_init__(self) -> None:
        """Check the deviation."""
        set_number(self, "std", above=0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Preemphasis:
    """``y[i] = x[i] - coefficient * x[i - 1]``.

    The first sample has no predecessor: ``keep`` leaves it (as if silence came before),
    ``scale`` uses itself as predecessor (Kaldi, HTK), ``reflect`` the sample after it
    (voxceleb_trainer), ``drop`` leaves it out.
    """

    coefficient: float = 0.97
    first: FirstSample = "keep"

    def __post_init__(self) -> None:
        """Check coefficient and rule."""
        set_number(self, "coefficient")
        require_word("first", self.first, FirstSample)


SignalOp = (
    RemoveMean
    | Scale
    | Clip
    | Quantise
    | PeakNormalise
    | RangeNormalise
    | RaiseLevel
    | Standardise
    | Pad
    | PadTo
    | PadToMultiple
    | PadAround
    | TruncateTo
    | TileTo
    | Dither
    | Preemphasis
)

FrameOp = RemoveMean | Scale | Dither | Preemphasis
