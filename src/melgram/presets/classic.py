"""The mel-spectrogram of the textbooks: Hann, power, 2595 log10(1 + f / 700), decibels.

Source   librosa 0.11.0: feature.melspectrogram(htk=True, norm=None), then power_to_db
Parity   every frame, edges included, at 22,050 Hz
Notes    It keeps the recording's own rate; its bands reach up to Nyquist. What lies more than
         80 dB below the clip's maximum is raised to that line, as power_to_db does by default.
         librosa transforms in float64, which shows in bands far below the loudest.
"""

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.post import DynamicRange
from melgram.frontend.spectral import Hann, MelBank, Window
from melgram.presets.record import Preset

CLASSIC = FrontEnd(
    sample_rate=22_050,
    framing=Framing(n_fft=2048, win_length=2048, hop_length=512, edges=Centered(mode="zero")),
    window=Window(shape=Hann()),
    bank=MelBank(n_mels=128, fmin=0.0, fmax=11_025.0, scale="htk", empty_bands="keep"),
    compression=Log(base="db_power", floor=ClampFloor(value=1e-10)),
    post=(DynamicRange(range=80.0),),
    arithmetic="float64",
)

PRESETS = (
    Preset(
        name="classic",
        title="the course's mel-spectrogram: HTK scale, decibels, the recording's own rate",
        front_end=CLASSIC,
        source="librosa 0.11.0, feature.melspectrogram(htk=True, norm=None) and power_to_db",
        parity="reference-run",
        tolerance=2.57e-5,
        notes="At high rates the lowest bands are narrower than a bin and stay empty.",
        any_rate=True,
    ),
)
