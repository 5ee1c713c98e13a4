"""Tacotron 2 and FastSpeech 2: 22,050 Hz, 80 bands up to 8 kHz, ln of the magnitude.

Source   NVIDIA/tacotron2 @ 185cd24e04, layers.py, TacotronSTFT.mel_spectrogram
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    Centered: one frame more than HiFi-GAN, each half a hop earlier, and nothing is added
         under the root. The transform of the originals is a convolution in float32.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.signal import Clip
from melgram.frontend.spectral import Hann, Magnitude, MelBank, Window
from melgram.presets.record import Preset

TACOTRON2 = FrontEnd(
    sample_rate=22_050,
    framing=Framing(n_fft=1024, win_length=1024, hop_length=256, edges=Centered()),
    window=Window(shape=Hann(), rounding="result"),
    spectrum=Magnitude(),
    bank=MelBank(n_mels=80, fmin=0.0, fmax=8_000.0, scale="slaney", norm="area", rounding="steps"),
    compression=Log(base="ln", floor=ClampFloor(value=1e-5)),
)

PRESETS = (
    Preset(
        name="tacotron2",
        title="Tacotron 2 and WaveGlow (LJSpeech)",
        front_end=TACOTRON2,
        source="NVIDIA/tacotron2 @ 185cd24e04, layers.py, TacotronSTFT.mel_spectrogram",
        parity="source-executed",
        tolerance=8.82e-4,
        notes="The original refuses samples outside -1..1.",
    ),
    Preset(
        name="fastspeech2",
        title="FastSpeech 2 (ming024, LJSpeech)",
        front_end=replace(TACOTRON2, signal=(Clip(),)),
        source="ming024/FastSpeech2 @ d4e79eb52e, audio/tools.py, get_mel_from_wav",
        parity="source-executed",
        tolerance=8.81e-4,
        notes="Tacotron 2's mel of samples clipped to -1..1.",
    ),
)
