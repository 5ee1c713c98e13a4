"""ESPnet2 text-to-speech: 80 bands from 80 to 7,600 Hz, log10 of the magnitude, frames first.

Source   espnet 202511, espnet2/tts/feats_extract/log_mel_fbank.py, LogMelFbank
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    The power is raised to 1e-10 before the root and the bank, where ParallelWaveGAN floors
         the finished band: silence sits higher here. Before the global mean and variance.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.output import FramesFirst, Output
from melgram.frontend.spectral import Hann, Magnitude, MelBank, Window
from melgram.presets.record import Preset

_16K = FrontEnd(
    sample_rate=16_000,
    framing=Framing(n_fft=1024, win_length=1024, hop_length=256, edges=Centered()),
    window=Window(shape=Hann(), rounding="result"),
    spectrum=Magnitude(floor=1e-10),
    bank=MelBank(n_mels=80, fmin=80.0, fmax=7_600.0, scale="slaney", norm="area", rounding="steps"),
    compression=Log(base="log10", floor=ClampFloor(value=1e-10)),
    output=Output(layout=FramesFirst()),
)

_24K = replace(
    _16K,
    sample_rate=24_000,
    framing=Framing(n_fft=2048, win_length=1200, hop_length=300, edges=Centered()),
)

_SOURCE = "espnet 202511, espnet2/tts/feats_extract/log_mel_fbank.py, LogMelFbank"

PRESETS = (
    Preset(
        name="espnet-tts",
        title="ESPnet2 TTS LogMelFbank with its defaults, 16 kHz",
        front_end=_16K,
        source=_SOURCE,
        parity="reference-run",
        tolerance=5.58e-4,
    ),
    Preset(
        name="espnet-tts-22k",
        title="ESPnet2 TTS LogMelFbank (LJSpeech), 22,050 Hz",
        front_end=replace(_16K, sample_rate=22_050),
        source=_SOURCE,
        parity="reference-run",
        tolerance=3.77e-4,
    ),
    Preset(
        name="espnet-tts-24k",
        title="ESPnet2 TTS LogMelFbank (LibriTTS), 24 kHz",
        front_end=_24K,
        source=_SOURCE,
        parity="reference-run",
        tolerance=4.7e-4,
    ),
)
