"""NeMo's ASR front end as transformers has it: pre-emphasis, symmetric Hann, ln(x + 2^-24).

Source   transformers 5.23.0: models/parakeet, cohere_asr, nemotron_asr_streaming
"""

from __future__ import annotations

from dataclasses import replace

from melgram.exchange.settings import Settings
from melgram.exchange.stages import dithered, mel_bank, swapped, without
from melgram.frontend import FrontEnd
from melgram.frontend.signal import Preemphasis
from melgram.presets import preset


def parakeet(settings: Settings) -> FrontEnd:
    """ParakeetFeatureExtractor, which Canary shares."""
    return _nemo_like(settings, preset("hf-parakeet"), n_mels=80)


def cohere_asr(settings: Settings) -> FrontEnd:
    """CohereAsrFeatureExtractor: the same with noise that hangs on the clip's length."""
    front_end = _nemo_like(settings, preset("hf-cohere-nodither"), n_mels=128)
    std = settings.number("dither", 1e-5)
    settings.ignore("max_audio_clip_s", "overlap_chunk_second", "min_energy_window_samples")
    settings.say(
        "The original cuts clips longer than max_audio_clip_s at quiet places; here a clip stays "
        "whole."
    )
    if std:
        settings.say(
            "The original seeds its noise with the clip's length; here the seed is an argument."
        )
    return replace(front_end, signal=dithered(front_end.signal, std))


def nemotron_asr_streaming(settings: Settings) -> FrontEnd:
    """NemotronAsrStreamingFeatureExtractor: the same without normalisation."""
    front_end = _nemo_like(settings, preset("hf-nemotron"), n_mels=80)
    reason = "its tables are rounded to that type."
    settings.only("mel_filters_dtype", "float32", because=reason)
    settings.say("Whether frames are centered is an argument of the call; center=True is taken.")
    return front_end


def _nemo_like(settings: Settings, base: FrontEnd, *, n_mels: int) -> FrontEnd:
    rate = settings.integer("sampling_rate", 16_000)
    framing = replace(
        base.framing,
        n_fft=settings.integer("n_fft", 512, least=2),
        win_length=settings.integer("win_length", 400),
        hop_length=settings.integer("hop_length", 160),
    )
    bank = replace(mel_bank(base), n_mels=settings.integer("feature_size", n_mels), fmax=rate / 2)
    coefficient = settings.optional_number("preemphasis", 0.97)
    if coefficient is None:
        signal = without(base.signal, Preemphasis)
    else:
        signal = swapped(base.signal, Preemphasis(coefficient=coefficient))
    return replace(base, sample_rate=rate, signal=signal, framing=framing, bank=bank)
