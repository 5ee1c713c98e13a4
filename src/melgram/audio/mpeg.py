"""MPEG audio frame headers: 32 bits that say how long a frame is.

The walk over a whole MP3 is in ``mp3.py``.
"""

from __future__ import annotations

import dataclasses

from melgram.audio.source import Recording

JUNK_BYTES = 1 << 20
"""How far the first frame is searched when the recording does not begin with one: 1 MiB."""

_AGREEING = 4  # frames in a row that must fit together before noise counts as music
MAX_FRAME_BYTES = 2881
"""Of the longest frame: MPEG-2 Layer II, 160 kbit/s at 8 kHz."""

# ISO 11172-3 and 13818-3, kbit/s by bitrate index 1 to 14.
_BITRATES = {
    (1, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (1, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


@dataclasses.dataclass(frozen=True, slots=True)
class Frame:
    """One MPEG audio frame header."""

    version: int
    layer: int
    sample_rate: int
    channels: int
    n_bytes: int
    n_samples: int
    side_info: int

    @property
    def format(self) -> tuple[int, int, int, int]:
        """What may not change inside one recording."""
        return (self.version, self.layer, self.sample_rate, self.channels)


_cache: dict[int, Frame | None] = {}


def parse_frame(data: bytes) -> Frame | None:
    """Read a frame header; None where the four bytes are none (or of free format)."""
    if len(data) < 4 or data[0] != 0xFF or data[1] & 0xE0 != 0xE0:
        return None
    # Few distinct headers occur in one recording, and a long one has a million frames.
    key = (data[1] << 16) | (data[2] << 8) | data[3]
    if key not in _cache:
        if len(_cache) > 4096:
            _cache.clear()
        _cache[key] = _parse(data)
    return _cache[key]


def _parse(data: bytes) -> Frame | None:
    version, layer = (data[1] >> 3) & 3, 4 - ((data[1] >> 1) & 3)
    bitrate_index, rate_index = data[2] >> 4, (data[2] >> 2) & 3
    if version == 1 or layer == 4 or bitrate_index in (0, 15) or rate_index == 3:
        return None
    is_v1 = version == 3
    bitrate = 1000 * _BITRATES[1 if is_v1 else 2, layer][bitrate_index - 1]
    rate = _RATES[version][rate_index]
    padding = (data[2] >> 1) & 1
    channels = 1 if data[3] >> 6 == 3 else 2
    n_samples = 384 if layer == 1 else 576 if layer == 3 and not is_v1 else 1152
    slot = 4 if layer == 1 else 1
    n_bytes = (n_samples // 8 // slot * bitrate // rate + padding) * slot
    side = (17 if channels == 1 else 32) if is_v1 else (9 if channels == 1 else 17)
    crc = 0 if data[1] & 1 else 2
    return Frame(version, layer, rate, channels, n_bytes, n_samples, 4 + crc + side)


def first_frame(recording: Recording, start: int) -> int | None:
    """Return where frames begin that agree with one another, at most 1 MiB after start.

    Several frames must fit together exactly, or all that there are up to the end.
    """
    block = recording.read_at(start, JUNK_BYTES + _AGREEING * MAX_FRAME_BYTES)
    place = block.find(b"\xff")
    while 0 <= place < JUNK_BYTES:
        if _agree(block, place, at_end=start + len(block) == recording.size):
            return start + place
        place = block.find(b"\xff", place + 1)
    return None


def _agree(block: bytes, place: int, *, at_end: bool) -> bool:
    first = parse_frame(block[place : place + 4])
    if first is None:
        return False
    for count in range(1, _AGREEING):
        frame = parse_frame(block[place : place + 4])
        if frame is None or frame.format[:3] != first.format[:3]:
            # A recording shorter than that must end with a whole frame (or a known tag).
            rest = block[place:]
            return count > 2 and at_end and (not rest or rest[:3] in (b"TAG", b"APE"))
        place += frame.n_bytes
    return True
