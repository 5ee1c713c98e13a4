"""How far predicted features are from given ones: exactly, and up to a map applied afterwards.

A score is the mean over cells of the decimal logarithm of ``|difference| / spread``: every cell
counts the same, however loud, so one that becomes exact is progress wherever it lies. Noise is
about -6, unrelated features are about 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from melgram.types import Real

After = Literal["nothing", "affine", "per feature"]

# What a score must gain before a map applied afterwards is believed, and before one is that only
# shifts or only scales: a step from the first to the second is progress.
_PENALTY: dict[After, tuple[float, float]] = {"affine": (0.3, 0.2), "per feature": (0.8, 0.6)}

_FLOAT32_NOISE = 3e-6  # of a value: what single precision leaves after a transform and a logarithm
_SPREAD_NOISE = 1e-6  # of the spread of all values
_HALF_NOISE = 2.0**-11  # of a value: float16
_WORST = 1e3  # spreads; what is infinite is this far off
_MOST_CELLS = 3000  # that a line is fitted to
_LEAST_SHARE = 0.3  # of the variation must come from the prediction: a constant explains nothing
_SIMPLE = 1e-3  # of one, and of the spread: a map this near scales only, or shifts only
_EXPLAINED = -4.8  # a score that leaves only noise
_CENTERED = 0.15  # deviations: means this small were subtracted
SAME_NOISES = 30.0  # a cell is the same within this many times the noise

_ALIKE_MEDIAN, _ALIKE_CELLS = 3.0, 0.95  # noises, share: other software, other rounding
_SAME_STRAYS = 2e-4  # of all cells: one that stands next to silence
_SAME_MEDIAN = 0.3  # noises: a gain that is off by 1 / 32768 must not pass


@dataclass(frozen=True)
class Given:
    """Features that somebody computed, ready for comparison."""

    data: Real  # (n_features, n_frames), float64
    transposed: bool  # whether the given array had frames first
    spread: float
    noise: Real  # (n_features, n_frames): differences that mean nothing
    weights: Real  # (n_features, n_frames): how much a cell counts
    landmarks: tuple[int, ...]  # the loudest frame and the quietest, where floors show
    centered: bool  # whether each feature's mean over time is about zero
    half: bool  # whether every value is a float16
    padding: int  # constant frames at the end that were left out
    active: int  # frames before the last ones that are all alike: silence after a short clip

    @classmethod
    def of(cls, data: Real, *, transposed: bool, half: bool, padding: int = 0) -> Given:
        """Measure spread and noise of features (n_features, n_frames)."""
        active = data.shape[1] - constant_frames(data)
        low, high = np.quantile(data[:, :active], [0.1, 0.9])
        spread = float(high - low) or float(np.ptp(data)) or float(np.abs(data).max()) or 1.0
        relative = _HALF_NOISE if half else _FLOAT32_NOISE
        noise = relative * np.abs(data) + _SPREAD_NOISE * spread
        quiet = np.argsort(data[:, :active].mean(axis=0), kind="stable")[[0, active // 50]]
        landmarks = (int(np.argmax(data.max(axis=0))), *map(int, quiet))
        deviation = data.std(axis=1).mean() or 1.0
        centered = bool(np.median(np.abs(data.mean(axis=1))) < _CENTERED * deviation)
        return cls(
            data,
            transposed,
            *(spread, noise, _weights(data), landmarks),
            *(centered, half, padding, active),
        )


def _weights(data: Real) -> Real:
    """Return one for each cell, less for those at a bound that holds more than half of them."""
    bound = (data == data.min()) | (data == data.max())
    share = float(bound.mean())
    return np.where(bound, (1.0 - share) / share, 1.0) if 0.5 < share < 1.0 else np.ones_like(data)


def constant_frames(data: Real) -> int:
    """Return how many frames at the end equal the last one; 0 if all do."""
    alike = (data == data[:, -1:]).all(axis=0)
    return 0 if alike.all() else int(np.argmin(alike[::-1]))


@dataclass(frozen=True)
class Score:
    """Scores of one prediction; lower is nearer."""

    value: float  # the best of the three, penalties included
    after: After  # the map that it takes
    exact: float
    same: bool  # equal up to noise, frame by frame and band by band
    penalty: float = 0.0
    scale: float = 1.0  # of the affine map from prediction to given features
    offset: float = 0.0

    @property
    def mapped(self) -> bool:
        """Whether a map applied afterwards explains all but noise."""
        return self.after != "nothing" and self.value - self.penalty < _EXPLAINED

    def __lt__(self, other: Score) -> bool:
        """Order by value."""
        return self.value < other.value


UNRELATED = Score(np.inf, "nothing", np.inf, same=False)


def score(given: Given, predicted: Real, *, at: NDArray[np.int64], per_feature: bool) -> Score:
    """Compare a prediction of the frames ``at`` with the given features.

    Parameters
    ----------
    given : Given
    predicted : (n_features, len(at))
    at : (n,) frames of ``given``
    per_feature : bool
        Whether to also fit one affine map for each feature.
    """
    f, noise, weights = given.data[:, at], given.noise[:, at], given.weights[:, at]
    if predicted.shape != f.shape or not f.size:
        return UNRELATED
    limit = _WORST * given.spread
    p = np.clip(np.nan_to_num(predicted, nan=limit, posinf=limit, neginf=-limit), -1e18, 1e18)
    difference = np.abs(f - p)
    exact = _mean_log(difference, noise, weights, given.spread)
    if is_same(difference, noise, half=given.half, weights=weights):
        return Score(exact, "nothing", exact, same=True)
    scale, offset = affine_fit(p, f, spread=given.spread, weights=weights)
    found: list[tuple[float, After, float]] = [(exact, "nothing", 0.0)]
    if scale * np.ptp(p) > _LEAST_SHARE * np.ptp(f):
        left = _mean_log(np.abs(f - scale * p - offset), noise, weights, given.spread)
        penalty = _penalty("affine", scale, offset, spread=given.spread)
        found.append((left + penalty, "affine", penalty))
    if per_feature:
        a, b = per_feature_fit(p, f)
        if (a * p).std(axis=1).mean() > _LEAST_SHARE * f.std(axis=1).mean():
            left = _mean_log(np.abs(f - a * p - b), noise, weights, given.spread)
            penalty = _penalty("per feature", a, b, spread=given.spread)
            found.append((left + penalty, "per feature", penalty))
    value, after, penalty = min(found)
    return Score(value, after, exact, same=False, penalty=penalty, scale=scale, offset=offset)


def _penalty(after: After, scale: Real | float, offset: Real | float, *, spread: float) -> float:
    shifted = np.median(np.abs(np.asarray(scale) - 1.0)) < _SIMPLE
    scaled = np.median(np.abs(offset)) < _SIMPLE * spread
    return _PENALTY[after][bool(shifted or scaled)]


def is_same(difference: Real, noise: Real, *, half: bool, weights: Real) -> bool:
    """Return whether differences are noise: half of them well below it, and nearly all near it."""
    ratio, inside = difference / noise, weights == 1.0
    if np.median(ratio[inside] if inside.any() else ratio) > (1.0 if half else _SAME_MEDIAN):
        return False
    return float(weights[ratio > SAME_NOISES].sum()) <= _SAME_STRAYS * float(weights.sum())


def is_alike(difference: Real, noise: Real) -> bool:
    """Return whether most differences are within what another implementation's rounding makes."""
    near = difference <= SAME_NOISES * noise
    return bool(np.median(difference / noise) <= _ALIKE_MEDIAN and near.mean() >= _ALIKE_CELLS)


def affine_fit(p: Real, f: Real, *, spread: float, weights: Real) -> tuple[float, float]:
    """Return scale and offset of ``f = scale * p + offset``, least absolute deviations.

    Least squares, then three times again with each cell weighted by one over its residual, so that
    floors and edges, which follow no line, lose their say.
    """
    step = max(p.size // _MOST_CELLS, 1)
    x, y = p.ravel()[::step], f.ravel()[::step]
    own = weights = weights.ravel()[::step]
    scale, offset = 1.0, 0.0
    for _ in range(4):
        total = weights.sum()
        mx, my = (weights @ x) / total, (weights @ y) / total
        centered = x - mx
        variance = weights @ (centered * centered)
        if variance <= 0.0:
            return 1.0, float(my - mx)
        scale = float(weights @ (centered * (y - my)) / variance)
        offset = float(my - scale * mx)
        weights = own / (np.abs(y - scale * x - offset) + 1e-5 * spread)
    if scale <= 0.0:
        return 1.0, float(np.median(y - x))
    return scale, offset


def per_feature_fit(p: Real, f: Real) -> tuple[Real, Real]:
    """Return scale and offset of each feature, (n_features, 1), least squares over time."""
    mean_p, mean_f = p.mean(axis=1, keepdims=True), f.mean(axis=1, keepdims=True)
    variance = ((p - mean_p) ** 2).sum(axis=1, keepdims=True)
    together = ((p - mean_p) * (f - mean_f)).sum(axis=1, keepdims=True)
    scale = np.maximum(together / np.where(variance > 0.0, variance, 1.0), 0.0)
    return scale, mean_f - scale * mean_p


def _mean_log(difference: Real, noise: Real, weights: Real, spread: float) -> float:
    digits = np.log10(np.minimum((difference + noise) / spread, _WORST))
    return float((weights * digits).sum() / weights.sum())
