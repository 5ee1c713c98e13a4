"""Classes of speech synthesis and music: SpeechT5, UnivNet, CLVP, Pop2Piano.

Source   transformers 5.23.0: models/speecht5, univnet, clvp, pop2piano
"""

from __future__ import annotations

from dataclasses import replace

from melgram.exchange.settings import Settings
from melgram.exchange.stages import floored, log_of, mel_bank, next_power_of_two
from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log
from melgram.frontend.framing import Padded
from melgram.frontend.post import Affine, VectorAffine
from melgram.frontend.spectral import Magnitude
from melgram.presets import preset

_WINDOW = "another window of the original has no stage here yet."


def speecht5(settings: Settings) -> FrontEnd:
    """SpeechT5FeatureExtractor: the mel that its decoder predicts."""
    base = preset("speecht5")
    rate = settings.integer("sampling_rate", 16_000)
    win_length = settings.integer("win_length", 64) * rate // 1000  # the file says milliseconds
    hop_length = settings.integer("hop_length", 16) * rate // 1000
    n_fft = next_power_of_two(win_length)
    bank = replace(
        mel_bank(base),
        n_mels=settings.integer("num_mel_bins", 80),
        fmin=settings.number("fmin", 80),
        fmax=settings.number("fmax", 7600),
    )
    settings.only("win_function", "hann_window", because=_WINDOW)
    settings.ignore("do_normalize", "feature_size", "frame_signal_scale", "reduction_factor")
    settings.say("Its encoder takes the waveform itself; this mel is the decoder's target.")
    return replace(
        base,
        sample_rate=rate,
        framing=replace(base.framing, n_fft=n_fft, win_length=win_length, hop_length=hop_length),
        bank=bank,
        compression=floored(base, settings.number("mel_floor", 1e-10)),
        padding=settings.number("padding_value", 0.0),
    )


def univnet(settings: Settings) -> FrontEnd:
    """UnivNetFeatureExtractor."""
    base = preset("univnet")
    rate = settings.integer("sampling_rate", 24_000)
    win_length = settings.integer("win_length", 1024)
    n_fft = settings.optional_integer("filter_length", 1024) or next_power_of_two(win_length)
    hop_length = settings.integer("hop_length", 256)
    side = (n_fft - hop_length) // 2
    settings.only("center", False, because="it would pad twice.")
    settings.only("win_function", "hann_window", because=_WINDOW)
    bank = replace(
        mel_bank(base),
        n_mels=settings.integer("num_mel_bins", 100),
        fmin=settings.number("fmin", 0.0),
        fmax=settings.optional_number("fmax") or rate / 2,
    )
    _ignore_generator(settings)
    return replace(
        base,
        sample_rate=rate,
        framing=replace(
            base.framing,
            n_fft=n_fft,
            win_length=win_length,
            hop_length=hop_length,
            edges=Padded(left=side, right=side),
        ),
        spectrum=Magnitude(added=settings.number("mel_floor", 1e-9)),
        bank=bank,
        compression=_univnet_log(settings, base),
        post=(*base.post, *_univnet_range(settings)),
    )


def _univnet_log(settings: Settings, base: FrontEnd) -> Log:
    clip = settings.number("compression_clip_val", 1e-5)
    gain = settings.number("compression_factor", 1.0)
    return replace(log_of(base), floor=ClampFloor(value=gain * clip), gain=gain)


def _univnet_range(settings: Settings) -> tuple[Affine, ...]:
    low = settings.number("normalize_min", -11.512925148010254)
    high = settings.number("normalize_max", 2.3143386840820312)
    if not settings.flag("do_normalize", False):
        return ()
    scale = 2.0 / (high - low)
    return (Affine(scale=scale, offset=-1.0 - scale * low),)


def _ignore_generator(settings: Settings) -> None:
    settings.ignore(
        "feature_size", "max_length_s", "num_max_samples", "model_in_channels", "pad_end_length"
    )
    settings.say(
        "Whether pad_end_length hops of silence follow is an argument of the call; none do."
    )


def clvp(settings: Settings) -> FrontEnd:
    """ClvpFeatureExtractor, the mel of Tortoise."""
    base = preset("clvp")
    n_fft = settings.integer("n_fft", 1024, least=2)
    hop_length = settings.integer("hop_length", 256)
    n_mels = settings.integer("feature_size", 80)
    norms = settings.numbers("mel_norms")
    settings.ignore("chunk_length", "default_audio_length", "n_samples", "nb_max_frames")
    settings.say(
        "How a call pads is not in the file; its default appends zeros up to "
        "default_audio_length. Here nothing is appended."
    )
    divided = VectorAffine(
        offset=(0.0,) * n_mels, scale=tuple(1.0 / norm for norm in norms or (1.0,) * n_mels)
    )
    return replace(
        base,
        sample_rate=settings.integer("sampling_rate", 22_050),
        framing=replace(base.framing, n_fft=n_fft, win_length=n_fft, hop_length=hop_length),
        bank=replace(mel_bank(base), n_mels=n_mels),
        post=base.post if norms is None else (*base.post, divided),
    )


def pop2piano(settings: Settings) -> FrontEnd:
    """Pop2PianoFeatureExtractor: its mel; the cutting into bars is left out."""
    base = preset("pop2piano-mel")
    rate = settings.integer("sampling_rate", 22_050)
    n_fft = settings.integer("window_size", 4096, least=2)
    hop_length = settings.integer("hop_length", 1024)
    bank = replace(
        mel_bank(base),
        n_mels=settings.integer("feature_size", 512),
        fmin=settings.number("min_frequency", 10.0),
        fmax=float(rate // 2),
    )
    settings.ignore("num_bars")
    settings.say("The original cuts the clip at beats, num_bars at a time; here it stays whole.")
    framing = replace(base.framing, n_fft=n_fft, win_length=n_fft, hop_length=hop_length)
    return replace(base, sample_rate=rate, framing=framing, bank=bank)
