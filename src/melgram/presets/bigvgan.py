"""BigVGAN and the models with the mel of its 24 kHz variant: F5-TTS (BigVGAN), UnivNet.

Source   NVIDIA/BigVGAN @ 7d2b454564, meldataset.py, get_mel_spectrogram
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    HiFi-GAN's recipe at other rates and sizes. Only the first 22 kHz model and the one
         called fmax8k stop at 8 kHz; all others reach up to Nyquist.
"""

from dataclasses import replace

from melgram.frontend.framing import Framing, Padded
from melgram.frontend.output import FramesFirst, Output
from melgram.frontend.spectral import Hann, MelBank, Window
from melgram.presets.hifigan import HIFIGAN_22K
from melgram.presets.record import Preset

_BANK = MelBank(n_mels=100, fmin=0.0, fmax=12_000.0, scale="slaney", norm="area", rounding="steps")

_24K_100 = replace(HIFIGAN_22K, sample_rate=24_000, bank=_BANK)

_44K_128_256X = replace(
    HIFIGAN_22K, sample_rate=44_100, bank=replace(_BANK, n_mels=128, fmax=22_050.0)
)

_44K_128 = replace(
    _44K_128_256X,
    framing=Framing(n_fft=2048, win_length=2048, hop_length=512, edges=Padded(left=768, right=768)),
)

_UNIVNET = replace(
    _24K_100,
    window=Window(shape=Hann()),
    bank=replace(_BANK, rounding="none"),
    output=Output(layout=FramesFirst()),
    arithmetic="float64",
)

_SOURCE = "NVIDIA/BigVGAN @ 7d2b454564, meldataset.py, get_mel_spectrogram"

PRESETS = (
    Preset(
        name="bigvgan-22k",
        title="BigVGAN 22 kHz (v1, and v2 fmax8k), 80 bands up to 8 kHz",
        front_end=HIFIGAN_22K,
        source=_SOURCE,
        parity="source-executed",
        tolerance=1.45e-3,
        alias_of="hifigan-22k",
    ),
    Preset(
        name="bigvgan-22k-fmaxnull",
        title="BigVGAN v2 22 kHz 80 bands 256x, up to Nyquist",
        front_end=replace(HIFIGAN_22K, bank=replace(_BANK, n_mels=80, fmax=11_025.0)),
        source=_SOURCE,
        parity="source-executed",
        tolerance=9.95e-4,
    ),
    Preset(
        name="bigvgan-24k-100",
        title="BigVGAN 24 kHz (v1 and v2), 100 bands",
        front_end=_24K_100,
        source=_SOURCE,
        parity="source-executed",
        tolerance=1.56e-3,
    ),
    Preset(
        name="bigvgan-44k-128",
        title="BigVGAN v2 44.1 kHz 128 bands 512x",
        front_end=_44K_128,
        source=_SOURCE,
        parity="source-executed",
        tolerance=1.62e-3,
    ),
    Preset(
        name="bigvgan-44k-128-256x",
        title="BigVGAN v2 44.1 kHz 128 bands 256x",
        front_end=_44K_128_256X,
        source=_SOURCE,
        parity="source-executed",
        tolerance=3.77e-3,
    ),
    Preset(
        name="f5-tts-bigvgan",
        title="F5-TTS with BigVGAN",
        front_end=_24K_100,
        source="SWivid/F5-TTS @ 2ae2c9bd9b, src/f5_tts/model/modules.py, MelSpec",
        parity="source-executed",
        tolerance=1.56e-3,
        notes="Inference first raises reference recordings to an RMS of 0.1; not included.",
        alias_of="bigvgan-24k-100",
    ),
    Preset(
        name="univnet-src",
        title="UnivNet (maum-ai), 24 kHz, 100 bands",
        front_end=_24K_100,
        source="maum-ai/univnet @ 9bb2b54838, utils/stft.py, TacotronSTFT.mel_spectrogram",
        parity="source-executed",
        tolerance=1.56e-3,
        alias_of="bigvgan-24k-100",
    ),
    Preset(
        name="univnet",
        title="UnivNet (transformers), frames first",
        front_end=_UNIVNET,
        source="transformers 5.23.0, UnivNetFeatureExtractor, return_noise=False",
        parity="reference-run",
        tolerance=1.61e-6,
        notes="The numbers are univnet-src's; transformers computes them in float64.",
    ),
)
