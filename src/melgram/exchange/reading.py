"""Telling what a configuration file is, and reading it.

What the keys of each format mean is in the module of that name.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from melgram.errors import FrontEndError, MissingExtra
from melgram.exchange import espnet, hifigan, kaldi, keyword_sets, lhotse, nemo, vocos
from melgram.exchange.config import Config
from melgram.exchange.documents import load_document, resolved
from melgram.exchange.huggingface import classes
from melgram.exchange.settings import Settings
from melgram.frontend import FrontEnd
from melgram.presets.files import read_front_end

# What a folder of a model may contain, the surest first.
NAMES = (
    "preprocessor_config.json",
    "processor_config.json",
    "model_config.yaml",
    "fbank.conf",
    "conf/fbank.conf",
    "mfcc.conf",
    "conf/mfcc.conf",
    "feature_extractor.yaml",
    "feature_extractor.yml",
    "front_end.toml",
    "front_end.json",
    "config.yaml",
    "config.json",
)


def read_config(path: str | os.PathLike[str]) -> Config:
    """Return the front end that someone else's configuration describes.

    Parameters
    ----------
    path : str | PathLike
        A file, or the folder of a model that contains one: ``preprocessor_config.json`` (Hugging
        Face), ``model_config.yaml`` (NeMo), ``fbank.conf`` or ``mfcc.conf`` (Kaldi), lhotse's or
        ESPnet's YAML, ``config.json`` (HiFi-GAN, BigVGAN), ``config.yaml`` (Vocos), JSON with
        keywords of librosa or torchaudio, or melgram's own TOML or JSON.

    Returns
    -------
    config : Config
        ``config.unsaid`` lists what the file leaves open, and what was taken.

    Raises
    ------
    FrontEndError
        If the file cannot be read, is none of these, has an unknown key, or describes what no
        front end can express; the message begins with its name.
    """
    file = config_in(Path(path)) if Path(path).is_dir() else Path(path)
    if file.suffix.lower() == ".toml":
        return _own(file)
    try:
        document = load_document(file)
        if "framing" in document or "base" in document:
            return _own(file)
        return _recognised(document, file=file)
    except (FrontEndError, MissingExtra) as error:
        message = str(error)
        named = message if message.startswith(f"{file}: ") else f"{file}: {message}"
        kind = MissingExtra if isinstance(error, MissingExtra) else FrontEndError
        raise kind(named) from error.__cause__


def config_in(folder: Path) -> Path:
    """Return the configuration in the folder of a model.

    Raises
    ------
    FrontEndError
        If there is none of the usual names.
    """
    for name in NAMES:
        if (folder / name).is_file():
            return folder / name
    message = f"{folder}: no configuration is in this folder. Looked for {', '.join(NAMES)}."
    raise FrontEndError(message)


def parsed_config(document: Mapping[str, Any], *, name: str) -> Config:
    """Return what a document says that would be a file of this name."""
    return _recognised(document, file=Path(name))


def _own(file: Path) -> Config:
    return Config(front_end=read_front_end(file), kind="melgram front end")


def _recognised(document: Mapping[str, Any], *, file: Path) -> Config:
    if file.suffix.lower() == ".conf":
        return _kaldi(document, file=file)
    inner = document.get("feature_extractor")  # of processor_config.json
    if isinstance(inner, Mapping) and classes.class_of(inner) is not None:
        return _huggingface(inner)
    if classes.class_of(document) is not None:
        return _huggingface(document)
    section = nemo.section_of(document)
    if section is not None:
        return _nemo(document, section)
    if "feature_type" in document:
        return _lhotse(document)
    if isinstance(inner, Mapping):
        return _vocos(inner)
    if keyword_sets.is_keyword_set(document):
        return _keywords(document)
    if "frontend_conf" in document or "feats_extract" in document or "frontend" in document:
        return _espnet(document)
    if "num_mels" in document and "hop_size" in document:
        return _read("hifigan config.json", document, hifigan.hifigan)
    raise FrontEndError(_unrecognised(document))


def _unrecognised(document: Mapping[str, Any]) -> str:
    if "model_type" in document or "architectures" in document:
        return (
            "this describes a network; its front end is in preprocessor_config.json. "
            "Name that file, or the folder of both."
        )
    return (
        "not a configuration that is known here. Its keys are "
        f"{', '.join(list(document)[:8]) or 'none'}; docs/configurations.md lists the formats."
    )


def _read(
    kind: str,
    values: Mapping[str, Any],
    reader: Callable[[Settings], FrontEnd],
    *,
    origin: str | None = None,
) -> Config:
    settings = Settings(values, origin=origin or kind)
    front_end = reader(settings)
    settings.finish()
    return Config(front_end=front_end, kind=kind, unsaid=settings.unsaid, ignored=settings.ignored)


def _huggingface(document: Mapping[str, Any]) -> Config:
    name = classes.class_of(document) or ""
    translate = classes.reader_of(name)

    def reader(settings: Settings) -> FrontEnd:
        front_end = translate(settings)
        classes.declare_shared(settings, document)
        return front_end

    return _read(f"huggingface {name}", document, reader, origin=name)


def _kaldi(document: Mapping[str, Any], *, file: Path) -> Config:
    cepstral = "mfcc" in file.name.lower() or "num-ceps" in document
    if not cepstral and "fbank" not in file.name.lower():
        message = (
            "the file must be called fbank or mfcc: its lines do not say which of Kaldi's programs "
            "they are for."
        )
        raise FrontEndError(message)
    name = "mfcc" if cepstral else "fbank"
    reader = kaldi.mfcc if cepstral else kaldi.fbank
    return _read(f"kaldi {name}", document, reader, origin=f"compute-{name}-feats")


def _nemo(document: Mapping[str, Any], section: Mapping[str, Any]) -> Config:
    name = nemo.class_of(section)
    release = document.get("nemo_version")
    reader = nemo.mfcc if name == nemo.MFCC else partial(nemo.mel, release=release)
    return _read(f"nemo {name}", resolved(document, dict(section)), reader, origin=name)


def _lhotse(document: Mapping[str, Any]) -> Config:
    kind = document["feature_type"]
    values = {key: value for key, value in document.items() if key != "feature_type"}
    return _read(f"lhotse {kind}", values, lhotse.reader_of(kind))


def _vocos(section: Mapping[str, Any]) -> Config:
    return _read("vocos MelSpectrogramFeatures", vocos.arguments_of(section), vocos.vocos)


def _espnet(document: Mapping[str, Any]) -> Config:
    synthesis = "feats_extract" in document
    kind = document.get("feats_extract" if synthesis else "frontend", "default")
    if kind != ("fbank" if synthesis else "default"):
        key = "feats_extract" if synthesis else "frontend"
        message = f"{key}={kind!r} is not covered. Covered are frontend: default and "
        raise FrontEndError(message + "feats_extract: fbank.")
    values = document.get("feats_extract_conf" if synthesis else "frontend_conf") or {}
    translate = espnet.log_mel_fbank if synthesis else espnet.default_frontend

    def reader(settings: Settings) -> FrontEnd:
        return espnet.normalised(settings, translate(settings), document)

    return _read("espnet LogMelFbank" if synthesis else "espnet DefaultFrontend", values, reader)


def _keywords(document: Mapping[str, Any]) -> Config:
    first, *rest = keyword_sets.steps_of(document)
    config = _read(first[0], first[1], keyword_sets.FIRST[first[0]])
    for name, values in rest:
        settings = Settings(values, origin=name)
        front_end = keyword_sets.SECOND[name](settings, config.front_end)
        settings.finish()
        config = Config(
            front_end=front_end,
            kind=f"{config.kind} and {name}",
            unsaid=(*config.unsaid, *settings.unsaid),
            ignored=(*config.ignored, *settings.ignored),
        )
    return config
