"""The FrontEnd: one frozen value that says what is computed, in the order the signal flows.

Execution (engine, threads, precision, seed) is never part of it: those are arguments of
``plan`` and of the plan's call.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from melgram.errors import FrontEndError
from melgram.frontend import codec, geometry, units
from melgram.frontend.compression import Compression, NoCompression
from melgram.frontend.framing import Framing
from melgram.frontend.output import Output
from melgram.frontend.post import Dct, Lifter, PostOp, ReplaceFirst, VectorAffine
from melgram.frontend.rules import require_int, require_word, set_number
from melgram.frontend.signal import FrameOp, Preemphasis, SignalOp
from melgram.frontend.spectral import (
    Bank,
    FftNorm,
    MelBank,
    Power,
    Spectrum,
    TableBank,
    VectorWindow,
    Window,
)

if TYPE_CHECKING:
    from melgram.engines import EngineName, Plan, Precision

Arithmetic = Literal["float32", "float64"]
Channels = Literal["mean", "first", "per_channel", "require_mono", "flatten"]
Silence = Literal["silence"]


@dataclass(frozen=True, kw_only=True, slots=True)
class FrontEnd:
    """A complete recipe from samples to features.

    Parameters
    ----------
    sample_rate : int [Hz]
        There is no default: a front end states its rate.
    framing : Framing
    window : Window
    bank : MelBank | LinearBins | TableBank
    channels : {"mean", "first", "per_channel", "require_mono", "flatten"}
        How several channels become the signal.
    signal : tuple of SignalOp
        Applied to the whole signal, in order.
    frame : tuple of FrameOp
        Applied to each frame before its window, in order.
    fft_norm : {"none", "unitary", "mean"}
        Scale of the transform: 1, ``1 / sqrt(n_fft)`` or ``1 / n_fft``.
    spectrum : Power | Magnitude | AbsolutePower | RealPart
    compression : NoCompression | Log | LogOnePlus | PiecewiseLog | Root | Pcen
    post : tuple of PostOp
        Applied to the bands, in order.
    output : Output
        What ``Mel.model_input`` looks like.
    arithmetic : {"float32", "float64"}
        The precision inside that stays within the original's own rounding noise; a plan
        follows it unless told otherwise. It does not change what is defined.
    padding : float | "silence"
        What stands behind a shorter clip in a batch, as the original pads: a value in every
        feature, or the features of silence where the original appends zeros to the samples. No
        feature of a clip depends on it: neither equality nor the digest looks at it.

    Raises
    ------
    FrontEndError
        If a value breaks its rule or two stages contradict each other.

    Examples
    --------
    >>> from melgram.frontend.framing import Centered, Framing
    >>> from melgram.frontend.spectral import Hann, MelBank, Window
    >>> front_end = FrontEnd(
    ...     sample_rate=16_000,
    ...     framing=Framing(n_fft=400, win_length=400, hop_length=160, edges=Centered()),
    ...     window=Window(shape=Hann()),
    ...     bank=MelBank(n_mels=40, fmin=0.0, fmax=8_000.0, scale="htk"),
    ... )
    >>> front_end.n_frames(16_000), front_end.n_features, front_end.unit
    (101, 40, 'power')
    """

    sample_rate: int
    channels: Channels = "mean"
    signal: tuple[SignalOp, ...] = ()
    framing: Framing
    frame: tuple[FrameOp, ...] = ()
    window: Window
    fft_norm: FftNorm = "none"
    spectrum: Spectrum = Power()
    bank: Bank
    compression: Compression = NoCompression()
    post: tuple[PostOp, ...] = ()
    output: Output = Output()
    arithmetic: Arithmetic = "float32"
    padding: float | Silence = field(default=0.0, compare=False)

    def __post_init__(self) -> None:
        """Check what no single stage can see."""
        require_int("sample_rate", self.sample_rate, least=1)
        require_word("channels", self.channels, Channels)
        require_word("fft_norm", self.fft_norm, FftNorm)
        require_word("arithmetic", self.arithmetic, Arithmetic)
        if isinstance(self.padding, str):
            require_word("padding", self.padding, Silence)
        else:
            set_number(self, "padding")
        self._check_frame()
        self._check_window()
        self._check_bank()
        self._check_features()

    def _check_frame(self) -> None:
        dropped = sum(isinstance(op, Preemphasis) and op.first == "drop" for op in self.frame)
        if dropped > self.framing.extra:
            message = (
                f"framing.extra={self.framing.extra} must be >= {dropped}: each frame operation "
                "that drops a sample needs one more to read."
            )
            raise FrontEndError(message)

    def _check_window(self) -> None:
        shape = self.window.shape
        if isinstance(shape, VectorWindow) and len(shape.values) != self.framing.win_length:
            message = (
                f"the window has {len(shape.values)} values; "
                f"win_length={self.framing.win_length} needs as many."
            )
            raise FrontEndError(message)

    def _check_bank(self) -> None:
        bank, nyquist, n_bins = self.bank, self.sample_rate / 2, self.framing.n_bins
        if isinstance(bank, TableBank):
            if len(bank.weights[0]) != n_bins:
                message = (
                    f"the filter bank has {len(bank.weights[0])} columns; "
                    f"n_fft={self.framing.n_fft} needs {n_bins}."
                )
                raise FrontEndError(message)
            return
        if bank.skip_low + bank.skip_high >= n_bins:
            message = (
                f"skip_low={bank.skip_low} and skip_high={bank.skip_high} leave none of "
                f"the {n_bins} bins. Lower them."
            )
            raise FrontEndError(message)
        if isinstance(bank, MelBank) and bank.fmax > nyquist:
            message = (
                f"fmax={bank.fmax:g} Hz is above Nyquist (sample_rate={self.sample_rate} "
                f"-> {nyquist:g} Hz). Lower fmax or choose a higher sample_rate."
            )
            raise FrontEndError(message)

    def _check_features(self) -> None:
        n_features = geometry.n_bands(self)
        for operation in self.post:
            if isinstance(operation, Dct) and operation.n_coefficients > n_features:
                message = (
                    f"n_coefficients={operation.n_coefficients} must be <= {n_features}, "
                    "the number of features that enter the DCT."
                )
                raise FrontEndError(message)
            if isinstance(operation, VectorAffine) and len(operation.offset) != n_features:
                message = (
                    f"offset and scale have {len(operation.offset)} numbers; "
                    f"{n_features} features need as many."
                )
                raise FrontEndError(message)
            n_features = geometry.features_after(operation, n_features)
        self._check_energy()

    def _check_energy(self) -> None:
        mixed = False
        for operation in self.post:
            if isinstance(operation, ReplaceFirst) and mixed:
                message = (
                    "post: ReplaceFirst must stand before any operation that changes the "
                    "number of frames. Move it behind Dct."
                )
                raise FrontEndError(message)
            mixed = mixed or not (
                isinstance(operation, (Dct, Lifter)) or geometry.keeps_frames(operation)
            )

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that identify this recipe; equal recipes, equal digests."""
        return codec.digest(self)

    @property
    def n_features(self) -> int:
        """Number of rows of the result: bands, coefficients, or stacks of them."""
        return geometry.n_features(self)

    @property
    def unit(self) -> str:
        """What a number of the result is: "power", "dB", "ln power", ..."""
        return units.unit(self)

    @property
    def needs_whole_clip(self) -> bool:
        """Whether a frame's value depends on the rest of the recording."""
        return units.needs_whole_clip(self)

    def n_frames(self, n_samples: int) -> int:
        """Return the number of frames of a signal of ``n_samples`` samples at this rate."""
        return geometry.n_frames(self, n_samples)

    def plan(
        self, *, engine: EngineName = "auto", threads: int = 1, precision: Precision = "auto"
    ) -> Plan:
        """Return the ready-to-run form; see `melgram.engines.plan`."""
        from melgram.engines import plan

        return plan(self, engine=engine, threads=threads, precision=precision)

    def to_dict(self) -> dict[str, Any]:
        """Return all fields, defaults too, as plain dicts, lists, strings and numbers."""
        return codec.to_dict(self)

    def to_json(self) -> str:
        """Return all fields as JSON text."""
        return codec.to_json(self)

    def to_toml(self) -> str:
        """Return all fields as TOML text."""
        return codec.to_toml(self)

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> FrontEnd:
        """Build a front end from what `to_dict` wrote; an unknown key is an error."""
        return codec.from_dict(cls, fields)

    @classmethod
    def from_json(cls, text: str) -> FrontEnd:
        """Build a front end from JSON text."""
        return codec.from_json(cls, text)

    @classmethod
    def from_toml(cls, text: str) -> FrontEnd:
        """Build a front end from TOML text."""
        return codec.from_toml(cls, text)
