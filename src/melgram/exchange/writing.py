"""Front ends as other people's configurations, or the name of the field that does not fit.

A writer says what it can; the text is then read back, and what comes out must be the front end
that went in, up to where float32 is rounded. So no format needs a list of what it cannot say.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from melgram.errors import FrontEndError, did_you_mean
from melgram.exchange import espnet, hifigan, kaldi, lhotse, librosa, nemo, torchaudio
from melgram.exchange.documents import parse_conf, parse_yaml
from melgram.exchange.huggingface.classes import READERS
from melgram.exchange.inverting import distance, formula, keys_for
from melgram.exchange.reading import parsed_config
from melgram.exchange.stages import found
from melgram.frontend import FrontEnd
from melgram.frontend.post import Dct


def write_config(front_end: FrontEnd, kind: str) -> str:
    """Return a configuration that describes a front end.

    Parameters
    ----------
    front_end : FrontEnd
    kind : {"espnet", "hifigan", "huggingface", "kaldi", "lhotse", "librosa", "nemo", "torchaudio"}
        Or the name of a Hugging Face class, such as "WhisperFeatureExtractor"; "huggingface" takes
        the class that comes nearest.

    Returns
    -------
    text : str
        Reading it gives the same front end; only where the original rounds to float32 may differ.

    Raises
    ------
    FrontEndError
        If the kind is unknown, or the format cannot express a field; the message names it.

    Examples
    --------
    >>> from melgram.presets import preset
    >>> print(write_config(preset("kaldi"), "kaldi").splitlines()[0])
    --sample-frequency=16000
    """
    if kind not in _WRITERS and kind not in READERS:
        hint = did_you_mean(kind, [*_WRITERS, *READERS])
        message = (
            f"kind={kind!r} must be one of {', '.join(WRITABLE)}, or a Hugging Face class.{hint}"
        )
        raise FrontEndError(message)
    write = _WRITERS[kind] if kind in _WRITERS else partial(_huggingface_class, name=kind)
    try:
        text, name = write(front_end)
        again = parsed_config(_parsed(text, name=name), name=name).front_end
    except FrontEndError as error:
        message = f"this front end cannot be written as {kind}: {error}"
        raise FrontEndError(message) from None
    _require_same(front_end, again, kind=kind)
    return text


def _parsed(text: str, *, name: str) -> Mapping[str, Any]:
    if name.endswith(".conf"):
        return parse_conf(text)
    return parse_yaml(text) if name.endswith(".yaml") else json.loads(text)


def _require_same(front_end: FrontEnd, again: FrontEnd, *, kind: str) -> None:
    difference = _difference(formula(front_end), formula(again), path="")
    if difference is None:
        return
    path, ours, theirs = difference
    message = (
        f"this front end cannot be written as {kind}: {path}={ours!r}, and the format means "
        f"{theirs!r}. Change it, or keep the front end as TOML."
    )
    raise FrontEndError(message)


def _difference(ours: Any, theirs: Any, *, path: str) -> tuple[str, Any, Any] | None:
    """Return the path and both values of the first field that differs."""
    if isinstance(ours, dict) and isinstance(theirs, dict) and ours.keys() == theirs.keys():
        pairs = [(f"{path}.{key}".lstrip("."), ours[key], theirs[key]) for key in ours]
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        pairs = [(f"{path}[{i}]", a, b) for i, (a, b) in enumerate(zip(ours, theirs, strict=True))]
    else:
        return None if ours == theirs else (path, ours, theirs)
    found_here = (_difference(a, b, path=name) for name, a, b in pairs)
    return next((item for item in found_here if item is not None), None)


def _huggingface(front_end: FrontEnd) -> tuple[str, str]:
    nearest = min(READERS, key=lambda name: distance(front_end, READERS[name]))
    return _huggingface_class(front_end, name=nearest)


def _huggingface_class(front_end: FrontEnd, *, name: str) -> tuple[str, str]:
    keys = keys_for(front_end, READERS[name])
    return _json({"feature_extractor_type": name, **keys}), "preprocessor_config.json"


def _lhotse(front_end: FrontEnd) -> tuple[str, str]:
    readers = lhotse.READERS
    nearest = min(readers, key=lambda name: distance(front_end, readers[name]))
    keys = {"feature_type": nearest, **keys_for(front_end, readers[nearest])}
    return "\n".join(_yaml_rows(keys)) + "\n", "feature_extractor.yaml"


def _espnet(front_end: FrontEnd) -> tuple[str, str]:
    bare, rows = espnet.without_normalisation(front_end)
    section, name, reader = min(espnet.SECTIONS, key=lambda row: distance(bare, row[2]))
    keys = _yaml_rows(keys_for(bare, reader))
    lines = [f"{section}: {name}", f"{section}_conf:", *(f"  {row}" for row in keys), *rows]
    return "\n".join(lines) + "\n", "config.yaml"


def _yaml_rows(keys: Mapping[str, Any]) -> list[str]:
    """Return one line for each key; JSON values are YAML values."""
    return [f"{key}: {_yaml(value)}" for key, value in keys.items()]


def _yaml(value: Any) -> str:
    text = json.dumps(value)
    is_bare_exponent = isinstance(value, float) and "e" in text and "." not in text
    return text.replace("e", ".0e") if is_bare_exponent else text  # YAML 1.1 reads 1e-5 as a word


def _kaldi(front_end: FrontEnd) -> tuple[str, str]:
    lines = [f"--{key}={value}" for key, value in kaldi.options(front_end).items()]
    cepstral = found(front_end.post, Dct) is not None
    return "\n".join(lines) + "\n", "mfcc.conf" if cepstral else "fbank.conf"


def _hifigan(front_end: FrontEnd) -> tuple[str, str]:
    return _json(hifigan.keywords(front_end)), "config.json"


def _librosa(front_end: FrontEnd) -> tuple[str, str]:
    return _json(librosa.calls(front_end)), "librosa.json"


def _torchaudio(front_end: FrontEnd) -> tuple[str, str]:
    return _json(torchaudio.calls(front_end)), "torchaudio.json"


def _nemo(front_end: FrontEnd) -> tuple[str, str]:
    lines = [f"nemo_version: {nemo.release_of(front_end)}", "preprocessor:"]
    lines += [f"  {row}" for row in _yaml_rows(nemo.keywords(front_end))]
    return "\n".join(lines) + "\n", "model_config.yaml"


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, indent=2) + "\n"


_WRITERS: dict[str, Callable[[FrontEnd], tuple[str, str]]] = {
    "espnet": _espnet,
    "hifigan": _hifigan,
    "huggingface": _huggingface,
    "kaldi": _kaldi,
    "lhotse": _lhotse,
    "librosa": _librosa,
    "nemo": _nemo,
    "torchaudio": _torchaudio,
}

WRITABLE = tuple(_WRITERS)
"""The kinds that `write_config` takes."""
