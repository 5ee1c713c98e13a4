"""OpenL3: one second at 48 kHz, magnitude, 10 log10, within 80 dB of the second's maximum.

Source   marl/openl3 @ b0bf9b627e, openl3/models.py (with kapre 0.4.1) and openl3/core.py
Parity   every frame of every second, edges included; see the notes
Notes    A front end is one second. The original puts half a second of zeros before a recording and
         cuts it into seconds, by default every 0.1 s, each with its own maximum: hand them over as
         an array (n_windows, 48000). The decibels are 10 log10 of a magnitude. TensorFlow's
         transform is float32, so bands 50 dB and more below the maximum are its rounding noise:
         the models' own front ends are compared in magnitude, relative to the maximum.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Centered, Framing, PadEnd, Snip
from melgram.frontend.post import FixedRange, SubtractMaximum
from melgram.frontend.signal import PadTo, TruncateTo
from melgram.frontend.spectral import Hann, LinearBins, Magnitude, MelBank, Window
from melgram.presets.record import Preset

_ONE_SECOND = 48_000

OPENL3_MEL128 = FrontEnd(
    sample_rate=_ONE_SECOND,
    signal=(PadTo(n_samples=_ONE_SECOND), TruncateTo(n_samples=_ONE_SECOND)),
    framing=Framing(n_fft=2048, win_length=2048, hop_length=242, edges=PadEnd(), placement="left"),
    window=Window(shape=Hann(), rounding="result"),
    spectrum=Magnitude(),
    bank=MelBank(
        n_mels=128, fmin=0.0, fmax=24_000.0, scale="slaney", norm="area", rounding="steps"
    ),
    compression=Log(base="db_power", floor=ClampFloor(value=1e-10)),
    post=(SubtractMaximum(), FixedRange(top=0.0, range=80.0)),
)
OPENL3_MEL256 = replace(
    OPENL3_MEL128, bank=replace(OPENL3_MEL128.bank, n_mels=256, empty_bands="keep")
)

_MODELS = "marl/openl3 @ b0bf9b627e, openl3/models.py"

PRESETS = (
    Preset(
        name="openl3-mel128",
        title="OpenL3, 128 bands, one second",
        front_end=OPENL3_MEL128,
        source=f"{_MODELS}, _construct_mel128_audio_network",
        parity="source-executed",
        tolerance=5e-6,
    ),
    Preset(
        name="openl3-mel256",
        title="OpenL3, 256 bands, one second",
        front_end=OPENL3_MEL256,
        source=f"{_MODELS}, _construct_mel256_audio_network",
        parity="source-executed",
        tolerance=5e-6,
    ),
    Preset(
        name="openl3-linear",
        title="OpenL3, 257 bins of 512 points, one second",
        front_end=replace(
            OPENL3_MEL128,
            framing=Framing(n_fft=512, win_length=512, hop_length=242, edges=Snip()),
            bank=LinearBins(),
        ),
        source=f"{_MODELS}, _construct_linear_audio_network",
        parity="source-executed",
        tolerance=5e-6,
    ),
    Preset(
        name="openl3-librosa-mel256",
        title="OpenL3 outside its networks, 256 bands, one second",
        front_end=replace(
            OPENL3_MEL256,
            framing=Framing(
                n_fft=2048, win_length=2048, hop_length=242, edges=Centered(mode="zero")
            ),
            window=Window(shape=Hann()),
            arithmetic="float64",
        ),
        source="marl/openl3 @ b0bf9b627e, openl3/core.py, _librosa_mel_frontend",
        parity="source-executed",
        tolerance=5.04e-5,
        notes="Its frames are centered on the hops; those inside the networks begin there.",
    ),
)
