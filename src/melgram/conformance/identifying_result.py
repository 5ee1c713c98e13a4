"""What `identify` returns: candidates, best first, that say in words what they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from melgram.conformance.changes import Change
from melgram.conformance.identifying_words import in_words
from melgram.frontend import FrontEnd


@dataclass(frozen=True, kw_only=True)
class Residual:
    """How far a front end's features are from the given ones, in the features' own unit.

    Parameters
    ----------
    max, mean : float
        Largest and mean absolute difference.
    relative : float
        The median difference divided by the spread of the given features (their 10 to 90 % range).
    """

    max: float
    mean: float
    relative: float

    def __str__(self) -> str:
        """Say the largest and the mean difference."""
        return f"max {self.max:.2g}, mean {self.mean:.2g}"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A front end that may have made the features.

    Parameters
    ----------
    name : str
        The preset from which it differs least.
    front_end : FrontEnd
    changes : tuple of Change
        What differs from the preset; ``a`` is the preset's value.
    residual : Residual
    unit : str
    """

    name: str
    front_end: FrontEnd
    changes: tuple[Change, ...]
    residual: Residual
    unit: str

    def __str__(self) -> str:
        """Say "whisper, but: symmetric Hann, HTK scale"."""
        words = [in_words(change) for change in self.changes]
        return f"{self.name}, but: {', '.join(words)}" if words else self.name

    def to_dict(self) -> dict[str, Any]:
        """Return name, changes, residual and unit as plain values."""
        return {
            "name": self.name,
            "says": str(self),
            "changes": [change.to_dict() for change in self.changes],
            "residual": {"max": self.residual.max, "mean": self.residual.mean},
            "relative": self.residual.relative,
            "unit": self.unit,
            "digest": self.front_end.digest,
        }


@dataclass(frozen=True, kw_only=True, repr=False)
class Identification:
    """Which front end made features, how sure that is, and what comes next.

    Parameters
    ----------
    ranking : tuple of Candidate
        Best first; the runners-up are the nearest other presets.
    fits : bool
        Whether the best explains the features up to what implementations differ in.
    after : str | None
        A map that was applied to the features afterwards, such as "an affine map 2 x + 1".
    line : (float, float) | None
        Scale and offset of that map, if it is one for all features.
    notes : tuple of str
        What was found about the array: transposed, cut out of the clip, padded, float16.
    start : int
        The frame of the front end's features that the first given frame is.
    n_trials : int
        How many front ends were tried.
    """

    ranking: tuple[Candidate, ...]
    fits: bool
    after: str | None
    line: tuple[float, float] | None
    notes: tuple[str, ...]
    start: int
    n_trials: int

    @property
    def name(self) -> str:
        """The best preset's name."""
        return self.ranking[0].name

    @property
    def front_end(self) -> FrontEnd:
        """The best front end."""
        return self.ranking[0].front_end

    @property
    def changes(self) -> tuple[Change, ...]:
        """What differs from the preset that is named."""
        return self.ranking[0].changes

    @property
    def residual(self) -> Residual:
        """How far the best front end's features are from the given ones."""
        return self.ranking[0].residual

    def __repr__(self) -> str:
        """Say what was found, in a few lines."""
        best = self.ranking[0]
        lines = [str(best), *self.notes]
        if self.after is not None:
            lines.append(f"after it, {self.after}")
        lines.append(f"residual: {best.residual} {best.unit}")
        if not self.fits:
            percent = 100.0 * best.residual.relative
            lines.insert(0, f"nothing fits: the nearest is off by {percent:.2g} % of the spread")
        others = [f"  {item}: {item.residual} {item.unit}" for item in self.ranking[1:]]
        return "\n".join([*lines, *(["runners-up:"] if others else []), *others])

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as plain values."""
        return {
            "fits": self.fits,
            "after": self.after,
            "notes": list(self.notes),
            "start": self.start,
            "n_trials": self.n_trials,
            "ranking": [item.to_dict() for item in self.ranking],
            "front_end": self.front_end.to_dict(),
        }
