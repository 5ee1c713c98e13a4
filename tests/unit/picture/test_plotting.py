"""Pictures in matplotlib, and what is said without it. That axes are true is in test_truth.py."""

from __future__ import annotations

import sys

import numpy as np
import pytest

import melgram
from melgram.errors import MissingExtra, SignalError

NOISE = np.random.default_rng(0).uniform(-0.5, 0.5, 16_000)


@pytest.fixture
def axes():
    """Return axes on a page without a window."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasAgg(figure)
    return figure.subplots()


def test_a_result_fills_its_axes(axes) -> None:
    """The axes come back, with the extent in seconds, and a color bar that names the unit."""
    mel = melgram.melspectrogram(NOISE, "librosa", sample_rate=22_050)

    assert mel.plot(axes) is axes
    (image,) = axes.get_images()
    hop = 512 / 22_050
    assert image.get_extent()[:2] == pytest.approx([-hop / 2, mel.times[-1] + hop / 2])
    assert axes.figure.axes[1].get_ylabel() == "Power (dB)"
    assert axes.get_ylabel() == "Frequency (Hz)"


def test_coefficients_are_numbered(axes) -> None:
    """A cepstrum has rows 0, 1, 2, ... and no hertz."""
    melgram.melspectrogram(NOISE, "librosa-mfcc", sample_rate=22_050).plot(axes)

    assert axes.get_ylabel() == "Coefficient"
    assert axes.get_yticks()[0] == 0.0
    assert axes.get_yticklabels()[0].get_text() == "0"


@pytest.mark.parametrize("n_samples", [1, 100, 50_000])
def test_a_waveform_fills_its_axes(n_samples, axes) -> None:
    """Short ones are lines, long ones areas between extremes; each channel has its own."""
    waveform = melgram.Waveform(np.ones((2, n_samples)) * 0.5, 16_000)

    assert waveform.plot(axes) is axes
    assert len(axes.lines) + len(axes.collections) == 2
    assert axes.get_xlim() == pytest.approx((0.0, n_samples / 16_000))


def test_channels_are_not_one_picture(axes) -> None:
    """A result of several channels is refused as for a PNG."""
    with pytest.raises(SignalError, match="Draw one channel"):
        melgram.melspectrogram(np.stack([NOISE, NOISE]), "kaldi", sample_rate=16_000).plot(axes)


@pytest.mark.parametrize("thing", ["mel", "waveform"])
def test_without_matplotlib_the_extra_is_named(thing, monkeypatch) -> None:
    """The error says what to install, and is an ImportError."""
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    mel = melgram.melspectrogram(NOISE, "kaldi", sample_rate=16_000)
    plot = mel.plot if thing == "mel" else melgram.Waveform(NOISE, 16_000).plot

    with pytest.raises(MissingExtra, match=r"Install it: pip install 'melgram\[plot\]'"):
        plot()
    assert issubclass(MissingExtra, ImportError)
