"""Which class is read by which function, and why some are not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from melgram.errors import FrontEndError, did_you_mean
from melgram.exchange.huggingface import (
    clap,
    kaldi_like,
    parakeet,
    speech_models,
    vocoders,
    whisper,
)
from melgram.exchange.settings import Settings
from melgram.frontend import FrontEnd

Reader = Callable[[Settings], FrontEnd]

READERS: dict[str, Reader] = {
    "ASTFeatureExtractor": kaldi_like.audio_spectrogram_transformer,
    "ClapFeatureExtractor": clap.clap,
    "ClvpFeatureExtractor": vocoders.clvp,
    "CohereAsrFeatureExtractor": parakeet.cohere_asr,
    "Dots3NoteFeatureExtractor": whisper.dots3_note,
    "FunAsrNanoFeatureExtractor": kaldi_like.fun_asr_nano,
    "Gemma3nAudioFeatureExtractor": speech_models.gemma3n,
    "Gemma4AudioFeatureExtractor": speech_models.gemma4,
    "GraniteSpeech5FeatureExtractor": speech_models.granite_speech5,
    "GraniteSpeechFeatureExtractor": speech_models.granite_speech,
    "InklingFeatureExtractor": speech_models.inkling,
    "LasrFeatureExtractor": speech_models.lasr,
    "MossTranscribeDiarizeFeatureExtractor": whisper.moss_transcribe_diarize,
    "NemotronAsrStreamingFeatureExtractor": parakeet.nemotron_asr_streaming,
    "NeuCodecFeatureExtractor": kaldi_like.neucodec,
    "ParakeetFeatureExtractor": parakeet.parakeet,
    "Phi4MultimodalFeatureExtractor": speech_models.phi4_multimodal,
    "Pop2PianoFeatureExtractor": vocoders.pop2piano,
    "Qwen3ASRFeatureExtractor": whisper.qwen3_asr,
    "SeamlessM4TFeatureExtractor": kaldi_like.seamless_m4t,
    "Speech2TextFeatureExtractor": kaldi_like.speech_to_text,
    "SpeechT5FeatureExtractor": vocoders.speecht5,
    "UnivNetFeatureExtractor": vocoders.univnet,
    "VoxtralRealtimeFeatureExtractor": whisper.voxtral_realtime,
    "WhisperFeatureExtractor": whisper.whisper,
    "Xcodec2FeatureExtractor": kaldi_like.xcodec2,
}

WAVEFORM = (
    "DacFeatureExtractor",
    "DiaFeatureExtractor",
    "EncodecFeatureExtractor",
    "Gemma4UnifiedAudioFeatureExtractor",
    "KyutaiSpeechToTextFeatureExtractor",
    "MuseSparkFeatureExtractor",
    "PeAudioFeatureExtractor",
    "PocketTTSFeatureExtractor",
    "VibeVoiceAcousticTokenizerFeatureExtractor",
    "Wav2Vec2FeatureExtractor",
)

ELSEWHERE = {
    "MusicgenMelodyFeatureExtractor": "it makes a chromagram, there is no mel front end",
}

# Keys of the base class, of the processor, and of the picture half of a multimodal model.
_SHARED = (
    "auto_map",
    "feature_extractor_type",
    "padding_side",
    "padding_value",
    "processor_class",
    "return_attention_mask",
    "transformers_version",
)
_PICTURE = (
    "crop_size",
    "do_center_crop",
    "do_convert_rgb",
    "do_normalize",
    "do_pad",
    "do_rescale",
    "do_resize",
    "image_mean",
    "image_processor_type",
    "image_std",
    "max_pixels",
    "merge_size",
    "min_pixels",
    "patch_size",
    "resample",
    "rescale_factor",
    "size",
    "temporal_patch_size",
)


def class_of(document: Mapping[str, Any]) -> str | None:
    """Return the name of the feature extractor's class, or None if the file names none."""
    name = document.get("feature_extractor_type")
    return name if isinstance(name, str) else None


def reader_of(name: str) -> Reader:
    """Return the function that reads a class's settings.

    Raises
    ------
    FrontEndError
        If the class has no mel front end, or is not covered.
    """
    if name in READERS:
        return READERS[name]
    if name in WAVEFORM:
        message = f"{name} takes the waveform itself, there is no mel front end."
    elif name in ELSEWHERE:
        message = f"{name} cannot be expressed: {ELSEWHERE[name]}."
    else:
        hint = did_you_mean(name, READERS)
        message = f"{name} is not covered.{hint} Covered are {', '.join(READERS)}."
    raise FrontEndError(message)


def declare_shared(settings: Settings, document: Mapping[str, Any]) -> None:
    """Declare the keys that every class has and that do not concern the features."""
    settings.ignore(*_SHARED)
    if "image_processor_type" in document:
        settings.ignore(*_PICTURE)
