"""Small changes to front ends that several readers and writers need."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, TypeVar

from melgram.errors import FrontEndError
from melgram.frontend import FrontEnd
from melgram.frontend.compression import AddFloor, ClampFloor, Log
from melgram.frontend.signal import Dither
from melgram.frontend.spectral import AbsolutePower, Magnitude, MelBank, Power, Spectrum

T = TypeVar("T")


def mel_bank(front_end: FrontEnd) -> MelBank:
    """Return the bank of a front end that has mel bands.

    Raises
    ------
    FrontEndError
        If it has linear bins or a table.
    """
    if not isinstance(front_end.bank, MelBank):
        kind = front_end.to_dict()["bank"]["kind"]
        message = f"bank.kind={kind!r}: this format can only say mel_bank."
        raise FrontEndError(message)
    return front_end.bank


def log_of(front_end: FrontEnd) -> Log:
    """Return the compression of a front end that takes a logarithm.

    Raises
    ------
    FrontEndError
        If it compresses in another way.
    """
    if not isinstance(front_end.compression, Log):
        kind = front_end.to_dict()["compression"]["kind"]
        message = f"compression.kind={kind!r}: this format can only say log."
        raise FrontEndError(message)
    return front_end.compression


def floor_of(front_end: FrontEnd) -> float:
    """Return the number that keeps a logarithm from zero."""
    floor = log_of(front_end).floor
    if not isinstance(floor, (AddFloor, ClampFloor)):
        message = "compression.floor: this format needs a number that is added or clamped to."
        raise FrontEndError(message)
    return floor.value


def found(stages: tuple[Any, ...], kind: type[T]) -> T | None:
    """Return the first stage of a kind, or None."""
    return next((stage for stage in stages if isinstance(stage, kind)), None)


def swapped(stages: tuple[T, ...], stage: T) -> tuple[T, ...]:
    """Return the stages with the one of the same kind as ``stage`` replaced by it."""
    return tuple(stage if type(old) is type(stage) else old for old in stages)


def without(stages: tuple[T, ...], *kinds: type[Any]) -> tuple[T, ...]:
    """Return the stages that are of none of these kinds."""
    return tuple(stage for stage in stages if not isinstance(stage, kinds))


def dithered(stages: tuple[T, ...], std: float) -> tuple[T | Dither, ...]:
    """Return the stages behind noise of this deviation; 0 is none."""
    return (Dither(std=std), *stages) if std else stages


def floored(front_end: FrontEnd, value: float) -> Log:
    """Return the front end's logarithm with another number in the same kind of floor."""
    log = log_of(front_end)
    assert isinstance(log.floor, (AddFloor, ClampFloor))
    return replace(log, floor=replace(log.floor, value=value))


def spectrum_of(exponent: float) -> Spectrum:
    """Return ``|X| ** exponent`` as the stage that stands for it."""
    if exponent == 2:
        return Power()
    return Magnitude() if exponent == 1 else AbsolutePower(exponent=exponent)


def exponent_of(spectrum: Spectrum) -> float:
    """Return the exponent of a spectrum; the real part has none.

    Raises
    ------
    FrontEndError
        If the spectrum is the real part.
    """
    if isinstance(spectrum, AbsolutePower):
        return spectrum.exponent
    if isinstance(spectrum, Power):
        return 2.0
    if isinstance(spectrum, Magnitude):
        return 1.0
    message = "spectrum.kind='real_part': this format can only say a power of the magnitude."
    raise FrontEndError(message)


def next_power_of_two(n: int) -> int:
    """Return the smallest power of two that is at least ``n``; 1 for what is no length.

    Examples
    --------
    >>> next_power_of_two(400), next_power_of_two(512)
    (512, 512)
    """
    return 2 ** math.ceil(math.log2(max(n, 1)))
