"""Kaldi's filter-bank features: 16-bit range, DC removal, pre-emphasis, Povey window, ln.

Source   torchaudio 2.11.0, compliance.kaldi.fbank(x * 32768, num_mel_bins=80, dither=0)
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    Frames that would leave the signal are left out. The Nyquist bin is never used. The
         port rounds its bank to float32 throughout, as Kaldi does.
"""

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Framing, Snip
from melgram.frontend.output import FramesFirst, Output
from melgram.frontend.signal import Preemphasis, RemoveMean, Scale
from melgram.frontend.spectral import MelBank, Povey, Window
from melgram.presets.record import Preset

FLOAT32_EPSILON = 1.1920928955078125e-07  # FLT_EPSILON, Kaldi's floor under the logarithm

KALDI = FrontEnd(
    sample_rate=16_000,
    channels="first",
    signal=(Scale(factor=32768.0),),
    framing=Framing(n_fft=512, win_length=400, hop_length=160, edges=Snip(), placement="left"),
    frame=(RemoveMean(), Preemphasis(coefficient=0.97, first="scale")),
    window=Window(shape=Povey(), rounding="result"),
    bank=MelBank(
        n_mels=80,
        fmin=20.0,
        fmax=8_000.0,
        scale="kaldi",
        triangles="mel",
        skip_high=1,
        rounding="throughout",
    ),
    compression=Log(base="ln", floor=ClampFloor(value=FLOAT32_EPSILON)),
    output=Output(layout=FramesFirst()),
)

PRESETS = (
    Preset(
        name="kaldi",
        title="Kaldi fbank, 80 bands (torchaudio.compliance.kaldi, dither 0)",
        front_end=KALDI,
        source="torchaudio 2.11.0, compliance/kaldi.py, fbank",
        parity="reference-run",
        tolerance=2.43e-2,
    ),
)
