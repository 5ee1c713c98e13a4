"""How band energies become the numbers a model sees: logarithms, roots and PCEN."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from melgram.frontend.rules import require_int, require_word, set_number

LogBase = Literal["ln", "log10", "db_power", "db_amplitude"]
LogFamily = Literal["ln", "log10"]
PcenStart = Literal["unit", "first"]


@dataclass(frozen=True, kw_only=True, slots=True)
class NoFloor:
    """Take the logarithm as it is: silence becomes minus infinity."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClampFloor:
    """``max(x, value)``."""

    value: float

    def __post_init__(self) -> None:
        """Check the value."""
        set_number(self, "value", above=0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class AddFloor:
    """``x + value``."""

    value: float

    def __post_init__(self) -> None:
        """Check the value."""
        set_number(self, "value", above=0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplaceFloor:
    """``value`` where ``x <= 0``, and ``x`` elsewhere, however small."""

    value: float

    def __post_init__(self) -> None:
        """Check the value."""
        set_number(self, "value", above=0.0)


Floor = NoFloor | ClampFloor | AddFloor | ReplaceFloor


@dataclass(frozen=True, kw_only=True, slots=True)
class NoCompression:
    """Leave power or magnitude as it is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Log:
    """The logarithm of ``floor(gain * x)``.

    ``db_power`` is ``10 log10``, ``db_amplitude`` is ``20 log10``.
    """

    base: LogBase
    floor: Floor
    gain: float = 1.0

    def __post_init__(self) -> None:
        """Check base and gain."""
        require_word("base", self.base, LogBase)
        set_number(self, "gain", above=0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class LogOnePlus:
    """``log(1 + gain * x)``; beat_this uses ln and 1,000, musicnn log10 and 10,000."""

    gain: float
    base: LogFamily = "ln"

    def __post_init__(self) -> None:
        """Check gain and base."""
        set_number(self, "gain", above=0.0)
        require_word("base", self.base, LogFamily)


@dataclass(frozen=True, kw_only=True, slots=True)
class PiecewiseLog:
    """``x / e`` up to e, ``ln(x) / e`` up to e^e, ``ln(x)`` above (torchaudio's Emformer)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Root:
    """``x ** exponent``."""

    exponent: float

    def __post_init__(self) -> None:
        """Check the exponent."""
        set_number(self, "exponent", above=0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Smoother:
    """``m[t] = (1 - coefficient) m[t-1] + coefficient x[t]``.

    Before the first frame, ``m`` is 1 (``unit``, librosa) or the first frame itself (``first``).
    """

    coefficient: float
    start: PcenStart = "first"

    def __post_init__(self) -> None:
        """Check coefficient and start."""
        set_number(self, "coefficient", above=0.0)
        require_word("start", self.start, PcenStart)


@dataclass(frozen=True, kw_only=True, slots=True)
class TruncatedSmoother:
    """The same average over ``n_frames`` taps only, the first frame repeated before the clip.

    The oldest tap takes the weight of all that would lie before it.
    """

    coefficient: float
    n_frames: int

    def __post_init__(self) -> None:
        """Check coefficient and length."""
        set_number(self, "coefficient", above=0.0)
        require_int("n_frames", self.n_frames, least=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pcen:
    """Per-channel energy normalisation.

    ``(scale x / (added + m)^gain + bias)^power - bias^power`` with the running average ``m`` of
    ``scale * x``. Wang et al., "Trainable frontend for robust and far-field keyword spotting",
    ICASSP 2017.
    """

    smoother: Smoother | TruncatedSmoother
    gain: float = 0.98
    bias: float = 2.0
    power: float = 0.5
    added: float = 1e-6
    scale: float = 1.0

    def __post_init__(self) -> None:
        """Check all numbers."""
        set_number(self, "gain", least=0.0)
        set_number(self, "bias", least=0.0)
        set_number(self, "power", least=0.0)
        set_number(self, "added", above=0.0)
        set_number(self, "scale", above=0.0)


Compression = NoCompression | Log | LogOnePlus | PiecewiseLog | Root | Pcen
