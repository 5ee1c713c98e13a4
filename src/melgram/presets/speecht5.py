"""SpeechT5's target mel: 16 kHz, 80 bands from 80 to 7,600 Hz, log10 of the magnitude.

Source   transformers 5.23.0, SpeechT5FeatureExtractor(audio_target=...)
Parity   every frame, edges included; 3 x the rounding to float32 of an original in float64
"""

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.output import FramesFirst, Output
from melgram.frontend.spectral import Hann, Magnitude, MelBank, Window
from melgram.presets.record import Preset

SPEECHT5 = FrontEnd(
    sample_rate=16_000,
    framing=Framing(n_fft=1024, win_length=1024, hop_length=256, edges=Centered()),
    window=Window(shape=Hann()),
    spectrum=Magnitude(),
    bank=MelBank(n_mels=80, fmin=80.0, fmax=7_600.0, scale="slaney", norm="area"),
    compression=Log(base="log10", floor=ClampFloor(value=1e-10)),
    output=Output(layout=FramesFirst()),
    arithmetic="float64",
)

PRESETS = (
    Preset(
        name="speecht5",
        title="SpeechT5 text-to-speech and voice conversion, target mel",
        front_end=SPEECHT5,
        source="transformers 5.23.0, SpeechT5FeatureExtractor, audio_target",
        parity="reference-run",
        tolerance=7.38e-7,
    ),
)
