"""Audio inputs of language models and medical dictation: Gemma, Phi-4, LASR, Granite, Inkling.

Source   transformers 5.23.0: models/gemma3n, gemma4, phi4_multimodal, lasr, granite_speech,
         inkling
"""

from __future__ import annotations

from dataclasses import replace

from melgram.errors import FrontEndError
from melgram.exchange.settings import Settings
from melgram.exchange.stages import dithered, floored, mel_bank, next_power_of_two, swapped
from melgram.frontend import FrontEnd
from melgram.frontend.framing import Framing, Padded
from melgram.frontend.post import Deltas, DynamicRange, VectorAffine
from melgram.frontend.signal import FrameOp, PadToMultiple, Preemphasis, Scale, SignalOp
from melgram.presets import preset


def gemma3n(settings: Settings) -> FrontEnd:
    """Gemma3nAudioFeatureExtractor: a longer FFT, HTK's pre-emphasis in each frame."""
    base = preset("gemma3n")
    rate = settings.integer("sampling_rate", 16_000)
    win_length = round(rate * settings.number("frame_length_ms", 32.0) / 1000)
    hop_length = round(rate * settings.number("hop_length_ms", 10.0) / 1000)
    n_fft = next_power_of_two(win_length) * (1 + settings.flag("fft_overdrive", True))
    settings.computed({"frame_length": win_length, "hop_length": hop_length, "fft_length": n_fft})
    front_end = replace(
        base,
        sample_rate=rate,
        signal=_gemma_signal(settings, base),
        framing=replace(base.framing, n_fft=n_fft, win_length=win_length, hop_length=hop_length),
        frame=_gemma_frame(settings, 0.97),
        bank=replace(
            mel_bank(base),
            n_mels=settings.integer("feature_size", 128),
            fmin=settings.number("min_frequency", 125.0),
            fmax=settings.number("max_frequency", 7600.0),
        ),
        compression=floored(base, settings.number("mel_floor", 1e-5)),
    )
    return _per_bin(settings, front_end)


def gemma4(settings: Settings) -> FrontEnd:
    """Gemma4AudioFeatureExtractor: shorter frames, half of one in zeros before the clip."""
    base = preset("gemma4")
    rate = settings.integer("sampling_rate", 16_000)
    win_length = round(rate * settings.number("frame_length_ms", 20.0) / 1000)
    hop_length = round(rate * settings.number("hop_length_ms", 10.0) / 1000)
    n_fft = next_power_of_two(win_length) * (1 + settings.flag("fft_overdrive", False))
    settings.computed({"frame_length": win_length, "hop_length": hop_length, "fft_length": n_fft})
    front_end = replace(
        base,
        sample_rate=rate,
        signal=_gemma_signal(settings, base),
        framing=replace(
            base.framing,
            n_fft=n_fft,
            win_length=win_length,
            hop_length=hop_length,
            edges=Padded(left=win_length // 2, right=0, mode="zero"),
        ),
        frame=_gemma_frame(settings, 0.0),
        bank=replace(
            mel_bank(base),
            n_mels=settings.integer("feature_size", 128),
            fmin=settings.number("min_frequency", 0.0),
            fmax=settings.number("max_frequency", 8000.0),
        ),
        compression=floored(base, settings.number("mel_floor", 0.001)),
    )
    return _per_bin(settings, front_end)


def _gemma_signal(settings: Settings, base: FrontEnd) -> tuple[SignalOp, ...]:
    std = settings.number("dither", 0.0)
    factor = settings.number("input_scale_factor", 1.0)
    settings.say(
        "Padding is an argument of the call; its defaults are taken: at most 480000 samples, "
        "a multiple of 128."
    )
    scaled = () if factor == 1 else (Scale(factor=factor),)
    return (*base.signal, *dithered((), std), *scaled)


def _gemma_frame(settings: Settings, default: float) -> tuple[FrameOp, ...]:
    coefficient = settings.number("preemphasis", default)
    htk = settings.flag("preemphasis_htk_flavor", True)
    if coefficient <= 0:
        return ()
    return (Preemphasis(coefficient=coefficient, first="scale" if htk else "drop"),)


def _per_bin(settings: Settings, front_end: FrontEnd) -> FrontEnd:
    means = settings.numbers("per_bin_mean")
    deviations = settings.numbers("per_bin_stddev")
    if means is None and deviations is None:
        return front_end
    n_mels = mel_bank(front_end).n_mels
    offset = tuple(-mean for mean in means) if means else (0.0,) * n_mels
    scale = tuple(1.0 / std for std in deviations) if deviations else (1.0,) * n_mels
    return replace(front_end, post=(VectorAffine(offset=offset, scale=scale), *front_end.post))


def phi4_multimodal(settings: Settings) -> FrontEnd:
    """Phi4MultimodalFeatureExtractor: pre-emphasis and 16-bit range in each frame, ln from 1."""
    base = preset("phi4")
    bank = replace(
        mel_bank(base),
        n_mels=settings.integer("feature_size", 80),
        fmin=settings.number("mel_min_frequency", 0),
        fmax=settings.number("mel_max_frequency", 7690),
    )
    coefficient = settings.number("preemphasis", 0.97)
    settings.ignore("audio_compression_rate", "audio_downsample_rate", "audio_feat_stride")
    settings.say("In a batch the original blanks frames at a shorter clip's end; here it does not.")
    return replace(
        base,
        sample_rate=settings.integer("sampling_rate", 16_000),
        framing=_framing(settings, base.framing),
        frame=swapped(base.frame, Preemphasis(coefficient=coefficient, first="scale")),
        bank=bank,
    )


def lasr(settings: Settings) -> FrontEnd:
    """LasrFeatureExtractor (MedASR): 125 to 7,500 Hz, always."""
    base = preset("lasr")
    return replace(
        base,
        sample_rate=settings.integer("sampling_rate", 16_000),
        framing=_framing(settings, base.framing),
        bank=replace(mel_bank(base), n_mels=settings.integer("feature_size", 128)),
    )


def granite_speech(settings: Settings) -> FrontEnd:
    """GraniteSpeechFeatureExtractor: Whisper's ending on an HTK bank, two frames in one."""
    base = preset("granite-speech")
    rate = settings.integer("sampling_rate", 16_000)
    bank = replace(mel_bank(base), n_mels=settings.integer("n_mels", 80), fmax=float(rate // 2))
    # Its own file holds melspec_kwargs, which its constructor overwrites with the keys beside it.
    settings.ignore("melspec_kwargs", "feature_size")
    settings.ignore("projector_window_size", "projector_downsample_rate")
    framing = _framing(settings, base.framing)
    return replace(base, sample_rate=rate, framing=framing, bank=bank)


def granite_speech5(settings: Settings) -> FrontEnd:
    """GraniteSpeech5FeatureExtractor: the same with slopes beside the bands."""
    base = preset("granite-speech5")
    rate = settings.integer("sampling_rate", 16_000)
    n_mels = settings.integer("num_mel_bins", 80)
    width = (settings.integer("delta_win_length", 3, least=3) - 1) // 2
    post = swapped(base.post, Deltas(width=width, order=1))
    post = swapped(post, DynamicRange(range=settings.number("logmel_floor_db", 8.0)))
    settings.ignore("feature_size")
    return replace(
        base,
        sample_rate=rate,
        framing=_framing(settings, base.framing),
        bank=replace(mel_bank(base), n_mels=n_mels, fmax=float(rate // 2)),
        post=post,
    )


def inkling(settings: Settings) -> FrontEnd:
    """InklingFeatureExtractor: frames of a token's length, zeros before the first."""
    base = preset("inkling")
    rate = settings.integer("sampling_rate", 16_000)
    token = settings.number("audio_token_duration_s", 0.05) * rate
    hop_length = _whole("audio_token_duration_s", token)
    multiplier = settings.number("window_size_multiplier", 2.0)
    win_length = _whole("window_size_multiplier", token * multiplier)
    n_fft = settings.optional_integer("n_fft") or win_length
    settings.computed({"hop_length": hop_length, "window_size": win_length})
    framing = replace(base.framing, n_fft=n_fft, win_length=win_length, hop_length=hop_length)
    left = max(n_fft - hop_length, 0)
    framing = replace(framing, edges=Padded(left=left, right=0, mode="zero"))
    signal = swapped(base.signal, PadToMultiple(n_samples=hop_length))
    n_mels = settings.integer("feature_size", 80)
    bank = replace(mel_bank(base), n_mels=n_mels, fmax=rate / 2)
    return replace(base, sample_rate=rate, signal=signal, framing=framing, bank=bank)


def _whole(name: str, samples: float) -> int:
    if abs(samples - round(samples)) > 1e-6:
        message = f"{name} means {samples:g} samples; it must be a whole number of them."
        raise FrontEndError(message)
    return round(samples)


def _framing(settings: Settings, base: Framing) -> Framing:
    return replace(
        base,
        n_fft=settings.integer("n_fft", 512, least=2),
        win_length=settings.integer("win_length", 400),
        hop_length=settings.integer("hop_length", 160),
    )
