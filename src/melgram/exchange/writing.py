"""Front ends as other people's configurations, or the name of the field that does not fit.

A writer says what it can; the text is then read back, and what comes out must be the front end
that went in, up to where float32 is rounded. So no format needs a list of what it cannot say.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from melgram.errors import FrontEndError, did_you_mean
from melgram.exchange import hifigan, kaldi, librosa, nemo, torchaudio
from melgram.exchange.documents import parse_conf, parse_yaml
from melgram.exchange.reading import parsed_config
from melgram.exchange.stages import found, mel_bank
from melgram.frontend import FrontEnd
from melgram.frontend.post import Dct
from melgram.frontend.signal import Dither


def write_config(front_end: FrontEnd, kind: str) -> str:
    """Return a configuration that describes a front end.

    Parameters
    ----------
    front_end : FrontEnd
    kind : {"hifigan", "huggingface-whisper", "kaldi", "librosa", "nemo", "torchaudio"}

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
    if kind not in _WRITERS:
        hint = did_you_mean(kind, _WRITERS)
        message = f"kind={kind!r} must be one of {', '.join(WRITABLE)}.{hint}"
        raise FrontEndError(message)
    try:
        text, name = _WRITERS[kind](front_end)
        again = parsed_config(_parsed(text, name=name), name=name).front_end
    except FrontEndError as error:
        message = f"this front end cannot be written as {kind}: {error}"
        raise FrontEndError(message) from None
    _require_same(front_end, again, kind=kind)
    return text


def _formula(front_end: FrontEnd) -> dict[str, Any]:
    """Return the fields without those that only say where an original rounds to float32.

    The bins of both grids are the same where the rate and the transform are even.
    """
    fields = front_end.to_dict()
    if front_end.sample_rate % 2 == 0 and front_end.framing.n_fft % 2 == 0:
        fields["bank"].pop("grid", None)
    for stage in (fields, fields["window"], fields["bank"]):
        for name in ("arithmetic", "rounding", "empty_bands"):
            stage.pop(name, None)
    return fields


def _parsed(text: str, *, name: str) -> Mapping[str, Any]:
    if name.endswith(".conf"):
        return parse_conf(text)
    return parse_yaml(text) if name.endswith(".yaml") else json.loads(text)


def _require_same(front_end: FrontEnd, again: FrontEnd, *, kind: str) -> None:
    difference = _difference(_formula(front_end), _formula(again), path="")
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


def _whisper(front_end: FrontEnd) -> tuple[str, str]:
    dither = found(front_end.signal, Dither)
    said = {
        "feature_extractor_type": "WhisperFeatureExtractor",
        "feature_size": mel_bank(front_end).n_mels,
        "sampling_rate": front_end.sample_rate,
        "hop_length": front_end.framing.hop_length,
        "chunk_length": 30,
        "n_fft": front_end.framing.n_fft,
        "padding_value": 0.0,
        "dither": dither.std if dither else 0.0,
        "return_attention_mask": False,
    }
    return _json(said), "preprocessor_config.json"


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
    # JSON values are YAML values; a dot before the exponent keeps YAML 1.1 from reading a word.
    rows = nemo.keywords(front_end).items()
    lines += [f"  {key}: {json.dumps(value)}" for key, value in rows]
    return "\n".join(lines) + "\n", "model_config.yaml"


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, indent=2) + "\n"


_WRITERS: dict[str, Callable[[FrontEnd], tuple[str, str]]] = {
    "hifigan": _hifigan,
    "huggingface-whisper": _whisper,
    "kaldi": _kaldi,
    "librosa": _librosa,
    "nemo": _nemo,
    "torchaudio": _torchaudio,
}

WRITABLE = tuple(_WRITERS)
"""The kinds that `write_config` takes."""
