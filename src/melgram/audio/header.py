"""What a container says about its recording, and what its bytes confirm.

A Header is found by walking the container (``headers.py``), without decoding. Two counts
are kept apart: what is declared, and what is present.
"""

from __future__ import annotations

import dataclasses
from typing import Final

from melgram.audio.resampling import MAX_RATE, MIN_RATE
from melgram.errors import InconsistentHeader, LimitExceeded

MAX_CHANNELS: Final = 64


@dataclasses.dataclass(frozen=True)
class Pcm:
    """Plain numbers at a known place, which need no decoder.

    ``dtype`` is a NumPy type string, or ``"<i3"`` / ``">i3"`` for 24-bit integers.
    """

    offset: int
    n_bytes: int
    dtype: str

    @property
    def width(self) -> int:
        """Bytes of one number."""
        return int(self.dtype[2:])


@dataclasses.dataclass(frozen=True)
class Link:
    """Bytes ``start`` to ``end`` of the recording, after ``head`` in place of what was there.

    Most recordings are one link from 0 to the end. A chained Ogg or joined MP3 has several.
    ``head`` is a corrected header: native decoders believe their headers, so they get true ones.
    """

    start: int = 0
    end: int | None = None
    head: bytes = b""
    n_samples: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether this is the recording just as it lies there."""
        return self.start == 0 and self.end is None and not self.head


@dataclasses.dataclass(frozen=True, kw_only=True)
class Header:
    """Facts about a recording that are known before decoding.

    Attributes
    ----------
    sample_rate, channels : int or None
        None where only the decoder can tell.
    declared_samples : int or None
        Samples per channel that the header states.
    present_samples : int or None
        Samples per channel that the bytes hold, counted without believing that statement.
    is_lossless : bool
        A seek lands on the very sample asked for. Lossy codecs are decoded from the start.
    truncated : str or None
        A clause that says what is missing: ``"declared 8000 samples, got 4000"``.
    damaged : str or None
        A clause that says what is broken inside.
    md5 : bytes or None
        Of the unencoded samples (FLAC).
    decoders : tuple of str
        Who may read it, in order.
    """

    container: str
    codec: str
    sample_rate: int | None
    channels: int | None
    bit_depth: int | None = None
    declared_samples: int | None = None
    present_samples: int | None = None
    is_lossless: bool = False
    truncated: str | None = None
    damaged: str | None = None
    warnings: tuple[str, ...] = ()
    pcm: Pcm | None = None
    links: tuple[Link, ...] = (Link(),)
    md5: bytes | None = None
    decoders: tuple[str, ...] = ("soundfile", "av", "ffmpeg")


def missing(declared: int, present: int) -> str | None:
    """Return the clause for a recording that is shorter than declared, else None."""
    if present >= declared:
        return None
    return f"declared {declared} samples, got {present}"


def missing_bytes(declared: int | None, present: int, *, frame: int) -> str | None:
    """Return the clause for fewer bytes than declared; ``frame`` is one sample of all channels."""
    if declared is None or present >= declared:
        return None
    text = missing(declared // frame, present // frame)
    return text or f"declared {declared} bytes of samples, got {present}"


def check_format(name: str, *, sample_rate: int | None, channels: int | None) -> None:
    """Refuse rates and channel counts that no recording has.

    Raises
    ------
    InconsistentHeader
        For zero or negative values.
    LimitExceeded
        Beyond 100 to 768000 Hz or 64 channels.
    """
    if sample_rate is not None and sample_rate <= 0:
        message = f"{name}: sample_rate={sample_rate} must be positive."
        raise InconsistentHeader(message)
    if channels is not None and channels <= 0:
        message = f"{name}: channels={channels} must be positive."
        raise InconsistentHeader(message)
    if sample_rate is not None and not MIN_RATE <= sample_rate <= MAX_RATE:
        message = f"{name}: sample_rate={sample_rate} must be from {MIN_RATE} to {MAX_RATE} Hz."
        raise LimitExceeded(message)
    if channels is not None and channels > MAX_CHANNELS:
        message = f"{name}: channels={channels} must be at most {MAX_CHANNELS}."
        raise LimitExceeded(message)
