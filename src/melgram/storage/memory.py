"""Features in memory, in one array that grows while its length is not known."""

from __future__ import annotations

import contextlib
import math

import numpy as np

from melgram.errors import LimitExceeded
from melgram.types import Float32

MAX_VALUES = 1 << 30
"""Numbers at most: 4 GiB, 37 hours of 80 features at 100 frames a second."""


class InMemory:
    """The writer whose result is an array.

    Parameters
    ----------
    lead : tuple of int
        The axes before the frames, such as (n_features,).
    n_frames : int | None
        The expected length; a wrong one costs a copy.
    name : str
        What error messages call it.

    Raises
    ------
    LimitExceeded
        Beyond ``MAX_VALUES`` numbers.

    Examples
    --------
    >>> writer = InMemory((2,), n_frames=None, name="a.wav")
    >>> writer.append(np.zeros((2, 3), np.float32))
    >>> writer.data.shape
    (2, 3)
    """

    def __init__(self, lead: tuple[int, ...], *, n_frames: int | None, name: str) -> None:
        self._lead = lead
        self._name = name
        self._n = 0
        self._check(n_frames or 0)
        self._data: Float32 = np.empty((*lead, 0), np.float32)
        if n_frames:
            with contextlib.suppress(MemoryError):  # then as much as truly comes
                self._data = np.empty((*lead, n_frames), np.float32)

    @property
    def shape(self) -> tuple[int, ...]:
        """(..., n_features, n_frames) so far."""
        return (*self._lead, self._n)

    def append(self, piece: Float32) -> None:
        """Take the next frames."""
        stop = self._n + piece.shape[-1]
        if stop > self._data.shape[-1]:
            self._check(stop)
            grown = np.empty((*self._lead, max(stop, 2 * self._n)), np.float32)
            grown[..., : self._n] = self._data[..., : self._n]
            self._data = grown
        self._data[..., self._n : stop] = piece
        self._n = stop

    @property
    def data(self) -> Float32:
        """The features so far, contiguous."""
        return np.ascontiguousarray(self._data[..., : self._n])

    def commit(self) -> None:
        """Do nothing: the features are there."""

    def discard(self) -> None:
        """Give the memory back."""
        self._data, self._n = self._data[..., :0], 0

    def _check(self, n_frames: int) -> None:
        if n_frames * math.prod(self._lead) > MAX_VALUES:
            message = (
                f"{self._name}: has more than {MAX_VALUES} features. Write them to a file: "
                "melgram features FILE -o OUT.npy"
            )
            raise LimitExceeded(message)
