"""Models that rate speech quality: DNSMOS P.808 and NISQA.

Source   DNS-Challenge @ 591184a9, DNSMOS/dnsmos_local.py; NISQA @ fe84f0f2, nisqa/NISQA_lib.py
Parity   every frame, edges included
Notes    DNSMOS has an odd transform of 321 points and looks at the clip's maximum; its caller
         repeats a recording up to 9.01 s first. NISQA's window and hop follow the file's rate;
         this is the one for 48 kHz.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.output import FramesFirst, Output
from melgram.frontend.post import Affine, DynamicRange, SubtractMaximum
from melgram.frontend.spectral import Hann, Magnitude, MelBank, Window
from melgram.presets.record import Preset

_FRAMING = Framing(n_fft=321, win_length=321, hop_length=160, edges=Centered())

# (dB relative to the maximum + 40) / 40
DNSMOS = FrontEnd(
    sample_rate=16_000,
    framing=_FRAMING,
    window=Window(shape=Hann()),
    bank=MelBank(
        n_mels=120,
        fmin=0.0,
        fmax=8_000.0,
        scale="slaney",
        norm="area",
        rounding="steps",
        empty_bands="keep",
    ),
    compression=Log(base="db_power", floor=ClampFloor(value=1e-10)),
    post=(DynamicRange(range=80.0), SubtractMaximum(), Affine(scale=1 / 40, offset=1.0)),
    output=Output(layout=FramesFirst(), dtype="float64"),
    arithmetic="float64",
)
DNSMOS_ZEROS = replace(DNSMOS, framing=replace(_FRAMING, edges=Centered(mode="zero")))

NISQA = FrontEnd(
    sample_rate=48_000,
    framing=Framing(n_fft=4096, win_length=960, hop_length=480, edges=Centered()),
    window=Window(shape=Hann()),
    spectrum=Magnitude(),
    bank=MelBank(n_mels=48, fmin=0.0, fmax=20_000.0, scale="slaney", norm="area", rounding="steps"),
    compression=Log(base="db_amplitude", floor=ClampFloor(value=1e-4)),
    post=(DynamicRange(range=80.0),),
    arithmetic="float64",
)

_DNSMOS = "microsoft/DNS-Challenge @ 591184a9, DNSMOS/dnsmos_local.py, audio_melspec"

PRESETS = (
    Preset(
        name="dnsmos-constant",
        title="DNSMOS P.808 with librosa 0.9 or later: zeros outside the signal",
        front_end=DNSMOS_ZEROS,
        source=f"{_DNSMOS}, with librosa 0.11.0",
        parity="source-executed",
        tolerance=1e-6,
    ),
    Preset(
        name="dnsmos-reflect",
        title="DNSMOS P.808 with librosa before 0.9: the signal reflected at its edges",
        front_end=DNSMOS,
        source=f"{_DNSMOS}, with pad_mode='reflect'",
        parity="source-executed",
        tolerance=1e-6,
    ),
    Preset(
        name="nisqa",
        title="NISQA at 48 kHz, 48 bands up to 20 kHz",
        front_end=NISQA,
        source="gabrielmittag/NISQA @ fe84f0f2, nisqa/NISQA_lib.py, get_librosa_melspec",
        parity="source-executed",
        tolerance=4.07e-5,
    ),
)
