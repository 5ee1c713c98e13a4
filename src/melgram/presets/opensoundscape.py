"""OpenSoundscape 0.13: 512/256, no padding, power over window length, decibels.

Source   kitzeslab/opensoundscape @ 8b582152c9 (v0.13.2), opensoundscape/spectrogram.py
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    The rate is the recording's own in the original; here it is 48 kHz. Up to 0.12 it was
         scipy.signal.spectrogram, with the mean of each segment removed.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import AddFloor, Log
from melgram.frontend.framing import Framing, Snip
from melgram.frontend.spectral import Hann, LinearBins, LinspaceGrid, MelBank, Window
from melgram.presets.record import Preset

OPENSOUNDSCAPE = FrontEnd(
    sample_rate=48_000,
    framing=Framing(n_fft=512, win_length=512, hop_length=256, edges=Snip()),
    window=Window(shape=Hann(), rounding="result"),
    fft_norm="unitary",
    bank=LinearBins(),
    compression=Log(base="db_power", floor=AddFloor(value=1e-10)),
)

_SOURCE = "kitzeslab/opensoundscape @ 8b582152c9, opensoundscape/spectrogram.py"

PRESETS = (
    Preset(
        name="opensoundscape-0.13",
        title="OpenSoundscape Spectrogram.from_audio, all 257 bins",
        front_end=OPENSOUNDSCAPE,
        source=f"{_SOURCE}, Spectrogram.from_audio",
        parity="source-executed",
        tolerance=6.07e-2,
    ),
    Preset(
        name="opensoundscape-mel-0.13",
        title="OpenSoundscape MelSpectrogram.from_audio, 64 bands",
        front_end=replace(
            OPENSOUNDSCAPE,
            bank=MelBank(
                n_mels=64,
                fmin=0.0,
                fmax=24_000.0,
                scale="htk",
                grid=LinspaceGrid(),
                empty_bands="keep",
            ),
        ),
        source=f"{_SOURCE}, MelSpectrogram.from_audio",
        parity="source-executed",
        tolerance=1.44e-2,
    ),
)
