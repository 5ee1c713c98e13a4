"""Vocos and F5-TTS (Vocos): 24 kHz, 100 HTK bands without norm, logarithm of the magnitude.

Source   vocos 0.1.0, feature_extractors.py, MelSpectrogramFeatures
Parity   every frame, edges included. Bands without content lie at 1e-7, where the original's
         own float32 transform decides the value: it differs from float64 by up to 2.3 there,
         by less than 3e-4 elsewhere.
Notes    F5-TTS raises the floor from 1e-7 to 1e-5.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Centered, Framing, Padded
from melgram.frontend.spectral import Hann, LinspaceGrid, Magnitude, MelBank, Window
from melgram.presets.record import Preset

_FRAMING = Framing(n_fft=1024, win_length=1024, hop_length=256, edges=Centered())

_VOCOS = FrontEnd(
    sample_rate=24_000,
    framing=_FRAMING,
    window=Window(shape=Hann(), rounding="result"),
    spectrum=Magnitude(),
    bank=MelBank(
        n_mels=100,
        fmin=0.0,
        fmax=12_000.0,
        scale="htk",
        grid=LinspaceGrid(),
        rounding="throughout",
    ),
    compression=Log(base="ln", floor=ClampFloor(value=1e-7)),
)

_SOURCE = "vocos 0.1.0 with torchaudio 2.11.0, feature_extractors.py, MelSpectrogramFeatures"

PRESETS = (
    Preset(
        name="vocos",
        title="Vocos mel 24 kHz, padding='center'",
        front_end=_VOCOS,
        source=_SOURCE,
        parity="reference-run",
        tolerance=2.3,
    ),
    Preset(
        name="vocos-same",
        title="Vocos mel 24 kHz, padding='same'",
        front_end=replace(_VOCOS, framing=replace(_FRAMING, edges=Padded(left=384, right=384))),
        source=_SOURCE,
        parity="reference-run",
        tolerance=2.3,
    ),
    Preset(
        name="index-tts",
        title="IndexTTS",
        front_end=_VOCOS,
        source="index-tts/index-tts @ ee40fa7d, indextts/utils/feature_extractors.py",
        parity="source-executed",
        tolerance=6.76,
        alias_of="vocos",
    ),
    Preset(
        name="f5-tts-vocos",
        title="F5-TTS with Vocos",
        front_end=replace(_VOCOS, compression=Log(base="ln", floor=ClampFloor(value=1e-5))),
        source="SWivid/F5-TTS @ 2ae2c9bd9b, src/f5_tts/model/modules.py, MelSpec",
        parity="source-executed",
        tolerance=0.15,
        notes="Inference first raises reference recordings to an RMS of 0.1; not included.",
    ),
)
