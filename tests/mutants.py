"""Front ends with one or two fields changed, as people change them, and a recording to tell by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from melgram.engines import plan
from melgram.errors import FrontEndError
from melgram.frontend import FrontEnd, compression, framing, output, post, signal, spectral

SAME = 3e-6  # of the largest value: features this near are equal

Mutation = Callable[[FrontEnd, np.random.Generator], FrontEnd]


@cache
def recording(sample_rate: int, seconds: float, *, seed: int = 0) -> np.ndarray:
    """Return voice-like tones, a sweep and noise, with a quiet stretch; float32, peak 0.5."""
    rng = np.random.default_rng(seed)
    t = np.arange(int(sample_rate * seconds)) / sample_rate
    x = 0.02 * rng.normal(size=t.size) * (0.05 + np.abs(np.sin(2 * np.pi * 1.3 * t)) ** 3)
    for k in range(1, 25):
        f = 110 * k * (1 + 0.2 * np.sin(2 * np.pi * 0.7 * t))
        if f.max() < sample_rate / 2:
            voiced = np.clip(np.sin(2 * np.pi * 0.9 * t + 1), 0, 1)
            x += 0.15 / k * np.sin(2 * np.pi * np.cumsum(f) / sample_rate) * voiced
    sweep = np.sin(2 * np.pi * (100 * t + 0.1 * sample_rate / seconds * t * t))
    x += 0.3 * sweep * (t > 0.6 * seconds)
    x *= np.where((t > 0.3 * seconds) & (t < 0.4 * seconds), 0.003, 1.0)
    return (0.5 * x / np.abs(x).max()).astype(np.float32)


def _bank(name: str, values: list[Any]) -> Mutation:
    def change(front_end: FrontEnd, rng: np.random.Generator) -> FrontEnd:
        bank = front_end.bank
        if not isinstance(bank, spectral.MelBank):
            raise FrontEndError
        changes: Any = {name: _pick(values, rng)}
        return replace(front_end, bank=replace(bank, empty_bands="keep", **changes))

    return change


def _framing(name: str, values: list[Any]) -> Mutation:
    def change(front_end: FrontEnd, rng: np.random.Generator) -> FrontEnd:
        changes: Any = {name: _pick(values, rng)}
        return replace(front_end, framing=replace(front_end.framing, **changes))

    return change


def _field(name: str, values: list[Any]) -> Mutation:
    def change(front_end: FrontEnd, rng: np.random.Generator) -> FrontEnd:
        changes: Any = {name: _pick(values, rng)}
        return replace(front_end, **changes)

    return change


def _pick(values: list[Any], rng: np.random.Generator) -> Any:
    return values[int(rng.integers(len(values)))]


def _window(front_end: FrontEnd, rng: np.random.Generator) -> FrontEnd:
    shapes = [
        *(kind(periodic=p) for kind in (spectral.Hann, spectral.Hamming) for p in (True, False)),
        *(spectral.Povey(), spectral.Blackman(), spectral.Rectangular()),
    ]
    return replace(front_end, window=replace(front_end.window, shape=_pick(shapes, rng)))


def _symmetry(front_end: FrontEnd, rng: np.random.Generator) -> FrontEnd:
    shape: Any = front_end.window.shape
    if not hasattr(shape, "periodic"):
        raise FrontEndError
    turned = replace(shape, periodic=not shape.periodic)
    return replace(front_end, window=replace(front_end.window, shape=turned))


def _edges(front_end: FrontEnd, rng: np.random.Generator) -> FrontEnd:
    half = (front_end.framing.n_fft - front_end.framing.hop_length) // 2
    kinds: list[framing.Edges] = [
        *(framing.Centered(mode=mode) for mode in ("reflect", "zero")),
        *(framing.Snip(), framing.PadEnd(), framing.KaldiMirror()),
        framing.Padded(left=max(half, 0), right=max(half, 0)),
    ]
    return replace(front_end, framing=replace(front_end.framing, edges=_pick(kinds, rng)))


def _hop(front_end: FrontEnd, rng: np.random.Generator) -> FrontEnd:
    hop = _pick([80, 100, 128, 160, 200, 240, 256, 300, 320, 441, 480, 512], rng)
    return replace(front_end, framing=replace(front_end.framing, hop_length=hop))


def _n_fft(front_end: FrontEnd, rng: np.random.Generator) -> FrontEnd:
    if isinstance(front_end.bank, spectral.TableBank):
        raise FrontEndError
    n_fft = _pick([400, 512, 800, 1024, 1200, 2048], rng)
    return replace(front_end, framing=replace(front_end.framing, n_fft=n_fft))


def _win(front_end: FrontEnd, rng: np.random.Generator) -> FrontEnd:
    in_ms = [round(ms * front_end.sample_rate / 1000) for ms in (16, 20, 25, 32, 40, 50)]
    win_length = _pick([*in_ms, 256, 400, 512, 800, 1024], rng)
    return replace(front_end, framing=replace(front_end.framing, win_length=win_length))


def _log(front_end: FrontEnd, rng: np.random.Generator, **changes: Any) -> FrontEnd:
    if not isinstance(front_end.compression, compression.Log):
        raise FrontEndError
    return replace(front_end, compression=replace(front_end.compression, **changes))


def _base(front_end: FrontEnd, rng: np.random.Generator) -> FrontEnd:
    base = _pick(["ln", "log10", "db_power", "db_amplitude"], rng)
    return _log(front_end, rng, base=base)


def _floor(front_end: FrontEnd, rng: np.random.Generator) -> FrontEnd:
    kind = _pick([compression.ClampFloor, compression.AddFloor], rng)
    value = _pick([1e-12, 1e-10, 1e-8, 1e-6, 1e-5, 1e-3, 1e-2, 1.0], rng)
    return _log(front_end, rng, floor=kind(value=value))


def _int16(front_end: FrontEnd, rng: np.random.Generator) -> FrontEnd:
    own = front_end.signal
    if own and isinstance(own[0], signal.Scale):
        return replace(front_end, signal=own[1:])
    return replace(front_end, signal=(signal.Scale(factor=32768.0), *own))


def _preemphasis(front_end: FrontEnd, rng: np.random.Generator) -> FrontEnd:
    if any(isinstance(op, signal.Preemphasis) for op in (*front_end.signal, *front_end.frame)):
        kept = tuple(op for op in front_end.signal if not isinstance(op, signal.Preemphasis))
        frame = tuple(op for op in front_end.frame if not isinstance(op, signal.Preemphasis))
        return replace(front_end, signal=kept, frame=frame)
    added = signal.Preemphasis(coefficient=_pick([0.95, 0.97], rng))
    if rng.random() < 0.5:
        return replace(front_end, signal=(*front_end.signal, added))
    return replace(front_end, frame=(*front_end.frame, replace(added, first="scale")))


def _dc(front_end: FrontEnd, rng: np.random.Generator) -> FrontEnd:
    frame = front_end.frame
    if frame and isinstance(frame[0], signal.RemoveMean):
        return replace(front_end, frame=frame[1:])
    return replace(front_end, frame=(signal.RemoveMean(), *frame))


def _post(front_end: FrontEnd, rng: np.random.Generator) -> FrontEnd:
    own = front_end.post
    if own and rng.random() < 0.5:
        i = int(rng.integers(len(own)))
        if isinstance(own[i], post.Dct):  # nobody stacks the rest of an MFCC on bands
            raise FrontEndError
        return replace(front_end, post=(*own[:i], *own[i + 1 :]))
    added = [post.SubtractMean(), post.PerFeature(ddof=1), post.PerFeature(ddof=0)]
    if isinstance(front_end.compression, compression.Log):
        added += [post.DynamicRange(range=8.0), post.DynamicRange(range=80.0)]
        added += [post.SubtractMaximum(), post.Affine(scale=0.25, offset=1.0)]
    return replace(front_end, post=(*own, _pick(added, rng)))


MUTATIONS: dict[str, Mutation] = {
    "scale": _bank("scale", ["htk", "slaney", "kaldi"]),
    "norm": _bank("norm", ["none", "area", "unit_sum"]),
    "triangles": _bank("triangles", ["hz", "mel", "bin_floor", "left_bandwidth"]),
    "fmin": _bank("fmin", [0.0, 20.0, 50.0, 80.0, 125.0]),
    "fmax": _bank("fmax", [3800.0, 7000.0, 7600.0, 8000.0, 10_000.0, 11_025.0, 12_000.0]),
    "n_mels": _bank("n_mels", [23, 40, 64, 80, 96, 128]),
    "window": _window,
    "symmetry": _symmetry,
    "edges": _edges,
    "hop": _hop,
    "n_fft": _n_fft,
    "win": _win,
    "drop": _framing("drop_last", ["never", "always"]),
    "spectrum": _field(
        "spectrum",
        [spectral.Power(), spectral.Magnitude(), spectral.Magnitude(added=1e-6)],
    ),
    "base": _base,
    "floor": _floor,
    "int16": _int16,
    "preemphasis": _preemphasis,
    "dc": _dc,
    "post": _post,
    "layout": _field("output", [output.Output(layout=output.FramesFirst())]),
}


def features(front_end: FrontEnd, samples: np.ndarray) -> np.ndarray | None:
    """Return what the front end hands its model, None unless it is a finite picture."""
    data = plan(front_end)(samples)
    if min(data.shape) < 4 or not np.isfinite(data).all() or np.ptp(data) == 0.0:
        return None
    frames_first = isinstance(front_end.output.layout, output.FramesFirst)
    return np.ascontiguousarray(data.T) if frames_first else data


def same_features(
    a: FrontEnd, b: FrontEnd, samples: np.ndarray, *, line: tuple[float, float] = (1.0, 0.0)
) -> bool:
    """Return whether A makes B's features of a recording, as near as B's own rounding leaves them.

    Both are computed in float64. They may differ by what float32 makes of B in its worst cell, or
    by `SAME`. ``line`` is a map that follows A.
    """
    first, second = (plan(item, precision="float64")(samples) for item in (a, b))
    if first.shape != second.shape:
        return False
    rounding = np.abs(plan(b)(samples) - second).max()
    most = max(SAME * np.abs(second).max(), rounding)
    return bool(np.abs(line[0] * first + line[1] - second).max() <= most)


def equal(a: np.ndarray, b: np.ndarray) -> bool:
    """Return whether features differ by less than float32 arithmetic leaves."""
    return a.shape == b.shape and bool(np.abs(a - b).max() <= SAME * np.abs(b).max())


def mutant(
    front_end: FrontEnd, samples: np.ndarray, *, n_fields: int, rng: np.random.Generator
) -> tuple[FrontEnd, tuple[str, ...]] | None:
    """Return a front end with some fields changed, each of which shows in the features, or None."""
    names = tuple(str(name) for name in rng.choice(list(MUTATIONS), n_fields, replace=False))
    changed = front_end
    for name in names:
        before = changed
        try:
            changed = MUTATIONS[name](before, rng)
            old, new = features(before, samples), features(changed, samples)
        except FrontEndError:
            return None
        if old is None or new is None or equal(new, old):
            return None
    return changed, names
