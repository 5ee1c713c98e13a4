"""librosa's defaults: 22,050 Hz, 2048/512, 128 Slaney bands, power.

Source   librosa 0.11.0, feature.melspectrogram
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    Zeros stand outside the signal since librosa 0.9; before, it was reflected.
"""

from melgram.frontend import FrontEnd
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.spectral import Hann, MelBank, Window
from melgram.presets.record import Preset

LIBROSA = FrontEnd(
    sample_rate=22_050,
    framing=Framing(n_fft=2048, win_length=2048, hop_length=512, edges=Centered(mode="zero")),
    window=Window(shape=Hann(), rounding="result"),
    bank=MelBank(
        n_mels=128, fmin=0.0, fmax=11_025.0, scale="slaney", norm="area", rounding="steps"
    ),
)

PRESETS = (
    Preset(
        name="librosa",
        title="librosa.feature.melspectrogram with its defaults",
        front_end=LIBROSA,
        source="librosa 0.11.0, feature/spectral.py, melspectrogram",
        parity="reference-run",
        tolerance=3.9e-3,
    ),
)
