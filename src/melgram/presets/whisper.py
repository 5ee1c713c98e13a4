"""Whisper (OpenAI): 16 kHz, 80 or 128 bands, log10 within 8 of the clip's maximum.

Source   openai-whisper 20250625, whisper/audio.py, log_mel_spectrogram
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    The last STFT frame is dropped. The floor hangs on the clip's maximum, so a frame
         cannot be known before the clip's end. ``whisper`` is the function alone; the models are
         trained on 30 s (``whisper-30s``: silence is appended to the samples), and transcribe()
         fills its last window with 0.0 after the scaling (``whisper-transcribe``), which is louder
         than silence. Other people's ports are in whisper_ports.py.
"""

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Centered, Framing
from melgram.frontend.post import Affine, DropFrames, DynamicRange, PadFrames, TruncateFrames
from melgram.frontend.signal import Pad, PadTo, TruncateTo
from melgram.frontend.spectral import Hann, MelBank, Window
from melgram.presets.record import Preset

SAMPLES_30S = 480_000
FRAMES_30S = 3_000

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
WHISPER_V3 = replace(WHISPER, bank=replace(_BANK, n_mels=128))

WINDOW_30S = (TruncateTo(n_samples=SAMPLES_30S), PadTo(n_samples=SAMPLES_30S))
WHISPER_30S = replace(WHISPER, signal=WINDOW_30S)

_TRANSCRIBE = replace(
    WHISPER,
    signal=(Pad(right=SAMPLES_30S),),
    post=(
        *WHISPER.post,
        DropFrames(n_frames=FRAMES_30S),
        TruncateFrames(n_frames=FRAMES_30S),
        PadFrames(n_frames=FRAMES_30S),
    ),
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
        name="whisper-30s",
        title="Whisper tiny to large-v2 on its 30 s window: samples cut or filled with zeros",
        front_end=WHISPER_30S,
        source=f"{_SOURCE} after pad_or_trim",
        parity="reference-run",
        tolerance=5.79e-5,
    ),
    Preset(
        name="whisper-transcribe",
        title="the first window that Whisper's transcribe() hands the model",
        front_end=_TRANSCRIBE,
        source=f"{_SOURCE}(padding=480000), and whisper/transcribe.py, transcribe",
        parity="reference-run",
        tolerance=5.79e-5,
        notes="The maximum runs over the whole recording, so later windows cannot be made alone.",
    ),
    Preset(
        name="whisper-v3",
        title="Whisper large-v3 and turbo, 128 bands",
        front_end=WHISPER_V3,
        source=_SOURCE,
        parity="reference-run",
        tolerance=8.43e-5,
    ),
    Preset(
        name="whisper-v3-30s",
        title="Whisper large-v3 and turbo on the 30 s window",
        front_end=replace(WHISPER_V3, signal=WINDOW_30S),
        source=f"{_SOURCE} after pad_or_trim",
        parity="reference-run",
        tolerance=8.43e-5,
    ),
)
