"""What every writer of features does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from melgram.types import Float32, Real


@dataclass(frozen=True, kw_only=True)
class Labels:
    """What is known of features beside their numbers.

    Parameters
    ----------
    facts : dict
        Plain values, as `Mel.facts` returns them.
    times : function from a number of frames to their centers [s]
    frequencies : (n_features,) or None [Hz]
    """

    facts: dict[str, Any]
    times: Callable[[int], Real]
    frequencies: Real | None


class Writer(Protocol):
    """Takes features piece by piece."""

    @property
    def shape(self) -> tuple[int, ...]:
        """(..., n_features, n_frames) so far."""
        ...

    def append(self, piece: Float32) -> None:
        """Take the next frames, (..., n_features, n)."""
        ...

    def commit(self) -> None:
        """Make the result appear; nothing may be appended afterwards."""
        ...

    def discard(self) -> None:
        """Leave nothing behind; after `commit` it does nothing."""
        ...
