"""``config.yaml`` of Vocos: its ``feature_extractor``.

Source   vocos 0.1.0, feature_extractors.py, MelSpectrogramFeatures
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from melgram.errors import FrontEndError
from melgram.exchange.settings import Settings
from melgram.exchange.stages import mel_bank
from melgram.frontend import FrontEnd
from melgram.frontend.framing import Padded
from melgram.presets import preset

_CLASS = "MelSpectrogramFeatures"
_BASES = {"center": "vocos", "same": "vocos-same"}


def arguments_of(section: object) -> Mapping[str, Any]:
    """Return the arguments of the mel class in ``feature_extractor``.

    Raises
    ------
    FrontEndError
        If another class stands there, such as EnCodec's codes.
    """
    if not isinstance(section, Mapping) or "class_path" not in section:
        message = "feature_extractor must be a table with class_path and init_args."
        raise FrontEndError(message)
    name = str(section["class_path"]).rpartition(".")[2]
    if name != _CLASS:
        message = f"feature_extractor.class_path: {name} is not covered. Covered is {_CLASS}."
        raise FrontEndError(message)
    return section.get("init_args") or {}


def vocos(settings: Settings) -> FrontEnd:
    """Return the mel that Vocos is given."""
    base = preset(settings.word("padding", "center", _BASES))
    rate = settings.integer("sample_rate", 24_000)
    n_fft = settings.integer("n_fft", 1024, least=2)
    hop_length = settings.integer("hop_length", 256)
    framing = replace(base.framing, n_fft=n_fft, win_length=n_fft, hop_length=hop_length)
    if isinstance(framing.edges, Padded):
        side = (n_fft - hop_length) // 2
        framing = replace(framing, edges=Padded(left=side, right=side))
    bank = replace(mel_bank(base), n_mels=settings.integer("n_mels", 100), fmax=float(rate // 2))
    return replace(base, sample_rate=rate, framing=framing, bank=bank)
