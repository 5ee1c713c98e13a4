"""Questions about channels: do they cancel, is one dead, are they the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from melgram.conformance.finding import Finding
from melgram.conformance.loudness import SILENT_PEAK
from melgram.conformance.subject import Subject

CANCELLATION_DB = 7.0
"""Loss beyond that of unrelated channels (3 dB for two): nine tenths of the energy are gone."""

SAME_DB = 40.0
"""Level of what differs between channels below which the second adds nothing that is heard."""


def stereo_findings(subject: Subject) -> Iterator[Finding]:
    """Yield what there is to say about more than one channel."""
    if subject.n_channels < 2 or not subject.n_samples:
        return
    yield from _not_mono(subject)
    dead = list(_dead_channels(subject))
    yield from dead
    if not dead:
        yield from _joined(subject)


def _rule(subject: Subject) -> str:
    return "mean" if subject.front_end is None else subject.front_end.channels


def _not_mono(subject: Subject) -> Iterator[Finding]:
    if _rule(subject) == "require_mono":
        yield Finding(
            code="not-mono",
            severity="error",
            what=f"The recording has {subject.n_channels} channels.",
            why="The front end takes one only, and refuses this recording.",
            remedy="Choose a channel, or join them, before.",
            field="channels",
        )


def _dead_channels(subject: Subject) -> Iterator[Finding]:
    peaks = np.abs(subject.samples).max(axis=1)
    if peaks.max() < SILENT_PEAK:
        return
    first_only = _rule(subject) == "first"
    for channel in np.flatnonzero(peaks < SILENT_PEAK):
        lost = first_only and channel == 0
        unheard = first_only and channel != 0
        yield Finding(
            code="dead-channel",
            severity="error" if lost else "info" if unheard else "warning",
            what=f"Channel {channel} is silent and others are not.",
            why="The front end reads this channel alone."
            if lost
            else "The front end does not read this channel."
            if unheard
            else "The mean over channels is lower than the recording by as much.",
            remedy="Use the channel with the sound.",
            channel=int(channel),
            field="channels",
        )


def _joined(subject: Subject) -> Iterator[Finding]:
    x = subject.samples
    energy = float(np.mean(np.square(x), dtype=np.float64))
    mix = x.mean(axis=0, dtype=np.float64)
    joined = float(np.mean(np.square(mix)))
    if not energy:
        return
    loss = 10 * np.log10(energy / joined) if joined else np.inf
    if loss > 10 * np.log10(subject.n_channels) + CANCELLATION_DB:
        yield _cancelled(subject, loss)
    elif 1 - joined / energy < 10 ** (-SAME_DB / 10):
        yield Finding(
            code="same-channels",
            severity="info",
            what="All channels hold the same sound.",
            why="It is a mono recording at twice the size or more.",
            remedy="Nothing; the result is that of one channel.",
        )


def _cancelled(subject: Subject, loss: float) -> Finding:
    is_mixed = _rule(subject) == "mean"
    return Finding(
        code="phase-cancellation",
        severity="warning" if is_mixed else "info",
        what=(
            "The channels cancel each other: their mean is "
            + ("silent." if np.isinf(loss) else f"{loss:.0f} dB below them.")
        ),
        why="The front end takes the mean, and most of the sound is lost."
        if is_mixed
        else "The front end does not take the mean, and is not concerned.",
        remedy="Swap the polarity of a channel, or take one channel.",
        field="channels",
    )
