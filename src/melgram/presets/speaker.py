"""Speaker embedding models: WeSpeaker, 3D-Speaker, ECAPA-TDNN, GE2E and voxceleb_trainer.

Source   wespeaker @ dfa74195, 3D-Speaker @ 09e78067, speechbrain 1.1.2, Resemblyzer @ 15d828ed,
         Real-Time-Voice-Cloning @ 865eba88, chatterbox @ 5de7a54a, voxceleb_trainer @ f51bab87
Parity   every frame, edges included; 3 x the original's own rounding noise
Notes    WeSpeaker hears 16-bit range through Hamming windows, 3D-Speaker [-1, 1] through Povey
         windows: the same networks (CAM++) on different features. GE2E encoders were trained
         with librosa before 0.9, which reflects at the edges; newer ones put zeros there.
         Trimming by a voice activity detector and raising the volume come before all this.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import AddFloor, ClampFloor, Log
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.output import FeaturesFirst, FramesFirst, Output
from melgram.frontend.post import DynamicRange, PerFeature, SubtractMean
from melgram.frontend.signal import Preemphasis
from melgram.frontend.spectral import Hamming, Hann, LinspaceGrid, MelBank, Window
from melgram.presets.kaldi import KALDI
from melgram.presets.kaldi_models import FUNASR_NOLFR
from melgram.presets.record import Preset
from melgram.presets.wav2lip import WAV2LIP, WAV2LIP_CONSTANT

WESPEAKER = replace(FUNASR_NOLFR, post=(SubtractMean(),))
CAMPPLUS = replace(KALDI, signal=(), post=(SubtractMean(),))

_FRAMING = Framing(n_fft=400, win_length=400, hop_length=160, edges=Centered())
_ZEROS = replace(_FRAMING, edges=Centered(mode="zero"))

ECAPA = FrontEnd(
    sample_rate=16_000,
    framing=_ZEROS,
    window=Window(shape=Hamming(), rounding="result"),
    bank=MelBank(
        n_mels=80,
        fmin=0.0,
        fmax=8_000.0,
        scale="htk",
        triangles="left_bandwidth",
        rounding="throughout",
    ),
    compression=Log(base="db_power", floor=ClampFloor(value=1e-10)),
    post=(DynamicRange(range=80.0), SubtractMean()),
    output=Output(layout=FramesFirst()),
)

GE2E = FrontEnd(
    sample_rate=16_000,
    framing=_FRAMING,
    window=Window(shape=Hann(), rounding="result"),
    bank=MelBank(n_mels=40, fmin=0.0, fmax=8_000.0, scale="slaney", norm="area", rounding="steps"),
    output=Output(layout=FramesFirst()),
)
GE2E_ZEROS = replace(GE2E, framing=_ZEROS)
CHATTERBOX = replace(GE2E, output=Output(layout=FeaturesFirst()))

VOXCELEB_L = FrontEnd(
    sample_rate=16_000,
    framing=replace(_FRAMING, n_fft=512),
    window=Window(shape=Hamming(), rounding="result"),
    bank=MelBank(
        n_mels=40, fmin=0.0, fmax=8_000.0, scale="htk", grid=LinspaceGrid(), rounding="throughout"
    ),
    compression=Log(base="ln", floor=AddFloor(value=1e-6)),
    post=(PerFeature(ddof=0, added=1e-5, guard="add_to_variance"),),
)
VOXCELEB_V2 = replace(
    VOXCELEB_L,
    signal=(Preemphasis(coefficient=0.97, first="reflect"),),
    bank=replace(VOXCELEB_L.bank, n_mels=64),
)

_GE2E = "resemble-ai/Resemblyzer @ 15d828ed, resemblyzer/audio.py, wav_to_mel_spectrogram"
_RTVC = "CorentinJ/Real-Time-Voice-Cloning @ 865eba88"

PRESETS = (
    Preset(
        name="wespeaker",
        title="WeSpeaker and pyannote's WeSpeaker ResNet34",
        front_end=WESPEAKER,
        source="wenet-e2e/wespeaker, cli/speaker.py, the arguments of compute_features",
        parity="recipe-run",
        tolerance=2.19e-3,
    ),
    Preset(
        name="wespeaker-cli",
        title="WeSpeaker's command line",
        front_end=WESPEAKER,
        source="wenet-e2e/wespeaker @ dfa74195, cli/speaker.py, compute_features",
        parity="source-executed",
        tolerance=2.19e-3,
        alias_of="wespeaker",
    ),
    Preset(
        name="wespeaker-src",
        title="WeSpeaker's training recipe without dither",
        front_end=WESPEAKER,
        source="wenet-e2e/wespeaker @ dfa74195, dataset/processor.py, compute_fbank, apply_cmvn",
        parity="source-executed",
        tolerance=2.19e-3,
        alias_of="wespeaker",
    ),
    Preset(
        name="campplus",
        title="3D-Speaker's CAM++ and ERes2Net, CosyVoice's speaker encoder",
        front_end=CAMPPLUS,
        source="modelscope/3D-Speaker, process/processor.py, the arguments of FBank",
        parity="recipe-run",
        tolerance=1.54e-2,
    ),
    Preset(
        name="3dspeaker-campplus",
        title="3D-Speaker's CAM++ and ERes2Net, its own class",
        front_end=CAMPPLUS,
        source="modelscope/3D-Speaker @ 09e78067, speakerlab/process/processor.py, FBank",
        parity="source-executed",
        tolerance=1.54e-2,
        alias_of="campplus",
    ),
    Preset(
        name="ecapa",
        title="ECAPA-TDNN (SpeechBrain)",
        front_end=ECAPA,
        source="speechbrain 1.1.2, lobes/features.py, Fbank; InputNormalization(sentence)",
        parity="reference-run",
        tolerance=5.58e-3,
    ),
    Preset(
        name="resemblyzer",
        title="Resemblyzer with librosa 0.9 or later: zeros outside the signal",
        front_end=GE2E_ZEROS,
        source="Resemblyzer 0.1.4, the arguments of wav_to_mel_spectrogram; librosa 0.11.0",
        parity="recipe-run",
        tolerance=1.41e-4,
    ),
    Preset(
        name="resemblyzer-constant",
        title="Resemblyzer with librosa 0.9 or later, its own function",
        front_end=GE2E_ZEROS,
        source=f"{_GE2E}, with librosa 0.11.0",
        parity="source-executed",
        tolerance=1.37e-4,
        alias_of="resemblyzer",
    ),
    Preset(
        name="resemblyzer-reflect",
        title="Resemblyzer as it was trained: the signal reflected at its edges",
        front_end=GE2E,
        source=f"{_GE2E}, with pad_mode='reflect'",
        parity="source-executed",
        tolerance=1.37e-4,
    ),
    Preset(
        name="rtvc-encoder-constant",
        title="Real-Time Voice Cloning's encoder with librosa 0.9 or later",
        front_end=GE2E_ZEROS,
        source=f"{_RTVC}, encoder/audio.py, with librosa 0.11.0",
        parity="source-executed",
        tolerance=1.37e-4,
        alias_of="resemblyzer",
    ),
    Preset(
        name="rtvc-encoder-reflect",
        title="Real-Time Voice Cloning's encoder as it was trained",
        front_end=GE2E,
        source=f"{_RTVC}, encoder/audio.py, with pad_mode='reflect'",
        parity="source-executed",
        tolerance=1.37e-4,
        alias_of="resemblyzer-reflect",
    ),
    Preset(
        name="chatterbox-ve",
        title="Chatterbox's voice encoder",
        front_end=CHATTERBOX,
        source="resemble-ai/chatterbox @ 5de7a54a, models/voice_encoder/melspec.py",
        parity="source-executed",
        tolerance=1.4e-4,
    ),
    Preset(
        name="rtvc-synthesizer-constant",
        title="Real-Time Voice Cloning's synthesizer with librosa 0.9 or later",
        front_end=WAV2LIP_CONSTANT,
        source=f"{_RTVC}, synthesizer/audio.py, melspectrogram, with librosa 0.11.0",
        parity="source-executed",
        tolerance=1.82e-7,
        alias_of="wav2lip-constant",
    ),
    Preset(
        name="rtvc-synthesizer-reflect",
        title="Real-Time Voice Cloning's synthesizer with librosa before 0.9",
        front_end=WAV2LIP,
        source=f"{_RTVC}, synthesizer/audio.py, melspectrogram, with pad_mode='reflect'",
        parity="source-executed",
        tolerance=1.82e-7,
        alias_of="wav2lip-reflect",
    ),
    Preset(
        name="voxceleb-trainer-l",
        title="voxceleb_trainer's ResNetSE34L, 40 bands",
        front_end=VOXCELEB_L,
        source="clovaai/voxceleb_trainer @ f51bab87, models/ResNetSE34L.py, before conv1",
        parity="source-executed",
        tolerance=1.3e-4,
    ),
    Preset(
        name="voxceleb-trainer-v2",
        title="voxceleb_trainer's ResNetSE34V2, 64 bands",
        front_end=VOXCELEB_V2,
        source="clovaai/voxceleb_trainer @ f51bab87, models/ResNetSE34V2.py, before conv1",
        parity="source-executed",
        tolerance=1.04e-3,
        notes="Pre-emphasis takes the second sample as the first one's predecessor.",
    ),
)
