"""Front ends made to fit the shape of given features: bands, coefficients and frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from melgram.conformance.lattice import Pool, attempt
from melgram.conformance.lattice_framing import framings_of
from melgram.frontend import FrontEnd
from melgram.frontend.post import Dct, Deltas, VectorAffine
from melgram.frontend.spectral import LinearBins, MelBank

_MOST_FRAMINGS = 10


def shaped(
    front_end: FrontEnd, *, pool: Pool, n_samples: int, n_features: int, n_frames: int
) -> list[FrontEnd]:
    """Return variants of a front end that make features of a shape; itself alone if it does.

    Parameters
    ----------
    front_end : FrontEnd
    pool : Pool
    n_samples : int
        Length of the recording at the front end's rate.
    n_features, n_frames : int
    """
    found: list[FrontEnd] = []
    for variant in with_features(front_end, n_features):
        if variant.n_frames(n_samples) == n_frames:
            found.append(variant)
            continue
        framings = framings_of(
            variant,
            lengths=pool("framing.win_length"),
            edges=pool("framing.edges"),
            n_samples=n_samples,
            n_frames=n_frames,
        )
        made = [
            attempt(lambda v=variant, f=framing: replace(v, framing=f))
            for framing in framings[:_MOST_FRAMINGS]
        ]
        found += [item for item in made if item is not None and item.n_features == n_features]
    return found


def with_features(front_end: FrontEnd, n_features: int) -> list[FrontEnd]:
    """Return variants of a front end with a number of features; itself alone if it has it."""
    if front_end.n_features == n_features:
        return [front_end]
    made = [attempt(step) for step in _resized(front_end, n_features)]
    return [variant for variant in made if variant and variant.n_features == n_features]


def _resized(front_end: FrontEnd, n_features: int) -> Iterator[Callable[[], FrontEnd]]:
    bank, post = front_end.bank, front_end.post
    if any(isinstance(operation, Deltas) for operation in post):
        flat = replace(front_end, post=tuple(op for op in post if not isinstance(op, Deltas)))
        yield lambda: flat
    for i, operation in enumerate(post):
        if isinstance(operation, Dct):
            copies = front_end.n_features // operation.n_coefficients
            kept = (*post[:i], replace(operation, n_coefficients=max(n_features // copies, 1)))
            yield lambda kept=(*kept, *post[i + 1 :]): replace(front_end, post=kept)
            return
    free = tuple(op for op in post if not isinstance(op, VectorAffine))  # one number per feature
    if isinstance(bank, MelBank):
        copies = max(front_end.n_features // bank.n_mels, 1)
        resized = replace(bank, n_mels=max(n_features // copies, 1))
        yield lambda: replace(front_end, bank=resized, post=free)
    if isinstance(bank, LinearBins):
        n_fft = 2 * (n_features + bank.skip_low + bank.skip_high - 1)
        framing = front_end.framing
        for length in (min(framing.win_length, n_fft), n_fft):
            sized = replace(framing, n_fft=n_fft, win_length=length) if n_fft >= 2 else framing
            yield lambda sized=sized: replace(front_end, framing=sized, post=free)
