"""NVIDIA NeMo's speech synthesis: 22,050 Hz, 1024/256, ln of mel magnitude, 80 bands to 8 kHz.

Source   nemo_toolkit 3.0.0 and 2.3.2, FilterbankFeatures, with the configurations of FastPitch
         (examples/tts/conf/fastpitch_align_v1.05.yaml) and HiFi-GAN (hifigan/hifigan.yaml)
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    The two disagree: FastPitch adds 1e-5 and centers its frames, HiFi-GAN clamps at 1e-5 and
         pads (n_fft - hop) / 2. Since release 2.5.0 zeros stand outside instead of a mirror, and
         the last frame is overwritten: by 0 for FastPitch, which is loud on this scale, by -11.52
         for HiFi-GAN. Both use a symmetric Hann window, unlike the original HiFi-GAN.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import AddFloor, ClampFloor, Log
from melgram.frontend.framing import Centered, Framing, Padded
from melgram.frontend.post import FillInvalid
from melgram.frontend.spectral import Hann, Magnitude, MelBank, Window
from melgram.presets.record import Preset

_FASTPITCH = FrontEnd(
    sample_rate=22_050,
    framing=Framing(
        n_fft=1024, win_length=1024, hop_length=256, edges=Centered(mode="zero"), valid_extra=0
    ),
    window=Window(shape=Hann(periodic=False), rounding="result"),
    spectrum=Magnitude(),
    bank=MelBank(n_mels=80, fmin=0.0, fmax=8_000.0, scale="slaney", norm="area", rounding="steps"),
    compression=Log(base="ln", floor=AddFloor(value=1e-5)),
    post=(FillInvalid(value=0.0),),
)
_FASTPITCH_23 = replace(
    _FASTPITCH, framing=replace(_FASTPITCH.framing, edges=Centered(), valid_extra=None), post=()
)

_HIFIGAN = replace(
    _FASTPITCH,
    framing=replace(
        _FASTPITCH.framing, edges=Padded(left=384, right=384, mode="zero"), valid_extra=-1
    ),
    compression=Log(base="ln", floor=ClampFloor(value=1e-5)),
    post=(FillInvalid(value=-11.52),),
)
_HIFIGAN_23 = replace(
    _HIFIGAN,
    framing=replace(_HIFIGAN.framing, edges=Padded(left=384, right=384), valid_extra=None),
    post=(),
)

_WHEEL = "nemo_toolkit 3.0.0, parts/preprocessing/features.py, FilterbankFeatures"
_WHEEL_23 = "nemo_toolkit 2.3.2, parts/preprocessing/features.py, FilterbankFeatures"
_TAG_23 = "NVIDIA/NeMo @ f98ef1db60 (v2.3.2), features.py, FilterbankFeatures"

PRESETS = (
    Preset(
        name="nemo-fastpitch",
        title="FastPitch in NeMo since 2.5",
        front_end=_FASTPITCH,
        source="nemo_toolkit 3.0.0, AudioToMelSpectrogramPreprocessor",
        parity="reference-run",
        tolerance=1.04e-3,
    ),
    Preset(
        name="nemo-fastpitch-3.0",
        title="nemo-fastpitch in release 3.0.0",
        front_end=_FASTPITCH,
        source=_WHEEL,
        parity="source-executed",
        tolerance=1.04e-3,
        alias_of="nemo-fastpitch",
    ),
    Preset(
        name="nemo-fastpitch-2.3",
        title="FastPitch in NeMo up to 2.4",
        front_end=_FASTPITCH_23,
        source=_TAG_23,
        parity="source-executed",
        tolerance=1.04e-3,
    ),
    Preset(
        name="nemo-fastpitch-2.3-pip",
        title="nemo-fastpitch-2.3 in release 2.3.2",
        front_end=_FASTPITCH_23,
        source="nemo_toolkit 2.3.2, AudioToMelSpectrogramPreprocessor",
        parity="reference-run",
        tolerance=1.04e-3,
        alias_of="nemo-fastpitch-2.3",
    ),
    Preset(
        name="nemo-hifigan",
        title="HiFi-GAN in NeMo since 2.5",
        front_end=_HIFIGAN,
        source=_WHEEL,
        parity="reference-run",
        tolerance=7.71e-4,
        notes="The length that the original reports is one frame short of what it pads for.",
    ),
    Preset(
        name="nemo-hifigan-3.0",
        title="nemo-hifigan in release 3.0.0",
        front_end=_HIFIGAN,
        source=_WHEEL,
        parity="source-executed",
        tolerance=7.7e-4,
        alias_of="nemo-hifigan",
    ),
    Preset(
        name="nemo-hifigan-2.3",
        title="HiFi-GAN in NeMo up to 2.4",
        front_end=_HIFIGAN_23,
        source=_TAG_23,
        parity="source-executed",
        tolerance=7.7e-4,
    ),
    Preset(
        name="nemo-hifigan-2.3-pip",
        title="nemo-hifigan-2.3 in release 2.3.2",
        front_end=_HIFIGAN_23,
        source=_WHEEL_23,
        parity="reference-run",
        tolerance=7.71e-4,
        alias_of="nemo-hifigan-2.3",
    ),
)
