"""PaSST and EfficientAT: pre-emphasis, 800 of 1,024 points, 128 Kaldi bands, (ln + 4.5) / 5.

Source   hear21passt 0.0.26, models/preprocess.py, AugmentMelSTFT in eval mode
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    Pre-emphasis leaves out the first sample. The class's fmax default is Nyquist less half of
         fmax_aug_range, which the builders of both set to 2,000: 15 kHz.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import AddFloor, Log
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.post import Standard
from melgram.frontend.signal import Preemphasis
from melgram.frontend.spectral import Hann, MelBank, Window
from melgram.presets.record import Preset

PASST = FrontEnd(
    sample_rate=32_000,
    signal=(Preemphasis(coefficient=0.97, first="drop"),),
    framing=Framing(n_fft=1024, win_length=800, hop_length=320, edges=Centered()),
    window=Window(shape=Hann(periodic=False), rounding="result"),
    bank=MelBank(
        n_mels=128,
        fmin=0.0,
        fmax=15_000.0,
        scale="kaldi",
        triangles="mel",
        skip_high=1,
        rounding="throughout",
        empty_bands="keep",
    ),
    compression=Log(base="ln", floor=AddFloor(value=1e-5)),
    post=(Standard(mean=-4.5, deviation=5.0),),
)

_SOURCE = "kkoutini/passt_hear21 @ 5f1cce6a54, hear21passt/models/preprocess.py, AugmentMelSTFT"

PRESETS = (
    Preset(
        name="passt",
        title="PaSST: patchout spectrogram transformer",
        front_end=PASST,
        source="hear21passt 0.0.26, models/preprocess.py, AugmentMelSTFT",
        parity="reference-run",
        tolerance=6.3e-4,
    ),
    Preset(
        name="passt-src",
        title="PaSST as its repository computes it",
        front_end=PASST,
        source=_SOURCE,
        parity="source-executed",
        tolerance=6.3e-4,
        alias_of="passt",
    ),
    Preset(
        name="passt-hop160",
        title="PaSST with a hop of 160",
        front_end=replace(PASST, framing=replace(PASST.framing, hop_length=160)),
        source=_SOURCE,
        parity="source-executed",
        tolerance=6.3e-4,
    ),
    Preset(
        name="efficientat",
        title="EfficientAT: MobileNets trained on PaSST",
        front_end=PASST,
        source="fschmid56/EfficientAT @ a425fdce92, models/preprocess.py, AugmentMelSTFT",
        parity="source-executed",
        tolerance=6.3e-4,
        alias_of="passt",
    ),
)
