"""openSMILE's cMelspec: 26 mel bands of Hamming windows, linear, in the range of HTK.

Source   opensmile 2.6.0, cFramer 25 ms / 10 ms, cWindower ham, cTransformFFT, cMelspec
Parity   every frame; 3 x the original's float32 rounding noise
Notes    The Python wrapper truncates samples to 16 bits without saturation: +1.0 becomes
         -32768. openSMILE divides them by 32767 and multiplies its bands by as much again
         (htkcompatible), so integers go in. The bin nearest to the lower edge and those below
         are left out: at 20 Hz DC and the first, at 0 Hz DC alone.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.framing import Framing, Snip
from melgram.frontend.output import FramesFirst, Output
from melgram.frontend.signal import Quantise, Scale
from melgram.frontend.spectral import Hamming, Magnitude, MelBank, Window
from melgram.presets.record import Preset

POWER = FrontEnd(
    sample_rate=16_000,
    signal=(Quantise(levels=32768.0, overflow="wrap"), Scale(factor=32768.0)),
    framing=Framing(n_fft=512, win_length=400, hop_length=160, edges=Snip(), placement="left"),
    window=Window(shape=Hamming(periodic=False)),
    bank=MelBank(
        n_mels=26,
        fmin=20.0,
        fmax=8_000.0,
        scale="kaldi",
        triangles="mel",
        skip_low=2,
        skip_high=1,
        rounding="throughout",
    ),
    output=Output(layout=FramesFirst()),
)
MAGNITUDE = replace(POWER, spectrum=Magnitude(), bank=replace(POWER.bank, fmin=0.0, skip_low=1))

_SOURCE = "opensmile 2.6.0, cMelspec through Smile.process_signal"

PRESETS = (
    Preset(
        name="opensmile-mel",
        title="openSMILE mel bands of power, 20 to 8,000 Hz (eGeMAPS)",
        front_end=POWER,
        source=_SOURCE,
        parity="recipe-run",
        tolerance=1.7e7,
        notes="On this scale a full-scale chirp reaches 3e12: the tolerance is 5e-6 of it.",
    ),
    Preset(
        name="opensmile-mel-mag",
        title="openSMILE mel bands of magnitude, 0 to 8,000 Hz (IS09, without pre-emphasis)",
        front_end=MAGNITUDE,
        source=_SOURCE,
        parity="recipe-run",
        tolerance=22.9,
    ),
)
