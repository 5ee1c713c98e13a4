"""The same frames as power, as mel power and as decibels.

Each stage is a plan of the same front end with its later stages left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from melgram.engines import plan
from melgram.explain.recording import Recording
from melgram.frontend import FrontEnd
from melgram.frontend.compression import NoCompression
from melgram.frontend.spectral import LinearBins
from melgram.mel import Mel
from melgram.mel import Source as MelSource
from melgram.presets import preset
from melgram.types import Float32

_FLOOR = 1e-10  # of power, as in the front end
_DARK = 0.01  # of the brightest cell: what a linear picture shows as black


@dataclass(frozen=True, kw_only=True, eq=False)
class Stages:
    """One front end, stage by stage, on the excerpt.

    Parameters
    ----------
    power : (n_bins, n_frames)
    mel_power : (n_mels, n_frames)
    mel : Mel
        In dB: the result.
    """

    power: Float32
    mel_power: Float32
    mel: Mel

    @property
    def front_end(self) -> FrontEnd:
        """The recipe."""
        return self.mel.front_end

    @property
    def is_silent(self) -> bool:
        """Whether all of it is the floor."""
        return float(np.ptp(self.mel.data)) == 0.0

    @property
    def dark_share(self) -> float:
        """The share of the cells of mel power below a hundredth of the brightest, 0 to 1."""
        return float((self.mel_power < _DARK * self.mel_power.max()).mean())

    @property
    def middle_level(self) -> float:
        """The median of mel power, below its maximum [dB]; the result is cut off at its range."""
        middle, brightest = np.median(self.mel_power), self.mel_power.max()
        return float(10.0 * np.log10(max(middle, _FLOOR) / max(brightest, _FLOOR)))


def stages(recording: Recording) -> Stages:
    """Compute the classic mel-spectrogram of the excerpt, and what it is made of."""
    classic = preset("classic", sample_rate=recording.sample_rate)
    uncompressed = replace(classic, compression=NoCompression(), post=())
    samples = recording.excerpt_samples
    origin = MelSource(
        name=recording.name, sample_rate=recording.sample_rate, n_samples=len(samples)
    )
    return Stages(
        power=plan(replace(uncompressed, bank=LinearBins()))(samples),
        mel_power=plan(uncompressed)(samples),
        mel=Mel(data=plan(classic)(samples), front_end=classic, source=origin),
    )
