"""Questions about a recording and a front end together: rate and length."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from melgram.conformance.bandwidth import MANY_BANDS
from melgram.conformance.finding import Finding
from melgram.conformance.recipe import band_centers
from melgram.conformance.subject import Subject
from melgram.frontend import FrontEnd, geometry
from melgram.frontend.output import Patches
from melgram.frontend.post import PadFrames, TruncateFrames
from melgram.frontend.signal import PadTo, TileTo, TruncateTo


def fitting_findings(subject: Subject) -> Iterator[Finding]:
    """Yield what there is to say about a recording for its front end."""
    front_end = subject.front_end
    if front_end is None:
        return
    yield from _rate(subject, front_end)
    n_samples = round(subject.n_samples * front_end.sample_rate / subject.sample_rate)
    short = list(_too_short(front_end, n_samples))
    yield from short
    if not short:
        yield from _fixed_samples(front_end, n_samples)
        yield from _fixed_frames(front_end, n_samples)


def _rate(subject: Subject, front_end: FrontEnd) -> Iterator[Finding]:
    rate, wanted = subject.sample_rate, front_end.sample_rate
    if rate == wanted:
        return
    if rate > wanted:
        yield Finding(
            code="resampled",
            severity="info",
            what=f"The recording is at {rate} Hz and will be resampled to {wanted} Hz.",
            why="Resamplers differ near Nyquist; melgram uses soxr HQ.",
            remedy="Nothing; store it at the lower rate if it is read often.",
            field="sample_rate",
        )
        return
    hz = band_centers(front_end)
    share = 0.0 if hz is None else float(np.mean(hz > rate / 2))
    yield Finding(
        code="upsampled",
        severity="warning" if share >= MANY_BANDS else "info",
        what=f"The recording is at {rate} Hz and will be resampled up to {wanted} Hz.",
        why=f"Above {rate / 2:g} Hz there is nothing: {share:.0%} of the bands hold no sound.",
        remedy=f"Find the recording at {wanted} Hz, or a model for {rate} Hz.",
        field="sample_rate",
    )


def _too_short(front_end: FrontEnd, n_samples: int) -> Iterator[Finding]:
    rate, n_frames = front_end.sample_rate, front_end.n_frames(n_samples)
    least = front_end.output.layout.n_frames if isinstance(front_end.output.layout, Patches) else 1
    window = front_end.framing.win_length
    if not n_samples or n_frames < least:
        needed = _least_samples(front_end, n_frames=least)
        yield Finding(
            code="too-short",
            severity="error",
            what=f"{n_samples / rate:.4f} s make {n_frames} frames; {least} are needed.",
            why="The model is handed nothing.",
            remedy=f"Give at least {needed / rate:.4f} s ({needed} samples at {rate} Hz).",
        )
    elif geometry.n_signal_samples(front_end, n_samples) < window:
        yield Finding(
            code="too-short",
            severity="warning",
            what=f"{n_samples / rate:.4f} s are less than one window of {window / rate:.4f} s.",
            why="Every frame is padding in part.",
            remedy="Join short clips, or leave them out.",
            field="framing.win_length",
        )


def _least_samples(front_end: FrontEnd, *, n_frames: int) -> int:
    low, high = 0, 1
    while front_end.n_frames(high) < n_frames:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if front_end.n_frames(middle) >= n_frames else (middle, high)
    return high


def _fixed_samples(front_end: FrontEnd, n_samples: int) -> Iterator[Finding]:
    n, recorded, rate = n_samples, n_samples, front_end.sample_rate
    for i, operation in enumerate(front_end.signal):
        field = f"signal[{i}].n_samples"
        if isinstance(operation, (PadTo, TileTo)) and n < operation.n_samples:
            yield _filled(recorded / rate, operation.n_samples / rate, field=field)
        if isinstance(operation, TruncateTo) and recorded > operation.n_samples:
            yield _cut(recorded / rate, operation.n_samples / rate, field=field)
            recorded = operation.n_samples
        n = geometry.samples_after(operation, n)


def _fixed_frames(front_end: FrontEnd, n_samples: int) -> Iterator[Finding]:
    cuts = [op.n_samples for op in front_end.signal if isinstance(op, TruncateTo)]
    recorded = min([n_samples, *cuts]) // front_end.framing.hop_length
    n = geometry.n_stft_frames(front_end.framing, geometry.n_signal_samples(front_end, n_samples))
    hop = front_end.framing.hop_length / front_end.sample_rate
    for i, operation in enumerate(front_end.post):
        field = f"post[{i}].n_frames"
        if isinstance(operation, PadFrames) and n < operation.n_frames:
            yield _filled(min(n, recorded) * hop, operation.n_frames * hop, field=field)
        if isinstance(operation, TruncateFrames) and min(n, recorded) > operation.n_frames:
            yield _cut(recorded * hop, operation.n_frames * hop, field=field)
            recorded = operation.n_frames
        n = geometry.frames_after(operation, n)


def _filled(given: float, wanted: float, *, field: str) -> Finding:
    return Finding(
        code="padded",
        severity="info",
        what=f"{given:.2f} s are filled up to the model's {wanted:.2f} s.",
        why=f"{1 - given / wanted:.0%} of what the model sees is no recording.",
        remedy="Nothing; that is what the original does.",
        seconds=given,
        field=field,
    )


def _cut(given: float, wanted: float, *, field: str) -> Finding:
    return Finding(
        code="cut-off",
        severity="warning",
        what=f"Of {given:.2f} s only the first {wanted:.2f} s are used.",
        why="The model takes a fixed length, and the rest is thrown away.",
        remedy="Cut the recording into pieces of that length.",
        seconds=wanted,
        field=field,
    )
