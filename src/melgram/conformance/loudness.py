"""Questions about the size of samples: scale, clipping, silence, DC.

How channels relate is in ``stereo.py``, which frequencies there are in ``bandwidth.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from melgram.conformance.finding import Finding, Severity
from melgram.conformance.subject import Subject
from melgram.engines.samples import INT16_FULL_SCALE
from melgram.frontend.signal import RemoveMean
from melgram.types import Real

WHOLE_NUMBERS = 2.0
"""Peak from which samples that are all whole numbers are integers: floats stay near +-1."""

FAR_ABOVE = 16.0
"""Peak that no float recording has: 24 dB over full scale, where decoders overshoot by 3."""

FULL_SCALE = 0.9999
"""Just below the largest 16-bit sample, 32767 / 32768."""

OVER = 1.001
"""Peak of a recording that is louder than full scale, beyond any rounding."""

CLIPPED_RUN = 3
"""Equal samples at full scale in a row. Two can be the top of a sine; three are a flat top."""

SILENT_PEAK = 1e-4
"""-80 dB: above the dither of 16-bit samples (-84 dB), below any recorded room."""

QUIET_SHARE = 1e-3
"""-60 dB from the peak: nobody speaks there."""

LONG_SILENCE = 1.0
"""Seconds at an end; pauses within speech are shorter."""

MOSTLY_SILENT = 0.5
"""Share of the recording from which silence governs means and maxima over the clip."""

DC_OFFSET = 0.01
"""Mean of the samples: -40 dB, ten times what converters have."""

DC_SHARE = 0.05
"""Share of the mean in the RMS below which it drowns in the sound."""


def scaled(subject: Subject) -> tuple[Subject, list[Finding]]:
    """Return the subject at a full scale of 1, and a finding if it was not."""
    peak = _peak(subject.samples)
    whole = peak >= WHOLE_NUMBERS and bool((subject.samples == np.rint(subject.samples)).all())
    if not whole and peak <= FAR_ABOVE:
        return subject, []
    kind = "whole numbers" if whole else "far above 1"
    finding = Finding(
        code="integer-scale",
        severity="error",
        what=f"The samples are floats, but {kind}: their peak is {peak:g}.",
        why="Full scale of floats is 1; logarithms and floors would be off by up to 90 dB.",
        remedy="Divide by 32768, or pass the int16 array itself.",
    )
    full_scale = max(peak, INT16_FULL_SCALE) if whole else peak
    return replace(subject, samples=subject.samples / full_scale), [finding]


def loudness_findings(subject: Subject) -> Iterator[Finding]:
    """Yield what there is to say about a subject at a full scale of 1."""
    if _peak(subject.samples) < SILENT_PEAK:
        if subject.n_samples:
            yield _silence(subject)
        return
    yield from _clipping(subject)
    yield from _over(subject)
    yield from _silent_ends(subject)
    yield from _offset(subject)


def _peak(samples: Real) -> float:
    if not samples.size:
        return 0.0
    return float(max(samples.max(), -samples.min()))


def _silence(subject: Subject) -> Finding:
    peak = _peak(subject.samples)
    level = f"{20 * np.log10(peak):.0f} dB" if peak else "exactly zero"
    return Finding(
        code="silence",
        severity="error",
        what=f"The whole recording is silent: its peak is {level}.",
        why="Every feature stands at its floor, or amplifies noise if the clip is normalised.",
        remedy="Check the microphone, the channel and the export.",
    )


def clipped_runs(x: Real) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return where samples stand at full scale, and how many in a row, three at least.

    Parameters
    ----------
    x : (n_samples,)

    Examples
    --------
    >>> clipped_runs(np.array([0.0, 1.0, 1.0, 1.0, 0.5]))
    (array([1]), array([3]))
    """
    flat = (x[1:] == x[:-1]) & (np.abs(x[1:]) >= FULL_SCALE)
    edges = np.flatnonzero(np.diff(flat, prepend=False, append=False))
    starts, lengths = edges[::2], np.diff(edges)[::2] + 1
    clipped = lengths >= CLIPPED_RUN
    return starts[clipped], lengths[clipped]


def _clipping(subject: Subject) -> Iterator[Finding]:
    for channel, x in enumerate(subject.samples):
        starts, lengths = clipped_runs(x)
        if not len(starts):
            continue
        yield Finding(
            code="clipping",
            severity="warning",
            what=(
                f"{len(starts)} runs of {CLIPPED_RUN} or more samples stand at full scale; "
                f"the longest has {int(lengths.max())}."
            ),
            why="Cut-off peaks put energy into bands that had none.",
            remedy="Record or convert again at a lower level; a declipper can only guess.",
            seconds=subject.seconds(int(starts[0])),
            channel=channel,
        )


def _over(subject: Subject) -> Iterator[Finding]:
    peak = _peak(subject.samples)
    if peak > OVER:
        where = np.unravel_index(int(np.argmax(np.abs(subject.samples))), subject.samples.shape)
        yield Finding(
            code="over-full-scale",
            severity="info",
            what=f"The peak is {peak:.3f}, louder than full scale.",
            why="Floats keep it, and features are right; 16-bit files and players clip it.",
            remedy="Nothing, unless it is written as integers.",
            seconds=subject.seconds(int(where[1])),
            channel=int(where[0]),
        )


def _silent_ends(subject: Subject) -> Iterator[Finding]:
    level = np.abs(subject.samples).max(axis=0)
    heard = np.flatnonzero(level > max(SILENT_PEAK, QUIET_SHARE * float(level.max())))
    n = subject.n_samples
    ends = (("lead", 0, int(heard[0])), ("tail", int(heard[-1]) + 1, n))
    for name, start, stop in ends:
        length = subject.seconds(stop - start)
        if length < LONG_SILENCE:
            continue
        mostly = stop - start >= MOSTLY_SILENT * n
        yield Finding(
            code=f"silent-{name}",
            severity="warning" if mostly else "info",
            what=f"{length:.2f} s of silence at the {'start' if name == 'lead' else 'end'}.",
            why="Means over the clip lean toward the floor; models may write words into it.",
            remedy="Trim it, unless the original front end kept it.",
            seconds=subject.seconds(start),
        )


def _offset(subject: Subject) -> Iterator[Finding]:
    front_end = subject.front_end
    removed = front_end is not None and any(
        isinstance(operation, RemoveMean) for operation in (*front_end.signal, *front_end.frame)
    )
    severity: Severity = "info" if removed else "warning"
    for channel, x in enumerate(subject.samples):
        mean = float(x.mean(dtype=np.float64))
        rms = float(np.sqrt(np.mean(np.square(x), dtype=np.float64)))
        if abs(mean) < DC_OFFSET or abs(mean) < DC_SHARE * rms:
            continue
        yield Finding(
            code="dc-offset",
            severity=severity,
            what=f"The mean of the samples is {mean:+.4f} of full scale.",
            why="The front end removes it."
            if removed
            else "The window spreads it over the lowest bands.",
            remedy="Nothing." if removed else "High-pass at 20 Hz, or subtract the mean.",
            channel=channel,
        )
