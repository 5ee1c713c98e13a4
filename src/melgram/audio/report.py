"""What happened while a recording was decoded.

The report travels with the waveform; who fills it is ``decoding.py``.
"""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, kw_only=True)
class DecodeReport:
    """Which decoder read what, and whether the counts agree.

    Attributes
    ----------
    decoder : str
        Name and version, such as ``"soundfile 0.14.0 (libsndfile-1.2.2)"``.
    container, codec : str
        What the bytes are, such as ``"wav"`` and ``"pcm_s16le"``.
    declared_samples : int or None
        Samples per channel that the header states; None where it states nothing.
    decoded_samples : int
        Samples per channel that were decoded, before any resampling and, for a window
        (``offset``, ``duration``), inside the window alone.
    sample_rate : int [Hz]
        Rate of the recording, before any resampling.
    channels : int
        Channels of the recording, before the channel rule.
    warnings : tuple of str
        Sentences about everything odd that did not stop the decoding.

    Examples
    --------
    >>> DecodeReport(
    ...     decoder="melgram",
    ...     container="wav",
    ...     codec="pcm_s16le",
    ...     declared_samples=8000,
    ...     decoded_samples=8000,
    ...     sample_rate=16000,
    ...     channels=1,
    ... ).to_dict()["codec"]
    'pcm_s16le'
    """

    decoder: str
    container: str
    codec: str
    declared_samples: int | None
    decoded_samples: int
    sample_rate: int
    channels: int
    warnings: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return the fields as plain JSON-ready values."""
        return {**dataclasses.asdict(self), "warnings": list(self.warnings)}
