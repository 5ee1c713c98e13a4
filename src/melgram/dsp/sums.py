"""Sums along time that come out the same, to the bit, however the signal was cut.

An addition rounds, so a sum's bits hang on its order. Here the order is part of the definition:
blocks of a fixed length, counted from the first sample or frame, each summed by NumPy as one
contiguous array, and their sums added one after the other. A whole clip and its pieces then agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from melgram.types import Real

FRAMES = 1 << 12
"""Frames in a block: 41 s at 10 ms. A clip up to that length is one block."""

SAMPLES = 1 << 16
"""Samples in a block."""


def blocks(pieces: Iterable[Real], *, size: int) -> Iterator[Real]:
    """Cut pieces anew: contiguous blocks of ``size`` along the last axis, the last one shorter.

    Examples
    --------
    >>> [block.size for block in blocks([np.zeros(3), np.zeros(4)], size=5)]
    [5, 2]
    """
    held: list[Real] = []
    missing = size
    for piece in pieces:
        rest = piece
        while rest.shape[-1] >= missing:
            yield _joined([*held, rest[..., :missing]])
            rest, held, missing = rest[..., missing:], [], size
        if rest.shape[-1]:
            held.append(rest)
            missing -= rest.shape[-1]
    if held:
        yield _joined(held)


def total(pieces: Iterable[Real], *, axis: int | tuple[int, ...], size: int) -> Real:
    """Return the sum over ``axis``, which holds the last one, with the axes kept; of nothing, zero.

    Examples
    --------
    >>> total([np.array([1.0, 2.0]), np.array([3.0])], axis=-1, size=2)
    array([6.])
    """
    result: Real | None = None
    for block in blocks(pieces, size=size):
        part = block.sum(axis=axis, keepdims=True)
        result = part if result is None else result + part
    return np.zeros(()) if result is None else result


def first(pieces: Iterable[Real], n: int) -> Iterator[Real]:
    """Yield the pieces up to a length of ``n`` along the last axis.

    Examples
    --------
    >>> [piece.size for piece in first([np.zeros(3), np.zeros(4), np.zeros(5)], 5)]
    [3, 2]
    """
    for piece in pieces:
        if n <= 0:
            return
        yield piece[..., :n]
        n -= piece.shape[-1]


def _joined(parts: list[Real]) -> Real:
    return np.ascontiguousarray(parts[0] if len(parts) == 1 else np.concatenate(parts, axis=-1))
