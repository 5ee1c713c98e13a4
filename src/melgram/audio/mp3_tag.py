"""Xing, Info and VBRI tags of an MP3: read one, write a true one.

The tag sits in a frame of its own, which decodes to silence in decoders that do not know it.
Whether a tag tells the truth is decided in ``mp3.py``.

References: the LAME tag specification, http://gabriel.mp3-tech.org/mp3infotag.html, and
Fraunhofer's VBRI layout as FFmpeg reads it.
"""

from __future__ import annotations

import dataclasses

from melgram.audio.mpeg import Frame, parse_frame

_FRAMES, _BYTES, _TOC, _QUALITY = 1, 2, 4, 8
_VBRI_AT = 36
_DELAYS_AT = 21  # within the LAME part: two 12-bit numbers, delay and padding
_LAME_BYTES = 36
DECODER_DELAY = 529
"""Samples that every Layer III decoder adds at the start; LAME's "delay" leaves them out."""

_ENCODERS = (b"LAME", b"Lavf", b"Lavc", b"L3.9", b"GOGO")


@dataclasses.dataclass(frozen=True)
class Tag:
    """What a tag states; None where it says nothing."""

    n_frames: int | None
    n_bytes: int | None
    delay: int = 0
    padding: int = 0
    is_gapless: bool = False


def read_tag(head: bytes, frame: Frame) -> Tag | None:
    """Return the tag in a frame, None for a frame of sound."""
    if frame.layer != 3:
        return None
    if head[frame.side_info : frame.side_info + 4] in (b"Xing", b"Info"):
        return _read_xing(head, frame.side_info)
    if head[_VBRI_AT : _VBRI_AT + 4] == b"VBRI":
        fields = head[_VBRI_AT + 10 : _VBRI_AT + 18]
        return Tag(int.from_bytes(fields[4:], "big"), int.from_bytes(fields[:4], "big"))
    return None


def _read_xing(head: bytes, at: int) -> Tag:
    flags = int.from_bytes(head[at + 4 : at + 8], "big")
    place = at + 8
    counts: list[int | None] = [None, None]
    for index, flag in enumerate((_FRAMES, _BYTES)):
        if flags & flag:
            counts[index] = int.from_bytes(head[place : place + 4], "big")
            place += 4
    place += (100 if flags & _TOC else 0) + (4 if flags & _QUALITY else 0)
    lame = head[place : place + _LAME_BYTES]
    if len(lame) < _LAME_BYTES or lame[:4] not in _ENCODERS:
        return Tag(counts[0], counts[1])
    delays = int.from_bytes(lame[_DELAYS_AT : _DELAYS_AT + 3], "big")
    return Tag(counts[0], counts[1], delays >> 12, delays & 0xFFF, is_gapless=delays != 0)


def true_tag(header: bytes, *, n_frames: int, delay: int, padding: int) -> bytes:
    """Return a tag frame that fits the frames after it.

    Parameters
    ----------
    header : 4 bytes
        Of the first frame of sound.
    n_frames : int
        Frames that follow.
    delay, padding : int [samples]
        Of the encoder. 0 and ``DECODER_DELAY`` leave everything but the decoder's own delay.
    """
    for bitrate_index in range(1, 15):
        # No CRC (bit 0 of byte 1), the smallest bit rate whose frame holds the tag.
        first = bytes((0xFF, header[1] | 1, bitrate_index << 4 | header[2] & 0x0C, header[3]))
        frame = parse_frame(first)
        if frame is not None and frame.n_bytes >= frame.side_info + 12 + _LAME_BYTES:
            break
    else:  # no such frame exists: every format has one of 144 bytes or more
        raise AssertionError(header)
    body = bytearray(frame.n_bytes)
    body[:4] = first
    at = frame.side_info
    body[at : at + 12] = b"Xing" + _FRAMES.to_bytes(4, "big") + n_frames.to_bytes(4, "big")
    lame = bytearray(_LAME_BYTES)
    lame[:9] = b"LAME3.100"
    lame[_DELAYS_AT : _DELAYS_AT + 3] = (delay << 12 | padding).to_bytes(3, "big")
    body[at + 12 : at + 12 + _LAME_BYTES] = lame
    return bytes(body)
