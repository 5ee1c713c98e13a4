"""What a recording is, without decoding it: ``probe``.

Lengths are counted by the same walkers that ``decode`` uses, so the two agree.
"""

from __future__ import annotations

import dataclasses
from typing import Literal

from melgram.audio.header import Header
from melgram.audio.headers import read_header
from melgram.audio.refusal import refuse
from melgram.audio.source import Recording, Source, open_recording
from melgram.audio.stream import DecoderFailed


@dataclasses.dataclass(frozen=True, kw_only=True)
class Info:
    """Facts about a recording.

    Attributes
    ----------
    path : str
        Its name, printable.
    container, codec : str
    sample_rate : int [Hz]
    bit_depth : int or None
        Of codecs that have one.
    channels : int
    n_samples : int or None
        Samples per channel; None where only decoding tells.
    duration : float [s] or None
    duration_source : {"header", "estimated", "decoded"}
        ``"header"``: stated, and confirmed by counting what is there. ``"estimated"``: from
        time stamps or bit rate. ``"decoded"``: only decoding to the end tells.
    size_bytes : int
    warnings : tuple of str
        What is odd, missing or damaged.
    """

    path: str
    container: str
    codec: str
    sample_rate: int
    bit_depth: int | None
    channels: int
    n_samples: int | None
    duration: float | None
    duration_source: Literal["header", "estimated", "decoded"]
    size_bytes: int
    warnings: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return the fields as plain JSON-ready values."""
        return {**dataclasses.asdict(self), "warnings": list(self.warnings)}


def probe(source: Source) -> Info:
    """Say what a recording is, without decoding it.

    A recording that is cut off is described too; ``warnings`` says what is missing.

    Parameters
    ----------
    source : path, bytes or binary file object

    Raises
    ------
    AudioError
        If it cannot be read, is no recording, or its header is beyond repair.

    Examples
    --------
    >>> info = probe("examples/speech.flac")
    >>> info.codec, info.sample_rate, info.n_samples, info.duration_source
    ('flac', 16000, 41600, 'header')
    """
    with open_recording(source) as recording:
        header = read_header(recording)
        odd = tuple(filter(None, (*header.warnings, header.truncated, header.damaged)))
        if header.sample_rate is not None and header.channels is not None:
            return _from_header(recording, header, odd)
        return _from_decoder(recording, header, odd)


def _from_header(recording: Recording, header: Header, odd: tuple[str, ...]) -> Info:
    n_samples, rate = header.present_samples, header.sample_rate
    assert rate is not None
    assert header.channels is not None
    return Info(
        path=recording.name,
        container=header.container,
        codec=header.codec,
        sample_rate=rate,
        bit_depth=header.bit_depth,
        channels=header.channels,
        n_samples=n_samples,
        duration=None if n_samples is None else n_samples / rate,
        duration_source="decoded" if n_samples is None else "header",
        size_bytes=recording.size,
        warnings=odd,
    )


def _from_decoder(recording: Recording, header: Header, odd: tuple[str, ...]) -> Info:
    """Let the decoder open it, for containers that are not walked to the bottom."""
    from melgram.audio.attempts import open_stream

    failures: list[DecoderFailed] = []
    for decoder in header.decoders:
        try:
            stream = open_stream(decoder, recording, header, start=0, partial=True)
        except DecoderFailed as failure:
            failures.append(failure)
            continue
        stream.close()
        exact = header.present_samples is not None and header.sample_rate is not None
        scale = stream.sample_rate / header.sample_rate if header.sample_rate else 1.0
        n_samples = round((header.present_samples or 0) * scale) if exact else None
        seconds = n_samples / stream.sample_rate if n_samples else stream.estimated_s
        return Info(
            path=recording.name,
            container=header.container,
            codec=header.codec if header.codec != "unknown" else stream.codec or "unknown",
            sample_rate=stream.sample_rate,
            bit_depth=None,
            channels=stream.channels,
            n_samples=n_samples,
            duration=seconds,
            duration_source="header" if exact else "estimated" if seconds else "decoded",
            size_bytes=recording.size,
            warnings=(*odd, *stream.warnings),
        )
    raise refuse(recording, header, failures)
