"""Which front ends need the whole clip, and what streams in place of each such stage."""

from __future__ import annotations

from melgram.frontend import FrontEnd, post, signal

_WHOLE_SIGNAL = (
    signal.RemoveMean,
    signal.PeakNormalise,
    signal.RangeNormalise,
    signal.RaiseLevel,
    signal.Standardise,
    signal.TileTo,
    signal.PadAround,
)
_WHOLE_CLIP = {
    post.DynamicRange: "post.FixedRange(top=..., range=...) with a top that you choose",
    post.SubtractMaximum: "post.Affine(scale=1.0, offset=...) with a maximum that you choose",
    post.SubtractMean: "post.SubtractRunningMean(n_frames=...)",
    post.PerFeature: "post.RunningPerFeature(n_frames=...)",
    post.AllFeatures: "post.Standard(mean=..., deviation=...) with numbers that you measured",
    post.RepeatLast: "post.FillInvalid with a value that you choose",
}


def refusal(front_end: FrontEnd) -> str | None:
    """Return why a front end cannot stream and what to use instead, or None."""
    for operation in front_end.signal:
        if isinstance(operation, _WHOLE_SIGNAL):
            return (
                f"the front end needs the whole signal for {type(operation).__name__} and cannot "
                "stream. Use plan(samples), or leave that operation to the recording."
            )
    for operation in front_end.post:
        if type(operation) in _WHOLE_CLIP:
            return (
                f"the front end needs the whole clip for {type(operation).__name__} and cannot "
                f"stream. Use plan(samples), or {_WHOLE_CLIP[type(operation)]}."
            )
    return None
