"""Soft-VC and kNN-VC: 16 kHz, 128 Slaney bands, ln of the magnitude, 100 frames a second.

Source   bshall/acoustic-model @ f737482724, acoustic/utils.py, LogMelSpectrogram
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    The bank is torchaudio's, in float32 throughout; nothing is added under the root.
"""

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Framing, Padded
from melgram.frontend.spectral import Hann, LinspaceGrid, Magnitude, MelBank, Window
from melgram.presets.record import Preset

SOFT_VC = FrontEnd(
    sample_rate=16_000,
    framing=Framing(n_fft=1024, win_length=1024, hop_length=160, edges=Padded(left=432, right=432)),
    window=Window(shape=Hann(), rounding="result"),
    spectrum=Magnitude(),
    bank=MelBank(
        n_mels=128,
        fmin=0.0,
        fmax=8_000.0,
        scale="slaney",
        norm="area",
        grid=LinspaceGrid(),
        rounding="throughout",
    ),
    compression=Log(base="ln", floor=ClampFloor(value=1e-5)),
)

PRESETS = (
    Preset(
        name="soft-vc",
        title="Soft-VC, kNN-VC and their 16 kHz HiFi-GAN",
        front_end=SOFT_VC,
        source="bshall/acoustic-model @ f737482724, acoustic/utils.py, LogMelSpectrogram",
        parity="source-executed",
        tolerance=2.76e-3,
    ),
)
