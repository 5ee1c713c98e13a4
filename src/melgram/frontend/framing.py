"""How the signal is cut into frames: lengths in samples, and what happens at the edges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from melgram.errors import FrontEndError
from melgram.frontend.rules import require_int, require_word

PadMode = Literal["zero", "reflect", "symmetric", "edge"]
"""What stands outside the signal. ``reflect`` does not repeat the edge sample (... 2 1 | 0 1 2),
``symmetric`` does (... 1 0 | 0 1 2). A signal shorter than its padding is reflected again and
again."""

Placement = Literal["center", "left"]
FrameCount = Literal["fit", "cover"]
DropLast = Literal["never", "always", "if_divisible", "if_below_half"]
ValidRule = Literal["inside"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Centered:
    """Pad half a span on both sides, so frame ``t`` is centered on sample ``t * hop_length``."""

    mode: PadMode = "reflect"

    def __post_init__(self) -> None:
        """Check the mode."""
        require_word("mode", self.mode, PadMode)


@dataclass(frozen=True, kw_only=True, slots=True)
class Padded:
    """Pad ``left`` and ``right`` samples, then cut.

    ``fit`` keeps only frames that fit in the padded signal; ``cover`` adds one, filled
    with zeros, so that every sample is in some frame.
    """

    left: int
    right: int
    mode: PadMode = "reflect"
    count: FrameCount = "fit"

    def __post_init__(self) -> None:
        """Check the paddings and both words."""
        require_int("left", self.left, least=0)
        require_int("right", self.right, least=0)
        require_word("mode", self.mode, PadMode)
        require_word("count", self.count, FrameCount)


@dataclass(frozen=True, kw_only=True, slots=True)
class Snip:
    """Only frames that lie wholly inside the signal; the tail that fills none is left out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PadEnd:
    """A frame for every multiple of the hop inside the signal; zeros after its end."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KaldiMirror:
    """Kaldi's ``snip_edges=false``: ``round(n / hop)`` frames, mirrored at both edges.

    Frame ``t`` starts at ``t * hop + hop // 2 - win // 2``; the mirror repeats the edge sample.
    """


Edges = Centered | Padded | Snip | PadEnd | KaldiMirror


@dataclass(frozen=True, kw_only=True, slots=True)
class Framing:
    """Cut ``win_length`` samples every ``hop_length`` and transform them with ``n_fft`` points.

    Parameters
    ----------
    n_fft, win_length, hop_length : int [samples]
        ``win_length <= n_fft``.
    edges : Centered | Padded | Snip | PadEnd | KaldiMirror
    placement : {"center", "left"}
        Where the window stands in the ``n_fft`` points. ``center`` (librosa, torch) reads
        ``n_fft`` samples per frame, ``left`` (Kaldi, TensorFlow) reads ``win_length`` and
        appends zeros.
    extra : int [samples]
        Samples each frame reads beyond its window (Gemma: 1, for its pre-emphasis).
    drop_last : {"never", "always", "if_divisible", "if_below_half"}
        Whether the last frame is thrown away (Whisper: always), or only when the signal's
        length is a multiple of the hop, or less than half a hop longer than one (lhotse).
    valid_extra : int | "inside" | None [frames]
        ``None``: every frame is valid. A number: frames from ``n // hop_length + valid_extra``
        on are padding that statistics leave out (NeMo). ``inside``: frames that end after the
        recording are, whatever was appended to it (Gemma 4).
    """

    n_fft: int
    win_length: int
    hop_length: int
    edges: Edges
    placement: Placement = "center"
    extra: int = 0
    drop_last: DropLast = "never"
    valid_extra: int | ValidRule | None = None

    def __post_init__(self) -> None:
        """Check lengths and words."""
        require_int("n_fft", self.n_fft, least=2)
        require_int("win_length", self.win_length, least=1)
        require_int("hop_length", self.hop_length, least=1)
        require_int("extra", self.extra, least=0)
        require_word("placement", self.placement, Placement)
        require_word("drop_last", self.drop_last, DropLast)
        if isinstance(self.valid_extra, str):
            require_word("valid_extra", self.valid_extra, ValidRule)
        elif self.valid_extra is not None:
            require_int("valid_extra", self.valid_extra, least=-self.n_fft)
        if self.win_length > self.n_fft:
            message = (
                f"win_length={self.win_length} must be <= n_fft={self.n_fft}. "
                "Raise n_fft or shorten the window."
            )
            raise FrontEndError(message)

    @property
    def n_bins(self) -> int:
        """Number of frequencies of a real transform: ``n_fft // 2 + 1``."""
        return self.n_fft // 2 + 1

    @property
    def span(self) -> int:
        """Number of samples that one frame reads."""
        length = self.n_fft if self.placement == "center" else self.win_length
        return length + self.extra

    @property
    def window_offset(self) -> int:
        """Samples between the first that a frame reads and the first under its window."""
        return (self.n_fft - self.win_length) // 2 if self.placement == "center" else 0
