"""Recognition, translation, tagging and codec models that hear Kaldi's filter bank.

Source   funasr 1.4.16, transformers 5.23.0, YuanGongND/ast @ 31088be8, AudioMAE @ bd60e296,
         unilm @ 768a3c87 (BEATs), wenet @ 01546996
Parity   every frame, edges included; 3 x the original's own rounding noise
Notes    transformers computes in float64 NumPy where torchaudio is missing (``-np``), and
         SeamlessM4T always. A band that never changes becomes 0 where an original without a
         guard under its deviation divides by zero. FunASR and WeNet add dither by default.
"""

from dataclasses import replace

from melgram.frontend.post import (
    LowFrameRate,
    PadFrames,
    PerFeature,
    Stack,
    Standard,
    TruncateFrames,
)
from melgram.frontend.signal import Pad, PadToMultiple
from melgram.frontend.spectral import Hamming, Hann, Povey, Window
from melgram.presets.kaldi import BANK, KALDI
from melgram.presets.record import Preset

_EXACT_BANK = replace(BANK, rounding="none")

FUNASR_NOLFR = replace(KALDI, window=Window(shape=Hamming(periodic=False), rounding="result"))
FUNASR = replace(FUNASR_NOLFR, post=(LowFrameRate(width=7, hop=6),))

WENET_W2VBERT = replace(KALDI, post=(PerFeature(ddof=1),))

SPEECH2TEXT = replace(KALDI, post=(PerFeature(ddof=0),))
SPEECH2TEXT_NP = replace(
    SPEECH2TEXT, window=Window(shape=Povey()), bank=_EXACT_BANK, arithmetic="float64"
)
SEAMLESS = replace(
    SPEECH2TEXT_NP,
    post=(
        PerFeature(ddof=1, added=1e-7, guard="add_to_variance"),
        Stack(n_frames=2, remainder="zero"),
    ),
)
NEUCODEC = replace(
    KALDI,
    signal=(Pad(right=1), PadToMultiple(n_samples=320), *KALDI.signal),
    post=SEAMLESS.post,
)
XCODEC2 = replace(
    NEUCODEC,
    signal=(Pad(right=1), PadToMultiple(n_samples=320), Pad(left=160, right=160), *KALDI.signal),
)

AST = replace(
    KALDI,
    signal=(),
    window=Window(shape=Hann(periodic=False), rounding="result"),
    bank=replace(BANK, n_mels=128, empty_bands="keep"),
    post=(
        PadFrames(n_frames=1024),
        TruncateFrames(n_frames=1024),
        Standard(mean=-4.2677393, deviation=2 * 4.5689974),
    ),
)
AST_NP = replace(
    AST,
    window=Window(shape=Hann(periodic=False)),
    bank=replace(_EXACT_BANK, n_mels=128, empty_bands="keep"),
    arithmetic="float64",
)
AST_SPEECHCOMMANDS = replace(
    AST,
    post=(
        PadFrames(n_frames=128),
        TruncateFrames(n_frames=128),
        Standard(mean=-6.845978, deviation=2 * 5.5654526),
    ),
)
BEATS = replace(
    KALDI,
    bank=replace(BANK, n_mels=128, empty_bands="keep"),
    post=(Standard(mean=15.41663, deviation=2 * 6.55582),),
)

_FUNASR = "funasr 1.4.16, frontends/wav_frontend.py, WavFrontend"
_AST = "YuanGongND/ast @ 31088be8, src/dataloader.py, _wav2fbank"
_AST_NOTES = (
    "The original also subtracts the clip's mean first; each frame's own mean goes after it, "
    "so nothing changes. Frames are filled up with zeros before the normalization."
)

PRESETS = (
    Preset(
        name="funasr",
        title="FunASR Paraformer and SenseVoice before their CMVN, 7 frames stacked every 6",
        front_end=FUNASR,
        source=_FUNASR,
        parity="reference-run",
        tolerance=2.2e-3,
    ),
    Preset(
        name="funasr-knf",
        title="FunASR on kaldi-native-fbank, where torchaudio is missing",
        front_end=FUNASR,
        source=_FUNASR,
        parity="reference-run",
        tolerance=8.13e-4,
        alias_of="funasr",
    ),
    Preset(
        name="funasr-nolfr",
        title="FunASR's filter bank without stacking",
        front_end=FUNASR_NOLFR,
        source=_FUNASR,
        parity="reference-run",
        tolerance=2.2e-3,
    ),
    Preset(
        name="funasr-nolfr-knf",
        title="FunASR's filter bank without stacking, on kaldi-native-fbank",
        front_end=FUNASR_NOLFR,
        source=_FUNASR,
        parity="reference-run",
        tolerance=8.13e-4,
        alias_of="funasr-nolfr",
    ),
    Preset(
        name="wenet-w2vbert",
        title="WeNet's front end for wav2vec2-BERT",
        front_end=WENET_W2VBERT,
        source="wenet-e2e/wenet @ 01546996, wenet/dataset/processor.py, compute_w2vbert_fbank",
        parity="source-executed",
        tolerance=3.08e-3,
    ),
    Preset(
        name="hf-speech2text",
        title="Speech2Text (transformers, with torchaudio)",
        front_end=SPEECH2TEXT,
        source="transformers 5.23.0, Speech2TextFeatureExtractor",
        parity="reference-run",
        tolerance=3.09e-3,
    ),
    Preset(
        name="hf-speech2text-np",
        title="Speech2Text (transformers, without torchaudio)",
        front_end=SPEECH2TEXT_NP,
        source="transformers 5.23.0, Speech2TextFeatureExtractor",
        parity="reference-run",
        tolerance=4.68e-5,
    ),
    Preset(
        name="seamless-m4t",
        title="SeamlessM4T and wav2vec2-BERT, 2 frames stacked",
        front_end=SEAMLESS,
        source="transformers 5.23.0, SeamlessM4TFeatureExtractor",
        parity="reference-run",
        tolerance=4.35e-5,
        notes="An odd number of frames is filled up with one of zeros.",
    ),
    Preset(
        name="hf-neucodec",
        title="NeuCodec's semantic branch, 2 frames stacked",
        front_end=NEUCODEC,
        source="transformers 5.23.0, NeuCodecFeatureExtractor",
        parity="reference-run",
        tolerance=3.09e-3,
    ),
    Preset(
        name="hf-xcodec2",
        title="X-Codec 2's semantic branch, 2 frames stacked",
        front_end=XCODEC2,
        source="transformers 5.23.0, Xcodec2FeatureExtractor",
        parity="reference-run",
        tolerance=3e-3,
    ),
    Preset(
        name="ast",
        title="Audio Spectrogram Transformer, AudioSet, 1024 frames (transformers, torchaudio)",
        front_end=AST,
        source="transformers 5.23.0, ASTFeatureExtractor",
        parity="reference-run",
        tolerance=1.56e-3,
    ),
    Preset(
        name="ast-np",
        title="Audio Spectrogram Transformer, AudioSet (transformers, without torchaudio)",
        front_end=AST_NP,
        source="transformers 5.23.0, ASTFeatureExtractor",
        parity="reference-run",
        tolerance=3.75e-7,
    ),
    Preset(
        name="ast-original",
        title="Audio Spectrogram Transformer, AudioSet, the authors' recipe",
        front_end=AST,
        source=f"{_AST}, its arguments",
        parity="recipe-run",
        tolerance=1.73e-3,
        notes=_AST_NOTES,
        alias_of="ast",
    ),
    Preset(
        name="ast-src",
        title="Audio Spectrogram Transformer, AudioSet, the authors' code",
        front_end=AST,
        source=_AST,
        parity="source-executed",
        tolerance=1.73e-3,
        notes=_AST_NOTES,
        alias_of="ast",
    ),
    Preset(
        name="ast-speechcommands",
        title="Audio Spectrogram Transformer, Speech Commands, 128 frames",
        front_end=AST_SPEECHCOMMANDS,
        source=_AST,
        parity="source-executed",
        tolerance=8.17e-4,
        notes=_AST_NOTES,
    ),
    Preset(
        name="audiomae",
        title="AudioMAE, AudioSet, 1024 frames",
        front_end=AST,
        source="facebookresearch/AudioMAE @ bd60e296, dataset.py, _wav2fbank",
        parity="source-executed",
        tolerance=1.73e-3,
        notes=_AST_NOTES,
        alias_of="ast",
    ),
    Preset(
        name="beats",
        title="BEATs",
        front_end=BEATS,
        source="microsoft/unilm @ 768a3c87, beats/BEATs.py, preprocess",
        parity="source-executed",
        tolerance=1.85e-3,
    ),
)
