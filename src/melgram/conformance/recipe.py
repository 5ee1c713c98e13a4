"""Questions about a front end alone: bands without a bin, a hop that is no round time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from melgram.conformance.finding import Finding, Severity
from melgram.engines.base import bank_table, frequencies
from melgram.frontend import FrontEnd, geometry
from melgram.frontend.spectral import MelBank
from melgram.presets import name_of
from melgram.types import Real

ROUND_MS = 2.5
"""Hops are thought of in steps of 2.5 ms: 5, 10, 12.5, 20."""

LONGEST_N_FFT = 32
"""How many times the length of the transform a remedy may be."""


def recipe_findings(front_end: FrontEnd) -> Iterator[Finding]:
    """Yield what there is to say about a front end, whatever the recording."""
    yield from _crowded(front_end)
    yield from _rounded(front_end)


def band_centers(front_end: FrontEnd) -> Real | None:
    """Return the center frequencies of the bands [Hz], whatever is made of them afterwards."""
    return frequencies(replace(front_end, post=()))


def _own_choice(front_end: FrontEnd) -> Severity:
    """Return "info" for a preset, which repeats what its original does."""
    return "warning" if name_of(front_end) is None else "info"


def _crowded(front_end: FrontEnd) -> Iterator[Finding]:
    empty = empty_bands(front_end)
    if not empty.size:
        return
    bank = front_end.bank
    refused = isinstance(bank, MelBank) and bank.empty_bands == "refuse"
    severity: Severity = "error" if refused else _own_choice(front_end)
    yield Finding(
        code="empty-bands",
        severity=severity,
        what=(
            f"{empty.size} of {geometry.n_bands(front_end)} bands hold no bin of the transform, "
            f"the first is {empty[0]}{_at(front_end, empty)}."
        ),
        why="melgram refuses them, as they would always be silent."
        if refused
        else "They stand at the floor, whatever is recorded.",
        remedy="Nothing; the original has them, too." if severity == "info" else _remedy(front_end),
        field="bank.n_mels" if isinstance(bank, MelBank) else "bank.weights",
    )


def _at(front_end: FrontEnd, empty: NDArray[np.intp]) -> str:
    """Return where the empty bands are, in words."""
    hz = band_centers(front_end)
    if hz is None:
        return ""
    first, last = hz[empty[0]], hz[empty[-1]]
    return f" at {first:.0f} Hz" if empty.size == 1 else f", from {first:.0f} to {last:.0f} Hz"


def empty_bands(front_end: FrontEnd) -> NDArray[np.intp]:
    """Return the indices of bands that hold no bin, whether the front end keeps them or not."""
    bank = front_end.bank
    if isinstance(bank, MelBank):
        front_end = replace(front_end, bank=replace(bank, empty_bands="keep"), post=())
    weights = bank_table(front_end)
    return np.zeros(0, np.intp) if weights is None else np.flatnonzero(~weights.any(axis=1))


def _remedy(front_end: FrontEnd) -> str:
    """Name the nearest values of one field each that leave no band empty."""
    bank = front_end.bank
    if not isinstance(bank, MelBank):
        return "Give each row of the table a weight above zero, or leave it out."

    def with_n_fft(half: int) -> FrontEnd:
        framing = replace(front_end.framing, n_fft=2 * half)
        return replace(front_end, framing=framing, post=())

    def with_n_mels(fewer: int) -> FrontEnd:
        return replace(front_end, bank=replace(bank, n_mels=bank.n_mels - fewer), post=())

    def with_fmin(more: int) -> FrontEnd:
        return replace(front_end, bank=replace(bank, fmin=bank.fmin + more), post=())

    half = front_end.framing.n_fft // 2
    longer = _least(with_n_fft, low=half, high=LONGEST_N_FFT * half)
    fewer = _least(with_n_mels, low=0, high=bank.n_mels - 1)
    higher = _least(with_fmin, low=0, high=int((bank.fmax - bank.fmin) / 2))
    found = [
        "" if longer is None else f"n_fft={2 * longer}",
        "" if fewer is None else f"n_mels={bank.n_mels - fewer}",
        "" if higher is None else f"fmin={bank.fmin + higher:g}",
    ]
    words = [word for word in found if word]
    return f"Any of these has none: {', '.join(words)}." if words else "Choose another bank."


def _least(changed: Callable[[int], FrontEnd], *, low: int, high: int) -> int | None:
    """Return the least change in (low, high] without an empty band, by bisection; None if none."""
    if high <= low or empty_bands(changed(high)).size:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if empty_bands(changed(middle)).size:
            low = middle
        else:
            high = middle
    return high


def _rounded(front_end: FrontEnd) -> Iterator[Finding]:
    rate, hop = front_end.sample_rate, front_end.framing.hop_length
    ms = 1000 * hop / rate
    meant = ROUND_MS * round(ms / ROUND_MS)
    exact = meant * rate / 1000
    if not 0 < abs(hop - exact) < 1:
        return
    drift = 60 * abs(ms - meant) / meant
    yield Finding(
        code="hop-rounding",
        severity=_own_choice(front_end),
        what=f"{meant:g} ms at {rate} Hz are {exact:g} samples; hop_length={hop} is {ms:.4f} ms.",
        why=f"Frames counted as {meant:g} ms are off by {drift:.3f} s after a minute.",
        remedy="Take times from Mel.times, or a rate at which it is a whole number (16000, 24000).",
        field="framing.hop_length",
    )
