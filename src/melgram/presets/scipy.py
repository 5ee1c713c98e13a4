"""SciPy's spectrograms, which have no mel bands: the ground that many recipes stand on.

Source   scipy 1.17.1, signal.spectrogram and signal.ShortTimeFFT
Parity   every frame, edges included; both are float64, the tolerance is the float32 of this result
Notes    spectrogram removes each segment's mean and returns a one-sided density in 1/Hz.
"""

from melgram.frontend import FrontEnd
from melgram.frontend.framing import Framing, Padded, Snip
from melgram.frontend.output import Output
from melgram.frontend.signal import RemoveMean, Scale
from melgram.frontend.spectral import Hann, LinearBins, Power, Tukey, Window
from melgram.presets.record import Preset

SPECTROGRAM = FrontEnd(
    sample_rate=16_000,
    framing=Framing(n_fft=256, win_length=256, hop_length=224, edges=Snip()),
    frame=(RemoveMean(), Scale(factor=16_000**-0.5)),  # a density: power per Hz
    window=Window(shape=Tukey(alpha=0.25), gain="unit_energy"),
    spectrum=Power(one_sided=True),
    bank=LinearBins(),
    output=Output(dtype="float64"),
    arithmetic="float64",
)

# Slice p is centered on sample 160 p; the first that touches the signal is p = -1.
STFT = FrontEnd(
    sample_rate=16_000,
    framing=Framing(
        n_fft=512,
        win_length=400,
        hop_length=160,
        edges=Padded(left=360, right=399, mode="zero"),
        placement="left",
    ),
    window=Window(shape=Hann()),
    bank=LinearBins(),
    output=Output(dtype="float64"),
    arithmetic="float64",
)

PRESETS = (
    Preset(
        name="scipy-spectrogram",
        title="scipy.signal.spectrogram with its defaults at 16 kHz",
        front_end=SPECTROGRAM,
        source="scipy 1.17.1, signal/_spectral_py.py, spectrogram",
        parity="reference-run",
        tolerance=9e-10,
    ),
    Preset(
        name="scipy-stft",
        title="scipy.signal.ShortTimeFFT(hann(400), 160, mfft=512).spectrogram",
        front_end=STFT,
        source="scipy 1.17.1, signal/_short_time_fft.py, ShortTimeFFT.spectrogram",
        parity="reference-run",
        tolerance=4.9e-4,
    ),
)
