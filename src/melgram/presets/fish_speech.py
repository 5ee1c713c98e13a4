"""Fish-Speech: 44.1 kHz, 128 or 160 Slaney bands, ln of the magnitude.

Source   fishaudio/fish-speech @ 3dd1f85c40, fish_speech/utils/spectrogram.py, LogMelSpectrogram
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    HiFi-GAN's framing with 1e-6 under the root; the bank is torchaudio's, in float32
         throughout.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Framing, Padded
from melgram.frontend.spectral import Hann, LinspaceGrid, Magnitude, MelBank, Window
from melgram.presets.record import Preset

_BANK = MelBank(
    n_mels=128,
    fmin=0.0,
    fmax=22_050.0,
    scale="slaney",
    norm="area",
    grid=LinspaceGrid(),
    rounding="throughout",
)

FISH_SPEECH = FrontEnd(
    sample_rate=44_100,
    framing=Framing(n_fft=2048, win_length=2048, hop_length=512, edges=Padded(left=768, right=768)),
    window=Window(shape=Hann(), rounding="result"),
    spectrum=Magnitude(added=1e-6),
    bank=_BANK,
    compression=Log(base="ln", floor=ClampFloor(value=1e-5)),
)

_SOURCE = "fishaudio/fish-speech @ 3dd1f85c40, fish_speech/utils/spectrogram.py, LogMelSpectrogram"

PRESETS = (
    Preset(
        name="fish-speech",
        title="Fish-Speech, 128 bands",
        front_end=FISH_SPEECH,
        source=_SOURCE,
        parity="source-executed",
        tolerance=4.58e-4,
    ),
    Preset(
        name="fish-speech-firefly160",
        title="Fish-Speech's Firefly vocoder, 160 bands",
        front_end=replace(FISH_SPEECH, bank=replace(_BANK, n_mels=160)),
        source=_SOURCE,
        parity="source-executed",
        tolerance=4.95e-4,
    ),
)
