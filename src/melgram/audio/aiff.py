"""AIFF and AIFF-C: the header walk.

Plain numbers are read by ``pcm.py``; the rare compressed ones by libsndfile.
"""

from __future__ import annotations

import math
import struct

from melgram.audio.chunks import Layout, require_inside, walk_chunks
from melgram.audio.header import Header, Pcm, check_format, missing_bytes
from melgram.audio.source import Recording
from melgram.audio.wav import dtype_name
from melgram.errors import CorruptInput, InconsistentHeader, TruncatedInput, UnsupportedCodec

_BIG = Layout(order="big")

# Compression id -> byte order and kind; None: integers of the stated bits.
_NUMBERS = {
    b"NONE": ">i",
    b"twos": ">i",
    b"in24": ">i",
    b"in32": ">i",
    b"sowt": "<i",
    b"raw ": ">u",
    b"fl32": ">f",
    b"FL32": ">f",
    b"fl64": ">f",
    b"FL64": ">f",
}
_CODED = {b"ulaw": "pcm_mulaw", b"ULAW": "pcm_mulaw", b"alaw": "pcm_alaw", b"ALAW": "pcm_alaw",
          b"ima4": "adpcm_ima_qt", b"GSM ": "gsm", b"G722": "g722"}  # fmt: skip
_FIXED_BITS = {b"in24": 24, b"in32": 32, b"fl32": 32, b"FL32": 32, b"fl64": 64, b"FL64": 64}


def walk_aiff(recording: Recording, start: int) -> Header:
    """Return the facts of an AIFF file.

    Raises
    ------
    InconsistentHeader
        If the 80-bit sample rate is not a finite positive number.
    CorruptInput, TruncatedInput, UnsupportedCodec
        As for WAV.
    """
    common: bytes | None = None
    sound = None
    for chunk in walk_chunks(recording, start + 12, _BIG, sizes={}):
        if chunk.id == b"COMM" and common is None:
            common = recording.read_at(chunk.start, min(chunk.size, 22))
        elif chunk.id == b"SSND" and sound is None:
            sound = chunk
            continue
        if sound is None:
            require_inside(recording, chunk)
    if common is None or len(common) < 18:
        message = f"{recording.name}: has no COMM chunk."
        raise CorruptInput(message)
    if sound is None:
        message = f"{recording.name}: ends before its samples begin."
        raise TruncatedInput(message)
    offset = int.from_bytes(recording.read_at(sound.start, 4), "big")
    first = sound.start + 8 + offset
    if first > recording.size:
        message = f"{recording.name}: its samples begin at byte {first}, beyond its end."
        raise CorruptInput(message)
    return _header(recording, common, first, max(0, sound.end - first))


def _header(recording: Recording, common: bytes, first: int, stated_bytes: int) -> Header:
    channels, frames, bits = struct.unpack_from(">HIH", common)
    rate = _extended(recording, common[8:18])
    compression = common[18:22] if len(common) >= 22 else b"NONE"
    check_format(recording.name, sample_rate=rate, channels=channels)
    present_bytes = min(stated_bytes, recording.size - first)
    if compression in _CODED:
        return Header(
            container="aiff",
            codec=_CODED[compression],
            sample_rate=rate,
            channels=channels,
            truncated=missing_bytes(stated_bytes, present_bytes, frame=1),
        )
    dtype, bits = _dtype(recording, compression, bits)
    frame = Pcm(first, 0, dtype).width * channels
    present, notes = present_bytes // frame, ()
    truncated = missing_bytes(stated_bytes, present_bytes, frame=frame)
    if truncated is None and frames != present:
        notes = (f"its header declares {frames} samples; {present} are there",)
    return Header(
        container="aiff",
        codec=f"pcm_{dtype_name(dtype)}",
        sample_rate=rate,
        channels=channels,
        bit_depth=bits,
        declared_samples=frames,
        present_samples=present,
        is_lossless=True,
        truncated=truncated,
        warnings=notes,
        pcm=Pcm(first, present * frame, dtype),
        decoders=("pcm",),
    )


def _dtype(recording: Recording, compression: bytes, bits: int) -> tuple[str, int]:
    if compression not in _NUMBERS:
        message = f"{recording.name}: AIFF compression {compression!r} is not known."
        raise UnsupportedCodec(message)
    bits = _FIXED_BITS.get(compression, bits)
    kind = _NUMBERS[compression]
    width = (bits + 7) // 8
    if width not in ((4, 8) if kind[1] == "f" else (1,) if kind[1] == "u" else (1, 2, 3, 4)):
        message = f"{recording.name}: AIFF of {bits} bits is not known."
        raise UnsupportedCodec(message)
    return f"{kind}{width}", bits


def _extended(recording: Recording, data: bytes) -> int:
    """Return an 80-bit IEEE 754 extended number as a whole sample rate."""
    head, mantissa = struct.unpack(">HQ", data)
    exponent = (head & 0x7FFF) - 16383 - 63
    if head & 0x8000 or not -126 <= exponent + 63 <= 62:
        message = (
            f"{recording.name}: sample_rate={data.hex()} (80-bit float) "
            "must be finite and positive."
        )
        raise InconsistentHeader(message)
    return round(math.ldexp(mantissa, exponent))
