"""Operations of a front end carried out with ``melgram.dsp``: one line for each.

Those that look at the whole clip are in ``clip.py``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from melgram.dsp import cepstrum, compress, condition, mel, normalise, stacking
from melgram.engines import clip
from melgram.frontend import compression as c
from melgram.frontend import geometry, post, signal
from melgram.types import Bands, Real

_FLOORS = {c.ClampFloor: "clamp", c.AddFloor: "add", c.ReplaceFloor: "replace"}


def apply_signal(operation: signal.SignalOp, x: Real, *, rng: np.random.Generator | None) -> Real:
    """Carry out one operation along the last axis: the whole signal, or a frame."""
    match operation:
        case signal.Scale(factor=factor):
            return x * factor
        case signal.Clip(low=low, high=high):
            return np.clip(x, low, high)
        case signal.Quantise(levels=levels, overflow=overflow):
            return condition.quantise(x, levels=levels, overflow=overflow)
        case signal.Preemphasis(coefficient=coefficient, first=first):
            return condition.preemphasis(x, coefficient=coefficient, first=first)
        case signal.Dither(std=std):
            return x if rng is None else x + std * rng.standard_normal(x.shape)
        case _ if isinstance(operation, clip.SIGNAL):
            return clip.carry_out(operation, x, clip.measure(operation, [x], n_valid=x.shape[-1]))
        case _:
            return _change_length(operation, x)


def _change_length(operation: signal.SignalOp, x: Real) -> Real:
    wanted = geometry.samples_after(operation, x.shape[-1])
    match operation:
        case signal.Pad(left=left, right=right, value=value):
            return condition.pad(x, left=left, right=right, value=value)
        case signal.TileTo(n_samples=n_samples, tiling=tiling):
            return condition.tile(x, n_samples=n_samples, tiling=tiling)
        case signal.TruncateTo():
            return x[..., :wanted]
        case signal.PadTo(value=value) | signal.PadToMultiple(value=value):
            return condition.pad(x, left=0, right=wanted - x.shape[-1], value=value)
        case signal.PadAround(value=value):
            left, odd = divmod(wanted - x.shape[-1], 2)
            return condition.pad(x, left=left, right=left + odd, value=value)
    raise AssertionError(operation)


def floor_rule(floor: c.Floor) -> tuple[str, float]:
    """Return a floor as ("none" | "clamp" | "add" | "replace", value)."""
    return ("none", 0.0) if isinstance(floor, c.NoFloor) else (_FLOORS[type(floor)], floor.value)


def apply_compression(compression: c.Compression, x: Bands) -> Bands:
    """Carry out a compression that needs one frame only; PCEN is `apply_pcen`."""
    match compression:
        case c.Log(base=base, floor=floor, gain=gain):
            how, value = floor_rule(floor)
            return compress.log(compress.apply_floor(x * gain, how=how, value=value), base=base)
        case c.LogOnePlus(gain=gain, base=base):
            return compress.log_one_plus(x, gain=gain, base=base)
        case c.PiecewiseLog():
            return compress.piecewise_log(x)
        case c.Root(exponent=exponent):
            return x**exponent
        case _:
            return x


def apply_pcen(pcen: c.Pcen, x: Bands) -> Bands:
    """Carry out per-channel energy normalisation over a whole clip."""
    x, smoother = x * pcen.scale, pcen.smoother
    if isinstance(smoother, c.Smoother):
        average = compress.smooth(x, coefficient=smoother.coefficient, start=smoother.start)
    else:
        average = compress.smooth_truncated(
            x, coefficient=smoother.coefficient, n_frames=smoother.n_frames
        )
    return compress.pcen(
        x, average, gain=pcen.gain, bias=pcen.bias, power=pcen.power, added=pcen.added
    )


def apply_post(
    operations: Sequence[post.PostOp], x: Bands, *, n_valid: int, log_energy: Real | None
) -> Bands:
    """Carry out post operations, in order.

    Parameters
    ----------
    operations : sequence of PostOp
    x : (..., n_bands, n_frames)
    n_valid : int
        Frames that statistics look at.
    log_energy : (..., n_frames) | None
        What `ReplaceFirst` puts into the first feature.

    Returns
    -------
    features : (..., n_features, n_frames)
    """
    for operation in operations:
        x = _post(operation, x, n_valid=n_valid, log_energy=log_energy)
        n_valid = geometry.frames_after(operation, n_valid)
    return x


def _post(operation: post.PostOp, x: Bands, *, n_valid: int, log_energy: Real | None) -> Bands:
    match operation:
        case post.FixedRange(top=top, range=width):
            return np.maximum(x, top - width)
        case post.Affine(scale=scale, offset=offset):
            return x * scale + offset
        case post.Standard(mean=mean, deviation=deviation):
            return (x - mean) / deviation
        case post.VectorAffine(offset=offset, scale=scale):
            return (x + np.array(offset)[:, None]) * np.array(scale)[:, None]
        case post.Clamp(low=low, high=high):
            return np.clip(x, low, high)
        case post.ReplaceFirst():
            assert log_energy is not None
            return np.concatenate([log_energy[..., None, :], x[..., 1:, :]], axis=-2)
        case post.ReverseFeatures():
            return x[..., ::-1, :]
        case post.SubtractRunningMean() | post.RunningPerFeature():
            return apply_running(operation, x, state=None)[0]
        case post.RepeatLast():
            return stacking.repeat_last(x, n_valid=n_valid)
        case _ if isinstance(operation, clip.POST):
            return clip.carry_out(operation, x, clip.measure(operation, [x], n_valid=n_valid))
        case _:
            return _reshape(operation, x, n_valid=n_valid)


def apply_running(
    operation: post.SubtractRunningMean | post.RunningPerFeature,
    x: Bands,
    *,
    state: normalise.Running | None,
) -> tuple[Bands, normalise.Running | None]:
    """Carry out a normalisation by running statistics, and return where they stand after it."""
    means, variances, state = normalise.running(x, n_frames=operation.n_frames, state=state)
    if isinstance(operation, post.SubtractRunningMean):
        return x - means, state
    return (x - means) / (np.sqrt(variances) + operation.added), state


def _reshape(operation: post.PostOp, x: Bands, *, n_valid: int) -> Bands:
    wanted = geometry.frames_after(operation, x.shape[-1])
    match operation:
        case post.Dct(n_coefficients=n_coefficients, norm=norm):
            matrix = cepstrum.dct_matrix(
                n_coefficients=n_coefficients, n_features=x.shape[-2], norm=norm
            )
            return mel.bands(x, weights=matrix)
        case post.Lifter(q=q):
            return x * cepstrum.lifter_gains(n_coefficients=x.shape[-2], q=q)[:, None]
        case post.Deltas(width=width, order=order):
            return cepstrum.with_deltas(x, width=width, order=order)
        case post.FillInvalid(value=value):
            return np.where(np.arange(x.shape[-1]) < n_valid, x, value)
        case post.PadFrames(value=value) | post.PadFramesToMultiple(value=value):
            return stacking.pad_frames(x, n_frames=wanted, value=value)
        case post.TruncateFrames() | post.TruncateFramesToMultiple() | post.DropFrames():
            return x[..., :wanted]
        case post.Stack(n_frames=n_frames, remainder=remainder):
            return stacking.stack(x, n_frames=n_frames, remainder=remainder)
        case post.LowFrameRate(width=width, hop=hop):
            return stacking.low_frame_rate(x, width=width, hop=hop)
        case post.Context(left=left, right=right):
            return stacking.context(x, left=left, right=right)
    raise AssertionError(operation)
