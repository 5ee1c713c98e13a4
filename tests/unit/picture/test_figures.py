"""Figures of every kind: curves stand where they should, silence is said, sizes are exact."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

import melgram
from melgram.errors import PictureError, SignalError
from melgram.picture import (
    Figure,
    contact_sheet,
    filter_bank,
    mel_curve,
    mfcc_of,
    spectrogram,
    spectrum,
    stft_of,
    waveform_figure,
)

RATE = 16_000
NOISE = np.random.default_rng(0).uniform(-0.5, 0.5, RATE)
WHISPER = melgram.preset("whisper")


def mel_of(samples: np.ndarray = NOISE, front_end: object = WHISPER) -> melgram.Mel:
    """Return the features of samples at 16 kHz."""
    return melgram.melspectrogram(samples, front_end, sample_rate=RATE)  # type: ignore[arg-type]


def every_kind(samples: np.ndarray = NOISE) -> dict[str, Figure]:
    """Return a figure of each kind."""
    wave = melgram.Waveform(samples, RATE)
    stft = mel_of(samples, stft_of(WHISPER))
    return {
        "mel": spectrogram(mel_of(samples), waveform=wave),
        "stft": spectrogram(stft),
        "log stft": spectrogram(stft, scale="log"),
        "mfcc": spectrogram(mel_of(samples, mfcc_of(WHISPER))),
        "spectrum": spectrum(stft),
        "log spectrum": spectrum(stft, scale="log"),
        "waveform": waveform_figure(wave),
        "zoom": waveform_figure(wave, start=0.5, end=0.505),
        "bank": filter_bank(WHISPER),
        "mel bank": filter_bank(WHISPER, scale="mel"),
        "curve": mel_curve(),
        "log curve": mel_curve(scale="log"),
    }


@pytest.mark.parametrize("size", [(900, 400), (300, 200), (161, 190)])
def test_every_kind_has_any_size(size, read_png) -> None:
    """The picture has exactly the pixels asked for, its words keep inside, its bytes repeat."""
    width, height = size
    for name, figure in every_kind().items():
        png = figure.to_png(width=width, height=height)
        picture = read_png(png)
        assert picture.indices.shape == (height, width), name
        assert png == figure.to_png(width=width, height=height), name
        page = picture.indices.copy()
        page[1:-1, 1:-1] = 232
        assert (page == 232).all(), name
        root = ElementTree.fromstring(figure.to_svg(width=width, height=height))
        assert (root.get("width"), root.get("height")) == (str(width), str(height)), name


@pytest.mark.parametrize("name", ["mel", "stft", "spectrum", "mfcc", "waveform"])
def test_silence_is_said_in_every_kind(name, read_png) -> None:
    """A recording of zeros is drawn, and the picture says that there is nothing to see."""
    figure = every_kind(np.zeros(RATE))[name]
    picture = read_png(figure.to_png())

    assert figure.note.startswith(("Silence: every", "Nothing changes: all frames"))
    assert picture.text["melgram:note"] == figure.note
    assert figure.note in figure.to_svg()


def test_a_steady_tone_is_drawn_without_words_across_it() -> None:
    """All frames of a tone are the same, and yet there is something to see."""
    tone = 0.3 * np.sin(2 * np.pi * 1000 * np.arange(RATE) / RATE)
    mel = mel_of(tone, melgram.preset("kaldi"))

    assert np.ptp(mel.data, axis=1).max() < 1e-3
    assert spectrogram(mel).note == ""
    assert spectrogram(mel_of(0 * tone, melgram.preset("kaldi"))).note.startswith("Silence")


@pytest.mark.parametrize("n_samples", [1, 160, 400])
def test_a_clip_of_one_frame_can_be_drawn(n_samples) -> None:
    """A single sample, and a single frame, make a picture of each kind."""
    wave = melgram.Waveform(NOISE[:n_samples], RATE)
    centered = melgram.preset("classic", sample_rate=RATE)
    figures = [
        spectrogram(mel_of(wave.samples, centered), waveform=wave),
        spectrum(mel_of(wave.samples, stft_of(centered))),
        waveform_figure(wave),
    ]

    assert all(figure.to_png().startswith(b"\x89PNG") for figure in figures)
    assert all(figure.to_svg().startswith("<svg") for figure in figures)


def test_nothing_to_draw_is_refused() -> None:
    """No sample, no frame: the sentence says so."""
    with pytest.raises(SignalError, match="n_samples=0: there is nothing to draw"):
        waveform_figure(melgram.Waveform(np.zeros(0), RATE))
    with pytest.raises(SignalError, match="n_frames=0: there is nothing to draw"):
        spectrum(replace(mel_of(front_end=stft_of(WHISPER)), data=np.zeros((201, 0), np.float32)))


def test_the_spectrum_peaks_at_the_tone(read_png) -> None:
    """The curve of a tone of 2 kHz, half of full scale, is highest there, at -6 dBFS."""
    tone = 0.5 * np.sin(2 * np.pi * 2_000 * np.arange(RATE) / RATE)
    figure = spectrum(mel_of(tone, stft_of(WHISPER)), db_range=(-100.0, 0.0))
    mean = figure.layers[-1]

    assert figure.y.title == "Level (dBFS)"
    assert mean.x[int(np.argmax(mean.y))] == pytest.approx(2_000.0)
    assert mean.y.max() == pytest.approx(-6.02, abs=0.1)
    picture = read_png(figure.to_png())
    curve = (picture.plotted > 0) & (picture.plotted < 13)  # series 1, full color
    rows, columns = np.nonzero(curve[:, :800])  # the legend is at the right
    top = rows.min()
    _, _, width, height = picture.plot
    assert columns[rows == top].mean() == pytest.approx(2_000 / 8_000 * width, abs=1.0)
    assert top == pytest.approx(6.02 / 100 * height, abs=2.0)


def test_a_spectrum_needs_levels() -> None:
    """Normalised features and cepstra have no level over frequency."""
    with pytest.raises(PictureError, match="a spectrum needs frequencies and levels"):
        spectrum(mel_of())
    with pytest.raises(PictureError, match="unit 'coefficient'"):
        spectrum(mel_of(front_end=mfcc_of(WHISPER)))


def test_a_filter_bank_shows_its_weights() -> None:
    """One curve a band, highest at the center of the band; empty bands are counted in words."""
    figure = filter_bank(WHISPER)
    frequencies = mel_of().frequencies

    assert len(figure.layers) == 80
    peaks = np.array([layer.x[int(np.argmax(layer.y))] for layer in figure.layers])
    assert np.abs(peaks - frequencies).max() <= 40.0 / 2 + 1e-6  # half a bin
    classic = melgram.preset("classic", sample_rate=384_000)
    assert any("without a bin" in part for part in filter_bank(classic).subtitle)
    with pytest.raises(PictureError, match="without a filter bank"):
        filter_bank(stft_of(WHISPER))


def test_the_mel_curves_meet_at_1_khz() -> None:
    """1,000 Hz are 1,000 mel by either formula, as it is drawn."""
    slaney, htk = mel_curve().layers

    for curve in (slaney, htk):
        assert np.interp(1_000.0, curve.x, curve.y) == pytest.approx(1_000.0, rel=1e-3)
    with pytest.raises(PictureError, match="fmax=0 must be a frequency > 0 Hz"):
        mel_curve(fmax=0)


@pytest.mark.parametrize(("start", "end"), [(0.5, 0.5), (-1.0, 0.5), (0.0, 2.0)])
def test_a_part_beyond_the_waveform_is_refused(start, end) -> None:
    """A range must ascend within the recording; the sentence has its end."""
    with pytest.raises(PictureError, match=r"must be ascending and in 0 to 1 s: there is no more"):
        waveform_figure(melgram.Waveform(NOISE, RATE), start=start, end=end)


def test_a_scale_is_one_of_four() -> None:
    """A misspelt scale names its neighbor, and a misspelt palette too."""
    with pytest.raises(PictureError, match=r"scale=None must be one of bands, linear, log, mel"):
        spectrogram(mel_of(), scale=None)  # type: ignore[arg-type]
    with pytest.raises(PictureError, match=r"scale='lgo' must be one of .*\. Did you mean 'log'"):
        spectrogram(mel_of(), scale="lgo")  # type: ignore[arg-type]
    with pytest.raises(PictureError, match="Did you mean 'viridis'"):
        spectrogram(mel_of()).to_svg(palette="virdis")


def test_a_sheet_shares_its_colors(read_png) -> None:
    """Equal levels have equal colors in all cells; each cell is named; the size is exact."""
    loud, quiet = (mel_of(gain * NOISE, "kaldi") for gain in (1.0, 0.01))
    figures = [spectrogram(loud, title="loud"), spectrogram(quiet, title="quiet")]
    sheet = contact_sheet(figures, columns=2)
    picture = read_png(sheet.to_png(width=700, height=240))

    assert picture.indices.shape == (240, 700)
    assert picture.text["Title"] == "loud / quiet"
    means = []
    for place in picture.text["melgram:plots"].split("; "):
        left, top, width, height = map(int, place.split())
        means.append(picture.indices[top : top + height, left : left + width].mean())
    step = (picture.number("value_max") - picture.number("value_min")) / 231
    assert (means[0] - means[1]) * step == pytest.approx(np.log(100.0**2), rel=0.05)
    root = ElementTree.fromstring(sheet.to_svg())
    titles = [e.text for e in root.iter() if e.get("class") == "strong"]
    assert titles == ["loud", "quiet"]


@pytest.mark.parametrize(("count", "shape"), [(1, (1, 1)), (3, (2, 2)), (20, (4, 5))])
def test_a_sheet_is_about_square(count, shape) -> None:
    """Cells fill rows from the left, four a row at most."""
    sheet = contact_sheet([spectrogram(mel_of())] * count)

    assert (sheet.columns, sheet.rows) == shape


def test_a_sheet_of_unlike_values_is_refused() -> None:
    """Different units cannot share a color bar; an empty sheet shows nothing."""
    with pytest.raises(PictureError, match="cannot share their colors"):
        contact_sheet([spectrogram(mel_of()), spectrogram(mel_of(front_end="kaldi"))])
    with pytest.raises(PictureError, match="figures is empty"):
        contact_sheet([])
    with pytest.raises(PictureError, match="columns=0 must be >= 1"):
        contact_sheet([spectrogram(mel_of())], columns=0)
    with pytest.raises(PictureError, match="height=99 must be >= 126"):
        contact_sheet([spectrogram(mel_of())]).to_png(height=99)


def test_charts_share_a_page_without_a_bar(read_png) -> None:
    """Waveforms and spectra can be laid side by side as well."""
    waves = [waveform_figure(melgram.Waveform(NOISE, RATE))] * 2

    assert "melgram:value_min" not in read_png(contact_sheet(waves).to_png()).text


def test_memory_does_not_grow_with_pictures() -> None:
    """After fifty pictures as much memory is held as after ten."""
    figure = spectrogram(mel_of())

    def draw(count: int) -> int:
        for _ in range(count):
            figure.to_png(width=300, height=200)
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        draw(5)
        before = draw(5)
        assert draw(40) - before < 50_000
    finally:
        tracemalloc.stop()
