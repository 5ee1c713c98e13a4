"""Classes that compute Kaldi's filter bank, each with its own ending.

Source   transformers 5.23.0: models/seamless_m4t, speech_to_text, audio_spectrogram_transformer,
         fun_asr_nano, xcodec2, neucodec
"""

from __future__ import annotations

from dataclasses import replace

from melgram.errors import FrontEndError
from melgram.exchange.kaldi import WINDOWS
from melgram.exchange.settings import Settings
from melgram.exchange.stages import dithered, mel_bank, next_power_of_two, swapped, without
from melgram.frontend import FrontEnd
from melgram.frontend.post import (
    LowFrameRate,
    PadFrames,
    PadFramesToMultiple,
    PerFeature,
    PostOp,
    Stack,
    Standard,
    SubtractMean,
    TruncateFrames,
)
from melgram.frontend.spectral import MelBank
from melgram.presets import preset

_TWO_PATHS = "at other rates its two code paths (with and without torchaudio) cut other frames."


def seamless_m4t(settings: Settings) -> FrontEnd:
    """SeamlessM4TFeatureExtractor, which wav2vec2-BERT shares."""
    base = preset("seamless-m4t")
    rate = settings.integer("sampling_rate", 16_000)
    bank = _bank(base, n_mels=settings.integer("num_mel_bins", 80), rate=rate)
    value = settings.number("padding_value", 0.0)
    stride = settings.integer("stride", 2)
    settings.ignore("feature_size")
    settings.say(
        "Padding and normalisation are arguments of the call; its defaults are taken: "
        "a multiple of 2 frames, zero mean and unit variance in each band."
    )
    post = swapped(base.post, Stack(n_frames=stride, remainder="zero"))
    if (stride, value) != (2, 0.0):
        padding = PadFramesToMultiple(n_frames=2, value=value)
        post = (*without(base.post, Stack), padding, Stack(n_frames=stride))
    return replace(base, sample_rate=rate, bank=bank, post=post, padding=value)


def speech_to_text(settings: Settings) -> FrontEnd:
    """Speech2TextFeatureExtractor."""
    base = preset("hf-speech2text")
    settings.only("sampling_rate", 16_000, because=_TWO_PATHS)
    std = settings.number("dither", 0.0)
    bank = replace(mel_bank(base), n_mels=settings.integer("num_mel_bins", 80))
    post = (*without(base.post, PerFeature), *_cepstral_norm(settings))
    settings.ignore("feature_size")
    settings.say("The original changes its code with torchaudio's presence; that path is taken.")
    padding = settings.number("padding_value", 0.0)
    return replace(base, frame=dithered(base.frame, std), bank=bank, post=post, padding=padding)


def _cepstral_norm(settings: Settings) -> tuple[PostOp, ...]:
    means = settings.flag("normalize_means", True)
    deviations = settings.flag("normalize_vars", True)
    if not settings.flag("do_ceptral_normalize", True) or not (means or deviations):
        return ()
    if not means:
        message = "normalize_means=False cannot be expressed with normalize_vars=True."
        raise FrontEndError(message)
    return (PerFeature(ddof=0),) if deviations else (SubtractMean(),)


def audio_spectrogram_transformer(settings: Settings) -> FrontEnd:
    """ASTFeatureExtractor: a fixed number of frames, two numbers for the normalisation."""
    base = preset("ast")
    settings.only("sampling_rate", 16_000, because=_TWO_PATHS)
    bank = replace(mel_bank(base), n_mels=settings.integer("num_mel_bins", 128))
    length = settings.integer("max_length", 1024)
    mean, std = settings.number("mean", -4.2677393), settings.number("std", 4.5689974)
    post = swapped(base.post, PadFrames(n_frames=length))
    post = swapped(post, TruncateFrames(n_frames=length))
    post = swapped(post, Standard(mean=mean, deviation=2 * std))
    if not settings.flag("do_normalize", True):
        post = without(post, Standard)
    settings.ignore("feature_size")
    settings.say("The original changes its code with torchaudio's presence; that path is taken.")
    return replace(base, bank=bank, post=post)


def fun_asr_nano(settings: Settings) -> FrontEnd:
    """FunAsrNanoFeatureExtractor: Kaldi on samples in [-1, 1], then stacked frames."""
    base = preset("hf-fun-asr-nano")
    rate = settings.integer("sampling_rate", 16_000)
    win_length = int(rate * 0.001 * settings.number("frame_length", 25))
    hop_length = int(rate * 0.001 * settings.number("frame_shift", 10))
    stack = LowFrameRate(
        width=settings.integer("num_frames_lfr", 7), hop=settings.integer("stride_lfr", 6)
    )
    n_fft = next_power_of_two(win_length)
    return replace(
        base,
        sample_rate=rate,
        framing=replace(base.framing, n_fft=n_fft, win_length=win_length, hop_length=hop_length),
        window=replace(base.window, shape=settings.word("window", "hamming", WINDOWS)),
        bank=_bank(base, n_mels=settings.integer("feature_size", 80), rate=rate),
        post=swapped(base.post, stack),
        padding=settings.number("padding_value", 0.0),
    )


def xcodec2(settings: Settings) -> FrontEnd:
    """Xcodec2FeatureExtractor: the features of its semantic encoder."""
    return _codec(settings, preset("hf-xcodec2"))


def neucodec(settings: Settings) -> FrontEnd:
    """NeuCodecFeatureExtractor: the same without zeros before the clip."""
    return _codec(settings, preset("hf-neucodec"))


def _codec(settings: Settings, base: FrontEnd) -> FrontEnd:
    settings.only("sampling_rate", 16_000, because="the framing is fixed in its code.")
    settings.only("hop_length", 320, because="the codec's own hop decides the padding.")
    settings.ignore("feature_size", "num_mel_bins", "frame_length", "frame_shift", "stride")
    settings.say(
        "The waveform that the codec's acoustic encoder takes is not part of the features."
    )
    return replace(base, padding=settings.number("padding_value", 1.0))


def _bank(base: FrontEnd, *, n_mels: int, rate: int) -> MelBank:
    return replace(mel_bank(base), n_mels=n_mels, fmax=rate // 2)
