"""Which part of a result is shown, and what 0 dB is: nothing can be mislabelled."""

from __future__ import annotations

import numpy as np
import pytest

import melgram
from melgram.errors import PictureError
from melgram.picture import (
    cropped,
    leveled,
    mfcc_of,
    reads_full_scale,
    render,
    spectrogram,
    stft_of,
)

NOISE = np.random.default_rng(0).uniform(-0.5, 0.5, 32_000)


def mel(name: str = "librosa") -> melgram.Mel:
    """Return two seconds of reproducible noise in a preset."""
    return melgram.melspectrogram(NOISE, name, sample_rate=16_000)


def test_a_range_keeps_the_frames_and_bands_in_it() -> None:
    """The view holds the same numbers, at the same times and frequencies."""
    whole = mel()
    view = cropped(whole, start=0.5, end=1.0, fmin=500.0, fmax=2_000.0)

    frames = np.flatnonzero((whole.times >= 0.5) & (whole.times <= 1.0))
    bands = np.flatnonzero((whole.frequencies >= 500) & (whole.frequencies <= 2_000))
    np.testing.assert_array_equal(view.data, whole.data[np.ix_(bands, frames)])
    np.testing.assert_array_equal(view.times, whole.times[frames])
    np.testing.assert_array_equal(view.frequencies, whole.frequencies[bands])


def test_a_part_is_labelled_with_its_own_times(read_png) -> None:
    """The axis of a part begins where the part does, half a hop before its first frame."""
    picture = read_png(render(cropped(mel("kaldi"), start=1.0, end=1.5)))

    assert picture.number("time_min") == pytest.approx(1.0, abs=0.01)
    assert picture.number("time_max") == pytest.approx(1.5, abs=0.01)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"start": 70.0}, r"start=70 s must be in 0 to 2\.\d+ s: there is no more"),
        ({"end": 2.5}, r"end=2.5 s must be in 0 to 2\.\d+ s"),
        ({"start": -1.0}, "start=-1 s must be in 0 to"),
        ({"start": 1.5, "end": 0.5}, r"start=1.5 must be below end=0.5 s"),
        ({"start": 0.501, "end": 0.502}, r"start=0.501, end=0.502 s must hold at least one of"),
        ({"fmax": 12_000.0}, "fmax=12000 Hz must be in 0 to 11025 Hz: there is no more"),
        ({"fmin": 5_000.0, "fmax": 5_000.1}, "Widen the range"),
        ({"fmin": float("nan")}, "fmin=nan must be a finite number in Hz"),
    ],
)
def test_a_range_outside_is_refused(given, message) -> None:
    """What lies beyond the recording or its bands cannot be shown; the sentence has the limit."""
    with pytest.raises(PictureError, match=message):
        cropped(mel(), **given)


def test_coefficients_have_no_range_of_frequencies() -> None:
    """A cepstrum cannot be cut in hertz, nor spread on a scale of them."""
    coefficients = mel("librosa-mfcc")

    with pytest.raises(PictureError, match="unit 'coefficient' has no frequencies"):
        cropped(coefficients, fmin=100.0)
    with pytest.raises(PictureError, match="unit 'coefficient' has no frequencies"):
        spectrogram(coefficients, scale="log")


@pytest.mark.parametrize("name", ["librosa", "classic", "knf", "hifigan-22k"])
def test_a_reference_shifts_levels_and_says_so(name) -> None:
    """Power, dB, and logarithms of power and magnitude become dB below their maximum."""
    view = leveled(mel(name), ref="max")

    assert (view.unit, view.label) == ("dB", "Level (dB re max)")
    assert float(view.data.max()) == pytest.approx(0.0, abs=1e-4)


def test_a_reference_is_a_power_or_a_magnitude() -> None:
    """A power of 100 is 0 dB re 100; for a front end of magnitudes, a magnitude is."""
    power = leveled(mel("librosa"), ref=100.0)
    magnitude = leveled(mel("hifigan-22k"), ref=100.0)

    plain, log = mel("librosa").data, mel("hifigan-22k").data
    np.testing.assert_allclose(power.data, 10 * np.log10(plain) - 20, atol=1e-4)
    np.testing.assert_allclose(magnitude.data, 20 * np.log10(np.exp(log)) - 40, atol=1e-4)
    assert power.label == "Level (dB re 100)"


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("librosa", {"calibration": 94.0}, "a sine of full scale does not read 0 dB"),
        ("kaldi", {"calibration": 94.0}, "Draw the STFT or the spectrum instead"),
        ("whisper", {"ref": "max"}, r"unit 'log10 power \(normalised\)' has no decibels"),
        ("librosa-mfcc", {"ref": 1.0}, "unit 'coefficient' has no decibels"),
        ("librosa", {"ref": 0.0}, "ref=0.0 must be a power > 0, or 'max'"),
        ("librosa", {"ref": "mean"}, "ref='mean' must be a power > 0, or 'max'"),
        ("librosa", {"ref": 1.0, "calibration": 0.0}, "exclude each other"),
    ],
)
def test_an_untrue_level_is_refused(name, given, message) -> None:
    """No dB where there are none, no dB SPL where a sine of full scale is not 0 dB."""
    with pytest.raises(PictureError, match=message):
        leveled(mel(name), **given)


def test_a_calibration_is_a_finite_level() -> None:
    """Full scale has to be some number of dB SPL."""
    stft = melgram.melspectrogram(NOISE, stft_of(melgram.preset("whisper")), sample_rate=16_000)

    with pytest.raises(PictureError, match="calibration=inf must be the dB SPL"):
        leveled(stft, calibration=float("inf"))


def test_only_true_full_scale_is_called_so() -> None:
    """Of all presets none reads full scale by itself; the STFT of each does."""
    assert not any(reads_full_scale(melgram.preset(name)) for name in melgram.presets())
    assert all(
        reads_full_scale(stft_of(melgram.preset(name)))
        for name in ("classic", "whisper", "kaldi", "scipy-spectrogram", "hifigan-22k")
    )


def test_every_preset_has_an_stft_and_a_cepstrum() -> None:
    """The front ends of the pictures can be made from any preset."""
    for name in melgram.presets():
        front_end = melgram.preset(name)
        assert stft_of(front_end).unit == "power", name
        assert mfcc_of(front_end).n_features >= 1, name
