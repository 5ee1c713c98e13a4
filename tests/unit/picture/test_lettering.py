"""Letters: all there, all different, and none cut off."""

from __future__ import annotations

import string
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from melgram.picture import lettering
from melgram.picture.font import GLYPHS, MISSING

STYLES = [lettering.LABEL, lettering.TITLE]


@pytest.mark.parametrize("style", STYLES)
def test_every_printable_character_has_a_glyph_of_its_own(style) -> None:
    """No two characters of a file name look the same."""
    printable = string.ascii_letters + string.digits + string.punctuation
    images = {
        character: lettering.lettered(character, style=style).tobytes() for character in printable
    }

    assert set(printable) <= GLYPHS.keys()
    assert len(set(images.values())) == len(printable)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("character", [c for c in GLYPHS if c != " "])
def test_no_glyph_is_cut_off(character, style) -> None:
    """Every glyph leaves the first and the last row of its image blank."""
    image = lettering.lettered(character, style=style)

    assert image.max() > 0.8
    assert not image[0].any()
    assert not image[-1].any()


def plain_distance(points: np.ndarray, x: float, y: float) -> float:
    """Return the distance of one place to a line, piece by piece."""
    found = []
    ends = [points[0], *points] if len(points) == 1 else points
    for start, end in pairwise(ends):
        along = end - start
        share = ((x - start[0]) * along[0] + (y - start[1]) * along[1]) / max(along @ along, 1e-12)
        nearest = start + min(max(share, 0.0), 1.0) * along
        found.append(np.hypot(x - nearest[0], y - nearest[1]))
    return min(found)


@pytest.mark.parametrize("points", [[(1, 2)], [(1, 2), (6, 2)], [(0, 0), (4, 8), (9, 1), (0, 0)]])
def test_all_places_at_once_are_as_far_as_each_alone(points) -> None:
    """The field of distances holds, everywhere, the distance to the nearest piece of the line."""
    x, y = np.arange(12.0)[None, :] - 1.5, np.arange(11.0)[:, None] - 0.5
    line = np.array(points, dtype=np.float64)

    found = lettering._distance(line, x=x, y=y)

    expected = [[plain_distance(line, float(at), float(up)) for at in x[0]] for up in y[:, 0]]
    np.testing.assert_allclose(found, expected, rtol=1e-12)


@pytest.mark.parametrize("style", STYLES)
def test_stems_fill_whole_pixels(style) -> None:
    """The stem of an l is solid ink beside near-white: crisp at the size it is made for."""
    stem = lettering.lettered("l", style=style)[style.ascent - 3]

    assert (stem > 0.95).sum() == round(style.pen)
    assert (stem[stem <= 0.95] < 0.2).all()


def test_figures_are_equally_wide() -> None:
    """Tick labels with equally many figures align."""
    widths = {lettering.width(figure, style=lettering.LABEL) for figure in string.digits}

    assert len(widths) == 1


@given(text=st.text(max_size=30))
def test_any_text_can_be_drawn(text) -> None:
    """Whatever a file is called, it becomes a finite image at least as wide as announced."""
    image = lettering.lettered(text, style=lettering.LABEL)

    assert image.shape[1] >= lettering.width(text, style=lettering.LABEL)
    assert ((image >= 0) & (image <= 1)).all()


@pytest.mark.parametrize(("text", "same"), [("naïve", "naive"), ("日", MISSING), ("e\u0301", "e")])
def test_what_the_font_lacks_is_replaced(text, same) -> None:
    """An accent is dropped, an unknown letter is a box."""
    drawn = lettering.lettered(text, style=lettering.LABEL)

    assert np.array_equal(drawn, lettering.lettered(same, style=lettering.LABEL))


@given(text=st.text(st.characters(max_codepoint=126, min_codepoint=32), max_size=60))
def test_a_shortened_line_fits(text) -> None:
    """An ellipsized line is never wider than the room for it, and a fitting one is not touched."""
    line = lettering.ellipsized(text, style=lettering.TITLE, available=150)

    assert lettering.width(line, style=lettering.TITLE) <= 150
    assert line == text or "…" in line
