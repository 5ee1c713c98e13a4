"""torchaudio's defaults: 16 kHz, 400/200, 128 HTK bands without norm, power.

Source   torchaudio 2.11.0, transforms.MelSpectrogram(), transforms.MFCC()
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    128 bands over 201 bins leave some bands without a bin; the original keeps them at zero.
         Its filter bank is computed in float32; the float64 bank here lies within that noise.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.post import Dct, DynamicRange
from melgram.frontend.spectral import Hann, LinspaceGrid, MelBank, Window
from melgram.presets.record import Preset

_BANK = MelBank(
    n_mels=128,
    fmin=0.0,
    fmax=8_000.0,
    scale="htk",
    grid=LinspaceGrid(),
    empty_bands="keep",
)

TORCHAUDIO = FrontEnd(
    sample_rate=16_000,
    framing=Framing(n_fft=400, win_length=400, hop_length=200, edges=Centered()),
    window=Window(shape=Hann(), rounding="result"),
    bank=_BANK,
)

PRESETS = (
    Preset(
        name="torchaudio",
        title="torchaudio.transforms.MelSpectrogram with its defaults",
        front_end=TORCHAUDIO,
        source="torchaudio 2.11.0, transforms/_transforms.py, MelSpectrogram",
        parity="reference-run",
        tolerance=3.51e-2,
    ),
    Preset(
        name="torchaudio-slaney",
        title="torchaudio.transforms.MelSpectrogram(mel_scale='slaney', norm='slaney')",
        front_end=replace(TORCHAUDIO, bank=replace(_BANK, scale="slaney", norm="area")),
        source="torchaudio 2.11.0, transforms/_transforms.py, MelSpectrogram",
        parity="reference-run",
        tolerance=8.1e-4,
    ),
    Preset(
        name="torchaudio-mfcc",
        title="torchaudio.transforms.MFCC with its defaults: 40 coefficients of decibels",
        front_end=replace(
            TORCHAUDIO,
            compression=Log(base="db_power", floor=ClampFloor(value=1e-10)),
            post=(DynamicRange(range=80.0), Dct(n_coefficients=40)),
        ),
        source="torchaudio 2.11.0, transforms/_transforms.py, MFCC",
        parity="reference-run",
        tolerance=3.66e-3,
        notes="The 80 dB range is taken over a whole batch in the original; here over each clip.",
    ),
)
