"""Perch: bird vocalisations, 32 kHz, 640 of 1,024 points every 320, 160 bands, PCEN.

Source   google-research/perch @ b216270c02, chirp/models/frontend.py
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    Windows sum to one. The average of PCEN is cut off after 256 frames. Recordings are scaled
         to one peak before, which is left to the caller.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log, NoCompression, Pcen, TruncatedSmoother
from melgram.frontend.framing import Framing, Padded
from melgram.frontend.output import FramesFirst, Output
from melgram.frontend.post import Affine
from melgram.frontend.signal import PadAround
from melgram.frontend.spectral import Hann, Magnitude, MelBank, Window
from melgram.presets.record import Preset

PERCH = FrontEnd(
    sample_rate=32_000,
    framing=Framing(
        n_fft=1024,
        win_length=640,
        hop_length=320,
        edges=Padded(left=320, right=320, mode="zero"),
        placement="left",
        drop_last="if_divisible",
    ),
    window=Window(shape=Hann(), gain="unit_sum", rounding="result"),
    bank=MelBank(
        n_mels=160,
        fmin=60.0,
        fmax=10_000.0,
        scale="kaldi",
        triangles="mel",
        skip_low=1,
        rounding="throughout",
        empty_bands="keep",
    ),
    compression=Pcen(
        smoother=TruncatedSmoother(coefficient=0.1, n_frames=256), gain=0.5, bias=2.0, power=0.5
    ),
    output=Output(layout=FramesFirst()),
)

PERCH_SIMPLE = replace(
    PERCH,
    signal=(PadAround(n_samples=320),),
    framing=replace(
        PERCH.framing, edges=Padded(left=160, right=160, mode="zero"), drop_last="never"
    ),
    window=replace(PERCH.window, shape=Hann(periodic=False)),
)

_SOURCE = "google-research/perch @ b216270c02, chirp/models/frontend.py"

PRESETS = (
    Preset(
        name="perch",
        title="Perch with PCEN",
        front_end=PERCH,
        source=f"{_SOURCE}, MelSpectrogram",
        parity="source-executed",
        tolerance=1.23e-5,
    ),
    Preset(
        name="perch-linear",
        title="Perch without scaling: power",
        front_end=replace(PERCH, compression=NoCompression()),
        source=f"{_SOURCE}, MelSpectrogram",
        parity="source-executed",
        tolerance=2.91e-6,
    ),
    Preset(
        name="perch-simple",
        title="Perch with PCEN, frames as of a convolution",
        front_end=PERCH_SIMPLE,
        source=f"{_SOURCE}, SimpleMelspec",
        parity="source-executed",
        tolerance=1.15e-5,
    ),
    Preset(
        name="perch-simple-new",
        title="Perch, newer settings: magnitude, 50-16,000 Hz, PCEN 0.01/0.8/0.01/4",
        front_end=replace(
            PERCH_SIMPLE,
            spectrum=Magnitude(),
            bank=replace(PERCH.bank, fmin=50.0, fmax=16_000.0),
            compression=Pcen(
                smoother=TruncatedSmoother(coefficient=0.01, n_frames=256),
                gain=0.8,
                bias=0.01,
                power=0.25,
            ),
        ),
        source=f"{_SOURCE}, SimpleMelspec",
        parity="source-executed",
        tolerance=1.76e-3,
    ),
    Preset(
        name="perch-log",
        title="Perch with a tenth of the logarithm",
        front_end=replace(
            PERCH,
            compression=Log(base="ln", floor=ClampFloor(value=0.01)),
            post=(Affine(scale=0.1, offset=0.0),),
        ),
        source=f"{_SOURCE}, MelSpectrogram with LogScalingConfig",
        parity="source-executed",
        tolerance=1.49e-5,
        notes="Its floor of 0.01 lies above all but loud recordings: quiet ones are constant.",
    ),
)
