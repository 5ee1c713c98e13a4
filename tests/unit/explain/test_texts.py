"""Both languages say the same things with the same numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest

from melgram.explain.facts import facts_of
from melgram.explain.study import Study
from melgram.explain.texts import texts_in
from melgram.explain.wording import Fact, kept_together, marked_up, placeholders, plain

LATIN = re.compile(r"[A-Za-z]{2,}")
HANGUL = re.compile(r"[가-힣]")
MARKUP = re.compile(r"<(/?\w+)")
LOCAL = {"count", "ms", "hz"}  # filled by the figure itself
SAME = {"scale.formula", "scale.label_htk"}  # mathematics


def entries(table: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every sentence of a table with its path."""
    for field in fields(table):
        value = getattr(table, field.name)
        if isinstance(value, str):
            yield f"{path}{field.name}", value
        else:
            yield from entries(value, f"{path}{field.name}.")


ENGLISH, KOREAN = (dict(entries(texts_in(language))) for language in ("en", "ko"))
SENTENCES = sorted(ENGLISH.keys() - {"language"})


def test_both_tables_have_the_same_keys() -> None:
    """No sentence exists in one language only, and none is empty."""
    assert ENGLISH.keys() == KOREAN.keys()
    assert all(ENGLISH.values())
    assert all(KOREAN.values())


@pytest.mark.parametrize("name", SENTENCES)
def test_translations_use_the_same_facts_and_marks(name: str) -> None:
    """A sentence has the same placeholders and opens the same elements in both languages."""
    english, korean = ENGLISH[name], KOREAN[name]

    assert placeholders(english) == placeholders(korean)
    assert sorted(MARKUP.findall(english)) == sorted(MARKUP.findall(korean))


def test_placeholders_are_facts(speech_study: Study) -> None:
    """Every placeholder names a fact."""
    needed = set().union(*map(placeholders, ENGLISH.values()))

    assert needed - LOCAL - facts_of(speech_study).keys() == set()


def test_every_fact_is_told(speech_study: Study) -> None:
    """No fact is computed for nobody."""
    told = set().union(*map(placeholders, ENGLISH.values()))
    shown_in_tables = {"container", "shape", "dtype", "memory", "bits"}

    assert facts_of(speech_study).keys() - told - shown_in_tables == set()


@pytest.mark.parametrize("name", sorted(set(SENTENCES) - SAME))
def test_korean_is_korean(name: str) -> None:
    """A Korean sentence has Hangul, and no run of English words outside brackets and code."""
    bare = re.sub(r"<code>.*?</code>|\([^)]*\)|\{[^}]*\}|<[^>]*>", " ", KOREAN[name])
    runs = re.findall(r"(?:[A-Za-z]{3,}\s+){2,}", bare)

    assert HANGUL.search(KOREAN[name]) or not LATIN.search(bare)
    assert runs == []


@pytest.mark.parametrize("name", SENTENCES)
def test_english_is_english(name: str) -> None:
    """An English sentence has no Hangul."""
    assert not HANGUL.search(ENGLISH[name])


def test_labels_are_plain() -> None:
    """Titles, labels and descriptions become attributes and SVG, so they hold no markup."""
    kinds = ("label_", "alt_", "title")
    plain_ones = [n for n in SENTENCES if n.rpartition(".")[2].startswith(kinds)]

    assert plain_ones
    assert [n for n in plain_ones for t in (ENGLISH, KOREAN) if "<" in t[n] or "&" in t[n]] == []


def test_korean_keeps_one_style() -> None:
    """Sentences end politely, in 요, and never in the formal 니다."""
    assert [name for name, text in KOREAN.items() if "니다" in text] == []
    ended = [n for n, t in KOREAN.items() if n.endswith((".what", ".caption", ".limits"))]
    assert all(KOREAN[name].rstrip().endswith(("요.", "{name}")) for name in ended)


def test_facts_are_escaped() -> None:
    """A file name can break neither the page nor an attribute."""
    facts = {"name": Fact('<b>"&', '<b>"&')}

    assert "&lt;b&gt;&quot;&amp;" in marked_up("{name}", facts)
    assert "<b>" not in marked_up("{name}", facts)
    assert plain("{name}", facts) == '<b>"&'


@pytest.mark.parametrize(("count", "shown"), [(1, "1\xa0frame"), (2, "2\xa0frames")])
def test_nouns_follow_their_number(count: int, shown: str) -> None:
    """One frame, two frames."""
    assert plain("{n|frame|frames}", {"n": Fact(count, str(count))}) == shown


def test_units_stay_with_their_numbers() -> None:
    """No line ends between a number and its unit, and words that only look like units are left."""
    assert kept_together("{rate} Hz, 5 dBFS, 90 %") == "{rate}\xa0Hz, 5\xa0dBFS, 90\xa0%"
    assert kept_together("8 songs, 5 mels") == "8 songs, 5 mels"
    assert kept_together("{nyquist} Hz예요") == "{nyquist}\xa0Hz예요"
