"""Several fields of colors on one page: each can be read back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import melgram
from melgram.errors import PictureError
from melgram.picture import difference, mel_curve, render, shared_range, spectrogram, stacked
from recordings import RATE


def mel(name: str = "kaldi", *, peak: float = 0.5) -> melgram.Mel:
    """Return the features of reproducible noise."""
    noise = np.random.default_rng(0).uniform(-peak, peak, RATE)
    return melgram.melspectrogram(noise, name, sample_rate=RATE)


def below_zero(one: melgram.Mel):
    """Return a difference on the axes of a result: values around zero, the first one zero."""
    data = np.random.default_rng(1).normal(size=one.data.shape) * 6
    data[:, 0] = 0.0
    return replace(one, data=data.astype(np.float32))


def test_figures_stand_below_each_other(read_png) -> None:
    """A stack is as wide as one picture and as high as all of them; bytes repeat."""
    one, other = spectrogram(mel(), title="A"), spectrogram(mel("whisper"), title="B")
    height, width = read_png(render(mel())).indices.shape
    page = read_png(stacked([one, other]).to_png())

    assert page.indices.shape == (height + read_png(other.to_png()).indices.shape[0], width)
    assert read_png(stacked([one]).to_png(width=800)).indices.shape == (height, 800)
    assert stacked([one, other]).to_png() == stacked([one, other]).to_png()
    assert page.text["Title"] == "A / B"


def test_one_figure_alone_is_its_own_picture(read_png) -> None:
    """A stack of one has the pixels of the figure."""
    figure = spectrogram(mel(), title="A")

    alone = read_png(stacked([figure]).to_png())
    assert np.array_equal(alone.indices, read_png(figure.to_png()).indices)


def test_colors_of_each_turn_back_into_values(read_png) -> None:
    """With a difference below, both maps share the palette; half a step is the error of each."""
    one = mel()
    above = below_zero(one)
    page = read_png(stacked([spectrogram(one), difference(above, limit=20.0)]).to_png())

    for number, data in ((1, one.data), (2, above.data)):
        text = {key: page.text.get(f"melgram:{number}:{key}", "0") for key in FACTS}
        left, top, width, height = map(int, text["plot"].split())
        low, high, n_colors = (float(text[key]) for key in FACTS[1:4])
        pixels = page.indices[top : top + height, left : left + width]
        step = (high - low) / (n_colors - 1)
        values = low + (pixels.astype(float) - float(text["first_color"])) * step
        rows = len(data) - 1 - (2 * np.arange(height) + 1) * len(data) // (2 * height)
        columns = (2 * np.arange(width) + 1) * data.shape[1] // (2 * width)
        expected = np.clip(data[rows][:, columns], low, high)
        assert np.abs(values - expected).max() <= step / 2 + 1e-9
        assert (number == 1) == (text["first_color"] == "0")


FACTS = ("plot", "value_min", "value_max", "n_colors", "first_color")


def test_zero_is_gray_beside_another_map(read_png) -> None:
    """On a page with two maps the color of no difference is still a neutral gray."""
    one = mel()
    page = read_png(stacked([spectrogram(one), difference(below_zero(one))]).to_png())

    left, top, _, height = map(int, page.text["melgram:2:plot"].split())
    zero = page.palette[np.unique(page.indices[top : top + height, left + 2])]
    assert zero.tolist() == [[232, 232, 232]]


def test_svg_has_every_figure() -> None:
    """The same page as SVG: three fields of colors, each with a color bar."""
    one = mel()
    page = stacked([spectrogram(one), spectrogram(one), difference(below_zero(one))]).to_svg()

    assert page.count("<image") == 6
    assert 'height="1626"' in page
    assert "B − A" in page


def test_equal_units_share_their_colors() -> None:
    """The range of both holds the ranges of each; different units have none."""
    quiet, loud = mel(peak=0.01), mel(peak=0.5)
    shared = shared_range(quiet, loud)

    assert shared is not None
    for each in (quiet, loud):
        assert shared[0] <= np.percentile(each.data, 2)
        assert shared[1] >= np.percentile(each.data, 99)
    assert shared_range(mel("kaldi"), mel("whisper")) is None


def test_what_cannot_be_stacked_is_refused() -> None:
    """There must be something to draw, all of it fields of colors, in a palette that exists."""
    with pytest.raises(PictureError, match="figures must hold at least one"):
        stacked([])
    with pytest.raises(PictureError, match="spectrograms and differences alone"):
        stacked([mel_curve()])
    with pytest.raises(PictureError, match="Did you mean 'magma'"):
        stacked([spectrogram(mel())]).to_png(palette="magna")
    with pytest.raises(PictureError, match="million pixels; readers stop"):
        stacked([spectrogram(mel())] * 9).to_png(width=50_000)
