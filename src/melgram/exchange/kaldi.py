"""Kaldi's ``fbank.conf`` and ``mfcc.conf``: lines of ``--key=value``, read and written.

Source   kaldi-asr/kaldi @ f4007661: feat/feature-window.h, feature-fbank.h, feature-mfcc.h
"""

from __future__ import annotations

from dataclasses import replace

from melgram.errors import FrontEndError
from melgram.exchange.settings import Settings
from melgram.exchange.stages import (
    dithered,
    exponent_of,
    found,
    mel_bank,
    next_power_of_two,
    spectrum_of,
)
from melgram.frontend import FrontEnd
from melgram.frontend.compression import Compression, NoCompression
from melgram.frontend.framing import Framing, KaldiMirror, Snip
from melgram.frontend.post import Dct, Lifter, PostOp, ReplaceFirst, SubtractMean
from melgram.frontend.signal import Dither, FrameOp, Preemphasis, RemoveMean
from melgram.frontend.spectral import (
    Blackman,
    Hamming,
    Hann,
    MelBank,
    Povey,
    Rectangular,
    WindowShape,
)
from melgram.presets import preset

WINDOWS: dict[str, WindowShape] = {
    "povey": Povey(),
    "hamming": Hamming(periodic=False),
    "hanning": Hann(periodic=False),
    "rectangular": Rectangular(),
    "blackman": Blackman(periodic=False),
}

_FLOAT32_EPSILON = 1.1920928955078125e-07
_PROGRAM = (
    "allow-downsample",
    "allow-upsample",
    "channel",
    "config",
    "debug-mel",
    "htk-compat",
    "max-feature-vectors",
    "min-duration",
    "output-format",
    "utt2spk",
    "verbose",
    "vtln-high",
    "vtln-low",
    "vtln-map",
)


def fbank(settings: Settings) -> FrontEnd:
    """Return the front end of ``compute-fbank-feats``."""
    front_end = _bands(settings, n_mels=23)
    settings.only("use-energy", False, because="it adds a column before the bands.")
    settings.ignore("raw-energy", "energy-floor")
    power = settings.flag("use-power", True)
    log = settings.flag("use-log-fbank", True)
    return replace(
        front_end,
        spectrum=front_end.spectrum if power else spectrum_of(1),
        compression=front_end.compression if log else NoCompression(),
        post=_mean(settings),
    )


def mfcc(settings: Settings) -> FrontEnd:
    """Return the front end of ``compute-mfcc-feats``."""
    front_end = _bands(settings, n_mels=23)
    lifter = settings.number("cepstral-lifter", 22.0)
    energy = settings.flag("use-energy", True)
    raw = settings.flag("raw-energy", True)
    floor = settings.number("energy-floor", 0.0)
    settings.only("htk-compat", False, because="it moves the first coefficient to the end.")
    post: tuple[PostOp, ...] = (Dct(n_coefficients=settings.integer("num-ceps", 13)),)
    if lifter:
        post = (*post, Lifter(q=lifter))
    if energy:
        tap = "raw" if raw else "windowed"
        post = (*post, ReplaceFirst(tap=tap, floor=max(floor, _FLOAT32_EPSILON)))
    return replace(front_end, post=(*post, *_mean(settings)))


def _mean(settings: Settings) -> tuple[PostOp, ...]:
    return (SubtractMean(),) if settings.flag("subtract-mean", False) else ()


def _bands(settings: Settings, *, n_mels: int) -> FrontEnd:
    base = preset("kaldi")
    rate = settings.integer("sample-frequency", 16_000)
    window = settings.word("window-type", "povey", WINDOWS)
    if isinstance(window, Blackman):
        window = replace(window, c=settings.number("blackman-coeff", 0.42))
    settings.ignore("blackman-coeff", *_PROGRAM)
    settings.say("Samples are taken in [-1, 1] and brought to 16-bit range, as Kaldi reads files.")
    return replace(
        base,
        sample_rate=rate,
        framing=_framing(settings, base.framing, rate=rate),
        frame=_frame(settings),
        window=replace(base.window, shape=window),
        bank=_bank(settings, mel_bank(base), rate=rate, n_mels=n_mels),
    )


def _framing(settings: Settings, base: Framing, *, rate: int) -> Framing:
    win_length = int(rate * 0.001 * settings.number("frame-length", 25.0))
    hop_length = int(rate * 0.001 * settings.number("frame-shift", 10.0))
    round_up = settings.flag("round-to-power-of-two", True)
    return replace(
        base,
        n_fft=next_power_of_two(win_length) if round_up else win_length,
        win_length=win_length,
        hop_length=hop_length,
        edges=Snip() if settings.flag("snip-edges", True) else KaldiMirror(),
    )


def _frame(settings: Settings) -> tuple[FrameOp, ...]:
    coefficient = settings.number("preemphasis-coefficient", 0.97)
    operations: tuple[FrameOp, ...] = ()
    if settings.flag("remove-dc-offset", True):
        operations = (RemoveMean(),)
    if coefficient:
        operations = (*operations, Preemphasis(coefficient=coefficient, first="scale"))
    return dithered(operations, settings.number("dither", 1.0))


def _bank(settings: Settings, base: MelBank, *, rate: int, n_mels: int) -> MelBank:
    fmax = settings.number("high-freq", 0.0)
    return replace(
        base,
        n_mels=settings.integer("num-mel-bins", n_mels),
        fmin=settings.number("low-freq", 20.0),
        fmax=fmax if fmax > 0 else rate / 2 + fmax,  # 0 is Nyquist, -400 that far below it
    )


def options(front_end: FrontEnd) -> dict[str, str]:
    """Return what ``fbank.conf`` or ``mfcc.conf`` would say; what it cannot is found later."""
    bank, framing, frame = mel_bank(front_end), front_end.framing, front_end.frame
    milliseconds = 1000 / front_end.sample_rate
    preemphasis, dither = found(frame, Preemphasis), found(frame, Dither)
    said = {
        "sample-frequency": front_end.sample_rate,
        "frame-length": f"{framing.win_length * milliseconds:.12g}",
        "frame-shift": f"{framing.hop_length * milliseconds:.12g}",
        "round-to-power-of-two": framing.n_fft != framing.win_length,
        "snip-edges": isinstance(framing.edges, Snip),
        "dither": dither.std if dither else 0,
        "remove-dc-offset": found(frame, RemoveMean) is not None,
        "preemphasis-coefficient": preemphasis.coefficient if preemphasis else 0,
        "window-type": _window_name(front_end.window.shape),
        "num-mel-bins": bank.n_mels,
        "low-freq": bank.fmin,
        "high-freq": bank.fmax,
        "subtract-mean": found(front_end.post, SubtractMean) is not None,
    }
    said |= _cepstral(front_end) if found(front_end.post, Dct) else _spectral(front_end)
    return {key: str(value).lower() for key, value in said.items()}


def _window_name(shape: WindowShape) -> str:
    for name, known in WINDOWS.items():
        if shape == known:
            return name
    message = f"window.shape={shape!r} must be one of {', '.join(WINDOWS)} with its usual numbers."
    raise FrontEndError(message)


def _spectral(front_end: FrontEnd) -> dict[str, object]:
    compression: Compression = front_end.compression
    return {
        "use-energy": False,
        "use-power": exponent_of(front_end.spectrum) == 2,
        "use-log-fbank": not isinstance(compression, NoCompression),
    }


def _cepstral(front_end: FrontEnd) -> dict[str, object]:
    cepstrum, lifter = found(front_end.post, Dct), found(front_end.post, Lifter)
    energy = found(front_end.post, ReplaceFirst)
    said: dict[str, object] = {
        "num-ceps": cepstrum.n_coefficients if cepstrum else 13,
        "cepstral-lifter": lifter.q if lifter else 0,
        "use-energy": energy is not None,
    }
    if energy is not None:
        floor = 0.0 if energy.floor == _FLOAT32_EPSILON else energy.floor
        said |= {"raw-energy": energy.tap == "raw", "energy-floor": floor}
    return said
