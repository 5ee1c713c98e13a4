"""audioFlux's defaults: 32 kHz, 4096/1024, 128 HTK bands, power, no padding.

Source   audioflux 0.1.9, mel_spectrogram
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    Its constant SLANEY names a style of triangles; the scale is HTK's and nothing is
         normalised. It refuses recordings shorter than 4,096 samples, which have no frame here.
"""

from melgram.frontend import FrontEnd
from melgram.frontend.framing import Framing, Snip
from melgram.frontend.spectral import Hann, MelBank, Window
from melgram.presets.record import Preset

PRESETS = (
    Preset(
        name="audioflux",
        title="audioflux.mel_spectrogram with its defaults",
        front_end=FrontEnd(
            sample_rate=32_000,
            framing=Framing(n_fft=4096, win_length=4096, hop_length=1024, edges=Snip()),
            window=Window(shape=Hann(), rounding="result"),
            bank=MelBank(n_mels=128, fmin=0.0, fmax=16_000.0, scale="htk"),
        ),
        source="audioflux 0.1.9, mel_spectrogram",
        parity="reference-run",
        tolerance=1.74,
    ),
)
