"""AudioLDM: 16 kHz, 10 seconds, 64 bands, ln of the magnitude, always 1,024 frames.

Source   haoheliu/AudioLDM @ 4054cb418b, audioldm/audio/tools.py, wav_to_fbank
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    The peak is brought to 0.5 twice, before and after zeros fill ten seconds. A longer
         recording is never cut, only its mel is.
"""

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.output import FramesFirst, Output
from melgram.frontend.post import TruncateFrames
from melgram.frontend.signal import Clip, PadTo, PeakNormalise, RemoveMean
from melgram.frontend.spectral import Hann, Magnitude, MelBank, Window
from melgram.presets.record import Preset

AUDIOLDM = FrontEnd(
    sample_rate=16_000,
    channels="first",
    signal=(
        RemoveMean(),
        PeakNormalise(target=0.5, added=1e-8),
        PadTo(n_samples=163_840),
        PeakNormalise(target=0.5),
        Clip(),
    ),
    framing=Framing(n_fft=1024, win_length=1024, hop_length=160, edges=Centered()),
    window=Window(shape=Hann(), rounding="result"),
    spectrum=Magnitude(),
    bank=MelBank(n_mels=64, fmin=0.0, fmax=8_000.0, scale="slaney", norm="area", rounding="steps"),
    compression=Log(base="ln", floor=ClampFloor(value=1e-5)),
    post=(TruncateFrames(n_frames=1024),),
    output=Output(layout=FramesFirst()),
)

PRESETS = (
    Preset(
        name="audioldm",
        title="AudioLDM, 10 seconds",
        front_end=AUDIOLDM,
        source="haoheliu/AudioLDM @ 4054cb418b, audioldm/audio/tools.py, wav_to_fbank",
        parity="source-executed",
        tolerance=6.12e-4,
    ),
)
