"""One decoder after the other, until one gives as many samples as were counted without it.

What is asked for, and what becomes of the samples, is in ``decoding.py``; how a decoder is run is
in its own file.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Generic, TypeVar

from melgram.audio.collecting import (
    ChannelRule,
    Format,
    Sink,
    Taken,
    Window,
    least_of,
    take,
)
from melgram.audio.header import Header
from melgram.audio.refusal import refuse
from melgram.audio.source import Recording
from melgram.audio.stream import DecoderFailed, DecoderMissing, Stream
from melgram.errors import SignalError

SinkT = TypeVar("SinkT", bound=Sink)


@dataclasses.dataclass(frozen=True)
class Request(Generic[SinkT]):
    """What is asked of every attempt; ``zero`` says what becomes of samples that are not finite."""

    window: Window
    rule: ChannelRule
    zero: bool
    partial: bool
    begin: Callable[[Format], SinkT]


@dataclasses.dataclass(frozen=True)
class Attempt(Generic[SinkT]):
    """One decoder's run, and what its sink was given."""

    stream: Stream
    sink: SinkT
    taken: Taken
    warnings: tuple[str, ...]


def first_that_agrees(
    recording: Recording, header: Header, request: Request[SinkT]
) -> Attempt[SinkT]:
    """Try the decoders in order; the longest of failed attempts serves a partial read."""
    failures: list[DecoderFailed] = []
    best: Attempt[SinkT] | None = None
    try:
        for decoder in header.decoders:
            if decoder == "ffmpeg" and not any(isinstance(one, DecoderMissing) for one in failures):
                continue  # PyAV has the same libraries, and has already failed with them
            try:
                found = _attempt(decoder, recording, header, request)
            except DecoderFailed as failure:
                failures.append(failure)
                continue
            problem = _problem(header, found)
            if problem is None:
                _discard(best)
                return found
            failures.append(problem)
            found = dataclasses.replace(found, warnings=(*found.warnings, str(problem)))
            best = _longer(best, found) if request.partial else _discard(found)
        if best is not None and best.taken.n_samples:
            return best
        raise refuse(recording, header, failures)
    except BaseException:
        _discard(best)
        raise


def _longer(best: Attempt[SinkT] | None, found: Attempt[SinkT]) -> Attempt[SinkT]:
    """Return the attempt that got further and forget the other."""
    if best is not None and best.taken.position >= found.taken.position:
        best, found = found, best
    _discard(best)
    return found


def _discard(found: Attempt[SinkT] | None) -> None:
    if found is not None:
        found.sink.discard()


def _attempt(
    decoder: str, recording: Recording, header: Header, request: Request[SinkT]
) -> Attempt[SinkT]:
    """Run one decoder over the window."""
    window = request.window
    seeks = header.is_lossless and header.sample_rate is not None
    start = window.start(header.sample_rate) if seeks and header.sample_rate else 0
    if header.present_samples is not None:
        start = min(start, header.present_samples)
    stream = open_stream(decoder, recording, header, start=start, partial=request.partial)
    end = _expected(header, stream)
    try:
        sink, taken = _run(recording, header, stream, request, end=end)
    finally:
        stream.close()
    warnings = list(stream.warnings)
    if end is not None and taken.is_at_end and taken.position > end:
        warnings.append(f"{taken.position - end} samples of padding at the end are cut off")
    if end is None and stream.decoder.startswith(("PyAV", "ffmpeg")):
        warnings.append("states no exact length: padding is kept, and a lost end is not seen")
    return Attempt(stream, sink, taken, tuple(warnings))


def _run(
    recording: Recording,
    header: Header,
    stream: Stream,
    request: Request[SinkT],
    *,
    end: int | None,
) -> tuple[SinkT, Taken]:
    window, rule = request.window, request.rule
    if rule == "require_mono" and stream.channels != 1:
        message = (
            f"{recording.name}: channels={stream.channels}, but channels='require_mono'. "
            "Choose 'mean', 'first' or 'per_channel'."
        )
        raise SignalError(message)
    least = least_of(window.stop(stream.sample_rate), end)
    form = Format(
        name=recording.name,
        sample_rate=stream.sample_rate,
        channels=stream.channels if rule == "per_channel" else None,
        n_samples=None if least is None else max(least - window.start(stream.sample_rate), 0),
    )
    sink = request.begin(form)
    try:
        taken = take(stream, header, window, rule, sink=sink, zero=request.zero, end=end)
    except BaseException:
        sink.discard()
        raise
    return sink, taken


def open_stream(
    decoder: str, recording: Recording, header: Header, *, start: int, partial: bool
) -> Stream:
    """Open by one decoder. Imported late: a WAV needs neither soundfile nor av."""
    if decoder == "pcm":
        from melgram.audio.pcm import open_pcm

        return open_pcm(recording, header, start=start)
    if decoder == "soundfile":
        from melgram.audio.via_soundfile import open_soundfile

        return open_soundfile(recording, header, start=start)
    if decoder == "av":
        from melgram.audio.via_av import open_av

        return open_av(recording, header, tolerant=partial)
    from melgram.audio.via_ffmpeg import open_ffmpeg

    return open_ffmpeg(recording, header, tolerant=partial)


def _expected(header: Header, stream: Stream) -> int | None:
    """Return the counted length at the rate that the decoder gives."""
    if header.present_samples is None:
        return stream.n_samples
    if header.sample_rate in (None, stream.sample_rate):
        return header.present_samples
    return round(header.present_samples * stream.sample_rate / header.sample_rate)


def _problem(header: Header, found: Attempt[SinkT]) -> DecoderFailed | None:
    """Say what is wrong with an attempt, None if nothing is."""
    taken, end = found.taken, _expected(header, found.stream)
    if taken.failure is not None and (end is None or taken.position < end):
        return DecoderFailed(f"{taken.failure}, after {taken.position} samples")
    if taken.is_at_end and end is not None and taken.position < end:
        return DecoderFailed(f"decoded {taken.position} samples, the file holds {end}")
    if taken.md5 is not None and taken.is_at_end and taken.md5 != header.md5:
        return DecoderFailed("the samples do not fit the MD5 sum in the header")
    return None
