"""Which container is it? By its first bytes, never by its name.

Only the containers named here are ever handed to a decoder: no decoder gets to guess, so a
text file cannot make one open a playlist, and noise does not become music. What is inside
the container is found by its walker, see ``headers.py``.
"""

from __future__ import annotations

from melgram.audio.mpeg import first_frame
from melgram.audio.source import Recording
from melgram.errors import EmptyInput, TruncatedInput, UnrecognisedFormat

HEAD_BYTES = 1 << 12

_MAX_TAGS = 16  # ID3v2 tags one after another; more is an attack

_W64 = bytes.fromhex("726966662e91cf11a5d628db04c10000")
_ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")

# (offset, magic, container)
_CONTAINERS: tuple[tuple[int, bytes, str], ...] = (
    (0, _W64, "w64"),
    (0, b"fLaC", "flac"),
    (0, b"OggS", "ogg"),
    (0, b".snd", "au"),
    (0, b"dns.", "au"),
    (0, b"caff", "caf"),
    (0, b"NIST_1A", "nist"),
    (4, b"ftyp", "mp4"),
    (4, b"moov", "mp4"),
    (4, b"mdat", "mp4"),
    (0, b"\x1a\x45\xdf\xa3", "matroska"),
    (0, _ASF, "asf"),
    (0, b"#!AMR", "amr"),
    (0, b"\x0b\x77", "ac3"),
    (0, b"wvpk", "wavpack"),
    (0, b"TTA1", "tta"),
    (0, b"MAC ", "ape"),
    (0, b"FLV\x01", "flv"),
    (0, b"\x00\x00\x01\xba", "mpeg-ps"),
)

_RIFF_FORMS = {b"WAVE": "wav", b"AVI ": "avi"}

# What people feed by mistake; the message says what it looks like.
_LOOKS_LIKE: tuple[tuple[bytes, str], ...] = (
    (b"version https://git-lfs", "a Git LFS pointer: run 'git lfs pull'"),
    (b"#EXTM3U", "an M3U playlist"),
    (b"ffconcat", "an ffconcat script"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x93NUMPY", "a NumPy array: pass the array itself"),
    (b"SQLite format 3", "an SQLite database"),
    (b"{", "JSON"),
    (b"[", "JSON"),
)


def sniff(recording: Recording) -> tuple[str, int]:
    """Return the container's name and where it begins, after any ID3v2 tags or junk.

    Raises
    ------
    EmptyInput
        If there are no bytes.
    TruncatedInput
        If an ID3v2 tag claims more bytes than there are.
    UnrecognisedFormat
        If it is no known container; the message says what it looks like.
    """
    if recording.size == 0:
        message = f"{recording.name}: has no bytes."
        raise EmptyInput(message)
    start = _after_id3(recording)
    head = recording.read_at(start, HEAD_BYTES)
    container = _by_magic(head) or _by_sync(recording, start)
    if container:
        return container, start
    if first_frame(recording, start) is not None:
        return "mp3", start
    message = f"{recording.name}: is not a recording; {_looks_like(head)}."
    raise UnrecognisedFormat(message)


def _after_id3(recording: Recording) -> int:
    """Return the place after all leading ID3v2 tags (their size has 7 bits per byte)."""
    start = 0
    for _ in range(_MAX_TAGS):
        tag = recording.read_at(start, 10)
        if len(tag) < 10 or tag[:3] != b"ID3" or max(tag[6:10]) > 127:
            break
        n_bytes = (tag[6] << 21) | (tag[7] << 14) | (tag[8] << 7) | tag[9]
        footer = 10 if tag[5] & 0x10 else 0
        start += 10 + n_bytes + footer
        if start > recording.size:
            message = (
                f"{recording.name}: its ID3v2 tag declares {n_bytes} bytes, "
                f"but the whole file has {recording.size}."
            )
            raise TruncatedInput(message)
        start += _id3_padding(recording, start)
    return start


def _id3_padding(recording: Recording, start: int) -> int:
    """Count zero bytes that some taggers leave between the tag and the audio."""
    block = recording.read_at(start, HEAD_BYTES)
    return len(block) - len(block.lstrip(b"\0")) if block.startswith(b"\0\0\0\0\0\0\0\0") else 0


def _by_magic(head: bytes) -> str | None:
    if head[:4] in (b"RIFF", b"RIFX", b"RF64", b"BW64") and len(head) >= 12:
        return _RIFF_FORMS.get(head[8:12])
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return "aiff"
    for offset, magic, container in _CONTAINERS:
        if head[offset : offset + len(magic)] == magic:
            return container
    return None


def _by_sync(recording: Recording, start: int) -> str | None:
    """Containers without a magic number: ADTS AAC and MPEG transport streams."""
    head = recording.read_at(start, 8)
    if len(head) >= 7 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0:
        n_bytes = ((head[3] & 3) << 11) | (head[4] << 3) | (head[5] >> 5)
        follower = recording.read_at(start + n_bytes, 2)
        if n_bytes > 7 and (not follower or follower == head[:2]):
            return "adts"
    syncs = [recording.read_at(start + 188 * index, 1) for index in range(5)]
    return "mpeg-ts" if all(sync == b"G" for sync in syncs) else None


def _looks_like(head: bytes) -> str:
    """Say in words what the first bytes are."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    lower = text[:64].lower()
    if lower.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "it looks like HTML, perhaps an error page that was saved under this name"
    if lower.startswith(b"<"):
        return "it looks like XML"
    for magic, name in _LOOKS_LIKE:
        if text.startswith(magic):
            return f"it looks like {name}"
    if not head.strip(b"\0"):
        return "its first bytes are all zero"
    if head[:4] in (b"RIFF", b"RIFX", b"RF64", b"FORM"):
        return f"it is a {head[:4].decode()} file of form {head[8:12]!r}, which holds no audio"
    printable = sum(32 <= byte < 127 or byte in (9, 10, 13) for byte in head)
    if printable > 0.95 * len(head):
        return "it looks like text"
    return f"its first bytes are {head[:8].hex(' ')}"
