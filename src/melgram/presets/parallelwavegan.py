"""ParallelWaveGAN: 80 bands from 80 to 7,600 Hz, log10 of the magnitude, frames first.

Source   kan-bayashi/ParallelWaveGAN @ 86740373ec, parallel_wavegan/bin/preprocess.py
Parity   every frame, edges included; 3 x the original's rounding noise. It transforms with
         librosa in float64, so the arithmetic here is float64 as well.
Notes    Before the StandardScaler, whose statistics come with a model. ESPnet's TTS mel
         differs in silence: see ``espnet_tts.py``.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.output import FramesFirst, Output
from melgram.frontend.spectral import Hann, Magnitude, MelBank, Window
from melgram.presets.record import Preset

_22K = FrontEnd(
    sample_rate=22_050,
    framing=Framing(n_fft=1024, win_length=1024, hop_length=256, edges=Centered()),
    window=Window(shape=Hann()),
    spectrum=Magnitude(),
    bank=MelBank(n_mels=80, fmin=80.0, fmax=7_600.0, scale="slaney", norm="area", rounding="steps"),
    compression=Log(base="log10", floor=ClampFloor(value=1e-10)),
    output=Output(layout=FramesFirst()),
    arithmetic="float64",
)

_24K = replace(
    _22K,
    sample_rate=24_000,
    framing=Framing(n_fft=2048, win_length=1200, hop_length=300, edges=Centered()),
)

_SOURCE = (
    "kan-bayashi/ParallelWaveGAN @ 86740373ec, parallel_wavegan/bin/preprocess.py, logmelfilterbank"
)

PRESETS = (
    Preset(
        name="parallelwavegan-22k",
        title="ParallelWaveGAN v1 (LJSpeech), 22,050 Hz",
        front_end=_22K,
        source=_SOURCE,
        parity="source-executed",
        tolerance=2.86e-6,
    ),
    Preset(
        name="parallelwavegan-24k",
        title="ParallelWaveGAN of the multi-speaker recipes, 24 kHz",
        front_end=_24K,
        source=_SOURCE,
        parity="source-executed",
        tolerance=2.86e-6,
    ),
)
