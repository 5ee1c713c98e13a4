"""NeMo's features as other packages compute them, frames first.

Source   transformers 5.23.0 and kaldi-native-fbank 1.23.0; NeMo's own are in nemo.py
Parity   every frame, edges included; 3 x the original's float32 rounding noise
Notes    All follow NeMo since 2.5.0: zeros outside the signal, the last frame 0 or left out.
"""

from dataclasses import replace

from melgram.frontend.output import FramesFirst, Output
from melgram.presets.nemo import NEMO, NEMO_128, NEMO_NONE
from melgram.presets.record import Preset

_FRAMES_FIRST = Output(layout=FramesFirst())
_PARAKEET_128 = replace(NEMO_128, output=_FRAMES_FIRST)

PRESETS = (
    Preset(
        name="hf-parakeet",
        title="Parakeet in transformers, 80 bands",
        front_end=replace(NEMO, output=_FRAMES_FIRST),
        source="transformers 5.23.0, models/parakeet, ParakeetFeatureExtractor(feature_size=80)",
        parity="reference-run",
        tolerance=1.01e-2,
    ),
    Preset(
        name="hf-parakeet-128",
        title="Parakeet v2 and v3, and Canary, in transformers: 128 bands",
        front_end=_PARAKEET_128,
        source="transformers 5.23.0, models/parakeet, ParakeetFeatureExtractor(feature_size=128)",
        parity="reference-run",
        tolerance=1.03e-2,
    ),
    Preset(
        name="hf-cohere-nodither",
        title="Cohere ASR in transformers without its dither",
        front_end=_PARAKEET_128,
        source="transformers 5.23.0, models/cohere_asr, CohereAsrFeatureExtractor(dither=0.0)",
        parity="reference-run",
        tolerance=1.03e-2,
        notes="By default noise of 1e-5, seeded with the number of samples, is added.",
        alias_of="hf-parakeet-128",
    ),
    Preset(
        name="hf-nemotron",
        title="Nemotron streaming ASR in transformers: plain ln mel, 80 bands",
        front_end=replace(NEMO_NONE, output=_FRAMES_FIRST),
        source="transformers 5.23.0, NemotronAsrStreamingFeatureExtractor",
        parity="reference-run",
        tolerance=3.27e-3,
        notes="Its options center=False and bfloat16 tables are other front ends.",
    ),
    Preset(
        name="knf-nemo",
        title="kaldi-native-fbank's NeMo features (sherpa-onnx): plain ln mel, 80 bands",
        front_end=replace(
            NEMO_NONE,
            framing=replace(NEMO_NONE.framing, drop_last="always", valid_extra=None),
            post=(),
            output=_FRAMES_FIRST,
        ),
        source="kaldi-native-fbank 1.23.0, OnlineNemoFbank",
        parity="reference-run",
        tolerance=2.61e-3,
    ),
)
