"""Pictures read back: a 1 kHz tone lies at its label and an impulse at its second, in any format.

The sounds go through the whole library; PNG, SVG and matplotlib are asked what they show.
"""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest

import melgram
from melgram.picture import Figure, leveled, spectrogram, stft_of, waveform_figure

RATE = 16_000
SECONDS = np.arange(4 * RATE) / RATE
TONE = np.sin(2 * np.pi * 1_000 * SECONDS)
IMPULSE = (np.arange(4 * RATE) == 2 * RATE).astype(float)
CASES = [("mel", "bands"), ("stft", "bands"), ("stft", "log"), ("stft", "mel")]


@pytest.fixture
def plain_plots():
    """Hold matplotlib to a backend without windows, and close what a test drew."""
    import matplotlib.pyplot as plt

    with mpl.rc_context({"figure.dpi": 100}):
        plt.switch_backend("agg")
        yield plt
        plt.close("all")


def band_at_1_khz() -> melgram.FrontEnd:
    """Return 39 mel bands of which the fifteenth is centered on 1,000 Hz exactly."""
    fmax = 700 * ((1 + 1_000 / 700) ** (40 / 15) - 1)
    front_end = melgram.preset("classic", sample_rate=RATE)
    return replace(front_end, bank=replace(front_end.bank, n_mels=39, fmax=fmax))


def mel_of(name: str, samples: np.ndarray) -> melgram.Mel:
    """Return a mel-spectrogram or, for "stft", bins 40 Hz apart every 10 ms."""
    front_end = stft_of(melgram.preset("whisper")) if name == "stft" else band_at_1_khz()
    return melgram.melspectrogram(samples, front_end, sample_rate=RATE)


def of_class(root: ElementTree.Element, css: str) -> list[ElementTree.Element]:
    """Return the elements of an SVG that carry a class."""
    return [element for element in root.iter() if css in element.get("class", "").split()]


def svg_field(figure: Figure, read_png) -> tuple[ElementTree.Element, np.ndarray, list[float]]:
    """Return an SVG, its cells (top row first), and left, top, width and height of the plot."""
    root = ElementTree.fromstring(figure.to_svg())
    image = of_class(root, "sharp")[0]
    cells = read_png(base64.b64decode(image.get("href", "").partition(",")[2])).indices
    inside = of_class(root, "inside")[0]
    return root, cells, [float(inside.get(key, "")) for key in ("x", "y", "width", "height")]


def svg_label(root: ElementTree.Element, label: str, axis: str) -> float:
    """Return where the tick of a label is on the page."""
    (word,) = (e for e in of_class(root, "label") if e.text == label)
    return float(word.get("x", "")) if axis == "x" else float(word.get("y", "")) - 4.2


def brightest(cells: np.ndarray) -> float:
    """Return the middle of the rows that are brightest over all time, in rows from the top."""
    light = cells.astype(float).mean(axis=1)
    bright = np.flatnonzero(light == light.max())
    assert np.ptp(bright) < 14  # one band, however high it is drawn
    return float(bright[0] + bright[-1] + 1) / 2


def test_a_large_page_has_large_words_and_true_ticks(read_png) -> None:
    """At three times the size ticks are three pixels thick and lie where the tone is."""
    picture = read_png(spectrogram(mel_of("mel", TONE)).to_png(width=3841, height=2162))

    left, top, width, height = picture.plot
    light = picture.indices[top : top + height, left : left + width].astype(float).mean(axis=1)
    tone = float(np.flatnonzero(light == light.max()).mean())
    ticks = np.flatnonzero(picture.indices[top : top + height, left - 14] > 232)
    assert picture.indices.shape == (2162, 3841)
    assert (left, width, len(ticks) % 3) == (3 * 80, 3 * (1280 - 80 - 120), 0)
    assert np.abs(ticks - tone).min() <= 1


def test_a_large_svg_has_large_words_and_every_frame(read_png) -> None:
    """Its dots are three pixels wide, and its field has as many cells as there are pixels."""
    mel = mel_of("mel", np.tile(TONE, 30))
    root = ElementTree.fromstring(spectrogram(mel).to_svg(width=3841, height=2162))
    href = of_class(root, "sharp")[0].get("href", "")

    assert (root.get("width"), root.get("height")) == ("3841", "2162")
    assert root.get("viewBox") == "0 0 1280.33 720.67"
    assert read_png(base64.b64decode(href.partition(",")[2])).indices.shape[1] > 3000


@pytest.mark.parametrize(("name", "scale"), CASES)
def test_a_tone_of_1_khz_lies_at_its_label_in_png(name, scale, read_png) -> None:
    """The tick of 1k, and the word beside it, are at the middle of the tone's row."""
    picture = read_png(spectrogram(mel_of(name, TONE), scale=scale).to_png())

    left, top, _, height = picture.plot
    tone = brightest(picture.plotted)
    ((_, label_y),) = (place for place in picture.words("1k") if place[0] < left)
    column = picture.indices[top : top + height, left - 5]
    ticks = [float(y) for y in np.flatnonzero(column > 232)]
    tick = min(ticks, key=lambda y: abs(top + y + 0.5 - label_y))
    assert abs(top + tick + 0.5 - label_y) <= 1
    assert abs(tick + 0.5 - tone) <= 1


@pytest.mark.parametrize(("name", "scale"), CASES)
def test_a_tone_of_1_khz_lies_at_its_label_in_svg(name, scale, read_png) -> None:
    """The tick of 1k is at the middle of the tone's row within a pixel of the page."""
    root, cells, (_, top, _, height) = svg_field(
        spectrogram(mel_of(name, TONE), scale=scale), read_png
    )

    tone = brightest(cells) * height / len(cells)
    assert abs(svg_label(root, "1k", "y") - top - tone) <= 1


@pytest.mark.parametrize("name", ["mel", "stft"])
def test_a_tone_of_1_khz_lies_at_its_label_in_matplotlib(name, plain_plots) -> None:
    """The tick of 1k is at the middle of the tone's row within a pixel of the window."""
    axes = mel_of(name, TONE).plot()
    (image,) = axes.get_images()
    values = np.asarray(image.get_array())

    row = int(values.mean(axis=1).argmax())
    labels = [text.get_text() for text in axes.get_yticklabels()]
    tick = axes.get_yticks()[labels.index("1k")]
    tone, label = axes.transData.transform([(0, row), (0, tick)])[:, 1]
    bottom, top = image.get_extent()[2:]
    assert (bottom, top) == (-0.5, len(values) - 0.5)
    assert abs(tone - label) <= 1


def test_an_impulse_lies_at_its_second_in_png(read_png) -> None:
    """The columns of an impulse at 2.000 s are centered on the tick 2.0 within a pixel."""
    for figure in (
        spectrogram(mel_of("stft", IMPULSE)),
        waveform_figure(melgram.Waveform(IMPULSE, RATE)),
    ):
        picture = read_png(figure.to_png())
        left, top, width, height = picture.plot
        shown = picture.plotted[:100]
        marked = shown >= 246 if figure.raster is None else shown > np.median(shown) + 10
        columns = np.flatnonzero(marked.any(axis=0))
        below = picture.indices[top + height + 3, left : left + width]
        (label_x,) = (x for x, y in picture.words("2.0") if y > top + height)
        tick = min(np.flatnonzero(below > 232), key=lambda x: abs(left + x + 0.5 - label_x))
        assert abs(left + tick + 0.5 - label_x) <= 1
        assert abs((columns[0] + columns[-1]) / 2 - tick) <= 1


def test_an_impulse_lies_at_its_second_in_svg(read_png) -> None:
    """In a spectrogram and in a waveform, the impulse is at the tick 2.0 within a pixel."""
    root, cells, (left, _, width, _) = svg_field(spectrogram(mel_of("stft", IMPULSE)), read_png)
    columns = np.flatnonzero((cells > np.median(cells) + 10).any(axis=0))
    middle = (columns[0] + columns[-1] + 1) / 2 * width / cells.shape[1]
    assert abs(left + middle - svg_label(root, "2.0", "x")) <= 1

    root = ElementTree.fromstring(waveform_figure(melgram.Waveform(IMPULSE, RATE)).to_svg())
    path = of_class(root, "extremes")[0].get("d", "")
    points = [(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", path)]
    peak = min(points, key=lambda point: point[1])[0]
    inside = of_class(root, "inside")[0]
    assert abs(float(inside.get("x", "")) + peak - svg_label(root, "2.0", "x")) <= 1


def test_an_impulse_lies_at_its_second_in_matplotlib(plain_plots) -> None:
    """The brightest frames, and the peak of the waveform, are at 2 s within a pixel."""
    figure, (above, below) = plain_plots.subplots(2)
    mel_of("stft", IMPULSE).plot(above)
    melgram.Waveform(IMPULSE, RATE).plot(below)

    (image,) = above.get_images()
    start, stop, _, _ = image.get_extent()
    values = np.asarray(image.get_array()).mean(axis=0)
    columns = np.flatnonzero(values > values.min() + 1)
    middle = start + (columns.mean() + 0.5) / values.size * (stop - start)
    second = above.transData.transform([(middle, 0), (2.0, 0)])[:, 0]
    assert abs(second[0] - second[1]) <= 1
    vertices = below.collections[0].get_paths()[0].vertices
    peak = vertices[int(np.argmax(vertices[:, 1])), 0]
    second = below.transData.transform([(peak, 0), (2.0, 0)])[:, 0]
    assert abs(second[0] - second[1]) <= 1
    assert figure.axes[0].get_xlabel() == below.get_xlabel() == "Time (s)"


@pytest.mark.parametrize("name", ["classic", "whisper", "kaldi", "librosa", "hifigan-22k"])
@pytest.mark.parametrize("amplitude", [1.0, 0.5])
def test_a_sine_of_full_scale_is_0_dbfs(name, amplitude) -> None:
    """On a bin, amplitude 1 reads 0.00 dBFS and half of it -6.02, whatever the window."""
    front_end = stft_of(melgram.preset(name))
    rate, n_fft = front_end.sample_rate, front_end.framing.n_fft
    frequency = round(1_000 * n_fft / rate) * rate / n_fft
    tone = amplitude * np.sin(2 * np.pi * frequency * np.arange(rate) / rate)
    view = leveled(melgram.melspectrogram(tone, front_end, sample_rate=rate))

    middle = view.data[:, view.data.shape[1] // 2]
    assert (view.unit, view.label) == ("dBFS", "Level (dBFS)")
    assert middle.max() == pytest.approx(20 * np.log10(amplitude), abs=0.01)
    assert view.frequencies[int(middle.argmax())] == pytest.approx(frequency)


@pytest.mark.parametrize(("scale", "calibration"), [("bands", None), ("log", 94.0)])
def test_a_color_of_a_recording_is_its_level(scale, calibration, read_png) -> None:
    """From the texts of the PNG alone, the tone's color is its level within half a step."""
    mel = leveled(mel_of("stft", 0.1 * TONE), calibration=calibration)
    figure = spectrogram(mel, scale=scale)
    expected = -20.0 + (calibration or 0.0)

    _, cells, _ = svg_field(figure, read_png)
    picture = read_png(figure.to_png())
    low, high = picture.number("db_min"), picture.number("db_max")
    step = (high - low) / (picture.number("n_colors") - 1)
    assert picture.text["melgram:unit"] == ("dBFS" if calibration is None else "dB SPL")
    for field in (picture.plotted, cells):
        column = field[:, field.shape[1] // 2]
        assert low + column.max() * step == pytest.approx(expected, abs=step / 2 + 1e-3)
