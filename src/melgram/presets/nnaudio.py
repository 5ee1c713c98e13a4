"""nnAudio's defaults: as librosa's, but reflected at the edges and transformed by convolution.

Source   nnAudio 0.3.4, features/mel.py, MelSpectrogram()
Parity   every frame, edges included; 3 x the original's float32 rounding noise
"""

from melgram.frontend import FrontEnd
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.spectral import Hann, MelBank, Window
from melgram.presets.record import Preset

PRESETS = (
    Preset(
        name="nnaudio",
        title="nnAudio MelSpectrogram with its defaults",
        front_end=FrontEnd(
            sample_rate=22_050,
            framing=Framing(n_fft=2048, win_length=2048, hop_length=512, edges=Centered()),
            window=Window(shape=Hann(), rounding="result"),
            bank=MelBank(
                n_mels=128, fmin=0.0, fmax=11_025.0, scale="slaney", norm="area", rounding="steps"
            ),
        ),
        source="nnAudio 0.3.4, features/mel.py, MelSpectrogram",
        parity="reference-run",
        tolerance=1.03e-1,
    ),
)
