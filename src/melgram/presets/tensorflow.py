"""TensorFlow's own MFCCs: the example of tf.signal, and speech_commands.

Source   tensorflow 2.21.0, tf.signal and raw_ops
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    Both scale every row of the cosine transform by sqrt(2 / n), the first too.
"""

from melgram.frontend import FrontEnd
from melgram.frontend.compression import AddFloor, ClampFloor, Log
from melgram.frontend.framing import Framing, Snip
from melgram.frontend.output import FramesFirst, Output
from melgram.frontend.post import Dct
from melgram.frontend.spectral import Hann, Magnitude, MelBank, Window
from melgram.presets.record import Preset

TF_MFCC = FrontEnd(
    sample_rate=16_000,
    framing=Framing(n_fft=1024, win_length=1024, hop_length=256, edges=Snip(), placement="left"),
    window=Window(shape=Hann(), rounding="result"),
    spectrum=Magnitude(),
    bank=MelBank(
        n_mels=80,
        fmin=80.0,
        fmax=7_600.0,
        scale="kaldi",
        triangles="mel",
        skip_low=1,
        rounding="result",
    ),
    compression=Log(base="ln", floor=AddFloor(value=1e-6)),
    post=(Dct(n_coefficients=13, norm="htk"),),
    output=Output(layout=FramesFirst()),
)

SPEECH_COMMANDS = FrontEnd(
    sample_rate=16_000,
    framing=Framing(n_fft=512, win_length=480, hop_length=160, edges=Snip(), placement="left"),
    window=Window(shape=Hann()),
    spectrum=Magnitude(),
    bank=MelBank(n_mels=40, fmin=20.0, fmax=4_000.0, scale="kaldi", triangles="mel", skip_low=2),
    compression=Log(base="ln", floor=ClampFloor(value=1e-12)),
    post=(Dct(n_coefficients=40, norm="htk"),),
    output=Output(layout=FramesFirst()),
    arithmetic="float64",
)

PRESETS = (
    Preset(
        name="tf-mfcc",
        title="the example of tf.signal.mfccs_from_log_mel_spectrograms, 13 coefficients",
        front_end=TF_MFCC,
        source="tensorflow 2.21.0, python/ops/signal/mfcc_ops.py, docstring",
        parity="reference-run",
        tolerance=3.39e-4,
    ),
    Preset(
        name="tf-speech-commands",
        title="TensorFlow speech_commands, 40 coefficients",
        front_end=SPEECH_COMMANDS,
        source="tensorflow 2.21.0, raw_ops.AudioSpectrogram and raw_ops.Mfcc",
        parity="recipe-run",
        tolerance=2.24e-5,
        notes="The first bin used is the second above fmin, so bin 1 (31.25 Hz) has no weight.",
    ),
)
