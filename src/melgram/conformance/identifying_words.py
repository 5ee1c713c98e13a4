"""Changes of fields in words: "symmetric Hann", "HTK scale", "hop 256"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from melgram.conformance.changes import Change

_SCALES = {"htk": "HTK", "slaney": "Slaney", "kaldi": "Kaldi", "essentia": "Essentia"}
_NORMS = {"none": "no band norm", "area": "area norm (Slaney)", "unit_sum": "bands sum to one"}
_BASES = {
    "ln": "natural logarithm",
    "log10": "log10",
    "db_power": "10 log10 (dB)",
    "db_amplitude": "20 log10 (dB)",
}
_KINDS = {
    "kaldi_mirror": "Kaldi's mirrored edges",
    "snip": "only whole frames (snip)",
    "pad_end": "zeros after the end",
    "no_compression": "no logarithm",
    "remove_mean": "DC removal",
    "subtract_mean": "mean subtraction of each feature",
    "per_feature": "per-feature normalisation",
    "subtract_maximum": "maximum subtracted",
}

_BY_PATH: dict[str, Callable[[Any], str]] = {
    "bank.scale": lambda value: f"{_SCALES[value]} scale",
    "bank.norm": lambda value: _NORMS[value],
    "bank.n_mels": lambda value: f"{value} bands",
    "bank.fmin": lambda value: f"fmin {value:g} Hz",
    "bank.fmax": lambda value: f"fmax {value:g} Hz",
    "bank.triangles": lambda value: f"triangles by {value.replace('_', ' ')}",
    "compression.base": lambda value: _BASES[value],
    "framing.hop_length": lambda value: f"hop {value}",
    "framing.win_length": lambda value: f"window of {value} samples",
    "framing.n_fft": lambda value: f"{value}-point transform",
    "framing.placement": lambda value: f"window placed {value}",
    "framing.drop_last": lambda value: f"last frame dropped: {value.replace('_', ' ')}",
    "framing.edges.mode": lambda value: f"{value} padding",
    "output.layout": lambda value: f"transposed ({value['kind'].replace('_', ' ')})",
    "output.dtype": str,
    "sample_rate": lambda value: f"at {value} Hz",
}


def in_words(change: Change) -> str:
    """Return a change in words; what B has, for that is what the features were made with."""
    if change.how == "removed":
        return f"no {_stage(change.a)}"
    if change.how == "added":
        place = "" if change.stage == "post" else f" of the {change.stage}"
        return f"{_stage(change.b)}{place}"
    if change.path in _BY_PATH:
        return _BY_PATH[change.path](change.b)
    if change.path == "window.shape.periodic":
        return "periodic window" if change.b else "symmetric window"
    if isinstance(change.b, dict):
        return _stage(cast("dict[str, Any]", change.b))
    if isinstance(change.b, list):
        return f"other {change.path}"
    return f"{change.path} {_number(change.b)} instead of {_number(change.a)}"


def _stage(table: Any) -> str:
    kind = str(table.get("kind", ""))
    words: str = _KINDS.get(kind, kind.replace("_", " "))
    periodic = table.get("periodic")
    if periodic is not None:
        words = f"{'periodic' if periodic else 'symmetric'} {words.capitalize()}"
    if "mode" in table:
        words = f"{words}, {table['mode']} padding"
    numbers = [
        f"{name} {_number(value)}"
        for name, value in table.items()
        if isinstance(value, (int, float)) and not isinstance(value, bool)
    ]
    return f"{words} ({', '.join(numbers)})" if numbers else words


def _number(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)
