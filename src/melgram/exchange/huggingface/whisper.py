"""Whisper and its relatives: log10 within 8 of a maximum.

Source   transformers 5.23.0: models/whisper, moss_transcribe_diarize, dots3_note, qwen3_asr,
         voxtral_realtime
"""

from __future__ import annotations

from dataclasses import replace

from melgram.exchange.settings import Settings
from melgram.exchange.stages import dithered, mel_bank, swapped, without
from melgram.frontend import FrontEnd
from melgram.frontend.post import DynamicRange, FixedRange, PadFramesToMultiple
from melgram.frontend.signal import PadTo, TruncateTo
from melgram.presets import preset

_FROM_OTHERS = ("mel_filters", "n_samples", "nb_max_frames")  # computed from the other keys


def whisper(settings: Settings) -> FrontEnd:
    """WhisperFeatureExtractor, which Qwen-Audio, Voxtral, GLM-ASR and others share."""
    front_end = _bands(settings, preset("hf-whisper-torch"), n_mels=80)
    std = settings.number("dither", 0.0)
    settings.ignore(*_FROM_OTHERS, "chunk_length", "do_normalize")
    settings.say(
        "How a call pads is not in the file; its default appends zeros up to chunk_length. "
        "Here nothing is appended."
    )
    return replace(front_end, signal=dithered(front_end.signal, std))


def moss_transcribe_diarize(settings: Settings) -> FrontEnd:
    """MossTranscribeDiarizeFeatureExtractor: Whisper, always in a whole window."""
    front_end = _bands(settings, preset("hf-moss-transcribe"), n_mels=80)
    window = settings.integer("chunk_length", 30) * front_end.sample_rate
    signal = swapped(front_end.signal, PadTo(n_samples=window))
    signal = swapped(signal, TruncateTo(n_samples=window))
    std = settings.number("dither", 0.0)
    settings.ignore(*_FROM_OTHERS)
    settings.say("The original goes on with a next window where one ends; here it is the only one.")
    return replace(front_end, signal=dithered(signal, std))


def dots3_note(settings: Settings) -> FrontEnd:
    """Dots3NoteFeatureExtractor: Whisper in whole tokens of eight frames."""
    base = preset("hf-dots3-note")
    fixed = "its tokens hang on it."
    settings.only("n_fft", 400, because=fixed)
    settings.only("hop_length", 160, because=fixed)
    settings.only("sampling_rate", 16_000, because=fixed)
    seconds = settings.optional_integer("chunk_seconds") or settings.integer("chunk_length", 60)
    bank = replace(mel_bank(base), n_mels=settings.integer("feature_size", 128))
    signal = swapped(base.signal, TruncateTo(n_samples=16_000 * seconds))
    std = settings.number("dither", 0.0)
    settings.ignore(*_FROM_OTHERS, "chunk_length")
    settings.say("The original goes on with a next window where one ends; here it is the only one.")
    return replace(base, signal=dithered(signal, std), bank=bank)


def qwen3_asr(settings: Settings) -> FrontEnd:
    """Qwen3ASRFeatureExtractor: half a second at least, frames in multiples of 100."""
    front_end = _bands(settings, preset("qwen3-asr"), n_mels=128)
    least = settings.integer("min_length", 8000, least=0)
    multiple = 2 * settings.integer("n_window", 50, least=0)
    signal = without(front_end.signal, PadTo)
    post = without(front_end.post, PadFramesToMultiple)
    std = settings.number("dither", 0.0)
    settings.ignore(*_FROM_OTHERS, "chunk_length")
    settings.say(
        "How a call pads is not in the file; padding=True is taken, as its processor does."
    )
    return replace(
        front_end,
        signal=dithered((PadTo(n_samples=least), *signal) if least else signal, std),
        post=(*post, PadFramesToMultiple(n_frames=multiple)) if multiple > 1 else post,
    )


def voxtral_realtime(settings: Settings) -> FrontEnd:
    """VoxtralRealtimeFeatureExtractor: the maximum is written down."""
    front_end = _bands(settings, preset("voxtral-realtime"), n_mels=128)
    top = settings.optional_number("global_log_mel_max", 1.5)
    settings.ignore("win_length")  # only the attention mask uses it; the window has n_fft samples
    settings.say("Whether frames are centered is an argument of the call; center=True is taken.")
    if top is not None:
        return replace(front_end, post=swapped(front_end.post, FixedRange(top=top, range=8.0)))
    relative = tuple(
        DynamicRange(range=8.0) if isinstance(op, FixedRange) else op for op in front_end.post
    )
    return replace(front_end, post=relative)


def _bands(settings: Settings, base: FrontEnd, *, n_mels: int) -> FrontEnd:
    n_fft = settings.integer("n_fft", 400, least=2)
    hop_length = settings.integer("hop_length", 160)
    return replace(
        base,
        sample_rate=settings.integer("sampling_rate", 16_000),
        framing=replace(base.framing, n_fft=n_fft, win_length=n_fft, hop_length=hop_length),
        bank=replace(mel_bank(base), n_mels=settings.integer("feature_size", n_mels)),
    )
