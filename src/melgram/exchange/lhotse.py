"""lhotse's extractors, as ``feature_extractor.to_yaml`` writes them.

Source   lhotse 1.33.0: features/kaldi/extractors.py, features/whisper_fbank.py
"""

from __future__ import annotations

from dataclasses import replace

from melgram.errors import FrontEndError
from melgram.exchange.kaldi import WINDOWS
from melgram.exchange.settings import Settings
from melgram.exchange.stages import dithered, mel_bank, next_power_of_two, spectrum_of
from melgram.frontend import FrontEnd
from melgram.frontend.framing import KaldiMirror, Snip
from melgram.frontend.post import Dct, Lifter, PostOp
from melgram.frontend.signal import FrameOp, Preemphasis, RemoveMean
from melgram.frontend.spectral import Blackman
from melgram.presets import preset

# lhotse's blackman has the period N, Kaldi's N - 1.
_WINDOWS = WINDOWS | {"blackman": Blackman(periodic=True)}


def kaldi_fbank(settings: Settings) -> FrontEnd:
    """Return the front end of ``kaldi-fbank``."""
    front_end = _bands(settings, preset("lhotse"), n_mels=80)
    settings.only("use_energy", False, because="it adds a column before the bands.")
    settings.ignore("raw_energy", "energy_floor")
    return front_end


def kaldi_mfcc(settings: Settings) -> FrontEnd:
    """Return the front end of ``kaldi-mfcc``."""
    front_end = _bands(settings, preset("lhotse-mfcc"), n_mels=23)
    lifter = settings.number("cepstral_lifter", 22)
    settings.only("use_energy", False, because="lhotse writes the energy into wrong places.")
    settings.ignore("raw_energy", "energy_floor")
    post: tuple[PostOp, ...] = (Dct(n_coefficients=settings.integer("num_ceps", 13)),)
    return replace(front_end, post=(*post, Lifter(q=lifter)) if lifter else post)


def whisper_fbank(settings: Settings) -> FrontEnd:
    """Return the front end of ``whisper-fbank``."""
    base = preset("lhotse-whisper")
    settings.ignore("device")
    n_mels = settings.integer("num_filters", 80)
    return replace(base, bank=replace(mel_bank(base), n_mels=n_mels))


READERS = {
    "kaldi-fbank": kaldi_fbank,
    "kaldi-mfcc": kaldi_mfcc,
    "whisper-fbank": whisper_fbank,
}


def _bands(settings: Settings, base: FrontEnd, *, n_mels: int) -> FrontEnd:
    rate = settings.integer("sampling_rate", 16_000)
    win_length = int(rate * settings.number("frame_length", 0.025))
    hop_length = int(rate * settings.number("frame_shift", 0.01))
    round_up = settings.flag("round_to_power_of_two", True)
    framing = replace(
        base.framing,
        n_fft=next_power_of_two(win_length) if round_up else win_length,
        win_length=win_length,
        hop_length=hop_length,
        edges=Snip() if settings.flag("snip_edges", False) else KaldiMirror(),
    )
    std = settings.number("dither", 0.0)
    fmax = settings.number("high_freq", -400.0)
    n_mels = _n_mels(settings, n_mels)
    other = "its own mel scale spaces the bins by one too many."
    settings.only("torchaudio_compatible_mel_scale", True, because=other)
    bank = replace(
        mel_bank(base),
        n_mels=n_mels,
        fmin=settings.number("low_freq", 20.0),
        fmax=fmax if fmax > 0 else rate / 2 + fmax,
    )
    settings.ignore("device", "norm_filters")  # only its own mel scale reads norm_filters
    return replace(
        base,
        sample_rate=rate,
        signal=dithered(base.signal, std),
        framing=framing,
        frame=_frame(settings),
        window=replace(base.window, shape=settings.word("window_type", "povey", _WINDOWS)),
        spectrum=spectrum_of(1) if settings.flag("use_fft_mag", False) else base.spectrum,
        bank=bank,
    )


def _n_mels(settings: Settings, default: int) -> int:
    """Read the number of bands; ``num_mel_bins`` is an old name that wins."""
    settings.ignore("num_mel_bins")  # null, unless it is asked for
    n_mels = settings.integer("num_filters", default)
    return settings.integer("num_mel_bins", n_mels) if settings.has("num_mel_bins") else n_mels


def _frame(settings: Settings) -> tuple[FrameOp, ...]:
    coefficient = settings.number("preemph_coeff", 0.97)
    operations: tuple[FrameOp, ...] = ()
    if settings.flag("remove_dc_offset", True):
        operations = (RemoveMean(),)
    if coefficient:
        operations = (*operations, Preemphasis(coefficient=coefficient, first="scale"))
    return operations


def reader_of(name: object):
    """Return the function that reads a ``feature_type``.

    Raises
    ------
    FrontEndError
        If the type is not covered.
    """
    if not isinstance(name, str) or name not in READERS:
        message = f"feature_type={name!r} is not covered. Covered are {', '.join(READERS)}."
        raise FrontEndError(message)
    return READERS[name]
