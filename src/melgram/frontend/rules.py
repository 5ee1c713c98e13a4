"""The rules that single values must obey, each with one sentence for its breach."""

from __future__ import annotations

import math
from typing import Any, get_args

from melgram.errors import FrontEndError, did_you_mean


def require_int(name: str, value: object, *, least: int) -> None:
    """Refuse anything but an integer of at least ``least``."""
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        message = f"{name}={value!r} must be an integer >= {least}."
        raise FrontEndError(message)


def require_number(
    name: str, value: object, *, above: float = -math.inf, least: float = -math.inf
) -> float:
    """Refuse anything but a finite number ``> above`` and ``>= least``; return it as a float."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        message = f"{name}={value!r} must be a finite number."
        raise FrontEndError(message)
    if value <= above:
        message = f"{name}={value!r} must be > {above:g}."
        raise FrontEndError(message)
    if value < least:
        message = f"{name}={value!r} must be >= {least:g}."
        raise FrontEndError(message)
    return float(value) + 0.0  # -0.0 becomes 0.0: what is equal has one digest


def require_word(name: str, value: object, allowed: Any) -> None:
    """Refuse a word outside a ``Literal``, naming the nearest one that exists."""
    words = [str(word) for word in get_args(allowed)]
    if value not in words:
        hint = did_you_mean(value, words) if isinstance(value, str) else ""
        message = f"{name}={value!r} must be one of {', '.join(words)}.{hint}"
        raise FrontEndError(message)


def set_number(
    stage: object, name: str, *, above: float = -math.inf, least: float = -math.inf
) -> None:
    """Check a number field of a frozen stage and store it as a float, so 1 equals 1.0."""
    value = require_number(name, getattr(stage, name), above=above, least=least)
    object.__setattr__(stage, name, value)


def set_numbers(stage: object, name: str) -> None:
    """Check a field that holds a tuple of finite numbers and store it as floats."""
    values = getattr(stage, name)
    if isinstance(values, (str, bytes)) or not hasattr(values, "__iter__"):
        message = f"{name}={values!r} must be a list of finite numbers."
        raise FrontEndError(message)
    numbers = tuple(require_number(f"{name}[{i}]", value) for i, value in enumerate(values))
    if not numbers:
        message = f"{name} is empty; it must hold at least one number."
        raise FrontEndError(message)
    object.__setattr__(stage, name, numbers)
