"""What differs between two front ends: the fields, and what each does to the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from melgram.conformance.changes import Change, changes_between
from melgram.conformance.effects import Effect, Recording, compared, effects_of
from melgram.conformance.resolving import Named, resolve_both
from melgram.frontend import FrontEnd
from melgram.mel import Mel
from melgram.presets import name_of

if TYPE_CHECKING:
    from melgram.conformance.contrast import Contrast


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What differs between the front ends A and B.

    Parameters
    ----------
    a, b : FrontEnd
    changes : tuple of Change
        In the order of the signal; none if both are the same front end.
    effects : tuple of Effect
        What each change to A does alone, the largest first; none without a recording.
    total : Effect | None
        What all of them do; None without a recording.
    features_a, features_b : Mel | None
        The features of the recording, if there is one.
    """

    a: FrontEnd
    b: FrontEnd
    changes: tuple[Change, ...]
    effects: tuple[Effect, ...] = ()
    total: Effect | None = None
    features_a: Mel | None = None
    features_b: Mel | None = None

    @property
    def same(self) -> bool:
        """Whether both are the same front end."""
        return not self.changes

    @property
    def b_minus_a(self) -> Contrast | None:
        """What B's features are above A's, to be drawn.

        In dB if both stand for levels. None without a recording, or if the features do not
        correspond: other numbers of them, or other units.
        """
        if self.features_a is None or self.features_b is None:
            return None
        from melgram.conformance.contrast import contrast

        return contrast(self.features_a, self.features_b)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, as ``melgram diff --json`` prints them."""
        return {
            "a": {"preset": name_of(self.a), "digest": self.a.digest},
            "b": {"preset": name_of(self.b), "digest": self.b.digest},
            "same": self.same,
            "changes": [change.to_dict() for change in self.changes],
            "effects": [effect.to_dict() for effect in self.effects],
            "total": None if self.total is None else self.total.to_dict(),
        }

    def __str__(self) -> str:
        """List fields and effects in aligned columns."""
        from melgram.conformance.listing import listed

        return listed(self)


def diff(a: Named, b: Named, *, samples: Any = None, sample_rate: int | None = None) -> Difference:
    """Return what differs between two front ends and, given a recording, which field matters.

    Each difference alone is applied to A, and the features of both are compared.

    Parameters
    ----------
    a, b : FrontEnd, preset name, or TOML or JSON file
        A preset that follows the recording's rate takes the rate of the other one.
    samples : path, bytes, binary file object, Waveform or array (..., n_samples), optional
        What `melgram.melspectrogram` takes; resampled to each rate that occurs.
    sample_rate : int | None [Hz]
        The rate of an array.

    Returns
    -------
    difference : Difference
        ``str()`` of it is the table that ``melgram diff`` prints.

    Raises
    ------
    UnknownPreset, FrontEndError
        If a front end cannot be found, read or computed.
    AudioError, SignalError
        If the recording cannot be used.

    Examples
    --------
    >>> import numpy as np
    >>> noise = np.random.default_rng(0).uniform(-0.5, 0.5, 16_000)
    >>> found = diff("whisper", "whisper-v3", samples=noise, sample_rate=16_000)
    >>> [change.path for change in found.changes], found.effects[0].shape_b
    (['bank.n_mels'], (128, 100))
    """
    first, second = resolve_both(a, b)
    changes = changes_between(first, second)
    if samples is None:
        return Difference(a=first, b=second, changes=changes)
    recording = Recording(samples, sample_rate=sample_rate)
    before, after = recording.features(first), recording.features(second)
    return Difference(
        a=first,
        b=second,
        changes=changes,
        effects=effects_of(first, changes, recording=recording),
        total=compared(before, after),
        features_a=before,
        features_b=after,
    )
