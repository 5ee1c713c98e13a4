"""Recordings to mel-spectrograms: exact, the same everywhere, fast.

>>> import melgram, numpy as np
>>> mel = melgram.melspectrogram(np.zeros(16_000, "float32"), "whisper", sample_rate=16_000)
>>> mel.data.shape
(80, 100)

The names below load on first use (PEP 562), so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from melgram._version import __version__

if TYPE_CHECKING:
    from melgram import errors
    from melgram.audio import Waveform, decode, probe
    from melgram.conformance import Identification, check, diff, identify
    from melgram.exchange import read_config, write_config
    from melgram.frontend import FrontEnd
    from melgram.mel import Mel
    from melgram.pipeline import melspectrogram
    from melgram.presets import preset, presets

__all__ = [
    "FrontEnd",
    "Identification",
    "Mel",
    "Waveform",
    "__version__",
    "check",
    "decode",
    "diff",
    "errors",
    "identify",
    "melspectrogram",
    "preset",
    "presets",
    "probe",
    "read_config",
    "write_config",
]

_HOME = {
    "FrontEnd": "melgram.frontend",
    "Identification": "melgram.conformance",
    "Mel": "melgram.mel",
    "Waveform": "melgram.audio",
    "check": "melgram.conformance",
    "decode": "melgram.audio",
    "diff": "melgram.conformance",
    "identify": "melgram.conformance",
    "melspectrogram": "melgram.pipeline",
    "preset": "melgram.presets",
    "probe": "melgram.audio",
    "read_config": "melgram.exchange",
    "write_config": "melgram.exchange",
}
_MODULES = ("errors", "presets")  # melgram.presets() calls the package of that name


def __getattr__(name: str) -> object:
    if name in _MODULES:
        return import_module(f"melgram.{name}")
    if name not in _HOME:
        message = f"module 'melgram' has no attribute {name!r}"
        raise AttributeError(message)
    found = getattr(import_module(_HOME[name]), name)
    globals()[name] = found  # the next time it is there, and this function is not asked
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
