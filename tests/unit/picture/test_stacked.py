"""Several spectrograms in one picture."""

from __future__ import annotations

import numpy as np
import pytest

import melgram
from melgram.errors import PictureError
from melgram.picture import Panel, render, render_stacked, shared_range


def mel(name: str = "kaldi", *, peak: float = 0.5) -> melgram.Mel:
    """Return the features of reproducible noise."""
    noise = np.random.default_rng(0).uniform(-peak, peak, 16_000)
    return melgram.melspectrogram(noise, name, sample_rate=16_000)


def size(png: bytes) -> tuple[int, int]:
    """Return width and height of a PNG."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def test_panels_stand_below_each_other() -> None:
    """A stack is as wide as one picture and as high as all of them; bytes repeat."""
    one, other = mel(), mel("whisper")
    first, second = Panel(mel=one, title="A"), Panel(mel=other, title="B")
    width, height = size(render(one))

    assert size(render_stacked([first, second])) == (width, height + size(render(other))[1])
    assert size(render_stacked([first], width=800)) == (800, height)
    assert render_stacked([first, second]) == render_stacked([first, second])


def test_range_of_a_panel_is_its_own() -> None:
    """A panel with another range of colors looks different."""
    one = mel()
    near, far = (Panel(mel=one, title="A", db_range=r) for r in ((0.0, 10.0), (-90.0, 90.0)))

    assert render_stacked([near]) != render_stacked([far])


def test_equal_units_share_their_colors() -> None:
    """The range of both holds the ranges of each; different units have none."""
    quiet, loud = mel(peak=0.01), mel(peak=0.5)
    shared = shared_range(quiet, loud)

    assert shared is not None
    for each in (quiet, loud):
        assert shared[0] <= np.percentile(each.data, 2)
        assert shared[1] >= np.percentile(each.data, 99)
    assert shared_range(mel("kaldi"), mel("whisper")) is None


def test_no_panel_is_refused() -> None:
    """There must be something to draw, in a palette that exists."""
    with pytest.raises(PictureError, match="panels is empty"):
        render_stacked([])
    with pytest.raises(PictureError, match="Did you mean 'magma'"):
        render_stacked([Panel(mel=mel(), title="A")], palette="magna")
