"""Whisper (OpenAI): 16 kHz, 80 or 128 bands, log10 within 8 of the clip's maximum.

Source   openai-whisper 20250625, whisper/audio.py, log_mel_spectrogram(padding=0)
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    The last STFT frame is dropped. The floor hangs on the clip's maximum, so a frame
         cannot be known before the clip's end. transcribe() appends 30 s of zeros first.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.post import Affine, DynamicRange
from melgram.frontend.spectral import Hann, MelBank, Window
from melgram.presets.record import Preset

_BANK = MelBank(n_mels=80, fmin=0.0, fmax=8_000.0, scale="slaney", norm="area", rounding="steps")

WHISPER = FrontEnd(
    sample_rate=16_000,
    framing=Framing(
        n_fft=400, win_length=400, hop_length=160, edges=Centered(), drop_last="always"
    ),
    window=Window(shape=Hann(), rounding="result"),
    bank=_BANK,
    compression=Log(base="log10", floor=ClampFloor(value=1e-10)),
    post=(DynamicRange(range=8.0), Affine(scale=0.25, offset=1.0)),
)

_SOURCE = "openai-whisper 20250625, whisper/audio.py, log_mel_spectrogram"

PRESETS = (
    Preset(
        name="whisper",
        title="Whisper tiny to large-v2, 80 bands",
        front_end=WHISPER,
        source=_SOURCE,
        parity="reference-run",
        tolerance=5.79e-5,
    ),
    Preset(
        name="whisper-v3",
        title="Whisper large-v3 and turbo, 128 bands",
        front_end=replace(WHISPER, bank=replace(_BANK, n_mels=128)),
        source=_SOURCE,
        parity="reference-run",
        tolerance=8.43e-5,
    ),
)
