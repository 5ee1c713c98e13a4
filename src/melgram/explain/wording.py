"""Numbers as people read them, and sentences with such numbers in them.

A sentence is written as a template. ``{rate}`` becomes the fact of that name, and
``{n_frames|frame|frames}`` the fact with the noun that fits its number. Which facts there are is
in ``facts.py``; the templates of each language are in ``english.py`` and ``korean.py``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import TypeAlias

_PLACE = re.compile(r"\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}")
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_SPACE = "\N{NO-BREAK SPACE}"
_JOINED = "\N{WORD JOINER}"
_BESIDE_HANGUL = re.compile(r"(?<=[가-힣>])(?=\([A-Za-z])|(?<=\))(?=[가-힣])")
_BEFORE_UNIT = re.compile(r"(?<=[\d}]) (?=(?:(?:k?Hz|dB|dBFS|[mµ]?s|mel|kbit/s)(?![A-Za-z])|%))")


@dataclass(frozen=True)
class Fact:
    """Something true: its value, how a sentence shows it, whether it is of this recording."""

    value: float | str
    shown: str
    is_own: bool = True


Facts: TypeAlias = Mapping[str, Fact]


def placeholders(template: str) -> set[str]:
    """Return the names of the facts that a template needs.

    Examples
    --------
    >>> sorted(placeholders("{n|frame|frames} at {rate} Hz"))
    ['n', 'rate']
    """
    return {found.group(1) for found in _PLACE.finditer(template)}


def marked_up(template: str, facts: Facts) -> str:
    """Return a sentence as HTML; each fact is a ``data`` element that also holds its exact value.

    The template is markup already, the facts are escaped.

    Examples
    --------
    >>> marked_up("<b>{rate}</b>", {"rate": Fact(8000, "8,000")})
    '<b><data class="own" data-fact="rate" value="8000">8,000</data></b>'
    """

    def element(found: re.Match[str]) -> str:
        name, fact = found.group(1), facts[found.group(1)]
        value = escape(str(fact.value))
        own = ' class="own"' if fact.is_own else ""
        shown = f'<data{own} data-fact="{name}" value="{value}">{escape(fact.shown)}</data>'
        return shown + _noun(found, fact)

    return _PLACE.sub(element, kept_together(template))


def kept_together(text: str) -> str:
    r"""Return text in which no line ends before a unit, or beside brackets within a Korean word.

    Examples
    --------
    >>> kept_together("8 kHz"), kept_together("창(window)은")
    ('8\xa0kHz', '창\u2060(window)\u2060은')
    """
    return _BESIDE_HANGUL.sub(_JOINED, _BEFORE_UNIT.sub(_SPACE, text))


def plain(template: str, facts: Facts) -> str:
    """Return a sentence as text, for a label or a description.

    Examples
    --------
    >>> plain("{n|frame|frames}", {"n": Fact(1, "1")}).split()
    ['1', 'frame']
    """
    return _PLACE.sub(lambda found: _shown(found, facts), template)


def integer(value: int) -> Fact:
    """Return a count with its thousands apart.

    Examples
    --------
    >>> integer(41_600).shown
    '41,600'
    """
    return Fact(value, _signed(f"{value:,}"))


def rounded(value: float, *, digits: int = 3) -> Fact:
    """Return a number with so many digits that count, and never fewer than its whole part.

    Examples
    --------
    >>> rounded(0.012197).shown, rounded(161.0).shown, rounded(-7832.4).shown
    ('0.0122', '161', '−7,832')
    """
    if value == 0 or not math.isfinite(value):
        return Fact(value, _signed(f"{value:g}"))
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{decimals}f}"
    return Fact(value, _signed(text.rstrip("0").rstrip(".") if "." in text else text))


def fixed(value: float, *, decimals: int) -> Fact:
    """Return a number with so many decimals.

    Examples
    --------
    >>> fixed(2.6, decimals=3).shown, fixed(-0.04, decimals=1).shown
    ('2.600', '0.0')
    """
    text = f"{value:,.{decimals}f}"
    return Fact(value, _signed(text) if float(text.replace(",", "")) else text.lstrip("-"))


def tiny(value: float) -> Fact:
    """Return a number far below 1 with a power of ten.

    Examples
    --------
    >>> tiny(1.72e-16).shown.split()
    ['1.7', '×', '10⁻¹⁶']
    """
    if value == 0.0:
        return Fact(value, "0")
    digits, exponent = f"{value:.1e}".split("e")
    power = str(int(exponent)).translate(_RAISED)
    return Fact(value, f"{digits}{_SPACE}×{_SPACE}10{power}")


def size(n_bytes: int) -> Fact:
    """Return a number of bytes with its unit.

    Examples
    --------
    >>> size(45_521).shown.split(), size(80).shown.split()
    (['45.5', 'kB'], ['80', 'B'])
    """
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if n_bytes >= factor:
            return Fact(n_bytes, f"{rounded(n_bytes / factor).shown}{_SPACE}{unit}")
    return Fact(n_bytes, f"{n_bytes}{_SPACE}B")


def general(fact: Fact) -> Fact:
    """Return a fact that holds for every recording.

    Examples
    --------
    >>> general(integer(128)).is_own
    False
    """
    return replace(fact, is_own=False)


def word(text: str) -> Fact:
    """Return a fact that is no number."""
    return Fact(text, text)


def _signed(text: str) -> str:
    return text.replace("-", "−")


def _shown(found: re.Match[str], facts: Facts) -> str:
    fact = facts[found.group(1)]
    return fact.shown + _noun(found, fact)


def _noun(found: re.Match[str], fact: Fact) -> str:
    if found.group(2) is None:
        return ""
    return _SPACE + (found.group(2) if fact.value == 1 else found.group(3))
