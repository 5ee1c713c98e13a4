"""Whisper's features as other packages compute them; where one adds nothing, it is an alias.

Source   openai-whisper's own are in whisper.py; each preset below names its package
Parity   every frame, edges included; 3 x the original's own rounding noise
Notes    The ports differ in what is appended to the samples, in which maximum the floor hangs on,
         in what fills frames after the end (silence, or 0.0, which is louder), and in the layout.
"""

from dataclasses import replace

from melgram.frontend.compression import NoCompression
from melgram.frontend.framing import KaldiMirror
from melgram.frontend.output import FramesFirst, Output
from melgram.frontend.post import (
    Affine,
    DropFrames,
    FillInvalid,
    FixedRange,
    PadFramesToMultiple,
)
from melgram.frontend.signal import Pad, PadTo, PadToMultiple, TruncateTo
from melgram.presets.record import Preset
from melgram.presets.whisper import WHISPER, WHISPER_30S, WHISPER_V3

_FRAMES_FIRST = Output(layout=FramesFirst())
_UNROUNDED = replace(WHISPER.window, rounding="none")

# Its float32 transform (NumPy) is less noisy than torch's, and than a float32 kernel.
_FASTER = replace(WHISPER, signal=(Pad(right=160),), arithmetic="float64")

_HF_NUMPY = replace(
    WHISPER,
    window=_UNROUNDED,
    bank=replace(WHISPER.bank, rounding="none"),
    arithmetic="float64",
)

# The program pads by a mirror on the left and by 30 s of zeros on the right: a mirror in zeros.
_CPP = replace(WHISPER, signal=(Pad(right=480_000),))

# Frames of the 60 s that hold sound, rounded up to a token of eight. The 1,280 zeros stand for the
# rest of the 60 s: no frame that is kept, and no maximum, can tell the difference.
_DOTS3 = replace(
    WHISPER_V3,
    signal=(TruncateTo(n_samples=960_000), PadToMultiple(n_samples=1_280), Pad(right=1_280)),
    post=(*WHISPER_V3.post, DropFrames(n_frames=8)),
)

_LHOTSE = replace(
    WHISPER,
    framing=replace(WHISPER.framing, drop_last="if_below_half", valid_extra=0),
    post=(*WHISPER.post, FillInvalid(value=0.0)),
    output=_FRAMES_FIRST,
)

_TRANSFORMERS = "transformers 5.23.0, models/whisper, WhisperFeatureExtractor"
_TORCH = f"{_TRANSFORMERS}, torch path"
_NUMPY = f"{_TRANSFORMERS}, NumPy path"
_WENET = "wenet-e2e/wenet @ 015469960d, wenet/dataset/processor.py, compute_log_mel_spectrogram"
_WHISPER_CPP = "ggml-org/whisper.cpp @ 233fe1fc, src/whisper.cpp, log_mel_spectrogram"

PRESETS = (
    Preset(
        name="faster-whisper",
        title="faster-whisper, 80 bands: one hop of zeros is appended",
        front_end=_FASTER,
        source="faster-whisper 1.2.1, feature_extractor.py, FeatureExtractor(feature_size=80)",
        parity="reference-run",
        tolerance=1.44e-5,
        notes="Its callers drop the last frame.",
    ),
    Preset(
        name="faster-whisper-v3",
        title="faster-whisper, 128 bands: one hop of zeros is appended",
        front_end=replace(_FASTER, bank=WHISPER_V3.bank),
        source="faster-whisper 1.2.1, feature_extractor.py, FeatureExtractor(feature_size=128)",
        parity="reference-run",
        tolerance=1.65e-5,
        notes="Its callers drop the last frame.",
    ),
    Preset(
        name="hf-whisper-torch",
        title="transformers' Whisper, padding='longest', where torch is installed",
        front_end=WHISPER,
        source=_TORCH,
        parity="reference-run",
        tolerance=5.79e-5,
        alias_of="whisper",
    ),
    Preset(
        name="hf-whisper-v3-torch",
        title="transformers' Whisper with 128 bands, padding='longest', where torch is installed",
        front_end=WHISPER_V3,
        source=_TORCH,
        parity="reference-run",
        tolerance=8.43e-5,
        alias_of="whisper-v3",
    ),
    Preset(
        name="hf-whisper-30s",
        title="transformers' Whisper with its defaults: the 30 s window",
        front_end=WHISPER_30S,
        source=_TORCH,
        parity="reference-run",
        tolerance=5.79e-5,
        alias_of="whisper-30s",
    ),
    Preset(
        name="hf-moss-transcribe",
        title="MOSS Transcribe Diarize in transformers: Whisper's 30 s window",
        front_end=WHISPER_30S,
        source="transformers 5.23.0, MossTranscribeDiarizeFeatureExtractor",
        parity="reference-run",
        tolerance=5.79e-5,
        alias_of="whisper-30s",
    ),
    Preset(
        name="hf-whisper-np",
        title="transformers' Whisper, padding='longest', where torch is missing: float64 inside",
        front_end=_HF_NUMPY,
        source=_NUMPY,
        parity="reference-run",
        tolerance=3.66e-7,
        notes="Window and filter bank stay float64, which is why it is no alias of whisper.",
    ),
    Preset(
        name="hf-whisper-v3-np",
        title="transformers' Whisper with 128 bands where torch is missing: float64 inside",
        front_end=replace(_HF_NUMPY, bank=replace(_HF_NUMPY.bank, n_mels=128)),
        source=_NUMPY,
        parity="reference-run",
        tolerance=3.78e-7,
        notes="Window and filter bank stay float64, which is why it is no alias of whisper-v3.",
    ),
    Preset(
        name="hf-dots3-note",
        title="dots3-note in transformers: Whisper's 128 bands in tokens of eight frames",
        front_end=_DOTS3,
        source="transformers 5.23.0, models/dots3_note, Dots3NoteFeatureExtractor",
        parity="reference-run",
        tolerance=8.43e-5,
        notes="One chunk of at most 60 s; the original cuts longer recordings into such chunks.",
    ),
    Preset(
        name="qwen3-asr",
        title="Qwen3-ASR in transformers: Whisper's 128 bands, at least 0.5 s, whole seconds",
        front_end=replace(
            WHISPER_V3,
            signal=(PadTo(n_samples=8_000),),
            post=(*WHISPER_V3.post, PadFramesToMultiple(n_frames=100)),
        ),
        source="transformers 5.23.0, models/qwen3_asr, Qwen3ASRFeatureExtractor(padding=True)",
        parity="reference-run",
        tolerance=8.43e-5,
        notes="The frames that fill the last second are 0.0, which is louder than silence.",
    ),
    Preset(
        name="voxtral-realtime",
        title="Voxtral Realtime in transformers: Whisper's 128 bands under a fixed maximum",
        front_end=replace(
            WHISPER_V3, post=(FixedRange(top=1.5, range=8.0), Affine(scale=0.25, offset=1.0))
        ),
        source="transformers 5.23.0, models/voxtral_realtime, VoxtralRealtimeFeatureExtractor",
        parity="reference-run",
        tolerance=2.34e-4,
        notes="A frame does not depend on the rest of the recording.",
    ),
    Preset(
        name="whisper.cpp",
        title="whisper.cpp, 80 bands: 30 s of zeros are always appended",
        front_end=_CPP,
        source=_WHISPER_CPP,
        parity="source-executed",
        tolerance=6.4e-5,
    ),
    Preset(
        name="whisper.cpp-128",
        title="whisper.cpp, 128 bands: 30 s of zeros are always appended",
        front_end=replace(_CPP, bank=WHISPER_V3.bank),
        source=_WHISPER_CPP,
        parity="source-executed",
        tolerance=9.34e-5,
    ),
    Preset(
        name="wenet-whisper",
        title="WeNet's Whisper features, 80 bands, frames first",
        front_end=replace(WHISPER, output=_FRAMES_FIRST),
        source=f"{_WENET}(num_mel_bins=80)",
        parity="source-executed",
        tolerance=5.8e-5,
        notes="WeNet's C++ runtime computes something else under the same name.",
    ),
    Preset(
        name="wenet-whisper-128",
        title="WeNet's Whisper features, 128 bands, frames first",
        front_end=replace(WHISPER_V3, output=_FRAMES_FIRST),
        source=f"{_WENET}(num_mel_bins=128)",
        parity="source-executed",
        tolerance=8.41e-5,
    ),
    Preset(
        name="funasr-whisper",
        title="FunASR's Whisper large-v3 front end, frames first",
        front_end=replace(WHISPER_V3, output=_FRAMES_FIRST),
        source="funasr 1.4.16, WhisperFrontend(whisper_model='large-v3', do_pad_trim=False)",
        parity="reference-run",
        tolerance=8.43e-5,
        alias_of="wenet-whisper-128",
    ),
    Preset(
        name="lhotse-whisper",
        title="lhotse's WhisperFbank, 80 bands, frames first",
        front_end=_LHOTSE,
        source="lhotse 1.33.0, features/whisper_fbank.py, WhisperFbank",
        parity="reference-run",
        tolerance=5.79e-5,
        notes="As many frames as hops, rounded half up: where Whisper has one less, it is 0.0.",
    ),
    Preset(
        name="knf-whisper",
        title="kaldi-native-fbank's Whisper features (sherpa-onnx): mel power without a log",
        front_end=replace(
            WHISPER,
            framing=replace(WHISPER.framing, edges=KaldiMirror(), drop_last="never"),
            compression=NoCompression(),
            post=(),
            output=_FRAMES_FIRST,
        ),
        source="kaldi-native-fbank 1.23.0, whisper-feature.cc, OnlineWhisperFbank",
        parity="reference-run",
        tolerance=3.18e-4,
        notes="The log is the caller's. Each frame begins 80 samples later than Whisper's.",
    ),
    Preset(
        name="chatterbox-s3tokenizer",
        title="Chatterbox's speech tokenizer: Whisper's 128 bands",
        front_end=WHISPER_V3,
        source="resemble-ai/chatterbox @ 5de7a54aa4, S3Tokenizer.log_mel_spectrogram",
        parity="source-executed",
        tolerance=8.41e-5,
        alias_of="whisper-v3",
    ),
)
