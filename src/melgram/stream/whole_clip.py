"""Which front ends need the whole clip, and what streams in place of each such stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from melgram.frontend import FrontEnd, post, signal

_LEVEL = "signal.Scale(factor=...) with a level that you choose"
_INSTEAD: Mapping[type[Any], str | None] = {
    signal.RemoveMean: None,  # a recording whose mean is not zero has to be mended
    signal.PeakNormalise: _LEVEL,
    signal.RangeNormalise: _LEVEL,
    signal.RaiseLevel: _LEVEL,
    signal.Standardise: _LEVEL,
    signal.TileTo: "signal.PadTo(n_samples=...)",
    signal.PadAround: "signal.PadToMultiple(n_samples=...)",
    post.DynamicRange: "post.FixedRange(top=..., range=...) with a top that you choose",
    post.SubtractMaximum: "post.Affine(scale=1.0, offset=...) with a maximum that you choose",
    post.SubtractMean: "post.SubtractRunningMean(n_frames=...)",
    post.PerFeature: "post.RunningPerFeature(n_frames=...)",
    post.AllFeatures: "post.Standard(mean=..., deviation=...) with numbers that you measured",
    post.RepeatLast: "post.FillInvalid with a value that you choose",
}


def refusal(front_end: FrontEnd) -> str | None:
    """Return why a front end cannot stream and what to use instead, or None.

    Examples
    --------
    >>> from melgram.presets import preset
    >>> print(refusal(preset("kaldi")))
    None
    """
    kinds = [type(operation) for operation in (*front_end.signal, *front_end.post)]
    found = [kind for kind in dict.fromkeys(kinds) if kind in _INSTEAD]
    if not found:
        return None
    return (
        f"the front end needs the whole clip for {_joined([kind.__name__ for kind in found])}, and "
        "cannot stream. Use plan(samples), or another front end, with another digest: "
        f"{_joined([_change(kind) for kind in found])}."
    )


def _change(kind: type[Any]) -> str:
    instead = _INSTEAD[kind]
    return f"no {kind.__name__}" if instead is None else f"{instead} in place of {kind.__name__}"


def _joined(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
