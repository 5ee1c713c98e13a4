"""Everything that a report computes from one recording, before a word is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from melgram.conformance.loudness import OVER, clipped_runs
from melgram.explain import places, quantization, resolution
from melgram.explain.bands import Bank, bank_of
from melgram.explain.components import Decomposition, Reversal, decompose, reversal
from melgram.explain.levels import Stages, stages
from melgram.explain.places import Span
from melgram.explain.player import Player, player_for
from melgram.explain.quantization import Steps, steps_of
from melgram.explain.recording import Recording
from melgram.explain.resolution import View
from melgram.frontend import FrontEnd
from melgram.types import Float32

_ZOOM_SAMPLES = 48
_STEP_SAMPLES = 32
_ADDED = (10, 100, 1000)  # how many tones the sums have
_SUM_S = 0.04
_CANCELLED = 0.05  # of the first channel's peak
_SILENT = 1e-7  # below a step of 24 bits
_SPEECH_WIN_S, _SPEECH_HOP_S = 0.025, 0.010
_DRAWN = 0.97  # of the energy: what lies higher is not drawn


@dataclass(frozen=True, kw_only=True)
class Lengths:
    """Window, hop and transform [samples]."""

    win_length: int
    hop_length: int
    n_fft: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Study:
    """A recording and what was found in it.

    Parameters
    ----------
    recording : Recording
    player : Player | None
    steps : Steps
    n_levels_used : int
        Different values in the excerpt of the first channel.
    zoom, steps_zoom : Span
        Samples of the excerpt of the first channel, to be drawn one by one; no ``steps_zoom`` if
        no place shows steps.
    clipped_runs : (n_runs,), int
        How long it stands at full scale each time, in the excerpt of the first channel.
    peak, rms : float
        Of the whole recording; full scale is 1.
    channel_peak : float
        Of the excerpt of the first channel.
    decomposition : Decomposition
        Of the loudest second.
    sums : tuple of int
        How many tones are added up.
    sum_zoom : Span
        The samples of the second over which sums are drawn.
    spectrum_hz, shown_hz : float
        The highest frequencies that the spectrum and the spectrograms are drawn up to.
    """

    recording: Recording
    player: Player | None
    steps: Steps
    n_levels_used: int
    zoom: Span
    steps_zoom: Span | None
    clipped_runs: npt.NDArray[np.intp]
    peak: float
    rms: float
    channel_peak: float
    decomposition: Decomposition
    sums: tuple[int, ...]
    sum_zoom: Span
    spectrum_hz: float
    shown_hz: float
    reversal: Reversal
    views: tuple[View, ...]
    stages: Stages
    bank: Bank

    @property
    def front_end(self) -> FrontEnd:
        """The recipe of the mel-spectrogram."""
        return self.stages.front_end

    @property
    def nyquist(self) -> float:
        """Half the sample rate [Hz]."""
        return self.recording.sample_rate / 2

    @property
    def is_silent(self) -> bool:
        """Whether there is nothing to hear in the mean of the channels."""
        return self.peak < _SILENT

    @property
    def is_mute(self) -> bool:
        """Whether there is nothing to hear in the first channel either."""
        return self.channel_peak < _SILENT

    @property
    def is_cancelled(self) -> bool:
        """Whether the channels are so opposite that little is left of their mean."""
        return not self.is_mute and self.peak < _CANCELLED * self.channel_peak

    @property
    def is_over(self) -> bool:
        """Whether a sample is beyond full scale."""
        return self.peak > OVER

    @property
    def is_on_steps(self) -> bool:
        """Whether the samples that are drawn over steps lie on them, as they may by chance."""
        assert self.steps_zoom is not None
        values = self.recording.first_channel[self.steps_zoom.samples]
        return quantization.on_steps(values, steps=self.steps)

    @property
    def steps_every(self) -> int:
        """How many steps one line of their figure stands for."""
        if self.steps_zoom is None:
            return 1
        values = self.recording.first_channel[self.steps_zoom.samples]
        return quantization.line_spacing(float(np.ptp(values)) / self.steps.step)

    @property
    def is_short(self) -> bool:
        """Whether the recording fills no window."""
        return self.recording.n_samples < self.front_end.framing.n_fft

    @property
    def is_long(self) -> bool:
        """Whether only an excerpt is looked at."""
        return not self.recording.is_whole

    @property
    def speech(self) -> Lengths:
        """What speech recognizers use at this rate: 25 ms every 10 ms, the next power of two."""
        rate = self.recording.sample_rate
        win_length = max(round(_SPEECH_WIN_S * rate), 2)
        return Lengths(
            win_length=win_length,
            hop_length=max(round(_SPEECH_HOP_S * rate), 1),
            n_fft=1 << (win_length - 1).bit_length(),
        )


def study(recording: Recording, source: Any) -> Study:
    """Compute what a report shows.

    Parameters
    ----------
    recording : Recording
    source : path or bytes
        What it was read from, for the player.
    """
    rate, info = recording.sample_rate, recording.info
    channel = recording.first_channel
    steps = steps_of(codec=info.codec, bit_depth=info.bit_depth, samples=channel)
    decomposition = decompose(recording.second_samples, sample_rate=rate)
    shown_hz = _round_limit(max(decomposition.band_limit(_DRAWN), rate / 8), nyquist=rate / 2)
    made = stages(recording)
    return Study(
        recording=recording,
        player=player_for(recording, source),
        steps=steps,
        n_levels_used=quantization.n_levels_used(channel, steps=steps),
        zoom=places.around_peak(channel, length=_ZOOM_SAMPLES),
        clipped_runs=clipped_runs(channel)[1],
        steps_zoom=places.where_steps_show(channel, length=_STEP_SAMPLES, step=steps.step),
        peak=_peak(recording.samples),
        channel_peak=_peak(channel),
        rms=_rms(recording),
        decomposition=decomposition,
        sums=_sums(decomposition),
        sum_zoom=_where_tones_are(decomposition, sample_rate=rate),
        spectrum_hz=_spectrum_limit(decomposition, nyquist=rate / 2),
        shown_hz=shown_hz,
        reversal=reversal(recording.excerpt_samples, sample_rate=rate),
        views=resolution.three_views(recording.second_samples, sample_rate=rate, limit=shown_hz),
        stages=made,
        bank=bank_of(made.front_end),
    )


def _round_limit(least: float, *, nyquist: float) -> float:
    """Return a round frequency from ``least`` up, at most the Nyquist frequency."""
    unit = 10.0 ** np.floor(np.log10(least)) / 2
    return float(min(np.ceil(least / unit) * unit, nyquist))


def _spectrum_limit(decomposition: Decomposition, *, nyquist: float) -> float:
    """Return how far the spectrum is drawn: beyond every tone that is named."""
    named = max((tone.frequency for tone in decomposition.named), default=0.0)
    least = max(1.3 * named, decomposition.band_limit(_DRAWN) / 3, nyquist / 16)
    return _round_limit(least, nyquist=nyquist)


def _where_tones_are(decomposition: Decomposition, *, sample_rate: int) -> Span:
    """Return the stretch in which the hundred strongest tones are loudest together."""
    length = max(round(_SUM_S * sample_rate), 8)
    added = decomposition.sum_of(_ADDED[1]).astype(np.float32)
    return places.loudest(added, length=length, grid=max(length // 4, 1))


def _sums(decomposition: Decomposition) -> tuple[int, ...]:
    n_components = len(decomposition.amplitudes)
    return tuple(count for count in _ADDED if count < n_components) or (n_components,)


def _peak(samples: Float32) -> float:
    return float(max(samples.max(), -samples.min()))


def _rms(recording: Recording) -> float:
    samples, total = recording.samples, 0.0
    for first in range(0, len(samples), 1 << 20):
        block = samples[first : first + (1 << 20)].astype(np.float64)
        total += float(block @ block)
    return (total / len(samples)) ** 0.5
