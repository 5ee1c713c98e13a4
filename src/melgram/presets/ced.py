"""CED and Dasheng: 16 kHz, 512/160, 64 HTK bands, decibels within 120 of the maximum.

Source   RicherMans/CED @ 60a0f54214, models/audiotransformer.py, FrontEnd
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    The original takes the maximum over a whole batch, here it is the clip's. The batch norm
         behind it is learned and belongs to the network.
"""

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.post import DynamicRange
from melgram.frontend.spectral import Hann, LinspaceGrid, MelBank, Window
from melgram.presets.record import Preset

CED = FrontEnd(
    sample_rate=16_000,
    framing=Framing(n_fft=512, win_length=512, hop_length=160, edges=Centered()),
    window=Window(shape=Hann(), rounding="result"),
    bank=MelBank(
        n_mels=64,
        fmin=0.0,
        fmax=8_000.0,
        scale="htk",
        grid=LinspaceGrid(),
        empty_bands="keep",
    ),
    compression=Log(base="db_power", floor=ClampFloor(value=1e-10)),
    post=(DynamicRange(range=120.0),),
)

PRESETS = (
    Preset(
        name="ced",
        title="CED: consistent ensemble distillation, audio tagging",
        front_end=CED,
        source="RicherMans/CED @ 60a0f54214, models/audiotransformer.py, FrontEnd",
        parity="source-executed",
        tolerance=2.41e-2,
    ),
    Preset(
        name="dasheng",
        title="Dasheng: masked autoencoder for audio",
        front_end=CED,
        source="RicherMans/Dasheng @ db7309358e, dasheng/train/models.py, front_end",
        parity="source-executed",
        tolerance=2.41e-2,
        alias_of="ced",
    ),
)
