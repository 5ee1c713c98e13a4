"""VITS and GPT-SoVITS: linear magnitudes for the encoder, mels for the loss and for flow models.

Source   jaywalnut310/vits @ 2e561ba586, mel_processing.py, spectrogram_torch
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    HiFi-GAN's framing, but 1e-6 (VITS) or 1e-8 (GPT-SoVITS) is added under the root where
         HiFi-GAN adds 1e-9: silence sits higher.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Framing, Padded
from melgram.frontend.post import Affine
from melgram.frontend.spectral import Hann, LinearBins, Magnitude, MelBank, Window
from melgram.presets.record import Preset

_BANK = MelBank(n_mels=80, fmin=0.0, fmax=11_025.0, scale="slaney", norm="area", rounding="steps")

VITS_LINEAR = FrontEnd(
    sample_rate=22_050,
    framing=Framing(n_fft=1024, win_length=1024, hop_length=256, edges=Padded(left=384, right=384)),
    window=Window(shape=Hann(), rounding="result"),
    spectrum=Magnitude(added=1e-6),
    bank=LinearBins(),
)

VITS_MEL = replace(
    VITS_LINEAR, bank=_BANK, compression=Log(base="ln", floor=ClampFloor(value=1e-5))
)

_SOVITS_LINEAR = replace(
    VITS_LINEAR,
    sample_rate=32_000,
    framing=Framing(n_fft=2048, win_length=2048, hop_length=640, edges=Padded(left=704, right=704)),
    spectrum=Magnitude(added=1e-8),
)

# norm_spec: (x + 12) / 14 * 2 - 1
_SOVITS_V3 = replace(
    VITS_MEL,
    sample_rate=24_000,
    spectrum=Magnitude(added=1e-8),
    bank=replace(_BANK, n_mels=100, fmax=12_000.0),
    post=(Affine(scale=1 / 7, offset=5 / 7),),
)

_SOVITS_V4 = replace(
    _SOVITS_V3,
    sample_rate=32_000,
    framing=Framing(n_fft=1280, win_length=1280, hop_length=320, edges=Padded(left=480, right=480)),
    bank=replace(_BANK, n_mels=100, fmax=16_000.0),
)

_VITS_SOURCE = "jaywalnut310/vits @ 2e561ba586, mel_processing.py"
_SOVITS_SOURCE = "RVC-Boss/GPT-SoVITS @ 48b1a0169a, GPT_SoVITS/module/mel_processing.py"

PRESETS = (
    Preset(
        name="vits-linear",
        title="VITS (LJSpeech) linear spectrogram, 513 bins: the posterior encoder's input",
        front_end=VITS_LINEAR,
        source=f"{_VITS_SOURCE}, spectrogram_torch",
        parity="source-executed",
        tolerance=1.27e-4,
    ),
    Preset(
        name="vits-mel",
        title="VITS (LJSpeech) mel of the reconstruction loss",
        front_end=VITS_MEL,
        source=f"{_VITS_SOURCE}, mel_spectrogram_torch",
        parity="source-executed",
        tolerance=5.54e-4,
    ),
    Preset(
        name="gpt-sovits-linear",
        title="GPT-SoVITS v1 and v2 reference spectrogram, 32 kHz, 1,025 bins",
        front_end=_SOVITS_LINEAR,
        source=f"{_SOVITS_SOURCE}, spectrogram_torch",
        parity="source-executed",
        tolerance=1.43e-4,
        notes="The original divides recordings whose peak is above 1 by it, or by 2.",
    ),
    Preset(
        name="gpt-sovits-v3",
        title="GPT-SoVITS v3 mel, 24 kHz, mapped from -12..2 to -1..1",
        front_end=_SOVITS_V3,
        source=f"{_SOVITS_SOURCE}, mel_spectrogram_torch; TTS_infer_pack/TTS.py, norm_spec",
        parity="source-executed",
        tolerance=1.84e-4,
    ),
    Preset(
        name="gpt-sovits-v4",
        title="GPT-SoVITS v4 mel, 32 kHz, mapped from -12..2 to -1..1",
        front_end=_SOVITS_V4,
        source=f"{_SOVITS_SOURCE}, mel_spectrogram_torch; TTS_infer_pack/TTS.py, norm_spec",
        parity="source-executed",
        tolerance=1.65e-4,
    ),
)
