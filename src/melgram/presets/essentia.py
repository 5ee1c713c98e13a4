"""Essentia's bands, MFCCs and the inputs of its TensorFlow models.

Source   essentia 2.1b6.dev1389, essentia.standard
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    Windows are symmetric. FrameGenerator centers its first frame on sample 0 and ends with one
         that is filled with zeros; startFromZero begins at sample 0. In streaming mode FrameCutter
         puts random noise into silent frames, which is not part of these.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import AddFloor, ClampFloor, Log, LogOnePlus
from melgram.frontend.framing import Framing, Padded
from melgram.frontend.output import FramesFirst, Output
from melgram.frontend.post import Dct
from melgram.frontend.spectral import Hann, Magnitude, MelBank, Window
from melgram.presets.record import Preset

_FROM_ZERO = Padded(left=0, right=0, mode="zero", count="cover")
_FRAMES_FIRST = Output(layout=FramesFirst())

MELBANDS = FrontEnd(
    sample_rate=44_100,
    framing=Framing(
        n_fft=2048,
        win_length=2048,
        hop_length=1024,
        edges=Padded(left=1024, right=1024, mode="zero", count="cover"),
    ),
    window=Window(shape=Hann(periodic=False), gain="half_sum", rounding="result"),
    bank=MelBank(n_mels=24, fmin=0.0, fmax=22_050.0, scale="htk", triangles="mel", norm="unit_sum"),
    output=_FRAMES_FIRST,
)

MFCC = replace(
    MELBANDS,
    bank=replace(MELBANDS.bank, n_mels=40, fmax=11_000.0),
    compression=Log(base="db_amplitude", floor=ClampFloor(value=1e-10)),
    post=(Dct(n_coefficients=13),),
)

MUSICNN = FrontEnd(
    sample_rate=16_000,
    framing=Framing(
        n_fft=512,
        win_length=512,
        hop_length=256,
        edges=Padded(left=256, right=256, mode="zero", count="cover"),
    ),
    window=Window(shape=Hann(periodic=False), rounding="result"),
    bank=MelBank(n_mels=96, fmin=0.0, fmax=8_000.0, scale="slaney", norm="area"),
    compression=LogOnePlus(gain=10_000.0, base="log10"),
    output=_FRAMES_FIRST,
)

VGGISH = FrontEnd(
    sample_rate=16_000,
    framing=Framing(
        n_fft=512,
        win_length=400,
        hop_length=160,
        edges=Padded(left=200, right=200, mode="zero", count="cover"),
        placement="left",
    ),
    window=Window(shape=Hann(periodic=False), rounding="result"),
    spectrum=Magnitude(),
    bank=MelBank(n_mels=64, fmin=125.0, fmax=7_500.0, scale="htk", triangles="mel"),
    compression=Log(base="ln", floor=AddFloor(value=0.01)),
    output=_FRAMES_FIRST,
)

_SOURCE = "essentia 2.1b6.dev1389, essentia.standard"

PRESETS = (
    Preset(
        name="essentia-melbands",
        title="Essentia MelBands with its defaults at 44.1 kHz",
        front_end=MELBANDS,
        source=f"{_SOURCE}.MelBands behind Windowing and Spectrum",
        parity="reference-run",
        tolerance=3.51e-6,
    ),
    Preset(
        name="essentia-mfcc",
        title="Essentia MFCC with its defaults at 44.1 kHz",
        front_end=MFCC,
        source=f"{_SOURCE}.MFCC behind Windowing and Spectrum",
        parity="reference-run",
        tolerance=1.67e-3,
        notes="The logarithm is 20 log10 although what enters it is power.",
    ),
    Preset(
        name="essentia-musicnn",
        title="Essentia's input of MusiCNN, EffNet-Discogs and MAEST",
        front_end=MUSICNN,
        source=f"{_SOURCE}.TensorflowInputMusiCNN",
        parity="reference-run",
        tolerance=9.42e-4,
    ),
    Preset(
        name="essentia-musicnn-fromzero",
        title="the same, the first frame at sample 0",
        front_end=replace(MUSICNN, framing=replace(MUSICNN.framing, edges=_FROM_ZERO)),
        source=f"{_SOURCE}.TensorflowInputMusiCNN, startFromZero=True",
        parity="reference-run",
        tolerance=9.42e-4,
    ),
    Preset(
        name="essentia-vggish",
        title="Essentia's input of VGGish",
        front_end=VGGISH,
        source=f"{_SOURCE}.TensorflowInputVGGish",
        parity="reference-run",
        tolerance=1.56e-3,
        notes="It differs from VGGish: a symmetric window, weight on DC, frames beyond the edges.",
    ),
    Preset(
        name="essentia-vggish-fromzero",
        title="the same, the first frame at sample 0",
        front_end=replace(VGGISH, framing=replace(VGGISH.framing, edges=_FROM_ZERO)),
        source=f"{_SOURCE}.TensorflowInputVGGish, startFromZero=True",
        parity="reference-run",
        tolerance=1.65e-3,
    ),
)
