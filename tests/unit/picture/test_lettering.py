"""Letters: all there, all different, and none cut off."""

from __future__ import annotations

import string

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
