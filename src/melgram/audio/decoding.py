"""Decode a recording: the order of decoders, and a count that none of them is believed for.

What the bytes are is found in ``headers.py``; how a decoder is run is in its own file; blocks
become an array in ``collecting.py``. Here the first decoder wins whose samples agree with the
count that was made without it.
"""

from __future__ import annotations

import dataclasses
import typing

import numpy as np

from melgram.audio.collecting import ChannelRule, Collected, Floats, Window, collect
from melgram.audio.header import Header
from melgram.audio.headers import read_header
from melgram.audio.refusal import check_before, refuse
from melgram.audio.report import DecodeReport
from melgram.audio.resampling import check_rate, resample
from melgram.audio.source import Recording, Source, open_recording
from melgram.audio.stream import DecoderFailed, DecoderMissing, Stream
from melgram.audio.waveform import Waveform
from melgram.errors import EmptyInput, NonFiniteSamples, SignalError

NonFiniteRule = typing.Literal["error", "zero"]


def decode(
    source: Source,
    *,
    offset: float = 0.0,
    duration: float | None = None,
    sample_rate: int | None = None,
    channels: ChannelRule = "mean",
    nonfinite: NonFiniteRule = "error",
    partial: bool = False,
) -> Waveform:
    """Read a recording into float32 samples, or say in one sentence why not.

    The same sound gives the same array whatever container it came in; Opus is always 48 kHz.
    A recording that is cut off or damaged is refused, never returned short.

    Parameters
    ----------
    source : path, bytes or binary file object
        The format is told by its content. A seekable file object is read from its beginning.
    offset, duration : float [s], >= 0
        The window; turned into whole samples at the recording's own rate. A window that
        reaches beyond the end is shorter, with a warning in the report.
    sample_rate : int [Hz] or None
        Resample to this rate (soxr HQ); None keeps the recording's own.
    channels : {"mean", "first", "per_channel", "require_mono"}
        ``"per_channel"`` keeps them apart, shape (n_channels, n_samples); the others give
        (n_samples,). ``"require_mono"`` refuses more than one.
    nonfinite : {"error", "zero"}
        What to do with NaN and infinity among the samples.
    partial : bool
        Return what is there of a damaged recording, with a warning in the report.

    Returns
    -------
    waveform : Waveform, float32, full scale is +-1

    Raises
    ------
    AudioError
        One of its kinds; the message begins with the name of the recording.
    SignalError
        If an argument is out of range, the window lies beyond the end, or (as
        NonFiniteSamples) a sample is NaN or infinite.

    Examples
    --------
    >>> decode("examples/speech.flac", duration=1.0)
    Waveform(samples=(16000,), sample_rate=16000 Hz, duration=1 s)
    """
    _check_choice("channels", channels, ChannelRule)
    _check_choice("nonfinite", nonfinite, NonFiniteRule)
    if sample_rate is not None:
        check_rate(sample_rate, name="sample_rate")
    request = _Request(Window(offset, duration), channels, partial)
    with open_recording(source) as recording:
        header = read_header(recording)
        warnings = [*header.warnings, *check_before(recording, header, partial=partial)]
        found = _first_that_agrees(recording, header, request)
        warnings += found.warnings
        samples = _finite(recording, found, request.window, nonfinite, warnings)
    rate = found.stream.sample_rate
    report = _report(header, found, samples, warnings)
    if sample_rate is not None:
        samples = resample(samples, from_rate=rate, to_rate=sample_rate)
    samples = samples.astype(np.float32, copy=False)
    samples.flags.writeable = False
    return Waveform(samples, sample_rate or rate, report)


@dataclasses.dataclass(frozen=True)
class _Request:
    window: Window
    rule: ChannelRule
    partial: bool


@dataclasses.dataclass(frozen=True)
class _Found:
    stream: Stream
    collected: Collected
    warnings: tuple[str, ...]


def _check_choice(name: str, value: object, choices: object) -> None:
    known = typing.get_args(choices)
    if value not in known:
        message = f"{name}={value!r} must be one of {', '.join(map(repr, known))}."
        raise SignalError(message)


def _first_that_agrees(recording: Recording, header: Header, request: _Request) -> _Found:
    """Try the decoders in order; the longest of failed attempts serves a partial read."""
    failures: list[DecoderFailed] = []
    best: _Found | None = None
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
            return found
        failures.append(problem)
        if best is None or found.collected.position > best.collected.position:
            best = dataclasses.replace(found, warnings=(*found.warnings, str(problem)))
    if request.partial and best is not None and best.collected.samples.size:
        return best
    raise refuse(recording, header, failures)


def _attempt(decoder: str, recording: Recording, header: Header, request: _Request) -> _Found:
    """Run one decoder over the window."""
    seeks = header.is_lossless and header.sample_rate is not None
    start = request.window.start(header.sample_rate) if seeks and header.sample_rate else 0
    if header.present_samples is not None:
        start = min(start, header.present_samples)
    stream = open_stream(decoder, recording, header, start=start, partial=request.partial)
    if request.rule == "require_mono" and stream.channels != 1:
        stream.close()
        message = (
            f"{recording.name}: channels={stream.channels}, but channels='require_mono'. "
            "Choose 'mean', 'first' or 'per_channel'."
        )
        raise SignalError(message)
    end = _expected(header, stream)
    try:
        collected = collect(
            stream, header, request.window, request.rule, end=end, name=recording.name
        )
    finally:
        stream.close()
    warnings = list(stream.warnings)
    if end is not None and collected.is_at_end and collected.position > end:
        warnings.append(f"{collected.position - end} samples of padding at the end are cut off")
    if end is None and stream.decoder.startswith(("PyAV", "ffmpeg")):
        warnings.append("states no exact length: padding is kept, and a lost end is not seen")
    return _Found(stream, collected, tuple(warnings))


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


def _problem(header: Header, found: _Found) -> DecoderFailed | None:
    """Say what is wrong with an attempt, None if nothing is."""
    collected, end = found.collected, _expected(header, found.stream)
    if collected.failure is not None and (end is None or collected.position < end):
        return DecoderFailed(f"{collected.failure}, after {collected.position} samples")
    if collected.is_at_end and end is not None and collected.position < end:
        return DecoderFailed(f"decoded {collected.position} samples, the file holds {end}")
    if collected.md5 is not None and collected.is_at_end and collected.md5 != header.md5:
        return DecoderFailed("the samples do not fit the MD5 sum in the header")
    return None


def _finite(
    recording: Recording, found: _Found, window: Window, rule: NonFiniteRule, warnings: list[str]
) -> Floats:
    """Return finite samples, not none of them, or say why not."""
    samples, rate = found.collected.samples, found.stream.sample_rate
    first = window.start(rate)
    if not samples.shape[-1]:
        if first == 0:
            message = f"{recording.name}: has no samples."
            raise EmptyInput(message)
        message = (
            f"{recording.name}: offset={window.offset} s is at or beyond its end "
            f"({found.collected.position / rate:.6g} s)."
        )
        raise SignalError(message)
    stop = window.stop(rate)
    if stop is not None and samples.shape[-1] < stop - first:
        warnings.append(f"the window is cut at the end, to {samples.shape[-1] / rate:.6g} s")
    bad = ~np.isfinite(samples)
    n_bad = int(bad.sum())
    if not n_bad:
        return samples
    where = first + int(np.argmax(bad if bad.ndim == 1 else bad.any(axis=0)))
    what = "1 sample is" if n_bad == 1 else f"{n_bad} samples are"
    text = f"{what} NaN or infinite, the first at sample {where}"
    if rule == "error":
        message = (
            f"{recording.name}: {text} ({where / rate:.6g} s). "
            "Mend the recording, or pass nonfinite='zero'."
        )
        raise NonFiniteSamples(message)
    warnings.append(f"{text}; set to zero")
    return np.where(bad, np.float32(0), samples)


def _report(header: Header, found: _Found, samples: Floats, warnings: list[str]) -> DecodeReport:
    stream = found.stream
    return DecodeReport(
        decoder=stream.decoder,
        container=header.container,
        codec=header.codec if header.codec != "unknown" else stream.codec or "unknown",
        declared_samples=header.declared_samples,
        decoded_samples=samples.shape[-1],
        sample_rate=stream.sample_rate,
        channels=stream.channels,
        warnings=tuple(warnings),
    )
