"""The page is sound HTML: it stands alone, speaks to every reader, and its numbers are the file's.

How it looks and behaves in a browser is tested in ``tests/browser``.
"""

from __future__ import annotations

import base64
import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import html5lib
import numpy as np
import pytest
import soundfile

import melgram
from melgram.errors import EmptyInput, PictureError, ReadError
from melgram.explain import report

SPEECH = Path(__file__).parents[3] / "examples" / "speech.flac"
LANGUAGES = ("en", "ko")
Element = ElementTree.Element


def parsed(page: str) -> Element:
    """Parse a page strictly: any error of syntax raises."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def named(page: Element, *names: str) -> Iterator[Element]:
    """Yield the elements of these names, SVG's too."""
    yield from (e for e in page.iter() if str(e.tag).rpartition("}")[2] in names)


def spoken(element: Element) -> str:
    """Return the words in an element."""
    return re.sub(r"\s+", " ", "".join(element.itertext()).replace("\u2060", "")).strip()


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request: pytest.FixtureRequest, pages: dict[str, str]) -> Element:
    """Return the parsed report on the example, in each language."""
    return parsed(pages[request.param])


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_is_small_and_says_its_language(language: str, pages: dict[str, str]) -> None:
    """The report on a short clip stays below 1.5 MB."""
    assert len(pages[language].encode()) < 1_500_000
    assert parsed(pages[language]).get("lang") == language


def test_identifiers_are_unique(page: Element) -> None:
    """No two elements have the same identifier, and every reference meets one."""
    found = [e.get("id") for e in page.iter() if e.get("id")]
    referred = [
        word
        for e in page.iter()
        for word in [*(e.get("aria-labelledby") or "").split(), (e.get("href") or "")[1:]]
        if word and not str(e.get("href", "#")).startswith("data:")
    ]

    assert len(found) == len(set(found))
    assert set(referred) <= set(found)


def test_ticks_have_no_more_zeros_than_they_need(wav: Callable[..., bytes]) -> None:
    """Amplitudes are written in full and short, and a million steps as 1M."""
    tone = 0.012 * np.sin(2 * np.pi * 440 * np.arange(16_000) / 16_000)
    page = report(wav(tone + 0.3, subtype="PCM_32"))
    steps, spectrum = (
        re.findall(r">([^<>]+)</text>", page.split(f'<title id="{name}-title">')[1])
        for name in ("steps", "spectrum")
    )

    assert "0.002" in spectrum
    assert "0.0020" not in spectrum
    assert "640M" in steps


def test_every_picture_has_words(page: Element) -> None:
    """Each picture is announced as one, with a title in words, and stands in a captioned figure."""
    pictures = [e for e in named(page, "svg") if e.get("role") == "img"]
    outer = [e for e in named(page, "svg") if "inside" not in str(e.get("class"))]
    titles = [spoken(next(named(picture, "title"))) for picture in pictures]

    assert len(pictures) == len(outer) >= 15
    assert all(len(title) >= 2 for title in titles)
    for figure in named(page, "figure"):
        assert spoken(next(named(figure, "figcaption")))
    assert list(named(page, "img")) == []
    assert all(e.get("aria-label") for e in named(page, "audio"))


def test_headings_descend_in_order(page: Element) -> None:
    """One first heading, eight lessons, and no level is jumped over."""
    levels = [int(e.tag[1]) for e in named(page, "h1", "h2", "h3", "h4")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert len(list(named(page, "section"))) == 8
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_contents_lead_to_every_lesson(page: Element) -> None:
    """The list of contents names each lesson by its title."""
    links = {e.get("href"): spoken(e) for nav in named(page, "nav") for e in named(nav, "a")}
    titles = {f"#{h.get('id')}": spoken(h) for s in named(page, "section") for h in named(s, "h2")}

    assert links.keys() == titles.keys()
    assert all(titles[name].endswith(links[name].replace(" kHz", "\xa0kHz")) for name in links)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_loaded(language: str, pages: dict[str, str]) -> None:
    """No attribute, style or script refers to anything outside the page."""
    page = parsed(pages[language])
    references = [
        str(value)
        for e in page.iter()
        for name, value in e.attrib.items()
        if str(name).rpartition("}")[2]
        in {"src", "href", "srcset", "action", "data", "poster", "background"}
    ]
    style = " ".join(spoken(e) for e in named(page, "style"))

    assert references
    assert [r for r in references if not r.startswith(("#", "data:"))] == []
    assert re.findall(r"url\((?!#)|@import|expression\(", style) == []
    assert list(named(page, "link", "iframe", "object", "embed", "base")) == []
    assert [e.attrib for e in named(page, "script") if e.attrib] == []
    assert not re.search(r"fetch\(|XMLHttpRequest|WebSocket|import\(", pages[language])


def test_numbers_in_sentences_are_the_file_s(page: Element) -> None:
    """Each number that a reader sees, read back, is the value beside it, and that of the file."""
    samples, rate = soundfile.read(SPEECH, dtype="float64")
    mel = melgram.melspectrogram(SPEECH, "classic").data
    facts = {str(e.get("data-fact")): str(e.get("value")) for e in named(page, "data")}

    assert (int(facts["rate"]), int(facts["n_samples"])) == (rate, len(samples))
    assert float(facts["peak"]) == pytest.approx(np.abs(samples).max())
    assert float(facts["rms_dbfs"]) == pytest.approx(10 * np.log10((samples**2).mean()))
    assert int(facts["size_bytes"]) == SPEECH.stat().st_size
    assert int(facts["n_frames"]) == mel.shape[1]
    assert facts["shape"] == f"(1, {mel.shape[0]}, {mel.shape[1]})"
    assert float(facts["max_db"]) == pytest.approx(mel.max())
    assert float(facts["mean"]) == pytest.approx(mel.mean(), abs=1e-4)


def test_shown_numbers_are_their_values(page: Element) -> None:
    """What is written is within half a last digit of what is meant."""
    for element in named(page, "data"):
        shown, value = spoken(element).replace("−", "-").replace(",", ""), element.get("value")
        if not re.fullmatch(r"-?\d+(\.\d+)?", shown):
            continue  # a name, a size with its unit, or a power of ten
        decimals = len(shown.partition(".")[2])
        half = 0.5000001 * 10.0**-decimals

        assert float(shown) == pytest.approx(float(str(value)), abs=half), element.attrib


def test_the_player_holds_the_recording(page: Element) -> None:
    """A short recording is embedded as it is, byte for byte."""
    source = str(next(named(page, "audio")).get("src"))
    kind, _, content = source.partition(",")

    assert kind == "data:audio/flac;base64"
    assert base64.b64decode(content) == SPEECH.read_bytes()


def test_the_program_gives_the_tensor(page: Element) -> None:
    """The sample of code runs, and gives the shape that the page states."""
    program = next("".join(e.itertext()) for e in named(page, "pre") if "tensor" in spoken(e))
    scope: dict[str, object] = {}

    exec(program.replace("speech.flac", str(SPEECH)), scope)

    facts = {e.get("data-fact"): e.get("value") for e in named(page, "data")}
    assert str(np.shape(scope["tensor"])) == facts["shape"]


def test_equal_recordings_give_equal_pages(pages: dict[str, str]) -> None:
    """There is no clock and no chance in a report."""
    assert report(SPEECH) == pages["en"]


def test_a_path_bytes_and_a_file_object_are_read(pages: dict[str, str]) -> None:
    """Only the name differs."""
    expected = pages["en"].count("<svg")

    with SPEECH.open("rb") as file:
        assert report(file).count("<svg") == expected
    assert report(SPEECH.read_bytes()).count("<svg") == expected


def test_an_odd_name_breaks_nothing(tmp_path: Path) -> None:
    """A name with markup, quotes and an undecodable byte is written as text."""
    odd = tmp_path / "<b>'\"& \udcff.flac"
    odd.write_bytes(SPEECH.read_bytes())

    text = report(odd)

    text.encode("utf-8")
    assert parsed(text) is not None
    assert "<b>'" not in text


def test_an_unknown_language_is_refused() -> None:
    """The error names the languages."""
    with pytest.raises(PictureError, match=r"language='kr' must be one of en, ko\. Did you mean"):
        report(SPEECH, language="kr")  # pyright: ignore[reportArgumentType]


def test_what_cannot_be_read_is_refused(wav: Callable[..., bytes]) -> None:
    """Errors of reading are those of every other command."""
    with pytest.raises(ReadError, match=r"nowhere\.wav: cannot be opened"):
        report("nowhere.wav")
    with pytest.raises(EmptyInput):
        report(wav([]))
