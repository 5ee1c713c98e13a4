"""Speech models of transformers that follow neither Whisper nor NeMo nor Kaldi alone.

Source   transformers 5.23.0, one class for each
Parity   every frame, edges included; 3 x the original's own rounding noise
Notes    Granite resembles Whisper, with HTK bands and no norm. Gemma, LASR and Phi-4 cut frames
         without centering them. Their Whisper, NeMo and Kaldi relatives are in whisper_ports.py,
         nemo_ports.py and kaldi_ports.py.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import AddFloor, ClampFloor, Log
from melgram.frontend.framing import Centered, Framing, Padded, Snip
from melgram.frontend.output import FramesFirst, Output
from melgram.frontend.post import (
    Affine,
    Deltas,
    DynamicRange,
    FillInvalid,
    LowFrameRate,
    Stack,
    TruncateFramesToMultiple,
)
from melgram.frontend.signal import PadToMultiple, Preemphasis, Scale, TruncateTo
from melgram.frontend.spectral import Hamming, Hann, LinspaceGrid, Magnitude, MelBank, Window
from melgram.presets.kaldi import KALDI
from melgram.presets.record import Preset

_FRAMES_FIRST = Output(layout=FramesFirst())
_HANN = Window(shape=Hann(), rounding="result")

_GRANITE = FrontEnd(
    sample_rate=16_000,
    framing=Framing(n_fft=512, win_length=400, hop_length=160, edges=Centered()),
    window=_HANN,
    bank=MelBank(n_mels=80, fmin=0.0, fmax=8_000.0, scale="htk", grid=LinspaceGrid()),
    compression=Log(base="log10", floor=ClampFloor(value=1e-10)),
    post=(DynamicRange(range=8.0), Affine(scale=0.25, offset=1.0), Stack(n_frames=2)),
    output=_FRAMES_FIRST,
)
_GRANITE_5 = replace(
    _GRANITE,
    post=(
        TruncateFramesToMultiple(n_frames=2),
        DynamicRange(range=8.0),
        Affine(scale=0.25, offset=1.0),
        Deltas(width=1, order=1),
        Stack(n_frames=2),
    ),
)

# At most 30 s, in steps of 128 samples. A frame reads one sample more than its window holds.
_GEMMA_LENGTH = (TruncateTo(n_samples=480_000), PadToMultiple(n_samples=128))
_GEMMA_3N = FrontEnd(
    sample_rate=16_000,
    signal=_GEMMA_LENGTH,
    framing=Framing(
        n_fft=1024, win_length=512, hop_length=160, edges=Snip(), placement="left", extra=1
    ),
    frame=(Preemphasis(coefficient=0.97, first="scale"),),
    window=_HANN,
    spectrum=Magnitude(),
    bank=MelBank(n_mels=128, fmin=125.0, fmax=7_600.0, scale="htk"),
    compression=Log(base="ln", floor=ClampFloor(value=1e-5)),
    output=_FRAMES_FIRST,
)
_GEMMA_4 = replace(
    _GEMMA_3N,
    framing=Framing(
        n_fft=512,
        win_length=320,
        hop_length=160,
        edges=Padded(left=160, right=0, mode="zero"),
        placement="left",
        extra=1,
        valid_extra="inside",
    ),
    frame=(),
    bank=MelBank(n_mels=128, fmin=0.0, fmax=8_000.0, scale="htk", empty_bands="keep"),
    compression=Log(base="ln", floor=AddFloor(value=1e-3)),
    post=(FillInvalid(value=0.0),),
)

_LASR = FrontEnd(
    sample_rate=16_000,
    framing=Framing(n_fft=512, win_length=400, hop_length=160, edges=Snip(), placement="left"),
    window=Window(shape=Hann(periodic=False)),
    bank=MelBank(
        n_mels=128,
        fmin=125.0,
        fmax=7_500.0,
        scale="kaldi",
        triangles="mel",
        skip_low=1,
        empty_bands="keep",
    ),
    compression=Log(base="ln", floor=ClampFloor(value=1e-5)),
    output=_FRAMES_FIRST,
    arithmetic="float64",
)

_PHI_4 = FrontEnd(
    sample_rate=16_000,
    framing=Framing(n_fft=512, win_length=400, hop_length=160, edges=Snip(), placement="left"),
    frame=(Preemphasis(coefficient=0.97, first="scale"), Scale(factor=32768.0)),
    window=Window(shape=Hamming(periodic=False)),
    bank=MelBank(
        n_mels=80, fmin=0.0, fmax=7_690.0, scale="kaldi", triangles="mel", rounding="result"
    ),
    compression=Log(base="ln", floor=ClampFloor(value=1.0)),
    output=_FRAMES_FIRST,
)

_INKLING = FrontEnd(
    sample_rate=16_000,
    signal=(PadToMultiple(n_samples=800),),
    framing=Framing(
        n_fft=1600,
        win_length=1600,
        hop_length=800,
        edges=Padded(left=800, right=0, mode="zero"),
    ),
    window=_HANN,
    spectrum=Magnitude(floor=1e-10),
    bank=MelBank(n_mels=80, fmin=0.0, fmax=8_000.0, scale="slaney", norm="area", rounding="result"),
    compression=Log(base="log10", floor=ClampFloor(value=1e-10)),
    output=_FRAMES_FIRST,
)

PRESETS = (
    Preset(
        name="granite-speech",
        title="Granite Speech: Whisper's scaling on 80 HTK bands, two frames in one",
        front_end=_GRANITE,
        source="transformers 5.23.0, models/granite_speech, GraniteSpeechFeatureExtractor",
        parity="reference-run",
        tolerance=7.26e-5,
        notes="The maximum counts the odd last frame, which is then dropped.",
    ),
    Preset(
        name="granite-speech5",
        title="Granite Speech 5: 80 HTK bands and their slopes, two frames in one",
        front_end=_GRANITE_5,
        source="transformers 5.23.0, models/granite_speech5, GraniteSpeech5FeatureExtractor",
        parity="reference-run",
        tolerance=7.26e-5,
        notes="When the length is an odd multiple of 160, the original mirrors the end around one "
        "appended zero; here the last frame then differs.",
    ),
    Preset(
        name="gemma3n",
        title="Gemma 3n audio: 128 HTK bands of magnitude, 32 ms windows",
        front_end=_GEMMA_3N,
        source="transformers 5.23.0, models/gemma3n, Gemma3nAudioFeatureExtractor",
        parity="reference-run",
        tolerance=2.42e-3,
    ),
    Preset(
        name="gemma4",
        title="Gemma 4 audio: 128 HTK bands of magnitude, 20 ms windows",
        front_end=_GEMMA_4,
        source="transformers 5.23.0, models/gemma4, Gemma4AudioFeatureExtractor",
        parity="reference-run",
        tolerance=8.04e-4,
        notes="A frame that ends in the padding is 0.0, which is loud on this scale.",
    ),
    Preset(
        name="lasr",
        title="LASR and MedASR: 128 bands from 125 to 7,500 Hz, float64 inside",
        front_end=_LASR,
        source="transformers 5.23.0, models/lasr, LasrFeatureExtractor",
        parity="reference-run",
        tolerance=1.43e-6,
    ),
    Preset(
        name="phi4",
        title="Phi-4 multimodal: 80 bands up to 7,690 Hz of 16-bit samples, ln above 1",
        front_end=_PHI_4,
        source="transformers 5.23.0, models/phi4_multimodal, Phi4MultimodalFeatureExtractor",
        parity="reference-run",
        tolerance=5.22e-4,
        notes="Alone in a batch: beside longer clips the original blanks frames at the end.",
    ),
    Preset(
        name="inkling",
        title="Inkling audio: log10 of 80 Slaney bands of magnitude, 100 ms every 50 ms",
        front_end=_INKLING,
        source="transformers 5.23.0, models/inkling, InklingFeatureExtractor",
        parity="reference-run",
        tolerance=6.6e-4,
        notes="Other versions of the class (commit 1528e36b) quantise these values to 16 levels.",
    ),
    Preset(
        name="hf-fun-asr-nano",
        title="Fun-ASR-Nano: Kaldi fbank of unscaled samples, seven frames in one every six",
        front_end=replace(
            KALDI,
            signal=(),
            window=Window(shape=Hamming(periodic=False), rounding="result"),
            post=(LowFrameRate(width=7, hop=6),),
        ),
        source="transformers 5.23.0, models/fun_asr_nano, FunAsrNanoFeatureExtractor",
        parity="reference-run",
        tolerance=2.2e-3,
        notes="FunASR itself scales by 32768; here much of a quiet recording lies on the floor.",
    ),
)
