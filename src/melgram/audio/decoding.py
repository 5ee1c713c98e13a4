"""Decode a recording: the order of decoders, and a count that none of them is believed for.

What the bytes are is found in ``headers.py``; how a decoder is run is in its own file; its blocks
go through ``collecting.py`` to whoever takes them. In ``attempts.py`` the first decoder wins whose
samples agree with the count that was made without it.
"""

from __future__ import annotations

import typing
from collections.abc import Callable

import numpy as np

from melgram.audio.attempts import Attempt, Request, SinkT, first_that_agrees
from melgram.audio.collecting import ChannelRule, Collector, Format, Window
from melgram.audio.header import Header
from melgram.audio.headers import read_header
from melgram.audio.refusal import check_before
from melgram.audio.report import DecodeReport
from melgram.audio.resampling import check_rate, resample
from melgram.audio.source import Recording, Source, open_recording
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
    if sample_rate is not None:
        check_rate(sample_rate, name="sample_rate")
    collected, report = decode_into(
        Collector,
        source,
        offset=offset,
        duration=duration,
        channels=channels,
        nonfinite=nonfinite,
        partial=partial,
    )
    samples, rate = collected.samples, report.sample_rate
    if sample_rate is not None:
        samples = resample(samples, from_rate=rate, to_rate=sample_rate)
    samples = samples.astype(np.float32, copy=False)
    samples.flags.writeable = False
    return Waveform(samples, sample_rate or rate, report)


def decode_into(
    begin: Callable[[Format], SinkT],
    source: Source,
    *,
    offset: float = 0.0,
    duration: float | None = None,
    channels: ChannelRule = "mean",
    nonfinite: NonFiniteRule = "error",
    partial: bool = False,
) -> tuple[SinkT, DecodeReport]:
    """Decode a recording of any length block by block; `decode` says what the rest means.

    Whether a decoder is to be believed is known only at the end. What a sink has made of the
    blocks counts when this function returns it, and not before.

    Parameters
    ----------
    begin : function from Format to Sink
        Called for each decoder that is tried. A sink whose attempt fails is discarded, and so is
        every one when an error is raised.

    Returns
    -------
    sink, report : Sink and DecodeReport
        Of the decoder that was believed.

    Examples
    --------
    >>> sink, report = decode_into(Collector, "examples/speech.flac")
    >>> sink.samples.shape, report.decoded_samples
    ((41600,), 41600)
    """
    _check_choice("channels", channels, ChannelRule)
    _check_choice("nonfinite", nonfinite, NonFiniteRule)
    request = Request(Window(offset, duration), channels, nonfinite == "zero", partial, begin)
    with open_recording(source) as recording:
        header = read_header(recording)
        warnings = [*header.warnings, *check_before(recording, header, partial=partial)]
        found = first_that_agrees(recording, header, request)
        try:
            warnings += [*found.warnings, *_odd(recording, found, request)]
        except BaseException:
            found.sink.discard()
            raise
    return found.sink, _report(header, found, warnings)


def _check_choice(name: str, value: object, choices: object) -> None:
    known = typing.get_args(choices)
    if value not in known:
        message = f"{name}={value!r} must be one of {', '.join(map(repr, known))}."
        raise SignalError(message)


def _odd(recording: Recording, found: Attempt[SinkT], request: Request[SinkT]) -> list[str]:
    """Return warnings about the samples of the window, or say why there are none to use."""
    taken, rate, window = found.taken, found.stream.sample_rate, request.window
    first, stop = window.start(rate), window.stop(rate)
    if not taken.n_samples:
        if first == 0:
            message = f"{recording.name}: has no samples."
            raise EmptyInput(message)
        message = (
            f"{recording.name}: offset={window.offset} s is at or beyond its end "
            f"({taken.position / rate:.6g} s)."
        )
        raise SignalError(message)
    warnings: list[str] = []
    if stop is not None and taken.n_samples < stop - first:
        warnings.append(f"the window is cut at the end, to {taken.n_samples / rate:.6g} s")
    if not taken.n_bad:
        return warnings
    where = first + taken.first_bad
    what = "1 sample is" if taken.n_bad == 1 else f"{taken.n_bad} samples are"
    text = f"{what} NaN or infinite, the first at sample {where}"
    if not request.zero:
        message = (
            f"{recording.name}: {text} ({where / rate:.6g} s). "
            "Mend the recording, or pass nonfinite='zero'."
        )
        raise NonFiniteSamples(message)
    return [*warnings, f"{text}; set to zero"]


def _report(header: Header, found: Attempt[SinkT], warnings: list[str]) -> DecodeReport:
    stream = found.stream
    return DecodeReport(
        decoder=stream.decoder,
        container=header.container,
        codec=header.codec if header.codec != "unknown" else stream.codec or "unknown",
        declared_samples=header.declared_samples,
        decoded_samples=found.taken.n_samples,
        sample_rate=stream.sample_rate,
        channels=stream.channels,
        warnings=tuple(warnings),
    )
