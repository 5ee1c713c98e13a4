"""What a report computes: steps, tones, windows, bands and levels, against plain formulas."""

from __future__ import annotations

import numpy as np
import pytest

from melgram.explain import quantization
from melgram.explain.bands import bank_of, mels_between
from melgram.explain.components import decompose, reversal
from melgram.explain.levels import stages
from melgram.explain.recording import read
from melgram.explain.resolution import three_views, window_lengths
from melgram.explain.study import Study
from melgram.presets import preset

RATE = 8_000
TIME = np.arange(RATE) / RATE


def chord() -> np.ndarray:
    """Return three tones whose amplitudes are known."""
    parts = ((440.0, 0.5), (1000.0, 0.25), (2500.0, 0.1))
    return sum(a * np.sin(2 * np.pi * f * TIME + f) for f, a in parts).astype(np.float32)


@pytest.mark.parametrize(
    ("codec", "bit_depth", "kind", "n_levels"),
    [
        ("pcm_s16le", 16, "integer", 65_536),
        ("pcm_u8", 8, "integer", 256),
        ("flac", 24, "integer", 16_777_216),
        ("pcm_f32le", 32, "float", 65_536),
        ("pcm_mulaw", 8, "uneven", 65_536),
        ("adpcm_ima_wav", 4, "none", 65_536),
        ("mp3", None, "none", 65_536),
    ],
)
def test_steps_of_codecs(codec: str, bit_depth: int | None, kind: str, n_levels: int) -> None:
    """Integers have their own steps; floats and lossy codecs are compared with 16 bits."""
    steps = quantization.steps_of(codec=codec, bit_depth=bit_depth, samples=chord())

    assert (steps.kind, steps.n_levels) == (kind, n_levels)


@pytest.mark.parametrize(("bits", "kind"), [(16, "integer"), (24, "integer"), (0, "float")])
def test_samples_tell_the_steps_of_a_lossless_codec(bits: int, kind: str) -> None:
    """Where the header was not read, a lossless codec has the fewest bits that hold its samples."""
    exact = chord() * np.float32(0.1)
    samples = np.rint(exact * 2.0 ** (bits - 1)) / 2.0 ** (bits - 1) if bits else exact

    steps = quantization.steps_of(codec="alac", bit_depth=None, samples=samples.astype(np.float32))

    assert (steps.kind, steps.bits) == (kind, bits or 16)


def test_noise_of_rounding_is_where_the_rule_says() -> None:
    """A full sine stands as far above its rounding noise as the formula says."""
    steps = quantization.Steps(kind="integer", bits=8)
    sine = np.sin(2 * np.pi * 997.3 * np.arange(200_000) / 48_000)
    noise = np.rint(sine / steps.step) * steps.step - sine

    measured = 10 * np.log10((sine**2).mean() / (noise**2).mean())

    assert measured == pytest.approx(steps.range_db, abs=0.1)


def test_tones_are_found_with_their_amplitudes() -> None:
    """A chord is named tone by tone, the strongest first."""
    named = decompose(chord(), sample_rate=RATE).named

    assert [tone.frequency for tone in named] == [440.0, 1000.0, 2500.0]
    assert [tone.amplitude for tone in named] == pytest.approx([0.5, 0.25, 0.1], abs=1e-6)


@pytest.mark.parametrize("n_samples", [2, 7, 100, 1001])
def test_all_tones_together_are_the_signal(n_samples: int) -> None:
    """The sum of all tones gives every sample back, for even and odd lengths."""
    samples = np.random.default_rng(1).standard_normal(n_samples).astype(np.float32)
    found = decompose(samples, sample_rate=RATE)

    added = found.sum_of(len(found.amplitudes))

    assert added == pytest.approx(samples - samples.astype(np.float64).mean(), abs=1e-6)
    assert found.share(len(found.amplitudes)) == pytest.approx(1.0)


@pytest.mark.parametrize("n_samples", [100, 101])
def test_shares_are_shares_of_energy(n_samples: int) -> None:
    """The share of the strongest tones is the energy of their sum."""
    samples = np.random.default_rng(2).standard_normal(n_samples).astype(np.float32)
    found = decompose(samples, sample_rate=RATE)

    energy = (found.sum_of(10) ** 2).sum() / (found.samples**2).sum()

    assert found.share(10) == pytest.approx(energy)
    assert found.share(found.count_for(0.9)) >= 0.9 > found.share(found.count_for(0.9) - 1)


@pytest.mark.parametrize("n_samples", [1, 2, 1000])
def test_silence_has_no_tones(n_samples: int) -> None:
    """Silence and a constant have nothing to name, and divide by nothing."""
    for samples in (np.zeros(n_samples, np.float32), np.full(n_samples, 0.5, np.float32)):
        found = decompose(samples, sample_rate=RATE)

        assert found.is_silent
        assert found.share(10) == 0.0


def test_a_reversed_recording_has_the_same_spectrum() -> None:
    """Backward is truly computed backward, and differs by the rounding of float64 alone."""
    samples = np.random.default_rng(3).standard_normal(4321).astype(np.float32)
    found = reversal(samples, sample_rate=RATE)

    assert (found.backward == np.abs(np.fft.rfft(samples[::-1].astype(np.float64)))).all()
    assert 0.0 < found.difference < 1e-12


@pytest.mark.parametrize("rate", [100, 1000, 8000, 16_000, 44_100, 96_000, 192_000])
def test_three_windows_differ_at_every_rate(rate: int) -> None:
    """The windows grow by four, and seconds times hertz is one."""
    short, middle, long = window_lengths(rate)
    views = three_views(np.zeros(rate, np.float32), sample_rate=rate, limit=rate / 4)

    assert 4 <= short < middle < long
    assert [view.seconds * view.bin_hz for view in views] == pytest.approx([1.0] * 3)


def test_a_tone_is_equally_loud_in_every_window() -> None:
    """The levels of the three views can be compared: a steady tone peaks at the same one."""
    tone = (0.5 * np.sin(2 * np.pi * 1000 * TIME)).astype(np.float32)

    peaks = [view.levels.max() for view in three_views(tone, sample_rate=RATE, limit=4000)]

    assert peaks == pytest.approx([20 * np.log10(0.25)] * 3, abs=0.6)


def test_mels_are_those_of_the_formula() -> None:
    """The widths that the text compares are differences of 2595 log10(1 + f / 700)."""
    expected = 2595 * np.log10((1 + 1000 / 700) / (1 + 500 / 700))

    assert mels_between(500, 1000) == pytest.approx(expected)


@pytest.mark.parametrize("rate", [8000, 16_000, 48_000])
def test_bands_are_counted_by_their_centers(rate: int) -> None:
    """Every band lies in exactly one of two ranges that meet."""
    bank = bank_of(preset("classic", sample_rate=rate))

    assert bank.count(0, 1000) + bank.count(1000, rate / 2) == bank.n_mels
    assert bank.width(0) < bank.width(bank.n_mels - 1)


def test_the_middle_level_knows_no_range() -> None:
    """How far half of the cells lie below the brightest is told before the range is cut off."""
    made = stages(read(_tone_in_faint_noise()))
    ratios = made.mel_power / made.mel_power.max()

    assert made.middle_level == pytest.approx(10 * np.log10(np.median(ratios)), abs=1e-3)
    assert made.middle_level < -85


def _tone_in_faint_noise() -> bytes:
    import io

    import soundfile

    noise = 1e-6 * np.random.default_rng(0).standard_normal(RATE)
    target = io.BytesIO()
    samples = 0.5 * np.sin(2 * np.pi * 1000 * TIME) + noise
    soundfile.write(target, samples, RATE, subtype="FLOAT", format="WAV")
    return target.getvalue()


def test_stages_follow_from_one_another(speech_study: Study) -> None:
    """The result is ten times the logarithm of mel power, no deeper than 80 dB."""
    made = speech_study.stages
    levels = 10 * np.log10(np.maximum(made.mel_power, 1e-10))

    assert made.mel.data == pytest.approx(np.maximum(levels, levels.max() - 80), abs=1e-3)
    assert made.power.shape == (1025, made.mel.data.shape[1])
