"""RVC: RMVPE's mel for pitch, linear and mel spectrograms of its 48 kHz synthesizer.

Source   RVC-Project/Retrieval-based-Voice-Conversion-WebUI @ 04a33b9709 (2023), @ 4338f12c3c (2026)
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    The 2023 code took VITS's constants, 1e-6 under the root and 1e-5 under the logarithm;
         the 2026 code has 2e-7 and 2e-6. RMVPE's transform changed from a convolution to an
         FFT, which moves nothing but rounding. It pads the mel to a multiple of 32 frames
         before its network: by reflection in 2023, with zeros in 2026; not included.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Centered, Framing, Padded
from melgram.frontend.spectral import Hann, LinearBins, Magnitude, MelBank, Window
from melgram.presets.record import Preset

_WINDOW = Window(shape=Hann(), rounding="result")

RMVPE = FrontEnd(
    sample_rate=16_000,
    framing=Framing(n_fft=1024, win_length=1024, hop_length=160, edges=Centered()),
    window=_WINDOW,
    spectrum=Magnitude(),
    bank=MelBank(n_mels=128, fmin=30.0, fmax=8_000.0, scale="htk", norm="area", rounding="steps"),
    compression=Log(base="ln", floor=ClampFloor(value=1e-5)),
)

_LINEAR = FrontEnd(
    sample_rate=48_000,
    framing=Framing(n_fft=2048, win_length=2048, hop_length=480, edges=Padded(left=784, right=784)),
    window=_WINDOW,
    spectrum=Magnitude(added=1e-6),
    bank=LinearBins(),
)

_MEL = replace(
    _LINEAR,
    bank=MelBank(
        n_mels=128, fmin=0.0, fmax=24_000.0, scale="slaney", norm="area", rounding="steps"
    ),
    compression=Log(base="ln", floor=ClampFloor(value=1e-5)),
)

_MEL_2026 = replace(
    _MEL,
    spectrum=Magnitude(added=2e-7),
    compression=Log(base="ln", floor=ClampFloor(value=2e-6)),
)

_2023 = "RVC-Project/Retrieval-based-Voice-Conversion-WebUI @ 04a33b9709"
_2026 = "RVC-Project/Retrieval-based-Voice-Conversion-WebUI @ 4338f12c3c"

PRESETS = (
    Preset(
        name="rmvpe",
        title="RMVPE pitch estimator's mel, 128 bands",
        front_end=RMVPE,
        source=f"{_2023}, infer/lib/rmvpe.py, MelSpectrogram",
        parity="source-executed",
        tolerance=1.0e-3,
    ),
    Preset(
        name="rmvpe-2026",
        title="RMVPE in RVC of 2026",
        front_end=RMVPE,
        source=f"{_2026}, infer/rmvpe.py, MelSpectrogram",
        parity="source-executed",
        tolerance=3.44e-3,
        alias_of="rmvpe",
    ),
    Preset(
        name="rvc-linear-48k",
        title="RVC v2 48 kHz linear spectrogram, 1,025 bins",
        front_end=_LINEAR,
        source=f"{_2023}, infer/lib/train/mel_processing.py, spectrogram_torch",
        parity="source-executed",
        tolerance=1.88e-4,
    ),
    Preset(
        name="rvc-linear-48k-2026",
        title="RVC of 2026, 48 kHz linear spectrogram, 1,025 bins",
        front_end=replace(_LINEAR, spectrum=Magnitude(added=2e-7)),
        source=f"{_2026}, train/mel_processing.py, spectrogram_torch",
        parity="source-executed",
        tolerance=1.88e-4,
    ),
    Preset(
        name="rvc-mel-48k",
        title="RVC v2 48 kHz mel of the training loss, 128 bands",
        front_end=_MEL,
        source=f"{_2023}, infer/lib/train/mel_processing.py, mel_spectrogram_torch",
        parity="source-executed",
        tolerance=3.62e-4,
    ),
    Preset(
        name="rvc-mel-48k-2026",
        title="RVC of 2026, 48 kHz mel of the training loss, 128 bands",
        front_end=_MEL_2026,
        source=f"{_2026}, train/mel_processing.py, mel_spectrogram_torch",
        parity="source-executed",
        tolerance=5.05e-4,
    ),
)
