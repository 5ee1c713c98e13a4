"""AU (Sun, NeXT): the header walk. Plain numbers are read by ``pcm.py``."""

from __future__ import annotations

import dataclasses
import struct

from melgram.audio.header import Header, Pcm, check_format, missing_bytes
from melgram.audio.source import Recording
from melgram.audio.wav import dtype_name
from melgram.errors import CorruptInput, TruncatedInput, UnsupportedCodec

_NUMBERS = {2: "i1", 3: "i2", 4: "i3", 5: "i4", 6: "f4", 7: "f8"}
_CODED = {1: "pcm_mulaw", 27: "pcm_alaw", 23: "adpcm_g721", 25: "adpcm_g723", 26: "adpcm_g723"}
_COUNTED = (*_NUMBERS, 1, 27)  # a fixed number of bytes each
_UNKNOWN_SIZE = 0xFFFFFFFF


def walk_au(recording: Recording, start: int) -> Header:
    """Return the facts of an AU file; big-endian ``.snd`` or little-endian ``dns.``.

    Raises
    ------
    TruncatedInput, CorruptInput, UnsupportedCodec
        For a header that is cut, places its samples outside, or names no known encoding.
    """
    head = recording.read_at(start, 24)
    if len(head) < 24:
        message = f"{recording.name}: ends inside its 24-byte AU header."
        raise TruncatedInput(message)
    order = ">" if head[:4] == b".snd" else "<"
    offset, size, encoding, rate, channels = struct.unpack_from(f"{order}5I", head, 4)
    check_format(recording.name, sample_rate=rate, channels=channels)
    if not 24 <= offset <= recording.size - start:
        message = (
            f"{recording.name}: its samples begin at byte {offset}; "
            f"that must be from 24 to {recording.size - start}."
        )
        raise CorruptInput(message)
    if encoding not in _NUMBERS and encoding not in _CODED:
        message = f"{recording.name}: AU encoding {encoding} is not known."
        raise UnsupportedCodec(message)
    available = recording.size - start - offset
    declared = None if size == _UNKNOWN_SIZE else size
    header = Header(
        container="au",
        codec=_CODED.get(encoding, ""),
        sample_rate=rate,
        channels=channels,
        truncated=missing_bytes(declared, available, frame=1),
        warnings=() if declared is not None else ("its header states no length (streamed)",),
    )
    if encoding not in _COUNTED:
        return header
    dtype = order + _NUMBERS.get(encoding, "i1")
    frame = int(dtype[2:]) * channels
    return _counted(header, Pcm(start + offset, available, dtype), declared, frame)


def _counted(header: Header, all_there: Pcm, declared: int | None, frame: int) -> Header:
    """Return the header with counts, for encodings of a fixed number of bytes."""
    available = all_there.n_bytes
    present = (available if declared is None else min(declared, available)) // frame
    is_plain = not header.codec
    return dataclasses.replace(
        header,
        codec=header.codec or f"pcm_{dtype_name(all_there.dtype)}",
        bit_depth=8 * all_there.width,
        declared_samples=None if declared is None else declared // frame,
        present_samples=present,
        is_lossless=True,
        truncated=missing_bytes(declared, available, frame=frame),
        pcm=dataclasses.replace(all_there, n_bytes=present * frame) if is_plain else None,
        decoders=("pcm",) if is_plain else header.decoders,
    )
