"""Ogg: a walk over all pages, each with its checksum.

Finds the codec, the links of a chained stream, the length that the granule positions give,
and whether the end is there. libsndfile reads only the first link of a chain, so every link
is decoded as a recording of its own.

Opus is always decoded at 48 kHz, the only rate that the codec has; the "original rate" in its
header is set to that before libsndfile sees it, or libsndfile would decode to other rates.

References: RFC 3533 (pages), RFC 7845 (Opus), the Vorbis I specification.
"""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Iterator

from melgram.audio.header import Header, Link, check_format
from melgram.audio.source import Recording
from melgram.errors import CorruptInput, InconsistentHeader, TruncatedInput, UnsupportedCodec

_WINDOW = 1 << 20
_MAX_PAGE = 27 + 255 + 255 * 255
_BOS, _EOS = 2, 4
_OPUS_RATE = 48_000
_MAX_PACKET_SAMPLES = 8192  # Vorbis' longest block; Opus' longest packet has 5760
_NO_GRANULE = (1 << 64) - 1


@dataclasses.dataclass(frozen=True, slots=True)
class _Page:
    start: int
    end: int
    flags: int
    granule: int
    serial: int
    n_packets: int
    body: bytes
    is_sound: bool


@dataclasses.dataclass(frozen=True)
class _Codec:
    name: str
    sample_rate: int
    channels: int
    pre_skip: int = 0


@dataclasses.dataclass
class _Link:
    """Logical streams that begin together; the first of sound counts."""

    start: int
    first_page: _Page
    codec: _Codec | None = None
    serial: int | None = None
    others: int = 0
    end: int = 0
    first_granule: int | None = None
    first_packets: int = 0
    last_granule: int | None = None
    is_ended: bool = False


def walk_ogg(recording: Recording, start: int) -> Header:
    """Return the facts of an Ogg recording.

    Raises
    ------
    CorruptInput
        If not one page is whole.
    InconsistentHeader
        If the links of a chain differ in rate or channels.
    UnsupportedCodec
        If it holds no sound.
    """
    walk = _Walk(recording)
    for page in walk.pages(start):
        walk.take(page)
    return walk.header()


class _Walk:
    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.links: list[_Link] = []
        self.damaged: str | None = None
        self.truncated: str | None = None
        self.notes: list[str] = []

    def pages(self, place: int) -> Iterator[_Page]:
        """Yield whole pages with a right checksum."""
        size, base, block = self.recording.size, place, b""
        while place < size:
            if place + _MAX_PAGE > base + len(block):
                base, block = place, self.recording.read_at(place, _WINDOW)
            page = _parse_page(block, place - base, place)
            if page is None:
                again = self._lost(block, place, base)
                if again is None:
                    return
                place = again
                continue
            yield page
            place = page.end

    def _lost(self, block: bytes, place: int, base: int) -> int | None:
        """Note what is wrong at a place; return where the next page may begin."""
        inside = place - base
        rest = self.recording.size - place
        if block[inside : inside + 4] == b"OggS":
            if _page_size(block, inside) is None:
                self.truncated = "ends inside a page"
                return None
            self.damaged = self.damaged or f"the page at byte {place} has a wrong checksum"
        again = block.find(b"OggS", inside + 1)
        if again >= 0:
            if self.damaged is None:
                self.damaged = f"{again - inside} bytes at byte {place} are no page"
            return base + again
        if rest <= len(block) - inside:
            if block[inside : inside + 4] != b"OggS":
                self.notes.append(f"{rest} bytes after the last page are left out")
            return None
        return base + len(block) - 3

    def take(self, page: _Page) -> None:
        """Count one page."""
        if page.flags & _BOS:
            self._begin(page)
        if not self.links:
            return
        link = self.links[-1]
        link.end = page.end
        if page.serial != link.serial:
            return
        link.is_ended = link.is_ended or bool(page.flags & _EOS)
        if page.granule in (0, _NO_GRANULE) and not page.flags & _EOS:
            return
        if link.first_granule is None:
            link.first_granule, link.first_packets = page.granule, page.n_packets
        link.last_granule = page.granule

    def _begin(self, page: _Page) -> None:
        codec = _codec(page.body)
        link = self.links[-1] if self.links else None
        if (
            link is None
            or page.start != link.end
            or link.first_granule is not None
            or link.is_ended
        ):
            link = _Link(page.start, page)
            self.links.append(link)
        if codec is None or link.codec is not None:
            link.others += 1
        else:
            link.codec, link.serial, link.first_page = codec, page.serial, page

    def header(self) -> Header:
        """Return the facts that the walk found."""
        name = self.recording.name
        if not self.links:
            if self.truncated:
                message = f"{name}: {self.truncated}."
                raise TruncatedInput(message)
            message = f"{name}: {self.damaged or 'has no beginning of an Ogg stream'}."
            raise CorruptInput(message)
        links = [link for link in self.links if link.codec]
        if not links:
            message = f"{name}: this Ogg holds no sound that is known here."
            raise UnsupportedCodec(message)
        codec = links[0].codec
        assert codec
        check_format(name, sample_rate=codec.sample_rate, channels=codec.channels)
        self._same_format(links)
        if not links[-1].is_ended and self.truncated is None:
            self.truncated = "ends without its last page (no end-of-stream mark)"
        if len(links) > 1:
            self.notes.append(f"{len(links)} links chained, decoded one after another")
        counts = [self._n_samples(link) for link in links]
        total = sum(count or 0 for count in counts) if None not in counts else None
        is_simple = all(link.others == 0 for link in links)
        return Header(
            container="ogg",
            codec=codec.name,
            sample_rate=codec.sample_rate,
            channels=codec.channels,
            declared_samples=total,
            present_samples=total,
            truncated=self.truncated,
            damaged=self.damaged,
            warnings=tuple(self.notes),
            links=tuple(map(self._link, links, counts)),
            decoders=("soundfile", "av", "ffmpeg") if is_simple else ("av", "ffmpeg"),
        )

    def _same_format(self, links: list[_Link]) -> None:
        first = links[0].codec
        for link in links[1:]:
            codec = link.codec
            assert first
            assert codec
            if dataclasses.replace(codec, pre_skip=0) != dataclasses.replace(first, pre_skip=0):
                message = (
                    f"{self.recording.name}: changes from {first.name}, {first.sample_rate} Hz, "
                    f"{first.channels} channels to {codec.name}, {codec.sample_rate} Hz, "
                    f"{codec.channels} channels at byte {link.start}. Split it first."
                )
                raise InconsistentHeader(message)

    def _n_samples(self, link: _Link) -> int | None:
        """Return the length by the last granule; None where the stream does not begin at 0."""
        assert link.codec
        if link.last_granule is None or link.first_granule is None:
            return None if link.first_granule is None else 0
        most = (link.first_packets + 1) * _MAX_PACKET_SAMPLES
        starts_late = link.codec.name != "flac" and link.first_granule > most
        if starts_late or link.last_granule < link.first_granule:
            self.notes.append("its granule positions do not begin at 0 or go back")
            return None
        return max(0, link.last_granule - link.codec.pre_skip)

    def _link(self, link: _Link, n_samples: int | None) -> Link:
        page, codec = link.first_page, link.codec
        assert codec
        is_alone = len(self.links) == 1 and link.start == 0 and self.damaged is None
        head, start = b"", link.start
        if codec.name == "opus":
            raw = self.recording.read_at(page.start, page.end - page.start)
            patched = _with_opus_rate(raw, len(page.body))
            if patched != raw and link.others == 0:
                head, start = patched, page.end
        end = None if is_alone and link.end == self.recording.size else link.end
        return Link(start, end, head, n_samples)


def _page_size(block: bytes, at: int) -> tuple[int, int] | None:
    """Return (header bytes, body bytes), None where the block ends before the page does."""
    if at + 27 > len(block):
        return None
    n_segments = block[at + 26]
    table = block[at + 27 : at + 27 + n_segments]
    n_body = sum(table)
    if len(table) < n_segments or at + 27 + n_segments + n_body > len(block):
        return None
    return 27 + n_segments, n_body


def _parse_page(block: bytes, at: int, place: int) -> _Page | None:
    if block[at : at + 5] != b"OggS\0":
        return None
    sizes = _page_size(block, at)
    if sizes is None:
        return None
    n_head, n_body = sizes
    page = block[at : at + n_head + n_body]
    if _checksum(page) != int.from_bytes(page[22:26], "little"):
        return None
    return _Page(
        start=place,
        end=place + len(page),
        flags=page[5],
        granule=int.from_bytes(page[6:14], "little"),
        serial=int.from_bytes(page[14:18], "little"),
        n_packets=sum(lace < 255 for lace in page[27:n_head]),
        body=page[n_head:] if page[5] & _BOS else b"",
        is_sound=False,
    )


_MIRROR = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def _checksum(page: bytes) -> int:
    """Return the page's CRC-32, most significant bit first, with its own field as zero.

    zlib's CRC has the same polynomial with the least significant bit first, inverted at both
    ends: so mirror the bits of every byte, undo the inversions, and mirror the result.
    """
    mirrored = (page[:22] + b"\0\0\0\0" + page[26:]).translate(_MIRROR)
    crc = zlib.crc32(mirrored, 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int.from_bytes(crc.to_bytes(4, "little").translate(_MIRROR), "big")


def _codec(packet: bytes) -> _Codec | None:
    """Name the codec by the first packet of a logical stream; None for pictures and text."""
    if packet.startswith(b"\x01vorbis") and len(packet) >= 28:
        return _Codec("vorbis", int.from_bytes(packet[12:16], "little"), packet[11])
    if packet.startswith(b"OpusHead") and len(packet) >= 19:
        return _Codec("opus", _OPUS_RATE, packet[9], int.from_bytes(packet[10:12], "little"))
    if packet.startswith(b"\x7fFLAC") and len(packet) >= 13 + 4 + 18:
        packed = int.from_bytes(packet[27:35], "big")
        return _Codec("flac", packed >> 44, (packed >> 41 & 7) + 1)
    if packet.startswith(b"Speex   ") and len(packet) >= 52:
        rate, channels = packet[36:40], packet[48:52]
        return _Codec("speex", int.from_bytes(rate, "little"), int.from_bytes(channels, "little"))
    return None


def _with_opus_rate(page: bytes, n_body: int) -> bytes:
    """Return the first Opus page with 48 kHz as its original rate, and a right checksum."""
    at = len(page) - n_body + 12
    page = page[:at] + _OPUS_RATE.to_bytes(4, "little") + page[at + 4 :]
    return page[:22] + _checksum(page).to_bytes(4, "little") + page[26:]
