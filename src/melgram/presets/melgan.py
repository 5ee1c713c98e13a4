"""MelGAN: 22,050 Hz, 80 bands, log10 of the magnitude.

Source   descriptinc/melgan-neurips @ 6488045bfb, mel2wav/modules.py, Audio2Mel
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    HiFi-GAN's framing, but log10 for ln, and nothing is added under the root.
"""

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Framing, Padded
from melgram.frontend.spectral import Hann, Magnitude, MelBank, Window
from melgram.presets.record import Preset

MELGAN = FrontEnd(
    sample_rate=22_050,
    framing=Framing(n_fft=1024, win_length=1024, hop_length=256, edges=Padded(left=384, right=384)),
    window=Window(shape=Hann(), rounding="result"),
    spectrum=Magnitude(),
    bank=MelBank(n_mels=80, fmin=0.0, fmax=11_025.0, scale="slaney", norm="area", rounding="steps"),
    compression=Log(base="log10", floor=ClampFloor(value=1e-5)),
)

PRESETS = (
    Preset(
        name="melgan-neurips",
        title="MelGAN (Descript), 80 bands",
        front_end=MELGAN,
        source="descriptinc/melgan-neurips @ 6488045bfb, mel2wav/modules.py, Audio2Mel",
        parity="source-executed",
        tolerance=3.93e-4,
    ),
)
