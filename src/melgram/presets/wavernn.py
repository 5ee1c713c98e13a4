"""WaveRNN (fatchord): 22,050 Hz, 80 bands from 40 Hz, decibels mapped to 0..1.

Source   fatchord/WaveRNN @ 83c08fdcd6, utils/dsp.py, melspectrogram
Parity   every frame, edges included; 3 x the original's rounding noise. It transforms with
         librosa in float64, so the arithmetic here is float64 as well.
Notes    It leaves the edges to librosa's default: zeros since librosa 0.9, reflection before.
         Which of the two a model heard depends on when it was trained.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.post import Affine, Clamp
from melgram.frontend.spectral import Hann, Magnitude, MelBank, Window
from melgram.presets.record import Preset

_FRAMING = Framing(n_fft=2048, win_length=1100, hop_length=275, edges=Centered(mode="zero"))

WAVERNN = FrontEnd(
    sample_rate=22_050,
    framing=_FRAMING,
    window=Window(shape=Hann()),
    spectrum=Magnitude(),
    bank=MelBank(
        n_mels=80, fmin=40.0, fmax=11_025.0, scale="slaney", norm="area", rounding="steps"
    ),
    compression=Log(base="db_amplitude", floor=ClampFloor(value=1e-5)),
    post=(Affine(scale=0.01, offset=1.0), Clamp(low=0.0, high=1.0)),
    arithmetic="float64",
)

_SOURCE = "fatchord/WaveRNN @ 83c08fdcd6, utils/dsp.py, melspectrogram"

PRESETS = (
    Preset(
        name="wavernn-constant",
        title="WaveRNN (fatchord) with librosa 0.9 or later: zeros outside the signal",
        front_end=WAVERNN,
        source=f"{_SOURCE}, with librosa 0.11.0",
        parity="source-executed",
        tolerance=5.29e-7,
    ),
    Preset(
        name="wavernn-reflect",
        title="WaveRNN (fatchord) with librosa before 0.9: the signal reflected at its edges",
        front_end=replace(WAVERNN, framing=replace(_FRAMING, edges=Centered())),
        source=f"{_SOURCE}, with pad_mode='reflect'",
        parity="source-executed",
        tolerance=5.03e-7,
    ),
)
