"""python_speech_features: rectangular windows, HTK bands between whole bins, ln or cepstra.

Source   python_speech_features 0.6, base.py: logfbank, mfcc
Parity   every frame, edges included; 3 x the original's own rounding noise
Notes    Pre-emphasis runs over the recording; zeros fill the last frame up. Power is divided by
         the transform's length. ``-int16`` and ``-mfcc`` hear the 16-bit range, as from
         scipy.io.wavfile; the other hears samples in [-1, 1].
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import Log, ReplaceFloor
from melgram.frontend.framing import Framing, Padded
from melgram.frontend.output import FramesFirst, Output
from melgram.frontend.post import Dct, Lifter, ReplaceFirst
from melgram.frontend.signal import Preemphasis, Scale
from melgram.frontend.spectral import MelBank, Rectangular, Window
from melgram.presets.record import Preset

_FLOAT64_EPSILON = 2.220446049250313e-16  # stands where a band or a frame is zero

LOGFBANK = FrontEnd(
    sample_rate=16_000,
    signal=(Preemphasis(coefficient=0.97),),
    framing=Framing(
        n_fft=512,
        win_length=400,
        hop_length=160,
        edges=Padded(left=0, right=0, mode="zero", count="cover"),
        placement="left",
    ),
    window=Window(shape=Rectangular()),
    fft_norm="unitary",
    bank=MelBank(n_mels=26, fmin=0.0, fmax=8_000.0, scale="htk", triangles="bin_floor"),
    compression=Log(base="ln", floor=ReplaceFloor(value=_FLOAT64_EPSILON)),
    output=Output(layout=FramesFirst(), dtype="float64"),
    arithmetic="float64",
)
LOGFBANK_INT16 = replace(LOGFBANK, signal=(Scale(factor=32768.0), *LOGFBANK.signal))
MFCC = replace(
    LOGFBANK_INT16,
    post=(
        Dct(n_coefficients=13),
        Lifter(q=22.0),
        ReplaceFirst(tap="power", floor=_FLOAT64_EPSILON),
    ),
)

_LOGFBANK = "python_speech_features 0.6, base.py, logfbank"

PRESETS = (
    Preset(
        name="python-speech-features",
        title="python_speech_features.logfbank of samples in [-1, 1]",
        front_end=LOGFBANK,
        source=_LOGFBANK,
        parity="reference-run",
        tolerance=3.12e-5,
    ),
    Preset(
        name="python-speech-features-int16",
        title="python_speech_features.logfbank of 16-bit samples",
        front_end=LOGFBANK_INT16,
        source=_LOGFBANK,
        parity="reference-run",
        tolerance=3.12e-5,
    ),
    Preset(
        name="python-speech-features-mfcc",
        title="python_speech_features.mfcc of 16-bit samples, log energy in the first place",
        front_end=MFCC,
        source="python_speech_features 0.6, base.py, mfcc",
        parity="reference-run",
        tolerance=1.11e-4,
    ),
)
