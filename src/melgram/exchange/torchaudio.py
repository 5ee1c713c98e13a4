"""torchaudio's transforms with their keywords, read and written.

Source   torchaudio 2.11.0: transforms/_transforms.py MelSpectrogram, AmplitudeToDB, MFCC
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from melgram.errors import FrontEndError
from melgram.exchange.settings import Settings
from melgram.exchange.stages import exponent_of, found, log_of, mel_bank, spectrum_of
from melgram.frontend import FrontEnd
from melgram.frontend.compression import AddFloor, ClampFloor, Log, NoCompression
from melgram.frontend.framing import Centered, Edges, Snip
from melgram.frontend.post import Dct, DynamicRange
from melgram.frontend.signal import Pad
from melgram.frontend.spectral import (
    Blackman,
    FftNorm,
    Hamming,
    Hann,
    Rectangular,
    Window,
    WindowShape,
)
from melgram.presets import preset

MELSPECTROGRAM = "torchaudio.transforms.MelSpectrogram"
AMPLITUDE_TO_DB = "torchaudio.transforms.AmplitudeToDB"
MFCC = "torchaudio.transforms.MFCC"

_PERIODIC: dict[str, WindowShape] = {
    "hann_window": Hann(),
    "hamming_window": Hamming(),
    "blackman_window": Blackman(),
    "ones": Rectangular(),
}
_SYMMETRIC: dict[str, WindowShape] = {
    "hann_window": Hann(periodic=False),
    "hamming_window": Hamming(periodic=False),
    "blackman_window": Blackman(periodic=False),
    "ones": Rectangular(),
}
_PADDING = {"reflect": "reflect", "constant": "zero", "replicate": "edge"}
_NORMS = {None: "none", "slaney": "area"}
_SCALES = {"htk": "htk", "slaney": "slaney"}
_NORMALISED = {False: "none", True: "window", "window": "window", "frame_length": "frame_length"}
_FLOOR = ClampFloor(value=1e-10)


def melspectrogram(settings: Settings) -> FrontEnd:
    """Return the front end of ``torchaudio.transforms.MelSpectrogram``."""
    base = preset("torchaudio")
    rate = settings.integer("sample_rate", 16_000)
    n_fft = settings.integer("n_fft", 400, least=2)
    win_length = settings.optional_integer("win_length") or n_fft
    pad = settings.integer("pad", 0, least=0)
    framing = replace(
        base.framing,
        n_fft=n_fft,
        win_length=win_length,
        hop_length=settings.optional_integer("hop_length") or win_length // 2,
        edges=_edges(settings),
    )
    fmax = settings.optional_number("f_max")
    bank = replace(
        mel_bank(base),
        n_mels=settings.integer("n_mels", 128),
        fmin=settings.number("f_min", 0.0),
        fmax=float(rate // 2) if fmax is None else fmax,
        scale=settings.word("mel_scale", "htk", _SCALES),
        norm=settings.word("norm", None, _NORMS),
    )
    settings.ignore("onesided")
    normalised = settings.word("normalized", False, _NORMALISED)
    gain = "unit_energy" if normalised == "window" else "none"
    fft_norm: FftNorm = "unitary" if normalised == "frame_length" else "none"
    return replace(
        base,
        sample_rate=rate,
        signal=(Pad(left=pad, right=pad),) if pad else (),
        framing=framing,
        window=Window(shape=_window(settings), gain=gain, rounding=base.window.rounding),
        fft_norm=fft_norm,
        spectrum=spectrum_of(settings.number("power", 2.0)),
        bank=bank,
    )


def _edges(settings: Settings) -> Edges:
    mode = settings.word("pad_mode", "reflect", _PADDING)
    return Centered(mode=mode) if settings.flag("center", True) else Snip()


def _window(settings: Settings) -> WindowShape:
    options = settings.any("wkwargs", None) or {}
    if not isinstance(options, Mapping) or options.keys() - {"periodic"}:
        message = f"wkwargs={options!r} cannot be expressed: only periodic is known."
        raise FrontEndError(message)
    shapes = _PERIODIC if options.get("periodic", True) else _SYMMETRIC
    name = settings.any("window_fn", "hann_window")
    if isinstance(name, str) and name.startswith("torch."):
        return shapes.get(name.removeprefix("torch.")) or settings.word("window_fn", None, shapes)
    return settings.word("window_fn", "hann_window", shapes)


def amplitude_to_db(settings: Settings, front_end: FrontEnd) -> FrontEnd:
    """Return the front end followed by ``torchaudio.transforms.AmplitudeToDB``."""
    bases = {"power": "db_power", "magnitude": "db_amplitude"}
    base = settings.word("stype", "power", bases)
    top = settings.optional_number("top_db")
    if top is not None:
        settings.say(
            "torchaudio takes the maximum for top_db over a whole batch; here it is the clip's."
        )
    post = () if top is None else (DynamicRange(range=top),)
    return replace(front_end, compression=Log(base=base, floor=_FLOOR), post=post)


def mfcc(settings: Settings) -> FrontEnd:
    """Return the front end of ``torchaudio.transforms.MFCC``."""
    rate = settings.integer("sample_rate", 16_000)
    given = settings.any("melkwargs", None) or {}
    if not isinstance(given, Mapping):
        message = f"melkwargs={given!r} must be a table of MelSpectrogram's keywords."
        raise FrontEndError(message)
    inner = Settings({"sample_rate": rate, **given}, origin=MELSPECTROGRAM)
    front_end = melspectrogram(inner)
    inner.finish()
    settings.only("dct_type", 2, because="torchaudio has no other.")
    norm = settings.word("norm", "ortho", {"ortho": "ortho", None: "none"})
    cepstrum = Dct(n_coefficients=settings.integer("n_mfcc", 40), norm=norm)
    if settings.flag("log_mels", False):
        logarithm = Log(base="ln", floor=AddFloor(value=1e-6))
        return replace(front_end, compression=logarithm, post=(cepstrum,))
    settings.say("torchaudio takes the maximum for top_db=80 over a whole batch; here the clip's.")
    logarithm = Log(base="db_power", floor=_FLOOR)
    return replace(front_end, compression=logarithm, post=(DynamicRange(range=80.0), cepstrum))


def calls(front_end: FrontEnd) -> dict[str, dict[str, object]]:
    """Return the calls that would compute a front end; what they cannot is found later."""
    bank, framing = mel_bank(front_end), front_end.framing
    mode = framing.edges.mode if isinstance(framing.edges, Centered) else "reflect"
    name, periodic = _window_name(front_end.window.shape)
    pad = found(front_end.signal, Pad)
    normalised = "frame_length" if front_end.fft_norm == "unitary" else False
    said: dict[str, object] = {
        "sample_rate": front_end.sample_rate,
        "n_fft": framing.n_fft,
        "win_length": framing.win_length,
        "hop_length": framing.hop_length,
        "f_min": bank.fmin,
        "f_max": bank.fmax,
        "pad": pad.left if pad else 0,
        "n_mels": bank.n_mels,
        "window_fn": name,
        "wkwargs": {"periodic": periodic},
        "power": exponent_of(front_end.spectrum),
        "normalized": "window" if front_end.window.gain == "unit_energy" else normalised,
        "center": isinstance(framing.edges, Centered),
        "pad_mode": next((key for key, known in _PADDING.items() if known == mode), mode),
        "norm": "slaney" if bank.norm == "area" else None,
        "mel_scale": bank.scale,
    }
    if isinstance(front_end.compression, NoCompression):
        return {MELSPECTROGRAM: said}
    top = found(front_end.post, DynamicRange)
    decibels: dict[str, object] = {
        "stype": "power" if log_of(front_end).base == "db_power" else "magnitude",
        "top_db": top.range if top else None,
    }
    return {MELSPECTROGRAM: said, AMPLITUDE_TO_DB: decibels}


def _window_name(shape: WindowShape) -> tuple[str, bool]:
    for periodic, shapes in ((True, _PERIODIC), (False, _SYMMETRIC)):
        for name, known in shapes.items():
            if shape == known:
                return name, periodic
    message = f"window.shape={shape!r} must be one of {', '.join(_PERIODIC)}."
    raise FrontEndError(message)
