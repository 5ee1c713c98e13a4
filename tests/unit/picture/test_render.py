"""The picture, read back: what is labelled 1 kHz is 1 kHz, and a color is its value."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

import melgram
from melgram.errors import PictureError, SignalError
from melgram.picture import render

FLOOR, PEAK = -80.0, 0.0


def tick_beside(picture, label: str) -> tuple[float, float]:
    """Return the place of a label that is printed exactly once."""
    places = picture.words(label)
    assert len(places) == 1, (label, places)
    return places[0]


def left_ticks(picture) -> list[float]:
    """Return the vertical centers of the long ticks left of the plot, in pixels."""
    left, top, _, height = picture.plot
    column = picture.indices[top : top + height, left - 5]
    return [top + float(y) + 0.5 for y in np.flatnonzero(column > 232)]


def bottom_ticks(picture) -> list[float]:
    """Return the horizontal centers of the ticks below the plot, in pixels."""
    left, top, width, height = picture.plot
    row = picture.indices[top + height + 3, left : left + width]
    return [left + float(x) + 0.5 for x in np.flatnonzero(row > 232)]


@pytest.mark.parametrize("n_features", [40, 80, 128, 500])
@pytest.mark.parametrize("frequency", [(1_000.0, "1k"), (5_000.0, "5k"), (500.0, "500")])
def test_a_tone_lies_at_its_label(n_features, frequency, make_mel, read_png) -> None:
    """The row of a tone, the tick and the label agree within a pixel."""
    hertz, label = frequency
    mel = make_mel(np.full((n_features, 300), FLOOR))
    row = n_features // 3
    frequencies = mel.frequencies * hertz / mel.frequencies[row]
    mel.data[row] = PEAK
    picture = read_png(render(replace(mel, frequencies=frequencies)))

    _, top, _, _ = picture.plot
    bright = np.flatnonzero(picture.plotted[:, 0] == 231)
    tone = top + (bright[0] + bright[-1] + 1) / 2
    _, label_y = tick_beside(picture, label)
    tick_y = min(left_ticks(picture), key=lambda y: abs(y - label_y))
    assert abs(label_y - tick_y) <= 1
    assert abs(tick_y - tone) <= 1


@pytest.mark.parametrize("n_frames", [401, 997, 5_000])
def test_an_impulse_lies_at_its_time(n_frames, make_mel, read_png) -> None:
    """An impulse at 2.000 s, its tick and its label agree within a pixel."""
    mel = make_mel(np.full((40, n_frames), FLOOR), hop=4.0 / (n_frames - 1))
    frame = int(np.argmin(np.abs(mel.times - 2.0)))
    mel.data[:, frame] = PEAK
    mel = replace(mel, times=mel.times + (2.0 - mel.times[frame]))
    picture = read_png(render(mel))

    left = picture.plot[0]
    bright = np.flatnonzero(picture.plotted[0] == 231)
    impulse = left + (bright[0] + bright[-1] + 1) / 2
    label_x, _ = tick_beside(picture, "2.0")
    tick_x = min(bottom_ticks(picture), key=lambda x: abs(x - label_x))
    assert abs(label_x - tick_x) <= 1
    assert abs(tick_x - impulse) <= 1


@pytest.mark.parametrize("palette", ["magma", "gray_r"])
def test_a_color_is_its_value(palette, make_mel, read_png) -> None:
    """The index of each cell gives back its value within half a step, from the texts alone."""
    data = np.random.default_rng(0).uniform(-79.0, 0.0, (40, 100))
    picture = read_png(render(make_mel(data), palette=palette))

    low, high = picture.number("db_min"), picture.number("db_max")
    step = (high - low) / (picture.number("n_colors") - 1)
    left, top, width, height = picture.plot
    rows = top + height - 1 - ((np.arange(40) + 0.5) / 40 * height).astype(int)
    columns = left + ((np.arange(100) + 0.5) / 100 * width).astype(int)
    values = low + picture.indices[np.ix_(rows, columns)] * step
    assert np.abs(values - data).max() <= step / 2 + 1e-5


def test_the_texts_map_pixels_to_time_and_frequency(make_mel, read_png) -> None:
    """Time range, frequencies and plot rectangle place every frame and every band."""
    mel = make_mel(np.full((80, 250), FLOOR))
    mel.data[30, 70] = PEAK
    picture = read_png(render(mel))

    y, x = (float(axis.mean()) for axis in np.nonzero(picture.plotted == 231))
    _, _, width, height = picture.plot
    start, stop = picture.number("time_min"), picture.number("time_max")
    frequencies = [float(f) for f in picture.text["melgram:frequencies"].split()]
    row = (height - y - 0.5) / height * 80 - 0.5
    assert start + (x + 0.5) / width * (stop - start) == pytest.approx(mel.times[70], abs=0.0015)
    assert np.interp(row, range(80), frequencies) == pytest.approx(mel.frequencies[30], rel=0.01)


def test_the_texts_say_what_was_computed(make_mel, read_png) -> None:
    """Front end, digest, rate, hop, counts, unit and palette are inside the file."""
    text = read_png(render(make_mel(np.zeros((80, 250))), title="日本 naïve")).text

    assert text["Title"] == "日本 naïve"
    assert text["Software"].startswith("melgram ")
    wanted = {
        "front_end": "whisper-v3",
        "front_end_digest": "9f3ac17be2d04a55",
        "sample_rate": "16000",
        "hop_s": "0.01",
        "n_features": "80",
        "n_frames": "250",
        "unit": "dB",
        "palette": "magma",
    }
    assert {key: text[f"melgram:{key}"] for key in wanted} == wanted


def test_one_frame_is_visible_in_an_hour(make_mel, read_png) -> None:
    """360,000 frames on 1,000 columns: a click of one frame is one bright column."""
    mel = make_mel(np.full((4, 360_000), FLOOR))
    mel.data[:, 123_456] = PEAK
    picture = read_png(render(mel))

    bright = np.flatnonzero((picture.plotted == 231).all(axis=0))
    width = picture.plot[2]
    assert bright.tolist() == [int(123_456.5 / 360_000 * width)]


def test_frames_keep_sharp_edges(make_mel, read_png) -> None:
    """Three frames are three flat fields, no color between them."""
    data = np.array([[-80.0, -40.0, 0.0]])
    picture = read_png(render(make_mel(data), db_range=(-80, 0)))

    assert np.unique(picture.plotted).tolist() == [0, 116, 231]


def test_low_bands_are_at_the_bottom_and_equally_high(make_mel, read_png) -> None:
    """Band 0 is the lowest row, and the default height gives each band as many pixels."""
    data = np.repeat(np.linspace(-80, 0, 128)[:, None], 10, axis=1)
    picture = read_png(render(make_mel(data), db_range=(-80, 0)))

    column = picture.plotted[:, 0].astype(int)
    assert (np.diff(column) <= 0).all()
    assert np.unique(np.unique(column, return_counts=True)[1]).tolist() == [3]


@pytest.mark.parametrize("shape", [(1, 1), (80, 1), (1, 300), (13, 7), (2_000, 3)])
def test_any_shape_can_be_drawn(shape, make_mel, read_png) -> None:
    """One frame, one band, or more bands than pixels: a picture of the usual width."""
    data = np.random.default_rng(0).uniform(-60, 0, shape)
    picture = read_png(render(make_mel(data)))

    assert picture.indices.shape[1] == 1_200
    assert 450 <= picture.indices.shape[0] <= 680
    assert picture.plotted.max() < 232


def test_a_lone_frame_is_a_hop_wide(make_mel, read_png) -> None:
    """One frame spans the hop of its front end, centered on its time."""
    mel = replace(make_mel(np.zeros((80, 1))), times=np.array([0.5]))
    picture = read_png(render(mel))

    assert picture.number("time_min") == pytest.approx(0.495)
    assert picture.number("time_max") == pytest.approx(0.505)


def test_silence_is_a_picture_of_the_floor(make_mel, read_png) -> None:
    """Zeros of power are all the first color, -100 dB, below a bar of 80 dB."""
    picture = read_png(render(make_mel(np.zeros((80, 100)), unit="power")))

    assert set(np.unique(picture.plotted[picture.plotted < 232])) == {0}
    assert picture.text["melgram:note"] == "Silence: every value is −100 dB"
    assert (picture.number("db_min"), picture.number("db_max")) == (-100.0, -20.0)


def test_coefficients_have_no_hertz(make_mel, read_png) -> None:
    """Without frequencies the rows are numbered and no frequency is claimed."""
    data = np.random.default_rng(0).normal(size=(13, 50))
    mel = replace(make_mel(data), frequencies=None, unit="coefficient")
    picture = read_png(render(mel))

    left_side = [x for x, _ in picture.words("12") if x < picture.plot[0]]
    assert len(left_side) == 1
    assert not {"melgram:frequencies", "melgram:db_min"} & picture.text.keys()


def test_the_waveform_shares_the_time_axis(make_mel, make_waveform, read_png) -> None:
    """A click at 1.000 s stands in the column of the frame that is centered there."""
    mel = make_mel(np.full((80, 201), FLOOR))
    mel.data[:, 100] = PEAK
    samples = np.zeros(32_160, dtype=np.float32)
    samples[16_000] = 1.0
    waveform = make_waveform(samples=samples, sample_rate=16_000)
    picture = read_png(render(mel, waveform=waveform))

    left, top, width, _ = picture.plot
    strip = picture.indices[top - 110 : top - 80, left : left + width]
    click = np.flatnonzero((strip >= 246).any(axis=0))
    bright = np.flatnonzero(picture.plotted[0] == 231)
    assert abs(click.mean() - bright.mean()) <= 1


@pytest.mark.parametrize(
    ("source", "title"),
    [("/a/b/speech.wav", "speech.wav"), ("C:\\a\\b.flac", "b.flac"), (None, "Mel-spectrogram")],
)
def test_the_title_is_the_name_of_the_source(source, title, make_mel, read_png) -> None:
    """A path is shortened to its last part; no source leaves a plain word."""
    mel = make_mel(np.zeros((8, 8)))
    picture = read_png(render(replace(mel, source=replace(mel.source, name=source))))

    assert picture.text["Title"] == title


def test_nothing_is_printed_over_the_edge_of_the_page(make_mel, make_waveform, read_png) -> None:
    """A margin of 4 pixels stays white with the longest names and values."""
    mel = make_mel(np.random.default_rng(0).normal(size=(80, 30)) * 1e-6, unit="power^0.3")
    waveform = make_waveform(samples=np.ones(4_000, np.float32) * 1e-4, sample_rate=16_000)
    picture = read_png(render(mel, waveform=waveform, title="W" * 500, width=600))

    page = picture.indices.copy()
    page[4:-4, 4:-4] = 232
    assert (page == 232).all()


def test_the_same_result_gives_the_same_bytes(make_mel) -> None:
    """A picture can be compared by its digest: there is no clock in it."""
    mel = make_mel(np.random.default_rng(0).normal(size=(80, 30)))

    assert render(mel) == render(mel)


def test_the_given_size_is_the_size(make_mel, read_png) -> None:
    """Width and height are those of the page."""
    picture = read_png(render(make_mel(np.zeros((80, 30))), width=640, height=333))

    assert picture.indices.shape == (333, 640)


@pytest.mark.parametrize(
    ("size", "message"),
    [
        ({"width": 159}, "width=159 must be >= 160 pixels"),
        ({"width": 65_536}, "width=65536 must be <= 65535 pixels"),
        ({"height": 100}, "height=100 must be >= 118 pixels"),
        ({"width": 30_000, "height": 30_000}, "900 million pixels; readers stop at 179 million"),
        ({"height": 70_000}, "height=70000 must be <= 65535 pixels"),
    ],
)
def test_a_size_without_room_is_refused(size, message, make_mel) -> None:
    """Too small for the labels or too large for readers: the sentence says the limit."""
    with pytest.raises(PictureError, match=message):
        render(make_mel(np.zeros((80, 30))), **size)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (np.zeros((80, 0)), "n_frames=0: there is nothing to draw"),
        (np.zeros((0, 80)), "n_features=0, n_frames=80: there is nothing to draw"),
        (np.zeros((2, 80, 9)), r"shape=\(2, 80, 9\) must be \(n_features, n_frames\)"),
    ],
)
def test_what_cannot_be_drawn_is_refused(data, message, make_mel) -> None:
    """No frames, no bands, or several channels: the sentence says which."""
    with pytest.raises(SignalError, match=message):
        render(make_mel(data))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"times": np.arange(7) * 0.01}, "mel.times has 7 entries and must have one a frame, 9"),
        ({"times": -np.arange(9.0)}, "must ascend"),
        ({"frequencies": np.arange(79.0)}, "mel.frequencies has 79 entries and must have 80"),
        ({"frequencies": -np.arange(80.0)}, "must be finite and ascend"),
    ],
)
def test_axes_that_do_not_fit_are_refused(changes, message, make_mel) -> None:
    """An axis of another length, or one that runs backward, would label a lie."""
    with pytest.raises(SignalError, match=message):
        render(replace(make_mel(np.zeros((80, 9))), **changes))


def test_importing_needs_numpy_alone() -> None:
    """The package loads no plotting, imaging or audio library."""
    heavy = ["matplotlib", "PIL", "scipy", "soundfile", "soxr", "av", "click", "rich", "torch"]
    script = f"import sys, melgram.picture; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def test_a_real_result_draws_itself(read_png) -> None:
    """What melspectrogram returns has all that a picture reads, silence and all."""
    mel = melgram.melspectrogram(np.zeros(16_000, np.float32), "kaldi", sample_rate=16_000)
    picture = read_png(render(mel))

    assert picture.text["melgram:front_end"] == "kaldi"
    assert picture.text["melgram:front_end_digest"] == mel.front_end.digest
    assert (picture.plotted[:100] == 0).all()
