"""SVG charts: what is drawn stands where its axes say, and the text is well-formed."""

from __future__ import annotations

import base64
import re
from xml.etree import ElementTree

import numpy as np
import pytest

from melgram.errors import PictureError
from melgram.picture import axis, palette, png
from melgram.picture.layout import Rect
from melgram.picture.svg import Page
from melgram.picture.svg_style import SERIES, STYLE

SVG = "{http://www.w3.org/2000/svg}"
AT = Rect(x=50, y=20, width=200, height=100)


def page(**changes) -> Page:
    """Return an empty page."""
    facts = {"width": 300, "height": 180, "name": "one", "title": "T", "description": "D"}
    return Page(**(facts | changes))


def plot_on(sheet: Page, **changes):
    """Return a plot of seconds 0 to 2 and numbers -1 to 1, 100 pixels to a unit and 50."""
    axes = {"x": axis.time(0, 2), "y": axis.linear(-1, 1, title="Amplitude")}
    return sheet.plot(**(axes | {"at": AT} | changes))


def parsed(sheet: Page) -> ElementTree.Element:
    """Return the picture as XML."""
    return ElementTree.fromstring(sheet.to_svg())


def of_class(root: ElementTree.Element, css: str) -> list[ElementTree.Element]:
    """Return the elements that carry a class."""
    return [element for element in root.iter() if css in element.get("class", "").split()]


def points(path: str) -> list[tuple[float, float]]:
    """Return the points of a path of straight lines."""
    pairs = re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)
    return [(float(x), float(y)) for x, y in pairs]


def test_a_point_stands_at_its_numbers() -> None:
    """Second 1 and amplitude 0.5 are 100 pixels right and 25 below the upper left corner."""
    sheet = page()
    plot_on(sheet).line([0, 1, 2], [-1, 0.5, 1])

    (line,) = of_class(parsed(sheet), "line")
    assert points(line.get("d", "")) == [(0, 100), (100, 25), (200, 0)]
    (inside,) = of_class(parsed(sheet), "inside")
    assert [inside.get(key) for key in ("x", "y", "width", "height")] == ["50", "20", "200", "100"]


def test_a_label_stands_at_its_number() -> None:
    """The tick 1.0 is where second 1 is drawn, on the page."""
    sheet = page()
    plot_on(sheet)

    labels = {e.text: e for e in of_class(parsed(sheet), "label")}
    assert labels["1"].get("x") == "150"
    assert labels["0.5"].get("y") == "49.2"


def test_a_long_line_keeps_its_extremes() -> None:
    """Of 100,000 points two a pixel are left, and a lone peak is among them."""
    values = np.random.default_rng(0).uniform(-0.5, 0.5, 100_000)
    values[54_321] = 0.9
    sheet = page()
    plot_on(sheet).line(np.linspace(0, 2, 100_000), values)

    (line,) = of_class(parsed(sheet), "line")
    drawn = points(line.get("d", ""))
    assert len(drawn) <= 402
    assert min(y for _, y in drawn) == 5.0
    assert [x for x, _ in drawn] == sorted(x for x, _ in drawn)


def test_a_long_envelope_keeps_its_extremes() -> None:
    """An area of many points is as high as its highest one."""
    x = np.linspace(0, 2, 50_000)
    high = np.full(50_000, 0.1)
    high[7] = 0.8
    sheet = page()
    plot_on(sheet).envelope(x, -high, high)

    (area,) = of_class(parsed(sheet), "area")
    heights = [y for _, y in points(area.get("d", ""))]
    assert (min(heights), max(heights)) == (10.0, 90.0)
    assert len(heights) <= 402


def test_stems_bars_and_spans_stand_on_their_numbers() -> None:
    """A stem begins at the base, a bar is as wide as said, a span covers what it names."""
    sheet = page()
    plot = plot_on(sheet)
    plot.stems([1], [0.5])
    plot.bars([1], [0.5], width=0.5)
    plot.span(0.5, 1.5)
    plot.span(0, 9, side="y", css="above")
    root = parsed(sheet)

    assert of_class(root, "stem")[0].get("d") == "M100 50V25"
    assert of_class(root, "bar")[0].get("d") == "M75 50V25H125V50Z"
    assert [of_class(root, "span")[0].get(key) for key in ("x", "width")] == ["50", "100"]
    assert [of_class(root, "above")[0].get(key) for key in ("y", "height")] == ["0", "50"]


def test_an_image_covers_its_numbers_and_stays_sharp() -> None:
    """A PNG from second 0.5 to 1.5 is inside the picture, byte for byte, its cells flat."""
    cells = png.encode(np.zeros((2, 2), np.uint8), palette.table("gray"), text={})
    sheet = page()
    plot_on(sheet).image(cells, x=(0.5, 1.5), y=(0, 1))
    (image,) = of_class(parsed(sheet), "image")

    wanted = {"x": "50", "y": "0", "width": "100", "height": "50", "class": "image sharp"}
    assert {key: image.get(key) for key in wanted} == wanted
    assert base64.b64decode(image.get("href", "").partition(",")[2]) == cells
    assert ".sharp { image-rendering: pixelated; }" in STYLE


def test_words_stand_at_numbers_and_on_the_page() -> None:
    """A note can be tied to a place of the axes or of the page."""
    sheet = page()
    plot_on(sheet).text("here", x=1, y=0, dx=3, dy=-4)
    sheet.text("there", x=7, y=9, anchor="end")
    notes = of_class(parsed(sheet), "note")

    assert {(n.text, n.get("x"), n.get("y")) for n in notes} == {
        ("here", "153", "66"),
        ("there", "7", "9"),
    }


def test_a_legend_names_the_colors() -> None:
    """Entry by entry the swatch has the color of the series of that number."""
    sheet = page()
    plot_on(sheet).legend(["HTK", "Slaney"], corner="bottom left")
    root = parsed(sheet)

    assert [e.text for e in of_class(root, "legend")] == ["HTK", "Slaney"]
    assert [e.get("stroke") for e in of_class(root, "line")] == list(SERIES[:2])


def test_a_picture_says_what_it_is() -> None:
    """A screen reader finds title and description, and they are escaped."""
    root = parsed(page(name="w", title="a < b & c", description="é 日本 \x00\udce9"))
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")

    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "w-title w-description"
    assert title is not None
    assert title.text == "a < b & c"
    assert description is not None
    assert description.text == "é 日本 \ufffd\ufffd"


def test_inside_a_page_nothing_is_repeated() -> None:
    """As an element a picture has no paper and no style: the page brings one for all."""
    sheet = page()
    plot_on(sheet).line([0, 1], [0, 1])
    inline = sheet.to_svg(standalone=False)

    assert "<style>" not in inline
    assert "paper" not in inline
    assert "<style>" in sheet.to_svg()
    assert of_class(parsed(sheet), "paper")


def test_every_color_can_be_changed_by_the_page() -> None:
    """Each series has a variable, and its plain color for programs without variables."""
    for index, color in enumerate(SERIES, start=1):
        assert f"--series: var(--melgram-{index}, {color})" in STYLE
    assert "currentColor" in STYLE


def test_equal_calls_give_equal_text_and_short_numbers() -> None:
    """There is no clock in it, and no coordinate has a third decimal."""

    def draw() -> str:
        sheet = page()
        plot_on(sheet, grid=True).line(np.linspace(0, 2, 7), np.sin(np.arange(7)) / 3)
        return sheet.to_svg()

    body = draw().partition("</style>")[2]
    assert draw() == draw()
    assert 'class="grid"' in body
    assert re.search(r"\d\.\d{3}", body) is None


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda plot: plot.line([0, 1], [0]), "x and y must have as many numbers"),
        (lambda plot: plot.line([0, 1], [0, float("nan")]), "must be finite numbers"),
    ],
)
def test_what_cannot_be_placed_is_refused(draw, message) -> None:
    """Arrays of two lengths, or a NaN, are refused in a sentence."""
    with pytest.raises(PictureError, match=message):
        draw(plot_on(page()))


def test_a_page_without_room_is_refused() -> None:
    """No size, or none for a plot inside the margins."""
    with pytest.raises(PictureError, match="width=0, height=9 must be at least one pixel"):
        page(width=0, height=9)
    with pytest.raises(PictureError, match="leave no room for a plot"):
        plot_on(page(width=60), at=None)
