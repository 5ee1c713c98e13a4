"""torchaudio's defaults: 16 kHz, 400/200, 128 HTK bands without norm, power.

Source   torchaudio 2.11.0, transforms.MelSpectrogram()
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    128 bands over 201 bins leave some bands without a bin; the original keeps them at zero.
         Its filter bank is computed in float32; the float64 bank here lies within that noise.
"""

from melgram.frontend import FrontEnd
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.spectral import Hann, LinspaceGrid, MelBank, Window
from melgram.presets.record import Preset

TORCHAUDIO = FrontEnd(
    sample_rate=16_000,
    framing=Framing(n_fft=400, win_length=400, hop_length=200, edges=Centered()),
    window=Window(shape=Hann(), rounding="result"),
    bank=MelBank(
        n_mels=128,
        fmin=0.0,
        fmax=8_000.0,
        scale="htk",
        grid=LinspaceGrid(),
        empty_bands="keep",
    ),
)

PRESETS = (
    Preset(
        name="torchaudio",
        title="torchaudio.transforms.MelSpectrogram with its defaults",
        front_end=TORCHAUDIO,
        source="torchaudio 2.11.0, transforms/_transforms.py, MelSpectrogram",
        parity="reference-run",
        tolerance=3.51e-2,
    ),
)
