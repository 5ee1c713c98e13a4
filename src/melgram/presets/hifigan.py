"""HiFi-GAN and the models that took over its mel: Matcha-TTS, CosyVoice, Chatterbox, NSF-HiFiGAN.

Source   jik876/hifi-gan @ 4769534d45, meldataset.py, mel_spectrogram
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    (n_fft - hop) / 2 reflected samples on both sides and no centering: n // hop frames,
         half a hop later than Tacotron 2's. 1e-9 is added under the root of the magnitude. The
         originals cache their filter bank under fmax alone, so two configurations in one
         process mix; here they do not. BigVGAN's variants are in ``bigvgan.py``.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Framing, Padded
from melgram.frontend.output import FramesFirst, Output
from melgram.frontend.post import RepeatLast
from melgram.frontend.spectral import Hann, Magnitude, MelBank, Window
from melgram.presets.record import Preset

_BANK = MelBank(n_mels=80, fmin=0.0, fmax=8_000.0, scale="slaney", norm="area", rounding="steps")

HIFIGAN_22K = FrontEnd(
    sample_rate=22_050,
    framing=Framing(n_fft=1024, win_length=1024, hop_length=256, edges=Padded(left=384, right=384)),
    window=Window(shape=Hann(), rounding="result"),
    spectrum=Magnitude(added=1e-9),
    bank=_BANK,
    compression=Log(base="ln", floor=ClampFloor(value=1e-5)),
)

# One frame more than HiFi-GAN's when half a hop or more is left over; it repeats the last.
_ICEFALL_MATCHA = replace(
    HIFIGAN_22K,
    framing=replace(
        HIFIGAN_22K.framing,
        edges=Padded(left=384, right=384 + 256),
        drop_last="if_below_half",
        valid_extra=0,
    ),
    post=(RepeatLast(),),
    output=Output(layout=FramesFirst()),
)

_COSYVOICE2 = replace(
    HIFIGAN_22K,
    sample_rate=24_000,
    framing=Framing(n_fft=1920, win_length=1920, hop_length=480, edges=Padded(left=720, right=720)),
)

_NVSTFT_44K = replace(
    HIFIGAN_22K,
    sample_rate=44_100,
    framing=Framing(n_fft=2048, win_length=2048, hop_length=512, edges=Padded(left=768, right=768)),
    bank=replace(_BANK, n_mels=128, fmin=40.0, fmax=16_000.0),
)

_COSYVOICE_SOURCE = (
    "shivammehta25/Matcha-TTS @ dd9105b34b, matcha/utils/audio.py, mel_spectrogram, as "
    "FunAudioLLM/CosyVoice @ ace7c47 configures it"
)
_NVSTFT_SOURCE = (
    "svc-develop-team/so-vits-svc @ 730930d337, vdecoder/nsf_hifigan/nvSTFT.py, STFT.get_mel"
)

PRESETS = (
    Preset(
        name="hifigan-22k",
        title="HiFi-GAN V1 to V3 (LJSpeech), 80 bands up to 8 kHz",
        front_end=HIFIGAN_22K,
        source="jik876/hifi-gan @ 4769534d45, meldataset.py, mel_spectrogram",
        parity="source-executed",
        tolerance=1.45e-3,
        notes="Training also scales each recording to a peak of 0.95; inference does not.",
    ),
    Preset(
        name="matcha",
        title="Matcha-TTS (LJSpeech), before its mean and deviation",
        front_end=HIFIGAN_22K,
        source="shivammehta25/Matcha-TTS @ 108906c603, matcha/utils/audio.py, mel_spectrogram",
        parity="source-executed",
        tolerance=1.45e-3,
        notes="The model then sees (x + 5.536622) / 2.116101 (LJSpeech).",
        alias_of="hifigan-22k",
    ),
    Preset(
        name="icefall-matcha",
        title="icefall's Matcha-TTS recipe (LJSpeech)",
        front_end=_ICEFALL_MATCHA,
        source="k2-fsa/icefall @ 36e0420c, egs/ljspeech/TTS/matcha/fbank.py, MatchaFbank",
        parity="source-executed",
        tolerance=1.45e-3,
        notes="As many frames as lhotse expects: the number of hops, rounded half up.",
    ),
    Preset(
        name="cosyvoice1",
        title="CosyVoice 1 acoustic mel",
        front_end=HIFIGAN_22K,
        source=_COSYVOICE_SOURCE,
        parity="source-executed",
        tolerance=1.45e-3,
        alias_of="hifigan-22k",
    ),
    Preset(
        name="cosyvoice2",
        title="CosyVoice 2 acoustic mel, 24 kHz, 50 frames a second",
        front_end=_COSYVOICE2,
        source=_COSYVOICE_SOURCE,
        parity="source-executed",
        tolerance=1.55e-3,
    ),
    Preset(
        name="cosyvoice3",
        title="CosyVoice 3 acoustic mel: CosyVoice 2 up to Nyquist",
        front_end=replace(_COSYVOICE2, bank=replace(_BANK, fmax=12_000.0)),
        source=_COSYVOICE_SOURCE,
        parity="source-executed",
        tolerance=1.67e-3,
    ),
    Preset(
        name="chatterbox-s3gen",
        title="Chatterbox S3Gen acoustic mel",
        front_end=_COSYVOICE2,
        source=(
            "resemble-ai/chatterbox @ 5de7a54aa4, src/chatterbox/models/s3gen/utils/mel.py, "
            "mel_spectrogram"
        ),
        parity="source-executed",
        tolerance=1.55e-3,
        alias_of="cosyvoice2",
    ),
    Preset(
        name="nvstft-22k",
        title="nvSTFT with its defaults (so-vits-svc, DiffSinger)",
        front_end=replace(HIFIGAN_22K, bank=replace(_BANK, fmin=20.0, fmax=11_025.0)),
        source=_NVSTFT_SOURCE,
        parity="source-executed",
        tolerance=9.14e-4,
    ),
    Preset(
        name="nvstft-44k",
        title="nvSTFT of the public 44.1 kHz NSF-HiFiGAN, 128 bands, 40 Hz to 16 kHz",
        front_end=_NVSTFT_44K,
        source=_NVSTFT_SOURCE,
        parity="source-executed",
        tolerance=2.2e-3,
        notes="The configuration lies beside the model's weights; these are its usual values.",
    ),
)
