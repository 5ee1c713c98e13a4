"""Differences: zero is neutral everywhere, both signs are seen by everyone, values come back."""

from __future__ import annotations

import base64
import re
from dataclasses import replace

import matplotlib as mpl
import numpy as np
import pytest

import melgram
from melgram.errors import PictureError
from melgram.picture import contact_sheet, difference, diverging_palettes, palettes, spectrogram
from melgram.picture.canvas import page_palette
from melgram.picture.diverging import MAPS, linear_light
from melgram.picture.layers import Raster
from melgram.picture.palette import resampled
from melgram.picture.plotting import plot_difference
from melgram.picture.pooling import pooled_from
from melgram.picture.terminal_figure import terminal_text
from recordings import RATE, pink

# What dichromats see, on linear light: Vienot, Brettel and Mollon, Color Research 24(4), 1999.
DICHROMATS = {
    "protan": [[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]],
    "deutan": [[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]],
}
GRADED = np.linspace(-30.0, 30.0, 61)


def values(make_mel, data=GRADED):
    """Return a result of ten bands whose frames are given differences."""
    return make_mel(np.repeat(np.asarray(data)[None], 10, axis=0))


def light(colors: np.ndarray) -> np.ndarray:
    """Return sRGB bytes as linear light, 0 to 1."""
    share = colors / 255.0
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def luminance(colors: np.ndarray) -> np.ndarray:
    """Return relative luminance."""
    return light(colors) @ [0.2126, 0.7152, 0.0722]


def test_a_color_turns_back_into_its_value(make_mel, read_png) -> None:
    """From the texts of the PNG alone, within half a step, on both sides of zero."""
    figure = difference(values(make_mel), limit=30.0)
    svg = re.findall(r'href="data:image/png;base64,([^"]+)"', figure.to_svg())[0]

    for png in (figure.to_png(), base64.b64decode(svg)):
        picture = read_png(png)
        low, high = picture.number("value_min"), picture.number("value_max")
        step = (high - low) / (picture.number("n_colors") - 1)
        _, _, width, _ = picture.plot
        found = low + picture.plotted[0].astype(float) * step
        expected = GRADED[(2 * np.arange(width) + 1) * 61 // (2 * width)]
        assert (low, high) == (-30.0, 30.0)
        assert np.abs(found - expected).max() <= step / 2 + 1e-9


@pytest.mark.parametrize("name", MAPS)
def test_zero_is_neutral(name, make_mel, read_png) -> None:
    """Zero has one color, the middle of the map: a gray, and no other value shares it."""
    picture = read_png(difference(values(make_mel), limit=30.0).to_png(palette=name))

    zero = int(picture.plotted[0, picture.plot[2] // 2])
    assert zero == (picture.number("n_colors") - 1) / 2
    assert np.ptp(picture.palette[zero]) == 0
    saturation = np.ptp(picture.palette[:231].astype(int), axis=1)
    assert np.flatnonzero(saturation == 0).tolist() == [zero]


@pytest.mark.parametrize("name", MAPS)
def test_equal_distances_from_zero_are_equally_light(name) -> None:
    """Lightness changes evenly from zero to both ends, so neither sign looks larger."""
    colors = resampled(name, n_colors=231)
    below, above = luminance(colors[115::-1]), luminance(colors[115:])

    falling = -1 if name == "blue_orange" else 1
    assert (falling * np.diff(below) >= -0.002).all()
    assert (falling * np.diff(above) >= -0.002).all()
    assert np.abs(np.cbrt(below) - np.cbrt(above)).max() < 0.06
    made = MAPS[name]
    for hue in (255.0, 55.0):
        turn = made.chroma * np.sin(np.pi * made.turn * np.linspace(0, 1, 50))
        lightness = np.linspace(made.middle, made.ends, 50)
        shown = linear_light(
            lightness, turn * np.cos(np.radians(hue)), turn * np.sin(np.radians(hue))
        )
        assert -0.01 < shown.min() <= shown.max() < 1.01  # nothing is cut off


@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize("eye", DICHROMATS)
def test_the_signs_stay_apart_for_every_eye(name, eye) -> None:
    """Without red or green cones, blue stays bluer and orange yellower than the gray of zero."""
    colors = light(resampled(name, n_colors=231)) @ np.transpose(DICHROMATS[eye])
    yellowness = colors[:, 0] - colors[:, 2]

    assert yellowness[:92].max() < -0.02 < 0.02 < yellowness[-92:].min()
    assert abs(yellowness[115]) < 0.01


@pytest.mark.parametrize("size", [5, 20, 61])
def test_pooling_keeps_what_is_farthest_from_zero(size) -> None:
    """A dip among small rises survives: its sign too."""
    data = np.full((1, 61), 0.5)
    data[0, 30] = -7.0
    starts = np.arange(size) * 61 // size

    found = pooled_from(data, starts=starts, axis=1, pool="extreme", unit="dB")
    assert found.min() == -7.0
    assert np.count_nonzero(found == -7.0) == 1


def test_a_dip_survives_a_small_picture(make_mel, read_png) -> None:
    """Ten thousand frames on a few hundred pixels still show the one that is far below zero."""
    data = np.full(10_000, 1.0)
    data[5_000] = -30.0
    picture = read_png(difference(values(make_mel, data), limit=30.0).to_png(width=400, height=200))

    assert picture.plotted.min() == 0


def test_the_limits_are_symmetric_and_round(make_mel, read_png) -> None:
    """All but one value in a hundred fit, the ends are round, and the bar shows both signs."""
    data = np.linspace(-1.0, 12.8, 300)
    picture = read_png(difference(values(make_mel, data)).to_png())

    assert (picture.number("value_min"), picture.number("value_max")) == (-15.0, 15.0)
    assert len(picture.words("+10")) == len(picture.words("−10")) == 1
    assert picture.text["melgram:palette"] == "blue_orange"


def test_what_is_said_is_the_difference(make_mel) -> None:
    """The words name mean and spread in the unit; no difference is said, and is no silence."""
    figure = difference(values(make_mel), subtitle="b minus a")
    nothing = difference(values(make_mel, np.zeros(9)))

    assert figure.subtitle[:3] == ("b minus a", "mean +0 dB", "99 % within ±30 dB")
    assert figure.note == ""
    assert nothing.note == "No difference: every value is 0 dB"


def test_a_difference_of_powers_is_no_level(make_mel, read_png) -> None:
    """Values are drawn as they are: a negative one has no logarithm."""
    picture = read_png(difference(replace(values(make_mel), unit="power"), limit=30.0).to_png())

    assert picture.text["melgram:label"] == "Difference (power)"
    assert (picture.plotted[0, 0], picture.plotted[0, -1]) == (0, 230)


def test_maps_of_the_other_kind_are_refused(make_mel) -> None:
    """A map without a zero would lie about a difference, and the other way round."""
    figure, levels = difference(values(make_mel)), spectrogram(values(make_mel))

    with pytest.raises(PictureError, match=r"palette='magma' must be .* whose middle is zero\.$"):
        figure.to_png(palette="magma")
    with pytest.raises(PictureError, match=r"palette='blue_orange' must .* middle is not zero\.$"):
        levels.to_svg(palette="blue_orange")
    with pytest.raises(PictureError, match=r"Did you mean 'blue_orange'\?"):
        figure.to_svg(palette="blue_orang")
    with pytest.raises(PictureError, match=r"limit=-1.0 must be a finite number > 0"):
        difference(values(make_mel), limit=-1.0).to_png()
    assert not set(palettes()) & set(diverging_palettes())


def test_a_sheet_of_differences_is_one(make_mel, read_png) -> None:
    """Their common range is as far below zero as above."""
    figures = [difference(values(make_mel), limit=limit) for limit in (5.0, 30.0)]
    sheet = read_png(contact_sheet(figures).to_png())

    assert (sheet.number("value_min"), sheet.number("value_max")) == (-30.0, 30.0)
    assert sheet.text["melgram:palette"] == "blue_orange"


def test_a_terminal_shows_both_signs(make_mel) -> None:
    """In color zero is the middle of the dark map; without, letters are below and signs above."""
    figure = difference(values(make_mel), limit=30.0)
    color, plain = (
        terminal_text(figure, form="blocks", columns=68, lines=12, depth=depth)
        for depth in ("truecolor", "none")
    )

    assert "38;2;31;31;31;48;2;31;31;31" in color
    row = plain.splitlines()[3]
    assert (row[7], row[7 + 30], row[-1]) == ("M", " ", "@")
    assert plain.splitlines()[-1] == f"{'':7}−30 MMMwwvv--   ++**##@@@ +30  Difference (dB)"


def test_matplotlib_is_neutral_at_zero() -> None:
    """The color map has an odd number of colors, symmetric limits, and gray in the middle."""
    import matplotlib.pyplot as plt

    found = melgram.diff("whisper", "lhotse-whisper", samples=pink(), sample_rate=RATE)
    assert found.b_minus_a is not None
    with mpl.rc_context({"figure.dpi": 100}):
        plt.switch_backend("agg")
        axes = found.b_minus_a.plot()
        (image,) = axes.get_images()
        low, high = image.get_clim()
        red, green, blue, _ = image.cmap(image.norm(0.0))
        label = axes.figure.axes[1].get_ylabel()
        plt.close("all")

    assert low == -high
    assert red == green == blue
    assert label == "B − A (dB)"
    assert plot_difference.__doc__


def test_entries_can_be_a_part_of_the_palette() -> None:
    """Colors stay inside the entries that a raster is given."""
    raster = Raster(values=GRADED[None], unit="dB", difference=True, entries=range(116, 231))
    indices = raster.cells(width=61, height=1).indices

    assert (indices.min(), indices.max()) == (116, 230)
    table = page_palette("magma", "blue_orange")
    assert np.array_equal(table[116:231], resampled("blue_orange", n_colors=115))
    assert np.array_equal(table[:116], resampled("magma", n_colors=116))
