"""NAMED FACTS: the front ends of known models, written down as data.

One file per family, each with source and proven parity; this file only looks names up.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import cache
from importlib import import_module
from types import ModuleType

from melgram.errors import FrontEndError, UnknownPreset, did_you_mean
from melgram.frontend import FrontEnd
from melgram.frontend.spectral import MelBank
from melgram.presets.record import Preset

__all__ = ["Preset", "name_of", "preset", "presets", "record"]

_FAMILIES = (
    "asr_toolkits",
    "audioflux",
    "audioldm",
    "bigvgan",
    "ced",
    "clap",
    "classic",
    "espnet_tts",
    "essentia",
    "fish_speech",
    "hf_speech",
    "hifigan",
    "kaldi",
    "kaldi_models",
    "kaldi_ports",
    "librosa",
    "melgan",
    "music",
    "nemo",
    "nemo_ports",
    "nemo_tts",
    "nnaudio",
    "openl3",
    "opensmile",
    "opensoundscape",
    "parallelwavegan",
    "passt",
    "perch",
    "python_speech_features",
    "quality",
    "rvc",
    "scipy",
    "soft_vc",
    "speaker",
    "speecht5",
    "styletts2",
    "tacotron2",
    "tensorflow",
    "torchaudio",
    "tortoise",
    "vggish",
    "vits",
    "vocos",
    "wav2lip",
    "wavernn",
    "whisper",
    "whisper_ports",
)


@cache
def _records() -> dict[str, Preset]:
    found = [item for family in _FAMILIES for item in _family(family)]
    return {item.name: item for item in sorted(found, key=lambda item: item.name)}


def _family(name: str) -> tuple[Preset, ...]:
    return import_module(f"melgram.presets.{name}").PRESETS


def presets() -> list[str]:
    """Return the names of all presets, sorted.

    Examples
    --------
    >>> "whisper" in presets()
    True
    """
    return list(_records())


def record(name: str) -> Preset:
    """Return a preset with its provenance: title, source, parity, tolerance, notes.

    Raises
    ------
    UnknownPreset
        If there is no such preset; the message names the nearest.
    """
    known = _records()
    if name not in known:
        message = (
            f"there is no preset {name!r}.{did_you_mean(str(name), known)} "
            "`melgram presets` lists them all."
        )
        raise UnknownPreset(message)
    return known[name]


def preset(name: str, *, sample_rate: int | None = None) -> FrontEnd:
    """Return the front end of a known model.

    Parameters
    ----------
    name : str
    sample_rate : int | None [Hz]
        Only ``classic`` follows the recording's rate; every other preset has its own.

    Raises
    ------
    UnknownPreset
        If there is no such preset.
    FrontEndError
        If ``sample_rate`` is not the rate of a preset that has its own.

    Examples
    --------
    >>> preset("classic", sample_rate=48_000).bank.fmax
    24000.0
    """
    found = record(name)
    front_end = found.front_end
    if sample_rate in (None, front_end.sample_rate):
        return front_end
    if not found.any_rate:
        message = (
            f"sample_rate={sample_rate}: preset {name!r} is defined at "
            f"{front_end.sample_rate} Hz. Resample the recording, or leave sample_rate out."
        )
        raise FrontEndError(message)
    return at_rate(front_end, sample_rate=sample_rate)


def at_rate(front_end: FrontEnd, *, sample_rate: int) -> FrontEnd:
    """Return the same recipe at another rate, its mel bands up to the new Nyquist frequency."""
    assert isinstance(front_end.bank, MelBank)
    bank = replace(front_end.bank, fmax=sample_rate / 2)
    return replace(front_end, sample_rate=sample_rate, bank=bank)


def name_of(front_end: FrontEnd) -> str | None:
    """Return the main name of the preset that equals a front end, or None.

    Examples
    --------
    >>> name_of(preset("classic", sample_rate=8_000))
    'classic'
    """
    for name, found in _records().items():
        if found.alias_of is not None:
            continue
        if found.front_end == front_end:
            return name
        if found.any_rate and isinstance(front_end.bank, MelBank):
            moved = at_rate(found.front_end, sample_rate=front_end.sample_rate)
            if moved == front_end:
                return name
    return None


class _CallableModule(ModuleType):
    """``melgram.presets`` is this package for imports and the list of names when called.

    Importing any preset sets the attribute ``melgram.presets`` to the package, so a function of
    that name in ``melgram`` could not stay. A module's class may be replaced for such cases
    (Python data model, section 3.3.2).
    """

    def __call__(self) -> list[str]:
        """Return the names of all presets, sorted."""
        return presets()


sys.modules[__name__].__class__ = _CallableModule
