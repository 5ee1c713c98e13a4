"""The report in a browser: light and dark, wide and narrow, with and without script."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from melgram.explain import Language, report

LANGUAGES: tuple[Language, ...] = ("en", "ko")
Scheme = Literal["light", "dark"]

# Text whose contrast with what is behind it is below 4.5 to 1 (WCAG 2, AA), outside pictures.
FAINT_TEXT = """() => {
  const parts = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = parts(color).slice(0, 3).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (parts(color)[3] !== 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const texts = document.querySelectorAll("h1, h2, h3, p, li, a, td, th, figcaption, caption, " +
    "code, data, .own, .count");
  return [...texts].filter((element) => {
    const [a, b] = [luminance(getComputedStyle(element).color), luminance(behind(element))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
  }).map((element) => element.outerHTML.slice(0, 80));
}"""


@pytest.fixture(scope="module")
def files(speech: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Write the report in each language."""
    folder = tmp_path_factory.mktemp("reports")
    found = {language: folder / f"{language}.html" for language in LANGUAGES}
    for language in LANGUAGES:
        found[language].write_text(report(speech, language=language), encoding="utf-8")
    return found


@contextmanager
def opened(
    browser: Browser,
    file: Path,
    *,
    scheme: Scheme = "light",
    width: int = 1280,
    script: bool = True,
) -> Iterator[Page]:
    """Open a page; at the end nothing may have been said, failed or asked of the network."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=script
    )
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    yield page
    context.close()
    assert said == []
    assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]


def wait_until(page: Page, condition: str) -> None:
    """Ask until a condition holds; the page's policy lets no page evaluate text by itself."""
    for _ in range(250):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(20)
    pytest.fail(f"after 5 s still false: {condition}")


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("en", "light", 390), ("en", "dark", 1280), ("ko", "light", 1280), ("ko", "dark", 390)],
)
def test_page_fits_and_can_be_read(
    language: Language, scheme: Scheme, width: int, browser: Browser, files: dict[str, Path]
) -> None:
    """Nothing is wider than the window, and all text stands out from its background."""
    with opened(browser, files[language], scheme=scheme, width=width) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate(FAINT_TEXT) == []


def test_dark_is_dark(browser: Browser, files: dict[str, Path]) -> None:
    """The page follows the reader's color scheme, pictures too."""
    paint = (
        "[...document.querySelectorAll('body, svg.melgram .s1')].slice(0, 2).map((e) => "
        "getComputedStyle(e).backgroundColor + getComputedStyle(e).stroke)"
    )
    found = []
    for scheme in ("light", "dark"):
        with opened(browser, files["en"], scheme=scheme) as page:
            found.append(page.evaluate(paint))

    assert found[0][0] != found[1][0]
    assert found[0][1] != found[1][1]


def test_page_reads_without_script(browser: Browser, files: dict[str, Path]) -> None:
    """Without script all lessons, pictures and the player are there."""
    with opened(browser, files["ko"], script=False) as page:
        assert page.locator("section").count() == 8
        assert page.locator("audio").is_visible()
        assert all(svg.is_visible() for svg in page.locator("svg[role=img]").all())
        assert page.locator("#playhead").is_hidden()


def test_rasters_are_decoded(browser: Browser, files: dict[str, Path]) -> None:
    """Every embedded picture is a picture to the browser too."""
    load = """() => Promise.all([...document.querySelectorAll("svg image")].map((image) => {
      const probe = new Image();
      probe.src = image.getAttribute("href");
      return probe.decode().then(() => probe.naturalWidth);
    }))"""
    with opened(browser, files["en"]) as page:
        widths = page.evaluate(load)

    assert len(widths) == 8  # three windows, three stages, the result and its color bar
    assert min(widths) >= 1


def test_the_line_follows_the_sound(browser: Browser, files: dict[str, Path]) -> None:
    """A click on the picture moves the player there, and the line stands where was clicked."""
    with opened(browser, files["en"]) as page:
        wait_until(page, "document.getElementById('player').readyState >= 1")
        picture = page.locator(".wide", has=page.locator("#playhead"))
        picture.scroll_into_view_if_needed()
        box = picture.bounding_box()
        assert box is not None
        x = box["x"] + 0.6 * box["width"]
        page.mouse.click(x, box["y"] + 0.5 * box["height"])
        page.locator("#playhead").wait_for(state="visible")
        line = page.locator("#playhead").bounding_box()
        at = page.evaluate("document.getElementById('player').currentTime")

    assert line is not None
    assert line["x"] == pytest.approx(x, abs=2)
    assert 0.5 < at < 2.6


def test_keyboard_reaches_what_scrolls(browser: Browser, files: dict[str, Path]) -> None:
    """On a phone the wide figures can be scrolled by keyboard: they take the focus."""
    with opened(browser, files["en"], width=390) as page:
        scroller = page.locator(".scroll").first
        scroller.focus()
        page.keyboard.press("ArrowRight")
        wait_until(page, "document.querySelector('.scroll').scrollLeft > 0")

        assert scroller.get_attribute("tabindex") == "0"
