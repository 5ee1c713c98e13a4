"""Front ends of speech recognition toolkits: SpeechBrain, ESPnet, torchaudio's RNN-T, DeepSpeech.

Source   speechbrain 1.1.2, espnet 202511, torchaudio 2.11.0, tensorflow 2.21.0
Parity   every frame, edges included; 3 x the original's own rounding noise
Notes    SpeechBrain's triangles are symmetric: as wide to the right as to the left, unlike
         everybody else's. None of them normalises here; what recipes add (a mean over the
         sentence, stored global statistics) is not part of these classes.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log, PiecewiseLog
from melgram.frontend.framing import Centered, Framing, Snip
from melgram.frontend.output import FramesFirst, Output
from melgram.frontend.post import Context, Dct, Deltas, DynamicRange
from melgram.frontend.signal import Scale
from melgram.frontend.spectral import Hamming, Hann, LinspaceGrid, Magnitude, MelBank, Window
from melgram.presets.record import Preset

_FRAMES_FIRST = Output(layout=FramesFirst())
_HANN = Window(shape=Hann(), rounding="result")

_SPEECHBRAIN = FrontEnd(
    sample_rate=16_000,
    framing=Framing(n_fft=400, win_length=400, hop_length=160, edges=Centered(mode="zero")),
    window=Window(shape=Hamming()),
    bank=MelBank(n_mels=80, fmin=0.0, fmax=8_000.0, scale="htk", triangles="left_bandwidth"),
    compression=Log(base="db_power", floor=ClampFloor(value=1e-10)),
    post=(DynamicRange(range=80.0),),
    output=_FRAMES_FIRST,
)

_ESPNET = FrontEnd(
    sample_rate=16_000,
    framing=Framing(n_fft=512, win_length=512, hop_length=128, edges=Centered()),
    window=_HANN,
    bank=MelBank(n_mels=80, fmin=0.0, fmax=8_000.0, scale="slaney", norm="area", rounding="steps"),
    compression=Log(base="ln", floor=ClampFloor(value=1e-10)),
    output=_FRAMES_FIRST,
)

# The original multiplies power by 32767^2; it is the same to multiply the samples by 32767.
_EMFORMER = FrontEnd(
    sample_rate=16_000,
    signal=(Scale(factor=32767.0),),
    framing=Framing(n_fft=400, win_length=400, hop_length=160, edges=Centered()),
    window=_HANN,
    bank=MelBank(n_mels=80, fmin=0.0, fmax=8_000.0, scale="htk", grid=LinspaceGrid()),
    compression=PiecewiseLog(),
    output=_FRAMES_FIRST,
)

# TensorFlow's operator takes the root of the power that it is given, and skips bins below fmin.
_DEEPSPEECH = FrontEnd(
    sample_rate=16_000,
    framing=Framing(n_fft=512, win_length=512, hop_length=320, edges=Snip(), placement="left"),
    window=Window(shape=Hann()),
    spectrum=Magnitude(),
    bank=MelBank(n_mels=40, fmin=20.0, fmax=8_000.0, scale="kaldi", triangles="mel", skip_low=2),
    compression=Log(base="ln", floor=ClampFloor(value=1e-12)),
    post=(Dct(n_coefficients=26, norm="htk"),),
    output=_FRAMES_FIRST,
    arithmetic="float64",
)

PRESETS = (
    Preset(
        name="speechbrain",
        title="SpeechBrain Fbank with the 80 bands of ECAPA and most recipes",
        front_end=_SPEECHBRAIN,
        source="speechbrain 1.1.2, lobes/features.py, Fbank(n_mels=80)",
        parity="reference-run",
        tolerance=5.67e-3,
    ),
    Preset(
        name="speechbrain-40",
        title="SpeechBrain Fbank with its default of 40 bands",
        front_end=replace(_SPEECHBRAIN, bank=replace(_SPEECHBRAIN.bank, n_mels=40)),
        source="speechbrain 1.1.2, lobes/features.py, Fbank(n_mels=40)",
        parity="reference-run",
        tolerance=2.96e-3,
    ),
    Preset(
        name="speechbrain-mfcc",
        title="SpeechBrain MFCC with its defaults: 20 of 23, slopes, eleven frames side by side",
        front_end=replace(
            _SPEECHBRAIN,
            bank=replace(_SPEECHBRAIN.bank, n_mels=23),
            post=(
                *_SPEECHBRAIN.post,
                Dct(n_coefficients=20),
                Deltas(width=2, order=2),
                Context(left=5, right=5),
            ),
        ),
        source="speechbrain 1.1.2, lobes/features.py, MFCC",
        parity="reference-run",
        tolerance=1.64e-3,
    ),
    Preset(
        name="espnet",
        title="ESPnet2's default front end: 32 ms every 8 ms, ln",
        front_end=_ESPNET,
        source="espnet 202511, espnet2/asr/frontend/default.py, DefaultFrontend",
        parity="reference-run",
        tolerance=3.78e-3,
    ),
    Preset(
        name="espnet-400-160",
        title="ESPnet2's front end as most recipes set it: 25 ms every 10 ms, ln",
        front_end=replace(
            _ESPNET, framing=replace(_ESPNET.framing, win_length=400, hop_length=160)
        ),
        source="espnet 202511, espnet2/asr/frontend/default.py, DefaultFrontend",
        parity="reference-run",
        tolerance=4.11e-3,
    ),
    Preset(
        name="emformer-rnnt",
        title="torchaudio's Emformer RNN-T pipeline before its global statistics",
        front_end=_EMFORMER,
        source="torchaudio 2.11.0, pipelines/rnnt_pipeline.py, _gain and _piecewise_linear_log",
        parity="recipe-run",
        tolerance=6.72e-3,
        notes="The statistics, and four zero frames that the bundle appends, are left out. Its "
        "piecewise logarithm jumps at e and at e^e.",
    ),
    Preset(
        name="deepspeech",
        title="Mozilla DeepSpeech: 26 MFCCs of TensorFlow's operators, 32 ms every 20 ms",
        front_end=_DEEPSPEECH,
        source="tensorflow 2.21.0, raw_ops.AudioSpectrogram and raw_ops.Mfcc, called as in "
        "mozilla/DeepSpeech, feeding.py, audio_to_features",
        parity="recipe-run",
        tolerance=2.24e-5,
    ),
)
