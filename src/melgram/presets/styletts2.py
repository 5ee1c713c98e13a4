"""StyleTTS 2: 24 kHz audio through a filter bank that was made for 16 kHz.

Source   yl4579/StyleTTS2 @ 5cedc71c33, meldataset.py, preprocess
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    The original leaves the rate of its filter bank at torchaudio's default, so "8 kHz" is
         12 kHz in truth and every band lies 1.5 times higher than it says.
"""

from melgram.frontend import FrontEnd
from melgram.frontend.compression import AddFloor, Log
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.post import Standard
from melgram.frontend.spectral import AssumedRateGrid, Hann, MelBank, Window
from melgram.presets.record import Preset

STYLETTS2 = FrontEnd(
    sample_rate=24_000,
    framing=Framing(n_fft=2048, win_length=1200, hop_length=300, edges=Centered()),
    window=Window(shape=Hann(), rounding="result"),
    bank=MelBank(
        n_mels=80,
        fmin=0.0,
        fmax=8_000.0,
        scale="htk",
        grid=AssumedRateGrid(sample_rate=16_000),
        rounding="throughout",
    ),
    compression=Log(base="ln", floor=AddFloor(value=1e-5)),
    post=(Standard(mean=-4.0, deviation=4.0),),
)

PRESETS = (
    Preset(
        name="styletts2",
        title="StyleTTS 2 and the training mels of Kokoro's lineage",
        front_end=STYLETTS2,
        source="yl4579/StyleTTS2 @ 5cedc71c33, meldataset.py, preprocess",
        parity="source-executed",
        tolerance=2.14e-4,
    ),
)
