"""From a frame to bands: window, transform, spectrum and filter bank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from melgram.errors import FrontEndError
from melgram.frontend.rules import (
    require_int,
    require_number,
    require_word,
    set_number,
    set_numbers,
)

WindowGain = Literal["none", "unit_sum", "half_sum", "unit_energy"]
Rounding = Literal["none", "result", "steps", "throughout"]
FftNorm = Literal["none", "unitary", "mean"]
MelScale = Literal["htk", "slaney", "kaldi", "essentia"]
Triangles = Literal["hz", "mel", "bin_floor", "left_bandwidth"]
MelNorm = Literal["none", "area", "unit_sum"]
EmptyBands = Literal["refuse", "keep"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Hann:
    """``0.5 - 0.5 cos(2 pi n / N)``; periodic N = length, symmetric N = length - 1."""

    periodic: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Hamming:
    """``a - b cos(2 pi n / N)`` with the usual 0.54 and 0.46."""

    periodic: bool = True
    a: float = 0.54
    b: float = 0.46

    def __post_init__(self) -> None:
        """Check the coefficients."""
        set_number(self, "a")
        set_number(self, "b")


@dataclass(frozen=True, kw_only=True, slots=True)
class Povey:
    """Kaldi's default: a symmetric Hann window to the power of ``exponent``."""

    exponent: float = 0.85

    def __post_init__(self) -> None:
        """Check the exponent."""
        set_number(self, "exponent", above=0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Blackman:
    """``c - 0.5 cos(2 pi n / N) + (0.5 - c) cos(4 pi n / N)`` with the usual c = 0.42."""

    periodic: bool = True
    c: float = 0.42

    def __post_init__(self) -> None:
        """Check the coefficient."""
        set_number(self, "c")


@dataclass(frozen=True, kw_only=True, slots=True)
class Tukey:
    """A flat top with cosine flanks over the share ``alpha`` of the length."""

    alpha: float = 0.5
    periodic: bool = True

    def __post_init__(self) -> None:
        """Check the share."""
        set_number(self, "alpha", least=0.0)
        if self.alpha > 1.0:
            message = f"alpha={self.alpha!r} must be in 0..1."
            raise FrontEndError(message)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rectangular:
    """Ones."""


@dataclass(frozen=True, kw_only=True, slots=True)
class VectorWindow:
    """A window given as numbers; there must be ``win_length`` of them."""

    values: tuple[float, ...]

    def __post_init__(self) -> None:
        """Check the numbers."""
        set_numbers(self, "values")


WindowShape = Hann | Hamming | Povey | Blackman | Tukey | Rectangular | VectorWindow


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """A window shape over ``win_length`` samples, and its scale.

    ``unit_sum`` divides by the sum, ``half_sum`` by half of it, ``unit_energy`` by the root of
    the sum of squares. ``rounding="result"`` rounds the table to float32, as most originals do.
    """

    shape: WindowShape
    gain: WindowGain = "none"
    rounding: Rounding = "none"

    def __post_init__(self) -> None:
        """Check both words."""
        require_word("gain", self.gain, WindowGain)
        require_word("rounding", self.rounding, Rounding)


@dataclass(frozen=True, kw_only=True, slots=True)
class Power:
    """``max(|X|^2, floor)``; ``one_sided`` doubles all bins but DC and Nyquist (a density)."""

    floor: float = 0.0
    one_sided: bool = False

    def __post_init__(self) -> None:
        """Check the floor."""
        set_number(self, "floor", least=0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Magnitude:
    """``sqrt(max(|X|^2 + added, floor))``; HiFi-GAN adds 1e-9, ESPnet floors at 1e-10."""

    added: float = 0.0
    floor: float = 0.0

    def __post_init__(self) -> None:
        """Check both guards."""
        set_number(self, "added", least=0.0)
        set_number(self, "floor", least=0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class AbsolutePower:
    """``|X|^exponent`` for exponents other than 1 and 2."""

    exponent: float

    def __post_init__(self) -> None:
        """Check the exponent."""
        set_number(self, "exponent", above=0.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class RealPart:
    """The real part of the spectrum, sign and all (BirdNET)."""


Spectrum = Power | Magnitude | AbsolutePower | RealPart


@dataclass(frozen=True, kw_only=True, slots=True)
class RfftGrid:
    """Bin ``k`` stands for ``k * sample_rate / n_fft`` Hz."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LinspaceGrid:
    """Bins spread evenly from 0 to ``sample_rate // 2`` Hz (torchaudio; differs for odd rates)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AssumedRateGrid:
    """Bins placed as if the rate were another one (StyleTTS 2: a 16 kHz bank on 24 kHz audio)."""

    sample_rate: int

    def __post_init__(self) -> None:
        """Check the rate."""
        require_int("sample_rate", self.sample_rate, least=1)


BinGrid = RfftGrid | LinspaceGrid | AssumedRateGrid


@dataclass(frozen=True, kw_only=True, slots=True)
class MelBank:
    """Triangles, evenly spaced on a mel scale, that gather bins into bands.

    Parameters
    ----------
    n_mels : int, >= 1
    fmin, fmax : float [Hz]
        Lowest and highest edge, always written out: ``0 <= fmin < fmax``.
    scale : {"htk", "slaney", "kaldi", "essentia"}
    triangles : {"hz", "mel", "bin_floor", "left_bandwidth"}
        Linear in Hz (librosa, torchaudio), linear in mel (Kaldi, TensorFlow), between edges
        rounded down to bins (python_speech_features), or symmetric with the left half-width
        (SpeechBrain).
    norm : {"none", "area", "unit_sum"}
        ``area``: divided by half the width in Hz ("slaney" in librosa). ``unit_sum``: weights
        add up to one.
    grid : RfftGrid | LinspaceGrid | AssumedRateGrid
    skip_low, skip_high : int [bins]
        Bins at the bottom and the top that no band uses; Kaldi never uses Nyquist (1).
    drop_first_weight : bool
        Kaldi's ``htk_mode``: a band that begins at bin 0 leaves that bin out.
    rounding : {"none", "result", "steps", "throughout"}
        Where the original rounds to float32: nowhere, the finished table, after the triangle
        and again after the norm (librosa), or in every operation (torchaudio).
    empty_bands : {"refuse", "keep"}
        A band without a bin is an error, unless the original keeps it at zero.
    """

    n_mels: int
    fmin: float
    fmax: float
    scale: MelScale
    triangles: Triangles = "hz"
    norm: MelNorm = "none"
    grid: BinGrid = RfftGrid()
    skip_low: int = 0
    skip_high: int = 0
    drop_first_weight: bool = False
    rounding: Rounding = "none"
    empty_bands: EmptyBands = "refuse"

    def __post_init__(self) -> None:
        """Check counts, edges and words."""
        require_int("n_mels", self.n_mels, least=1)
        set_number(self, "fmin", least=0.0)
        require_number("fmax", self.fmax)
        set_number(self, "fmax", above=self.fmin)
        for name, allowed in _BANK_WORDS:
            require_word(name, getattr(self, name), allowed)
        require_int("skip_low", self.skip_low, least=0)
        require_int("skip_high", self.skip_high, least=0)


_BANK_WORDS = (
    ("scale", MelScale),
    ("triangles", Triangles),
    ("norm", MelNorm),
    ("rounding", Rounding),
    ("empty_bands", EmptyBands),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class LinearBins:
    """No filter bank: the bins themselves, without ``skip_low`` and ``skip_high`` of them."""

    skip_low: int = 0
    skip_high: int = 0

    def __post_init__(self) -> None:
        """Check the counts."""
        require_int("skip_low", self.skip_low, least=0)
        require_int("skip_high", self.skip_high, least=0)


@dataclass(frozen=True, kw_only=True, slots=True)
class TableBank:
    """A filter bank given as numbers: one row of ``n_fft // 2 + 1`` weights for each band."""

    weights: tuple[tuple[float, ...], ...]

    def __post_init__(self) -> None:
        """Check that the rows are equally long and finite."""
        rows = tuple(tuple(float(w) for w in row) for row in self.weights)
        if not rows or any(len(row) != len(rows[0]) for row in rows):
            message = "weights must hold at least one row, all of the same length."
            raise FrontEndError(message)
        for row in rows:
            for weight in row:
                require_number("weights", weight)
        object.__setattr__(self, "weights", rows)


Bank = MelBank | LinearBins | TableBank
