"""librosa's defaults: 22,050 Hz, 2048/512, 128 Slaney bands, and what is built on them.

Source   librosa 0.11.0, feature.melspectrogram, power_to_db, feature.mfcc, pcen
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    Zeros stand outside the signal since librosa 0.9; before, it was reflected.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log, Pcen, Smoother
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.output import Output
from melgram.frontend.post import Dct, DynamicRange, SubtractMaximum
from melgram.frontend.spectral import Hann, MelBank, Window
from melgram.presets.record import Preset

LIBROSA = FrontEnd(
    sample_rate=22_050,
    framing=Framing(n_fft=2048, win_length=2048, hop_length=512, edges=Centered(mode="zero")),
    window=Window(shape=Hann()),
    bank=MelBank(
        n_mels=128, fmin=0.0, fmax=11_025.0, scale="slaney", norm="area", rounding="steps"
    ),
)

_DECIBELS = replace(
    LIBROSA,
    compression=Log(base="db_power", floor=ClampFloor(value=1e-10)),
    arithmetic="float64",
)

PRESETS = (
    Preset(
        name="librosa",
        title="librosa.feature.melspectrogram with its defaults",
        front_end=LIBROSA,
        source="librosa 0.11.0, feature/spectral.py, melspectrogram",
        parity="reference-run",
        tolerance=3.9e-3,
    ),
    Preset(
        name="librosa-db",
        title="librosa.power_to_db(melspectrogram, ref=np.max): decibels below the clip's maximum",
        front_end=replace(_DECIBELS, post=(SubtractMaximum(), DynamicRange(range=80.0))),
        source="librosa 0.11.0, core/spectrum.py, power_to_db",
        parity="reference-run",
        tolerance=4.05e-5,
    ),
    Preset(
        name="librosa-mfcc",
        title="librosa.feature.mfcc with its defaults: 20 coefficients of decibels",
        front_end=replace(_DECIBELS, post=(DynamicRange(range=80.0), Dct(n_coefficients=20))),
        source="librosa 0.11.0, feature/spectral.py, mfcc",
        parity="reference-run",
        tolerance=3.66e-4,
    ),
    Preset(
        name="librosa-pcen",
        title="librosa.pcen(melspectrogram * 2**31) with its defaults",
        front_end=replace(
            LIBROSA,
            # b = (sqrt(1 + 4 T^2) - 1) / (2 T^2) with T = 0.4 s * 22,050 Hz / 512
            compression=Pcen(
                smoother=Smoother(coefficient=0.05638943879134889, start="unit"),
                scale=2.0**31,
            ),
            output=Output(dtype="float64"),
            arithmetic="float64",
        ),
        source="librosa 0.11.0, core/spectrum.py, pcen",
        parity="reference-run",
        tolerance=1e-6,
        notes="The running average starts at 1, not at the first frame.",
    ),
)
