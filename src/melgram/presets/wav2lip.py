"""Wav2Lip: 16 kHz, 80 bands from 55 to 7,600 Hz, decibels mapped to -4..4, in float64.

Source   Rudrabha/Wav2Lip @ 5c90fa9b4a, audio.py, melspectrogram
Parity   every frame, edges included; 3 x the original's rounding noise
Notes    Pre-emphasis runs over the recording, in float64. The edges are librosa's default: its
         requirements name librosa 0.7, which reflects; since 0.9 there are zeros.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.output import Output
from melgram.frontend.post import Affine, Clamp
from melgram.frontend.signal import Preemphasis
from melgram.frontend.spectral import Hann, Magnitude, MelBank, Window
from melgram.presets.record import Preset

_FRAMING = Framing(n_fft=800, win_length=800, hop_length=200, edges=Centered())

# ((dB - 20 + 100) / 100) * 8 - 4
WAV2LIP = FrontEnd(
    sample_rate=16_000,
    signal=(Preemphasis(coefficient=0.97),),
    framing=_FRAMING,
    window=Window(shape=Hann()),
    spectrum=Magnitude(),
    bank=MelBank(n_mels=80, fmin=55.0, fmax=7_600.0, scale="slaney", norm="area", rounding="steps"),
    compression=Log(base="db_amplitude", floor=ClampFloor(value=1e-5)),
    post=(Affine(scale=0.08, offset=2.4), Clamp(low=-4.0, high=4.0)),
    output=Output(dtype="float64"),
    arithmetic="float64",
)
WAV2LIP_CONSTANT = replace(WAV2LIP, framing=replace(_FRAMING, edges=Centered(mode="zero")))

_SOURCE = "Rudrabha/Wav2Lip @ 5c90fa9b4a, audio.py, melspectrogram"

PRESETS = (
    Preset(
        name="wav2lip-reflect",
        title="Wav2Lip with the librosa it names: the signal reflected at its edges",
        front_end=WAV2LIP,
        source=f"{_SOURCE}, with pad_mode='reflect'",
        parity="source-executed",
        tolerance=1.82e-7,
    ),
    Preset(
        name="wav2lip-constant",
        title="Wav2Lip with librosa 0.9 or later: zeros outside the signal",
        front_end=WAV2LIP_CONSTANT,
        source=f"{_SOURCE}, with librosa 0.11.0",
        parity="source-executed",
        tolerance=1.82e-7,
    ),
)
