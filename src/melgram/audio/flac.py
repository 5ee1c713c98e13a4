"""FLAC: the STREAMINFO block, and the last frame, which tells how long the recording is.

STREAMINFO may lie about the number of samples; libsndfile believes it, and stops early or
fails late. The header of the last frame holds its own number, and a CRC over the frame says
whether the file ends with it. Where the two disagree, libsndfile gets a corrected STREAMINFO.
"""

from __future__ import annotations

import dataclasses

from melgram.audio.header import Header, Link, check_format, missing
from melgram.audio.source import Recording
from melgram.errors import CorruptInput, TruncatedInput

_TAIL_BYTES = 1 << 17  # a frame of 8 channels, 4608 samples and 24 bits has 110 kB
_MAX_CANDIDATES = 8
_STREAMINFO_BYTES = 34


@dataclasses.dataclass(frozen=True)
class _StreamInfo:
    max_block: int
    sample_rate: int
    channels: int
    bits: int
    total: int
    md5: bytes


def walk_flac(recording: Recording, start: int) -> Header:
    """Return the facts of a FLAC file.

    Raises
    ------
    TruncatedInput
        If it ends inside its metadata.
    CorruptInput
        If STREAMINFO is missing.
    """
    body = recording.read_at(start + 4, 4 + _STREAMINFO_BYTES)
    if len(body) < 4 + _STREAMINFO_BYTES:
        message = f"{recording.name}: ends inside its STREAMINFO block."
        raise TruncatedInput(message)
    if body[0] & 0x7F or int.from_bytes(body[1:4], "big") != _STREAMINFO_BYTES:
        message = f"{recording.name}: does not begin with a STREAMINFO block."
        raise CorruptInput(message)
    info = _stream_info(body[4:])
    check_format(recording.name, sample_rate=info.sample_rate, channels=info.channels)
    audio = _skip_metadata(recording, start + 4)
    return _header(recording, start, info, _last_frame(recording, audio, info))


@dataclasses.dataclass(frozen=True)
class _Extent:
    """Where whole frames end, and how many samples they hold; None when no frame was found."""

    end: int
    present: int | None
    is_clean: bool


def _header(recording: Recording, start: int, info: _StreamInfo, extent: _Extent) -> Header:
    present, declared, notes, truncated = extent.present, info.total or None, (), None
    if declared is None:
        notes = ("its header states no length",)
    elif present is not None and present != declared:
        notes = (f"its header declares {declared} samples; its last frame ends at {present}",)
    if not extent.is_clean:
        truncated = "ends inside its last frame"
        if declared and present is not None:
            truncated = missing(declared, present) or truncated
    link = Link()
    if present is not None and (present != info.total or not extent.is_clean):
        head = recording.read_at(start, 8 + _STREAMINFO_BYTES)
        link = Link(start + len(head), extent.end, _with_total(head, present))
    return Header(
        container="flac",
        codec="flac",
        sample_rate=info.sample_rate,
        channels=info.channels,
        bit_depth=info.bits,
        declared_samples=declared,
        present_samples=present,
        is_lossless=True,
        truncated=truncated,
        warnings=notes,
        links=(dataclasses.replace(link, n_samples=present),),
        md5=info.md5 if any(info.md5) else None,
    )


def _stream_info(body: bytes) -> _StreamInfo:
    packed = int.from_bytes(body[10:18], "big")
    return _StreamInfo(
        max_block=int.from_bytes(body[2:4], "big"),
        sample_rate=packed >> 44,
        channels=(packed >> 41 & 7) + 1,
        bits=(packed >> 36 & 31) + 1,
        total=packed & ((1 << 36) - 1),
        md5=body[18:34],
    )


def _with_total(head: bytes, total: int) -> bytes:
    """Return the marker and STREAMINFO with another number of samples."""
    at = 8 + 10
    packed = int.from_bytes(head[at : at + 8], "big") >> 36 << 36 | total
    return head[:at] + packed.to_bytes(8, "big") + head[at + 8 :]


def _skip_metadata(recording: Recording, place: int) -> int:
    for _ in range(1 << 10):
        head = recording.read_at(place, 4)
        if len(head) < 4:
            message = f"{recording.name}: ends inside its metadata."
            raise TruncatedInput(message)
        place += 4 + int.from_bytes(head[1:], "big")
        if place > recording.size:
            message = (
                f"{recording.name}: a metadata block claims {place - recording.size} bytes "
                "more than there are."
            )
            raise TruncatedInput(message)
        if head[0] & 0x80:
            return place
    message = f"{recording.name}: has more than 1024 metadata blocks."
    raise CorruptInput(message)


def _last_frame(recording: Recording, audio: int, info: _StreamInfo) -> _Extent:
    """Find the frame that ends where the recording ends; its CRC-16 proves it."""
    base = max(audio, recording.size - _TAIL_BYTES)
    tail = recording.read_at(base, _TAIL_BYTES)
    if tail[-128:-125] == b"TAG":  # ID3v1
        tail = tail[:-128]
    seen: list[tuple[int, int, int]] = []
    place = len(tail)
    while len(seen) < _MAX_CANDIDATES and place > 0:
        place = tail.rfind(b"\xff", 0, place)
        frame = _frame_at(tail, place, info) if place >= 0 else None
        if frame is None:
            continue
        first, n_samples = frame
        if _crc16(tail[place:]) == 0:
            return _Extent(base + len(tail), first + n_samples, is_clean=True)
        seen.append((place, first, n_samples))
    if not seen:
        return _Extent(recording.size, None if tail else 0, is_clean=False)
    place, first, n_samples = seen[0]
    if first + n_samples == info.total:  # something may follow it; the decoder will tell
        return _Extent(recording.size, info.total, is_clean=True)
    return _Extent(base + place, first, is_clean=False)


def _frame_at(data: bytes, place: int, info: _StreamInfo) -> tuple[int, int] | None:
    """Return (first sample, samples) of the frame header at a place, None if there is none."""
    head = data[place : place + 16]
    if len(head) < 6 or head[1] & 0xFE != 0xF8 or head[2] >> 4 == 0 or head[3] & 1:
        return None
    number, n_used = _coded_number(head[4:11])
    channels = (head[3] >> 4) + 1 if head[3] >> 4 < 8 else 2  # 8 to 10: stereo, coded jointly
    if number is None or channels != info.channels:
        return None
    at = 4 + n_used
    code = head[2] >> 4
    size_bytes = {6: 1, 7: 2}.get(code, 0)
    rate_bytes = {12: 1, 13: 2, 14: 2}.get(head[2] & 15, 0)
    crc_at = at + size_bytes + rate_bytes
    if len(head) <= crc_at or _crc8(head[:crc_at]) != head[crc_at]:
        return None
    n_samples = _block_size(code, int.from_bytes(head[at : at + size_bytes], "big"))
    if n_samples > max(info.max_block, 16) and info.max_block:
        return None
    return (number if head[1] & 1 else number * info.max_block), n_samples


def _block_size(code: int, stated: int) -> int:
    if code == 1:
        return 192
    if code <= 5:
        return 576 << (code - 2)
    return stated + 1 if code <= 7 else 256 << (code - 8)


def _coded_number(data: bytes) -> tuple[int | None, int]:
    """Read the number that is coded like UTF-8, in up to 7 bytes."""
    lead = data[0]
    if lead < 0x80:
        return lead, 1
    n_bytes = 8 - (lead ^ 0xFF).bit_length()
    follow = data[1:n_bytes]
    if n_bytes < 2 or len(follow) < n_bytes - 1 or any(byte & 0xC0 != 0x80 for byte in follow):
        return None, 0
    number = lead & (0x7F >> n_bytes)
    for byte in follow:
        number = number << 6 | byte & 0x3F
    return number, n_bytes


def _crc_table(polynomial: int, bits: int) -> tuple[int, ...]:
    top, mask = 1 << (bits - 1), (1 << bits) - 1
    table = []
    for byte in range(256):
        value = byte << (bits - 8)
        for _ in range(8):
            value = (value << 1 ^ polynomial if value & top else value << 1) & mask
        table.append(value)
    return tuple(table)


_CRC8 = _crc_table(0x07, 8)  # RFC 9639, section 9.1.8
_CRC16 = _crc_table(0x8005, 16)  # RFC 9639, section 9.3


def _crc8(data: bytes) -> int:
    value = 0
    for byte in data:
        value = _CRC8[value ^ byte]
    return value


def _crc16(data: bytes) -> int:
    value = 0
    for byte in data:
        value = ((value << 8) & 0xFFFF) ^ _CRC16[(value >> 8) ^ byte]
    return value
