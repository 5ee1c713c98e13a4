"""Steps in the framing, and the framings that make a wanted number of frames.

The number of frames is the best witness there is: it is a whole number, and each rule for the
edges counts differently. So framings are chosen by their count before anything is computed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import get_args

from melgram.frontend import FrontEnd, geometry
from melgram.frontend.framing import (
    Centered,
    DropLast,
    Edges,
    Framing,
    KaldiMirror,
    Padded,
    PadEnd,
    PadMode,
    Snip,
)

POWERS = (64, 128, 256, 512, 1024, 2048, 4096, 8192)
MILLISECONDS = (5, 8, 10, 12.5, 16, 20, 23.22, 25, 30, 32, 40, 46.44, 50, 60, 64, 80, 100)
_SLACK_FRAMES = 3  # how many frames rules for the edges may add or take
_MOST_HOPS = 48


def framing_steps(
    front_end: FrontEnd,
    *,
    lengths: Iterable[int],
    edges: Iterable[Edges],
    usual_hops: Iterable[int],
    n_samples: int,
    n_frames: int | None,
) -> Iterator[Callable[[], FrontEnd]]:
    """Yield changes of the framing; where a count is wanted, the edges may change with a length."""
    own = front_end.framing
    choices = tuple(edges)
    signal = geometry.n_signal_samples(front_end, n_samples)
    count = _stft_count(front_end, signal) if n_frames is not None else None
    kept = {own}
    firsts = list(_single(own, lengths, choices, front_end.sample_rate))
    firsts += [replace(own, hop_length=hop) for hop in (*hops(signal, count), *usual_hops)]
    for framing in firsts:
        for candidate in (framing, *_recounted(framing, choices, n_samples=signal, count=count)):
            if candidate not in kept:
                kept.add(candidate)
                yield lambda candidate=candidate: replace(front_end, framing=candidate)


def framings_of(
    front_end: FrontEnd,
    *,
    lengths: Iterable[int],
    edges: Iterable[Edges],
    n_samples: int,
    n_frames: int,
) -> list[Framing]:
    """Return framings, nearest first, with which a front end makes ``n_frames`` of the recording.

    One choice changed if that is enough, else two.
    """
    own, choices = front_end.framing, tuple(edges)

    signal = geometry.n_signal_samples(front_end, n_samples)

    def fits(framing: Framing) -> bool:
        count = geometry.n_stft_frames(framing, signal)
        for operation in front_end.post:
            count = geometry.frames_after(operation, count)
        return count == n_frames

    own_hop = own.hop_length
    least, most = own_hop // 8, min(4 * own_hop, 2 * own.win_length)  # as people change it
    usual = dict.fromkeys((*hops(signal, n_frames), *hops(signal - own.span, n_frames)))
    solved = [replace(own, hop_length=hop) for hop in usual if least <= hop <= most]
    singles = list(_edge_steps(own, choices)) + solved
    singles += list(_length_steps(own, lengths, front_end.sample_rate))
    found = [framing for framing in singles if fits(framing)]
    if found:
        return list(dict.fromkeys(found))
    pairs = [pair for single in solved for pair in _edge_steps(single, choices)]
    return list(dict.fromkeys(framing for framing in pairs if fits(framing)))


def hops(n_samples: int, n_frames: int | None) -> list[int]:
    """Return the hops that could make a number of frames, round ones first.

    Examples
    --------
    >>> hops(16_000, 101)[:3]
    [160, 156, 164]
    """
    if not n_frames or n_frames <= _SLACK_FRAMES or n_samples <= 0:
        return []
    least = max(n_samples // (n_frames + _SLACK_FRAMES), 1)
    most = n_samples // (n_frames - _SLACK_FRAMES) + 1
    return sorted(range(least, most + 1), key=_roughness)[:_MOST_HOPS]


def _roughness(hop: int) -> int:
    """Return 0 for numbers that people choose, more for others."""
    round_numbers = (hop & (hop - 1) == 0, hop % 100 == 0, hop % 80 == 0, hop % 10 == 0)
    for rank, is_round in enumerate((*round_numbers, hop % 4 == 0, hop % 2 == 0)):
        if is_round:
            return rank
    return len(round_numbers) + 2


def _single(
    own: Framing, lengths: Iterable[int], edges: tuple[Edges, ...], sample_rate: int
) -> Iterator[Framing]:
    yield from _edge_steps(own, edges)
    yield from _length_steps(own, lengths, sample_rate)


def _edge_steps(own: Framing, pooled: tuple[Edges, ...]) -> Iterator[Framing]:
    if isinstance(own.edges, (Centered, Padded)):
        for mode in get_args(PadMode):
            yield replace(own, edges=replace(own.edges, mode=mode))
    for drop in get_args(DropLast):
        yield replace(own, drop_last=drop)
    for valid in (None, -1, 0, 1, "inside"):
        yield replace(own, valid_extra=valid)
    for edges in (*_usual_edges(own), *pooled):
        yield replace(own, edges=edges)
        if own.drop_last != "never":
            yield replace(own, edges=edges, drop_last="never")
    for placement in ("center", "left"):
        yield replace(own, placement=placement)


def _usual_edges(own: Framing) -> Iterator[Edges]:
    yield from (Centered(mode="reflect"), Centered(mode="zero"), Snip(), PadEnd(), KaldiMirror())
    n_fft, hop, win = own.n_fft, own.hop_length, own.win_length
    sides = [((n_fft - hop) // 2,) * 2, (n_fft // 2, 0), (0, n_fft // 2), ((win - hop) // 2,) * 2]
    sides += [(win // 2,) * 2, (n_fft - hop, 0), (0, n_fft - hop), (0, hop), (0, 0)]
    for left, right in sides:
        if left >= 0 and right >= 0:
            yield from (Padded(left=left, right=right, mode=mode) for mode in ("reflect", "zero"))
            yield Padded(left=left, right=right, mode="zero", count="cover")


def _length_steps(own: Framing, lengths: Iterable[int], sample_rate: int) -> Iterator[Framing]:
    usual = [round(ms * sample_rate / 1000) for ms in MILLISECONDS]
    for length in dict.fromkeys((*lengths, *POWERS, *usual)):
        if length < 2:
            continue
        if length >= own.win_length:
            yield replace(own, n_fft=length)
        if length <= own.n_fft:
            yield replace(own, win_length=length)
        yield replace(own, n_fft=length, win_length=length)
        power = 1 << (length - 1).bit_length()
        yield replace(own, n_fft=power, win_length=length)


def _recounted(
    framing: Framing, edges: tuple[Edges, ...], *, n_samples: int, count: int | None
) -> Iterator[Framing]:
    """Yield a framing whose paddings follow its lengths, if its own count is not the wanted one."""
    if count is None or geometry.n_stft_frames(framing, n_samples) == count:
        return
    if isinstance(framing.edges, Padded):
        for other in _usual_edges(framing):
            if isinstance(other, Padded) and other.mode == framing.edges.mode:
                yield replace(framing, edges=other)


def _stft_count(front_end: FrontEnd, n_samples: int) -> int:
    return geometry.n_stft_frames(front_end.framing, n_samples)
