"""MP4, M4A, MOV: the boxes that state a length, and whether the bytes are there.

An AAC encoder puts priming samples before and padding after the sound; the edit list and the
media header say what is sound. FFmpeg removes the priming; the padding is cut by the length
found here. Decoding is done in ``via_av.py``.
"""

from __future__ import annotations

import dataclasses
import struct
from collections.abc import Iterator

from melgram.audio.header import Header, check_format
from melgram.audio.source import Recording, printable
from melgram.errors import CorruptInput, TruncatedInput, UnsupportedCodec

_MAX_BOXES = 10_000
_MAX_TABLE_BYTES = 1 << 16
_CODECS = {b"mp4a": "aac", b"alac": "alac", b"Opus": "opus", b"fLaC": "flac", b"ac-3": "ac3",
           b"ec-3": "eac3", b".mp3": "mp3", b"samr": "amr_nb", b"sawb": "amr_wb",
           b"sowt": "pcm_s16le", b"twos": "pcm_s16be", b"lpcm": "pcm"}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class _Box:
    name: bytes
    start: int
    end: int


@dataclasses.dataclass
class _Track:
    is_sound: bool = False
    codec: bytes = b""
    channels: int | None = None
    timescale: int = 0
    duration: int = 0
    skipped: int = 0
    has_plain_edits: bool = True


def walk_mp4(recording: Recording, start: int) -> Header:
    """Return the facts of an MP4 file.

    Raises
    ------
    TruncatedInput
        If the movie box, which says where everything is, is missing or cut.
    UnsupportedCodec
        If there is no sound.
    """
    movie, is_fragmented, truncated = None, False, None
    for box in _boxes(recording, start, recording.size):
        is_fragmented = is_fragmented or box.name == b"moof"
        if box.end > recording.size:
            truncated = f"its {printable(box.name)} box ends {box.end - recording.size} "
            truncated += "bytes beyond the file"
        if box.name == b"moov" and movie is None:
            movie = box
    if movie is None or movie.end > recording.size:
        message = f"{recording.name}: {truncated or 'has no movie box (moov)'}."
        raise TruncatedInput(message)
    tracks = [_track(recording, box) for box in _named(recording, movie, b"trak")]
    sounds = [track for track in tracks if track.is_sound]
    if not sounds:
        message = f"{recording.name}: has no audio stream."
        raise UnsupportedCodec(message)
    return _header(recording, sounds, truncated, is_fragmented=is_fragmented)


def _header(
    recording: Recording, sounds: list[_Track], truncated: str | None, *, is_fragmented: bool
) -> Header:
    track = sounds[0]
    # The timescale of sound is its sample rate in all usual files; else the decoder tells.
    rate = track.timescale or None
    check_format(recording.name, sample_rate=rate, channels=track.channels)
    notes = [f"{len(sounds)} audio streams; the first is decoded"] * (len(sounds) > 1)
    exact = track.has_plain_edits and not is_fragmented and track.duration > track.skipped
    length = track.duration - track.skipped if exact else None
    return Header(
        container="mp4",
        codec=_CODECS.get(track.codec, track.codec.decode("latin-1").strip()),
        sample_rate=rate,
        channels=None,
        declared_samples=length,
        present_samples=length,
        truncated=truncated,
        warnings=tuple(notes),
        decoders=("av", "ffmpeg"),
    )


def _boxes(recording: Recording, place: int, end: int) -> Iterator[_Box]:
    for _ in range(_MAX_BOXES):
        head = recording.read_at(place, 16)
        if len(head) < 8 or place + 8 > end:
            return
        size, n_head = int.from_bytes(head[:4], "big"), 8
        if size == 1 and len(head) == 16:
            size, n_head = int.from_bytes(head[8:], "big"), 16
        elif size == 0:
            size = end - place
        if size < n_head:
            message = f"{recording.name}: box at byte {place} has size {size}."
            raise CorruptInput(message)
        yield _Box(head[4:8], place + n_head, place + size)
        place += size


def _named(recording: Recording, parent: _Box, *path: bytes) -> list[_Box]:
    """Return the boxes at a path of names below a parent."""
    boxes = [parent]
    for name in path:
        boxes = [
            child
            for box in boxes
            for child in _boxes(recording, box.start, box.end)
            if child.name == name
        ]
    return boxes


def _body(recording: Recording, parent: _Box, *path: bytes) -> bytes:
    boxes = _named(recording, parent, *path)
    if not boxes:
        return b""
    return recording.read_at(boxes[0].start, min(boxes[0].end - boxes[0].start, _MAX_TABLE_BYTES))


def _track(recording: Recording, box: _Box) -> _Track:
    track = _Track()
    handler = _body(recording, box, b"mdia", b"hdlr")
    track.is_sound = handler[8:12] == b"soun"
    media = _body(recording, box, b"mdia", b"mdhd")
    if len(media) >= 24 and media[0] == 0:
        track.timescale, track.duration = struct.unpack_from(">II", media, 12)
    elif len(media) >= 36:
        track.timescale, track.duration = struct.unpack_from(">IQ", media, 20)
    entry = _body(recording, box, b"mdia", b"minf", b"stbl", b"stsd")
    track.codec = entry[12:16]
    if len(entry) >= 34:
        track.channels = int.from_bytes(entry[32:34], "big")
    _read_edits(track, _body(recording, box, b"edts", b"elst"))
    return track


def _read_edits(track: _Track, edits: bytes) -> None:
    """Read how many samples at the start are priming; more than one edit is not followed."""
    if len(edits) < 8:
        return
    count = int.from_bytes(edits[4:8], "big")
    wide = edits[0] == 1
    entry = struct.unpack_from(">Qq" if wide else ">Ii", edits + b"\0" * 24, 8)
    track.has_plain_edits = count == 1 and entry[1] >= 0
    track.skipped = max(0, entry[1])
