"""CAF (Apple Core Audio): the header walk. Linear PCM is read by ``pcm.py``."""

from __future__ import annotations

import math
import struct

from melgram.audio.chunks import Chunk, Layout, require_inside, walk_chunks
from melgram.audio.header import Header, Pcm, check_format, missing_bytes
from melgram.audio.source import Recording
from melgram.audio.wav import dtype_name
from melgram.errors import CorruptInput, InconsistentHeader, TruncatedInput, UnsupportedCodec

_LAYOUT = Layout(size_bytes=8, order="big", alignment=1)
_UNKNOWN_SIZE = (1 << 64) - 1
_EDIT_COUNT = 4  # the data chunk begins with an edit count before the samples
_FLOAT_FLAG, _LITTLE_FLAG = 1, 2
_CODED = {b"alac": "alac", b"ulaw": "pcm_mulaw", b"alaw": "pcm_alaw", b"ima4": "adpcm_ima_qt",
          b"aac ": "aac", b"opus": "opus", b".mp3": "mp3"}  # fmt: skip


def walk_caf(recording: Recording, start: int) -> Header:
    """Return the facts of a CAF file.

    Raises
    ------
    TruncatedInput, CorruptInput, InconsistentHeader, UnsupportedCodec
        As for WAV.
    """
    description: bytes | None = None
    for chunk in walk_chunks(recording, start + 8, _LAYOUT, sizes={}):
        if chunk.id == b"desc":
            description = recording.read_at(chunk.start, 32)
        if chunk.id == b"data":
            if description is None or len(description) < 32:
                message = f"{recording.name}: its data chunk comes before its desc chunk."
                raise CorruptInput(message)
            return _header(recording, description, chunk)
        require_inside(recording, chunk)
    message = f"{recording.name}: ends before its samples begin."
    raise TruncatedInput(message)


def _header(recording: Recording, description: bytes, data: Chunk) -> Header:
    rate, kind, flags, packet, frames, channels, bits = struct.unpack(">d4sIIIII", description)
    if not math.isfinite(rate):
        message = f"{recording.name}: sample_rate={rate} must be finite."
        raise InconsistentHeader(message)
    check_format(recording.name, sample_rate=round(rate), channels=channels)
    available = max(0, recording.size - data.start - _EDIT_COUNT)
    declared = None if data.size == _UNKNOWN_SIZE else max(0, data.size - _EDIT_COUNT)
    present = available if declared is None else min(declared, available)
    notes = () if declared is not None else ("its header states no length (streamed)",)
    if kind != b"lpcm":
        return _coded(recording, kind, round(rate), channels, declared, present)
    dtype = _dtype(recording, flags, bits, packet, channels, frames)
    frame = packet
    return Header(
        container="caf",
        codec=f"pcm_{dtype_name(dtype)}",
        sample_rate=round(rate),
        channels=channels,
        bit_depth=bits,
        declared_samples=None if declared is None else declared // frame,
        present_samples=present // frame,
        is_lossless=True,
        truncated=missing_bytes(declared, available, frame=frame),
        warnings=notes,
        pcm=Pcm(data.start + _EDIT_COUNT, present // frame * frame, dtype),
        decoders=("pcm",),
    )


def _dtype(
    recording: Recording, flags: int, bits: int, packet: int, channels: int, frames: int
) -> str:
    width = (bits + 7) // 8
    is_float = bool(flags & _FLOAT_FLAG)
    if packet != width * channels or frames != 1:
        message = (
            f"{recording.name}: {packet} bytes a packet contradict {channels} channels "
            f"of {bits} bits."
        )
        raise InconsistentHeader(message)
    if width not in ((4, 8) if is_float else (1, 2, 3, 4)):
        message = f"{recording.name}: CAF of {bits} bits is not known."
        raise UnsupportedCodec(message)
    return f"{'<' if flags & _LITTLE_FLAG else '>'}{'f' if is_float else 'i'}{width}"


def _coded(
    recording: Recording, kind: bytes, rate: int, channels: int, declared: int | None, present: int
) -> Header:
    if kind not in _CODED:
        message = f"{recording.name}: CAF format {kind!r} is not known."
        raise UnsupportedCodec(message)
    return Header(
        container="caf",
        codec=_CODED[kind],
        sample_rate=rate,
        channels=channels,
        truncated=missing_bytes(declared, present, frame=1),
    )
