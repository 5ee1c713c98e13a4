"""Tortoise, CLVP and XTTS: 80 HTK bands of equal area, ln of the power.

Source   neonbjb/tortoise-tts @ 8a2563ecab, tortoise/models/arch_util.py, TorchMelSpectrogram;
         transformers 5.23.0, ClvpFeatureExtractor; coqui-ai/TTS @ dbf1a08a0d, xtts.py, dvae.py
Parity   every frame, edges included; 3 x the original's own rounding noise. transformers computes
         in float64, so CLVP's arithmetic is float64 as well.
Notes    Tortoise divides each band by a number of its ``mel_norms.pth``, which is in its
         repository and here. XTTS and CLVP ship theirs with the weights: those presets stop
         before the division. Tortoise's diffusion model hears a second mel, `tortoise-univnet`.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.post import VectorAffine
from melgram.frontend.spectral import Hann, LinspaceGrid, Magnitude, MelBank, Window
from melgram.presets.record import Preset
from melgram.presets.speaker import VOXCELEB_V2

# tortoise/data/mel_norms.pth, float32: what each band of the logarithm is divided by.
# fmt: off
_MEL_NORMS = (
    -7.0094604, -6.0832334, -4.643991, -3.3562171, -2.4547813, -2.0096862, -1.6035903, -1.8640903,
    -2.3727996, -2.3455493, -2.5947032, -2.6695044, -2.712865, -2.8554766, -3.0250936, -3.088925,
    -3.4261477, -3.6758707, -4.0779943, -4.462376, -4.7811594, -5.0074525, -5.128354, -5.2716646,
    -5.40056, -5.499322, -5.5310407, -5.5878043, -5.672626, -5.7015767, -5.794292, -5.883075,
    -5.953696, -5.998858, -6.0305257, -6.053944, -6.0747695, -6.116334, -6.148137, -6.247625,
    -6.31952, -6.4457083, -6.537699, -6.6109824, -6.648107, -6.6671314, -6.6539483, -6.6499467,
    -6.6793838, -6.783321, -6.9306965, -7.081806, -7.189355, -7.2439027, -7.316775, -7.3778706,
    -7.4491, -7.52332, -7.6223617, -7.7473035, -7.8994164, -8.060431, -8.218083, -8.399795,
    -8.555578, -8.716107, -8.848075, -8.95816, -9.037121, -9.086742, -9.1545925, -9.203839,
    -9.233387, -9.229236, -9.230441, -9.26798, -9.315551, -9.371553, -9.416545, -9.482238,
)
# fmt: on

_BANK = MelBank(n_mels=80, fmin=0.0, fmax=8_000.0, scale="htk", norm="area")
_TORCH_BANK = replace(_BANK, grid=LinspaceGrid(), rounding="throughout")

CLVP = FrontEnd(
    sample_rate=22_050,
    framing=Framing(n_fft=1024, win_length=1024, hop_length=256, edges=Centered()),
    window=Window(shape=Hann()),
    bank=_BANK,
    compression=Log(base="ln", floor=ClampFloor(value=1e-5)),
    arithmetic="float64",
)

_TORCH = replace(
    CLVP,
    window=Window(shape=Hann(), rounding="result"),
    bank=_TORCH_BANK,
    arithmetic="float32",
)

_TORTOISE = replace(
    _TORCH,
    post=(VectorAffine(offset=(0.0,) * 80, scale=tuple(1.0 / norm for norm in _MEL_NORMS)),),
)

_TORTOISE_UNIVNET = replace(
    _TORCH,
    sample_rate=24_000,
    spectrum=Magnitude(),
    bank=MelBank(
        n_mels=100, fmin=0.0, fmax=12_000.0, scale="slaney", norm="area", rounding="steps"
    ),
)

_XTTS_COND = replace(
    _TORCH,
    framing=Framing(n_fft=4096, win_length=4096, hop_length=1024, edges=Centered()),
)

_XTTS_PERCEIVER = replace(
    _TORCH,
    framing=Framing(n_fft=2048, win_length=1024, hop_length=256, edges=Centered()),
)

_TORTOISE_SOURCE = (
    "neonbjb/tortoise-tts @ 8a2563ecab, tortoise/models/arch_util.py, TorchMelSpectrogram"
)
_XTTS_SOURCE = "coqui-ai/TTS @ dbf1a08a0d, TTS/tts/models/xtts.py, wav_to_mel_cloning"

PRESETS = (
    Preset(
        name="clvp",
        title="CLVP (transformers), without mel norms",
        front_end=CLVP,
        source="transformers 5.23.0, ClvpFeatureExtractor, padding='longest'",
        parity="reference-run",
        tolerance=1.63e-6,
        notes="By default the original fills six seconds with zeros first.",
    ),
    Preset(
        name="tortoise",
        title="Tortoise conditioning mel, divided by its mel norms",
        front_end=_TORTOISE,
        source=_TORTOISE_SOURCE,
        parity="source-executed",
        tolerance=1.68e-4,
        notes="The original then cuts or fills recordings to six seconds.",
    ),
    Preset(
        name="tortoise-nonorm",
        title="Tortoise conditioning mel, before the division by its mel norms",
        front_end=CLVP,
        source=f"{_TORTOISE_SOURCE}, mel_norm_file=None",
        parity="source-executed",
        tolerance=4.77e-4,
        alias_of="clvp",
    ),
    Preset(
        name="tortoise-univnet",
        title="Tortoise's diffusion conditioning mel, 24 kHz, 100 bands",
        front_end=_TORTOISE_UNIVNET,
        source="neonbjb/tortoise-tts @ 8a2563ecab, tortoise/utils/audio.py, wav_to_univnet_mel",
        parity="source-executed",
        tolerance=1.18e-3,
        notes="Centered, unlike UnivNet's own mel: one frame more, each half a hop earlier.",
    ),
    Preset(
        name="xtts-dvae",
        title="XTTS discrete VAE mel, before the division by its mel stats",
        front_end=CLVP,
        source="coqui-ai/TTS @ dbf1a08a0d, TTS/tts/layers/xtts/dvae.py, dvae_wav_to_mel",
        parity="source-executed",
        tolerance=4.77e-4,
        alias_of="clvp",
    ),
    Preset(
        name="xtts-cond",
        title="XTTS v1 conditioning mel, before the division by its mel stats",
        front_end=_XTTS_COND,
        source=_XTTS_SOURCE,
        parity="source-executed",
        tolerance=2.09e-4,
    ),
    Preset(
        name="xtts-perceiver",
        title="XTTS v2 conditioning mel (perceiver), before the division by its mel stats",
        front_end=_XTTS_PERCEIVER,
        source=_XTTS_SOURCE,
        parity="source-executed",
        tolerance=4.04e-4,
    ),
    Preset(
        name="xtts-speaker",
        title="XTTS speaker encoder",
        front_end=VOXCELEB_V2,
        source=(
            "coqui-ai/TTS @ dbf1a08a0d, TTS/tts/layers/xtts/hifigan_decoder.py, "
            "ResNetSpeakerEncoder.forward, before conv1"
        ),
        parity="source-executed",
        tolerance=1.04e-3,
        alias_of="voxceleb-trainer-v2",
    ),
)
