"""Front ends one step away from a front end: the same, but for one choice.

The choices are what presets are known to choose (`Pool`), and the values that people pass to the
libraries of the field. Which of the neighbors explains given features is the business of
``identifying_search.py``; steps in the framing that keep a number of frames are in
``lattice_framing.py``, steps in the operations before and after in ``lattice_operations.py``.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar, get_args

from melgram.conformance.lattice_framing import framing_steps
from melgram.conformance.lattice_operations import frame_steps, post_steps, signal_steps
from melgram.errors import FrontEndError
from melgram.frontend import FrontEnd
from melgram.frontend import compression as c
from melgram.frontend import spectral as s

T = TypeVar("T")

WINDOWS: tuple[s.WindowShape, ...] = (
    *(s.Hann(periodic=periodic) for periodic in (True, False)),
    *(s.Hamming(periodic=periodic) for periodic in (True, False)),
    s.Povey(),
    *(s.Blackman(periodic=periodic) for periodic in (True, False)),
    s.Rectangular(),
    s.Tukey(alpha=0.25),
)
SPECTRA: tuple[s.Spectrum, ...] = (
    s.Power(),
    s.Magnitude(),
    *(s.Magnitude(added=added) for added in (1e-12, 1e-10, 1e-9, 1e-8, 1e-6, 1e-5)),
    *(s.Magnitude(floor=floor) for floor in (1e-12, 1e-10, 1e-9, 1e-8)),
    s.Power(one_sided=True),
)
FMIN = (0, 10, 20, 27.5, 30, 40, 50, 55, 60, 64, 65, 80, 85, 90, 100, 125, 133.3333, 150, 200, 300)
FMAX = (
    *(3_400, 3_500, 3_700, 3_800, 4_000, 5_000, 6_000, 6_600, 6_800, 6_854, 6_855.4976, 7_000),
    *(7_500, 7_600, 7_690, 7_800, 8_000, 9_000, 9_500, 9_600, 10_000, 11_000, 11_025, 11_400),
    *(12_000, 14_000, 15_000, 16_000, 17_000, 18_000, 20_000, 22_050, 24_000),
)
BELOW_NYQUIST = (100, 200, 300, 400, 500, 1_000)  # Kaldi's negative "high-freq"
FLOORS = (
    *(m * 10.0**-k for k in range(1, 17) for m in (1.0, 5.0)),
    *(1.0, 2.0**-24, 1.1920928955078125e-07, 2.220446049250313e-16),
)
BASES = get_args(c.LogBase)
OTHER_COMPRESSIONS: tuple[c.Compression, ...] = (
    c.NoCompression(),
    *(c.LogOnePlus(gain=gain, base=b) for b in ("ln", "log10") for gain in (1, 10, 1e3, 1e4, 1e5)),
    c.PiecewiseLog(),
    *(c.Root(exponent=exponent) for exponent in (0.25, 1.0 / 3.0, 0.33, 0.3, 0.5)),
)


_MOST_COUPLED = 12  # values of each of two choices


@dataclass(frozen=True, kw_only=True)
class Pool:
    """Every value that some front end chooses, most frequent first.

    Parameters
    ----------
    values : dict from the field's path to its values
    """

    values: dict[str, tuple[Any, ...]]

    @classmethod
    def of(cls, front_ends: Iterable[FrontEnd]) -> Pool:
        """Collect the choices of front ends."""
        counts: dict[str, dict[Any, int]] = {}
        for front_end in front_ends:
            for path, value in _choices(front_end):
                seen = counts.setdefault(path, {})
                seen[value] = seen.get(value, 0) + 1
        return cls(
            values={
                path: tuple(sorted(seen, key=seen.__getitem__, reverse=True))
                for path, seen in counts.items()
            }
        )

    def __call__(self, path: str, *others: Any) -> tuple[Any, ...]:
        """Return the pooled values of a field, then others that are not among them."""
        return tuple(dict.fromkeys((*self.values.get(path, ()), *others)))


def _choices(front_end: FrontEnd) -> Iterator[tuple[str, Any]]:
    yield "n_features", front_end.n_features
    for name in ("signal", "frame", "fft_norm", "spectrum", "compression", "post"):
        yield name, getattr(front_end, name)
    for name in ("n_fft", "win_length", "hop_length", "edges"):
        yield f"framing.{name}", getattr(front_end.framing, name)
    for name in ("shape", "gain"):
        yield f"window.{name}", getattr(front_end.window, name)
    bank = front_end.bank
    if isinstance(bank, s.MelBank):
        for name in ("n_mels", "fmin", "fmax", "grid"):
            yield f"bank.{name}", getattr(bank, name)
        if bank.fmax < front_end.sample_rate / 2:
            yield "below_nyquist", front_end.sample_rate / 2 - bank.fmax


def neighbors(
    front_end: FrontEnd, *, pool: Pool, n_samples: int, n_frames: int | None
) -> Iterator[FrontEnd]:
    """Yield possible front ends that differ in one choice, likely ones first.

    Parameters
    ----------
    front_end : FrontEnd
    pool : Pool
    n_samples : int
        Length of the recording at the front end's rate.
    n_frames : int | None
        What they all must make of it; None asks for nothing. The features keep their number.
    """
    seen = {front_end}
    for make in _steps(front_end, pool=pool, n_samples=n_samples, n_frames=n_frames):
        made = attempt(make)
        if made is None or made in seen or made.n_features != front_end.n_features:
            continue
        if n_frames is not None and made.n_frames(n_samples) != n_frames:
            continue
        seen.add(made)
        yield made


def coupled(front_end: FrontEnd, *, pool: Pool) -> Iterator[FrontEnd]:
    """Yield front ends that differ in two choices of which one can pass for the other.

    A long window of one shape resembles a short one of another, and a band at the wrong place is
    only right when both ends are.
    """
    framing, bank = front_end.framing, front_end.bank
    lengths = [n for n in pool("framing.win_length") if n <= framing.n_fft]
    for length, shape in itertools.product(lengths[:_MOST_COUPLED], WINDOWS):
        window, cut = replace(front_end.window, shape=shape), replace(framing, win_length=length)
        made = attempt(lambda w=window, f=cut: replace(front_end, window=w, framing=f))
        if made is not None:
            yield made
    if not isinstance(bank, s.MelBank):
        return
    lows, highs = pool("bank.fmin")[:_MOST_COUPLED], pool("bank.fmax")[:_MOST_COUPLED]
    for fmin, fmax in itertools.product(lows, highs):
        made = attempt(
            lambda a=fmin, b=fmax: replace(front_end, bank=replace(bank, fmin=a, fmax=b))
        )
        if made is not None:
            yield made


def attempt(make: Callable[[], T]) -> T | None:
    """Return what a function makes, or None if it breaks a rule of front ends."""
    try:
        return make()
    except FrontEndError:
        return None


def _steps(
    front_end: FrontEnd, *, pool: Pool, n_samples: int, n_frames: int | None
) -> Iterator[Callable[[], FrontEnd]]:
    yield from _bank_steps(front_end, pool)
    yield from _window_steps(front_end, pool)
    yield from _compression_steps(front_end, pool)
    yield from signal_steps(front_end, pooled=pool("signal"))
    yield from frame_steps(front_end, pooled=pool("frame"))
    yield from post_steps(front_end, pooled=pool("post"))
    yield from framing_steps(
        front_end,
        lengths=pool("framing.win_length"),
        edges=pool("framing.edges"),
        usual_hops=pool("framing.hop_length"),
        n_samples=n_samples,
        n_frames=n_frames,
    )


def _bank_steps(front_end: FrontEnd, pool: Pool) -> Iterator[Callable[[], FrontEnd]]:
    bank = front_end.bank
    if not isinstance(bank, s.MelBank):
        return
    nyquist = front_end.sample_rate / 2
    choices: dict[str, Iterable[Any]] = {
        "scale": get_args(s.MelScale),
        "n_mels": pool("bank.n_mels"),  # hidden behind a cosine transform
        "norm": get_args(s.MelNorm),
        "triangles": get_args(s.Triangles),
        "fmin": pool("bank.fmin", *map(float, FMIN)),
        "fmax": dict.fromkeys(
            (
                nyquist,
                *pool("bank.fmax", *map(float, FMAX)),
                *(nyquist - b for b in pool("below_nyquist", *map(float, BELOW_NYQUIST))),
            )
        ),
        "grid": pool("bank.grid"),
        "skip_high": (0, 1),
        "skip_low": (0, 1),
        "drop_first_weight": (False, True),
        "rounding": get_args(s.Rounding),
    }
    for name, values in choices.items():
        for value in values:
            if value != getattr(bank, name):
                yield lambda name=name, value=value: replace(
                    front_end, bank=replace(bank, **{name: value})
                )


def _window_steps(front_end: FrontEnd, pool: Pool) -> Iterator[Callable[[], FrontEnd]]:
    for shape in pool("window.shape", *WINDOWS):
        window = replace(front_end.window, shape=shape)
        yield lambda window=window: replace(front_end, window=window)
    for gain in get_args(s.WindowGain):
        window = replace(front_end.window, gain=gain)
        yield lambda window=window: replace(front_end, window=window)
    for norm in get_args(s.FftNorm):
        yield lambda norm=norm: replace(front_end, fft_norm=norm)
    for spectrum in pool("spectrum", *SPECTRA):
        yield lambda spectrum=spectrum: replace(front_end, spectrum=spectrum)


def _compression_steps(front_end: FrontEnd, pool: Pool) -> Iterator[Callable[[], FrontEnd]]:
    known = pool("compression", *OTHER_COMPRESSIONS)
    for compression in (*_log_steps(front_end.compression, known), *known):
        yield lambda compression=compression: replace(front_end, compression=compression)


def _log_steps(own: c.Compression, known: tuple[c.Compression, ...]) -> Iterator[c.Compression]:
    """Yield logarithms that keep base or floor."""
    if not isinstance(own, c.Log):
        return
    for base in BASES:
        yield replace(own, base=base)
    floors = [item.floor for item in known if isinstance(item, c.Log)]
    values = [floor.value for floor in floors if not isinstance(floor, c.NoFloor)]
    for value in dict.fromkeys((*values, *FLOORS)):
        for kind in (c.ClampFloor, c.AddFloor):
            yield replace(own, floor=kind(value=value))
    for floor in floors:
        yield replace(own, floor=floor)
    for gain in dict.fromkeys((1.0, *(item.gain for item in known if isinstance(item, c.Log)))):
        yield replace(own, gain=gain)
