"""VGGish and YAMNet: 25 ms frames, magnitude, 64 bands of 125-7,500 Hz, ln with an offset.

Source   tensorflow/models, research/audioset: mel_features.py, yamnet/features.py
Parity   every frame, edges included; VGGish is float64, YAMNet 3 x its float32 rounding noise
Notes    VGGish adds 0.01 before the logarithm, YAMNet 0.001. Neither has weight on DC. YAMNet pads
         the waveform with zeros to 0.975 s and whole steps of 0.48 s; VGGish drops the frames
         that fill no example of 96, so a recording under 0.975 s has none.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import AddFloor, Log
from melgram.frontend.framing import Framing, Snip
from melgram.frontend.output import FramesFirst, Output, Patches
from melgram.frontend.signal import PadToMultiple
from melgram.frontend.spectral import Hann, Magnitude, MelBank, Window
from melgram.presets.record import Preset

VGGISH = FrontEnd(
    sample_rate=16_000,
    framing=Framing(n_fft=512, win_length=400, hop_length=160, edges=Snip(), placement="left"),
    window=Window(shape=Hann()),
    spectrum=Magnitude(),
    bank=MelBank(n_mels=64, fmin=125.0, fmax=7_500.0, scale="kaldi", triangles="mel", skip_low=1),
    compression=Log(base="ln", floor=AddFloor(value=0.01)),
    output=Output(layout=FramesFirst(), dtype="float64"),
    arithmetic="float64",
)

YAMNET_UNPADDED = replace(
    VGGISH,
    window=Window(shape=Hann(), rounding="result"),
    bank=replace(VGGISH.bank, rounding="result"),
    compression=Log(base="ln", floor=AddFloor(value=0.001)),
    output=Output(layout=FramesFirst()),
    arithmetic="float32",
)
_YAMNET_FRAMES = replace(YAMNET_UNPADDED, signal=(PadToMultiple(n_samples=7_680, base=15_600),))
YAMNET = replace(_YAMNET_FRAMES, output=Output(layout=Patches(n_frames=96, hop=48)))

_VGGISH_SOURCE = "tensorflow/models research/audioset/vggish"
_YAMNET_SOURCE = "tensorflow/models @ 33630ec96c, research/audioset/yamnet/features.py"

PRESETS = (
    Preset(
        name="vggish",
        title="VGGish, all frames",
        front_end=VGGISH,
        source=f"{_VGGISH_SOURCE} @ 3e9e7a607b, mel_features.py, log_mel_spectrogram",
        parity="source-executed",
        tolerance=4.7e-7,
    ),
    Preset(
        name="vggish-examples",
        title="VGGish, examples of 96 frames",
        front_end=replace(
            VGGISH, output=Output(layout=Patches(n_frames=96, hop=96), dtype="float64")
        ),
        source=f"{_VGGISH_SOURCE} @ 6cfe2418c0, vggish_input.py, waveform_to_examples",
        parity="source-executed",
        tolerance=4.7e-7,
    ),
    Preset(
        name="yamnet",
        title="YAMNet, patches of 96 frames every 48",
        front_end=YAMNET,
        source=f"{_YAMNET_SOURCE} with tensorflow 2.21.0, tf.signal",
        parity="recipe-run",
        tolerance=1.17e-3,
    ),
    Preset(
        name="yamnet-patches",
        title="YAMNet as its own code computes it",
        front_end=YAMNET,
        source=f"{_YAMNET_SOURCE}, waveform_to_log_mel_spectrogram_patches",
        parity="source-executed",
        tolerance=1.17e-3,
        alias_of="yamnet",
    ),
    Preset(
        name="yamnet-src",
        title="YAMNet, all frames of the padded waveform",
        front_end=_YAMNET_FRAMES,
        source=f"{_YAMNET_SOURCE}, waveform_to_log_mel_spectrogram_patches",
        parity="source-executed",
        tolerance=1.17e-3,
    ),
    Preset(
        name="yamnet-tflite",
        title="YAMNet for TFLite, all frames of the padded waveform",
        front_end=_YAMNET_FRAMES,
        source=f"{_YAMNET_SOURCE}, with Params(tflite_compatible=True)",
        parity="source-executed",
        tolerance=1.17e-3,
        alias_of="yamnet-src",
        notes="Its transform is a matrix product and its window stands in the middle of the 512 "
        "points: another phase, the same magnitude.",
    ),
    Preset(
        name="yamnet-nopad",
        title="YAMNet, all frames of the waveform as it is",
        front_end=YAMNET_UNPADDED,
        source=f"{_YAMNET_SOURCE} with tensorflow 2.21.0, tf.signal, without pad_waveform",
        parity="recipe-run",
        tolerance=1.17e-3,
    ),
)
