"""MP3 (and MP2, MP1): a scan that counts frames, and tags that are checked against it.

libsndfile estimates the length of an MP3 without a Xing tag from its first frame, and stops
there: a variable bit rate then loses up to half of the recording, silently. So the frames are
counted here, and a missing or false tag is replaced by a true one before anybody decodes
(``mp3_tag.py``).

The delay of the decoder (529 samples) is always removed; delay and padding of the encoder are
removed where a LAME tag states them, as nearly all MP3 of today have it. Two recordings joined
end to end are found by the second tag, and decoded one after the other.
"""

from __future__ import annotations

import dataclasses

from melgram.audio.header import Header, Link, missing
from melgram.audio.mp3_tag import DECODER_DELAY, Tag, read_tag, true_tag
from melgram.audio.mpeg import MAX_FRAME_BYTES, Frame, first_frame, parse_frame
from melgram.audio.source import Recording
from melgram.errors import CorruptInput, InconsistentHeader

_WINDOW = 1 << 20
_TAG_BYTES = 256  # of a frame, enough to hold every field of a tag
_MAX_HOLES = 100
_TRAILERS = (b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"3DI")


@dataclasses.dataclass
class _Segment:
    """A run of frames, with the tag that stood before it if there was one."""

    begin: int  # of the tag frame, or of the first frame of sound
    start: int  # of the first frame of sound
    frame: Frame
    tag: Tag | None
    n_frames: int = 0
    end: int = 0


def walk_mp3(recording: Recording, start: int) -> Header:
    """Return the facts of an MP3, from a scan over all its frames.

    Raises
    ------
    CorruptInput
        If no run of frames is found.
    InconsistentHeader
        If rate, channels or MPEG version change in the middle.
    """
    first = first_frame(recording, start)
    if first is None:
        message = f"{recording.name}: has no run of whole MPEG audio frames."
        raise CorruptInput(message)
    scan = _Scan(recording)
    if first > start:
        scan.notes.append(f"{first - start} bytes of no known kind before the first frame")
    scan.run(first)
    return scan.header()


class _Scan:
    """One pass over the frame headers; a million frames an hour of work, so kept lean."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.segments: list[_Segment] = []
        self.notes: list[str] = []
        self.holes: list[str] = []
        self.cut: str | None = None
        self._base, self._block = 0, b""

    def run(self, first: int) -> None:
        """Follow the frames from first to the end."""
        place: int | None = first
        while place is not None:
            head = self._peek(place)
            frame = parse_frame(head)
            if frame is None or (self.segments and self._is_stray(frame, place)):
                place = self._gap(place)
            elif place + frame.n_bytes > self.recording.size:
                n_there = self.recording.size - place
                self.cut = f"its last frame has {n_there} of {frame.n_bytes} bytes"
                place = None
            else:
                self._count(frame, place, head)
                place += frame.n_bytes

    def _peek(self, place: int) -> bytes:
        inside = place - self._base
        if inside < 0 or inside + _TAG_BYTES > len(self._block):
            self._base, self._block, inside = place, self.recording.read_at(place, _WINDOW), 0
        return self._block[inside : inside + _TAG_BYTES]

    def _count(self, frame: Frame, place: int, head: bytes) -> None:
        tag = read_tag(head, frame)
        if tag or not self.segments:
            start = place + frame.n_bytes if tag else place
            self.segments.append(_Segment(place, start, frame, tag, end=start))
        segment = self.segments[-1]
        segment.n_frames += not tag
        segment.end = place + frame.n_bytes

    def _is_stray(self, frame: Frame, place: int) -> bool:
        """Whether a frame of another kind is noise; a real change of format raises."""
        before = self.segments[-1].frame
        if frame.format == before.format:
            return False
        if first_frame(self.recording, place) != place:
            return True
        message = (
            f"{self.recording.name}: changes from {before.sample_rate} Hz, {before.channels} "
            f"channels to {frame.sample_rate} Hz, {frame.channels} channels at byte {place}."
        )
        raise InconsistentHeader(message)

    def _gap(self, place: int) -> int | None:
        """Return where the frames go on behind something that is no frame, None at the end."""
        rest = self.recording.size - place
        if rest <= 0:
            return None
        head = self._peek(place)
        if head.startswith(_TRAILERS):
            return None
        again = first_frame(self.recording, place + 1)
        if again is None:
            self._end(rest, head)
        elif not head.startswith(b"ID3"):
            self.holes.append(f"{again - place} bytes at byte {place} are no MPEG audio frame")
        return again if len(self.holes) < _MAX_HOLES else None

    def _end(self, rest: int, head: bytes) -> None:
        if rest < 4 and head[:1] == b"\xff":
            self.cut = f"its last frame has {rest} bytes"
            return
        text = f"{rest} bytes after the last frame are left out"
        if self.segments[-1].tag is None and rest > MAX_FRAME_BYTES and head.strip(b"\0"):
            self.holes.append(text)  # nothing states a length, so this may have been sound
        else:
            self.notes.append(text)

    def header(self) -> Header:
        """Return the facts that the scan found."""
        name, frame = self.recording.name, self.segments[0].frame
        if not any(segment.n_frames for segment in self.segments):
            message = f"{name}: has a tag but no frames of sound."
            raise CorruptInput(message)
        lost = sum(_lost(segment) for segment in self.segments)
        links = [self._link(segment) for segment in self.segments if segment.n_frames]
        present = sum(link.n_samples or 0 for link in links)
        truncated = missing(present + lost * frame.n_samples, present) or self.cut
        if len(links) > 1:
            self.notes.append(f"{len(links)} recordings joined end to end")
        if not all(segment.tag and segment.tag.is_gapless for segment in self.segments):
            self.notes.append("states no encoder delay; the padding of its encoder is kept")
        return Header(
            container="mp3",
            codec=f"mp{frame.layer}",
            sample_rate=frame.sample_rate,
            channels=frame.channels,
            declared_samples=_declared(self.segments),
            present_samples=present,
            truncated=truncated,
            damaged=self.holes[0] if self.holes else None,
            warnings=tuple(self.notes),
            links=tuple(links),
        )

    def _link(self, segment: _Segment) -> Link:
        tag, lost = segment.tag, _lost(segment)
        n_samples = _trimmed(segment, segment.n_frames, cut=bool(lost or self.cut))
        if tag and tag.n_frames not in (None, segment.n_frames) and not lost:
            self.notes.append(
                f"its tag declares {tag.n_frames} frames; {segment.n_frames} are there"
            )
        is_true = tag is not None and tag.is_gapless and tag.n_frames == segment.n_frames
        is_alone = len(self.segments) == 1 and not self.holes
        if segment.frame.layer != 3 or (is_true and is_alone and not self.cut):
            # Just the frames: libsndfile trips over junk, or a second ID3v2 tag, before them.
            has_more = segment.begin > 0 or segment.end < self.recording.size
            return Link(segment.begin, segment.end if has_more else None, n_samples=n_samples)
        is_cut = bool(lost or self.cut)
        head = true_tag(
            self.recording.read_at(segment.start, 4),
            n_frames=segment.n_frames,
            delay=tag.delay if tag else 0,
            padding=tag.padding if tag and tag.is_gapless and not is_cut else DECODER_DELAY,
        )
        return Link(segment.start, segment.end, head, n_samples)


def _lost(segment: _Segment) -> int:
    """Return how many frames the tag promises in vain; 0 where the tag itself is wrong."""
    tag = segment.tag
    if tag is None or tag.n_frames is None or tag.n_frames <= segment.n_frames:
        return 0
    # The tag also states bytes. If those are all there, the count of frames is a lie.
    if tag.n_bytes is not None and tag.n_bytes <= segment.end - segment.begin:
        return 0
    return tag.n_frames - segment.n_frames


def _trimmed(segment: _Segment, n_frames: int, *, cut: bool) -> int:
    """Return the samples of n_frames without what the encoder added at both ends."""
    n_samples, tag = n_frames * segment.frame.n_samples, segment.tag
    if segment.frame.layer != 3:
        return n_samples
    if tag is None or not tag.is_gapless:
        return max(0, n_samples - DECODER_DELAY)
    padding = 0 if cut else max(0, tag.padding - DECODER_DELAY)
    return max(0, n_samples - tag.delay - DECODER_DELAY - padding)


def _declared(segments: list[_Segment]) -> int | None:
    if any(segment.tag is None or segment.tag.n_frames is None for segment in segments):
        return None
    return sum(
        _trimmed(segment, segment.tag.n_frames, cut=False)
        for segment in segments
        if segment.tag and segment.tag.n_frames is not None
    )
