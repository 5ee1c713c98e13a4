"""Raw pictures: the level of every pixel is a stated value, at a stated time and frequency."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import numpy as np
import pytest

import melgram
from melgram.errors import NonFiniteSamples, PictureError
from melgram.mel import Mel
from melgram.picture.full_scale import full_scale
from melgram.picture.palette import table
from melgram.picture.png import deflated
from melgram.picture.raw import Pixels, raw_picture
from melgram.picture.raw_png import _filtered, _has_runs
from recordings import RATE, pink, tone

CLASSIC = melgram.preset("classic", sample_rate=RATE)


def mel_of(samples: np.ndarray, front_end: object = CLASSIC) -> Mel:
    """Return the features of samples at 16 kHz."""
    return melgram.melspectrogram(samples, front_end, sample_rate=RATE)


def decoded(png: bytes, form: str) -> np.ndarray:
    """Return the pixels as FFmpeg, which knows nothing of ours, reads them."""
    try:
        import av
    except ModuleNotFoundError:
        pytest.fail("PyAV is missing: pip install 'melgram[test]'")
    with av.open(io.BytesIO(png)) as file:
        frame = next(file.decode(video=0))
        assert frame.format.name == form
        return frame.to_ndarray()


@pytest.mark.parametrize(("depth", "form"), [(8, "gray"), (16, "gray16be")])
def test_another_decoder_reads_the_levels(depth, form) -> None:
    """A gray file holds the levels, in 8 or 16 bits, whatever the width."""
    picture = raw_picture(mel_of(pink()), Pixels(width=131, height=57, depth=depth))

    found = decoded(picture.png(), form)

    assert found.astype(">u2" if depth == 16 else "u1").shape == (57, 131)
    assert np.array_equal(found.view(f"u{depth // 8}"), picture.levels)


def test_a_palette_holds_the_levels_as_indices() -> None:
    """With a color map the index is the level, and all 256 colors are the map's."""
    picture = raw_picture(mel_of(pink()), Pixels(palette="magma"))

    rgb = table("magma")[picture.levels]

    assert np.array_equal(decoded(picture.png(), "pal8")[0], picture.levels)
    assert rgb.shape == (224, 224, 3)


@pytest.mark.parametrize("depth", [8, 16])
def test_levels_invert_to_decibels_within_half_a_step(depth) -> None:
    """Where a picture has the size of the data, each pixel gives back its number."""
    mel = mel_of(pink(), melgram.preset("kaldi"))
    n_features, n_frames = mel.data.shape
    pixels = Pixels(width=n_frames, height=n_features, depth=depth, ref=1.0, db_range=(0, 120))
    first = (
        float(mel.times[0]) - 0.005
    )  # Kaldi's first frame is 25 ms long, and 10 ms of it its own

    picture = raw_picture(mel, pixels, start=first, end=first + 0.01 * n_frames)

    decibels = np.clip(10 / np.log(10) * mel.data[::-1], 0, 120)
    half_a_step = 120 / (2**depth - 1) / 2
    assert picture.unit == "dB"
    assert np.abs(picture.values() - decibels).max() <= half_a_step + 1e-4


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("sound", [pink(), np.zeros(RATE), tone(440.0), pink() * tone(3.0)])
def test_what_is_not_looked_for_was_not_there(sound, depth) -> None:
    """Whether runs are looked for or not, a file is as small as if they were, within 2 %."""
    picture = raw_picture(mel_of(sound), Pixels(depth=depth))
    rows = _filtered(picture.levels)

    least = len(deflated(rows.tobytes(), has_runs=True))

    assert len(deflated(rows.tobytes(), has_runs=_has_runs(rows))) <= 1.02 * least


def test_runs_are_found_in_silence_and_not_in_noise() -> None:
    """Silence is a few hundred bytes, and noise is not searched in vain."""
    silence, noise = (raw_picture(mel_of(x)).levels for x in (np.zeros(RATE), pink(10.0)))

    assert _has_runs(_filtered(silence))
    assert not _has_runs(_filtered(noise))


def test_a_full_scale_sine_reads_0_dbfs() -> None:
    """At the center of a band the loudest sine is the highest level, and 20 dB less is 20 less."""
    hertz = CLASSIC.plan().frequencies
    near = float(hertz[np.argmin(np.abs(hertz - 1000.0))])
    pixels = Pixels(depth=16, height=128, width=10)

    for peak, expected in ((1.0, 0.0), (0.1, -20.0)):
        picture = raw_picture(mel_of(tone(near, peak=peak)), pixels)
        assert picture.unit == "dBFS"
        assert picture.values().max() == pytest.approx(expected, abs=0.05)


@pytest.mark.parametrize("name", ["kaldi", "hifigan-22k", "librosa", "classic"])
def test_dbfs_mean_the_same_in_front_ends_of_any_scale(name) -> None:
    """Kaldi's integers, HiFi-GAN's magnitudes and librosa's areas all read -20 dB for a tenth."""
    front_end = melgram.preset(name)
    hertz = front_end.plan().frequencies
    near = float(hertz[np.argmin(np.abs(hertz - 1000.0))])
    t = np.arange(2 * front_end.sample_rate) / front_end.sample_rate
    sine = 0.1 * np.sin(2 * np.pi * near * t)
    mel = melgram.melspectrogram(sine, front_end, sample_rate=front_end.sample_rate)

    picture = raw_picture(mel, Pixels(width=1, height=front_end.n_features), start=0.5, end=1.5)

    assert picture.values().max() == pytest.approx(-20.0, abs=0.5)


def test_a_front_end_that_removes_the_level_has_no_full_scale() -> None:
    """Decibels below the clip's own maximum stay what they are, and are not called dBFS."""
    front_end = melgram.preset("librosa-db")
    mel = melgram.melspectrogram(tone(1000.0), front_end, sample_rate=22_050)

    assert full_scale(front_end) is None
    assert raw_picture(mel).unit == "dB"
    assert raw_picture(mel, Pixels(height=128)).values().max() == pytest.approx(0.0, abs=0.2)


def test_low_bands_are_at_the_bottom_and_time_runs_right() -> None:
    """A tone that sounds in the third quarter lights a low row there, within a pixel."""
    samples = tone(1000.0, seconds=4.0) * (np.arange(4 * RATE) // RATE == 2)
    picture = raw_picture(mel_of(samples), Pixels(width=400, height=128))

    y, x = np.unravel_index(picture.levels.argmax(), picture.levels.shape)
    hertz = CLASSIC.plan().frequencies[127 - y]
    loud = np.flatnonzero(picture.levels[y] > picture.levels[y].max() - 20)
    assert abs(hertz - 1000.0) < 30.0
    assert 198 <= loud.min() <= 202
    assert 297 <= loud.max() <= 301
    assert 200 <= x < 300


def test_an_impulse_lands_within_a_pixel() -> None:
    """A click at 2.000 s of 4 s lights the columns around the middle."""
    samples = np.zeros(4 * RATE)
    samples[2 * RATE] = 1.0
    picture = raw_picture(mel_of(samples, melgram.preset("kaldi")), Pixels(width=401))

    energy = picture.levels.sum(axis=0, dtype=np.int64)
    center = (energy * np.arange(401)).sum() / energy.sum()
    assert abs(center - 200.0) <= 1.0


def test_columns_after_the_end_are_the_first_level() -> None:
    """A window that reaches beyond the recording is dark there, and only there."""
    picture = raw_picture(mel_of(pink(2.0)), Pixels(width=300), start=0.0, end=3.0)

    assert picture.levels[:, 200:].max() == 0
    assert picture.levels[:, 199].max() > 0


def test_ref_max_hangs_the_range_below_each_picture() -> None:
    """The highest pixel is the highest level, and the values stay absolute."""
    picture = raw_picture(mel_of(pink(peak=0.01)), Pixels(ref="max", depth=16))
    fixed = raw_picture(mel_of(pink(peak=0.01)), Pixels(depth=16))

    assert picture.levels.max() == 65_535
    assert picture.high - picture.low == pytest.approx(100.0)
    assert picture.values().max() == pytest.approx(fixed.values().max(), abs=0.01)


@pytest.mark.parametrize("ref", ["full-scale", "max", 1.0])
def test_silence_is_the_floor(ref) -> None:
    """Zeros are dark, not white, whatever 0 dB is."""
    assert raw_picture(mel_of(np.zeros(RATE)), Pixels(ref=ref)).levels.max() == 0


def test_a_reference_below_the_floor_of_the_front_end_shows_it() -> None:
    """With a range that holds -100 dB, the floor of silence is that value."""
    picture = raw_picture(mel_of(np.zeros(RATE)), Pixels(ref=1.0, db_range=(-120, 0), depth=16))

    assert picture.values().max() == pytest.approx(-100.0, abs=0.01)


def test_one_frame_fills_the_picture() -> None:
    """A clip of one frame is drawn as one frame."""
    picture = raw_picture(mel_of(tone(1000.0, seconds=0.01)))

    assert picture.levels.shape == (224, 224)
    assert (picture.levels == picture.levels[:, :1]).all()


def test_features_without_decibels_need_a_range() -> None:
    """Whisper's normalised features have no full scale, and nobody guesses one."""
    mel = melgram.melspectrogram(pink(), "whisper", sample_rate=RATE)

    with pytest.raises(PictureError, match=r"'log10 power \(normalised\)' has no decibels: give"):
        raw_picture(mel)
    with pytest.raises(PictureError, match=r"ref='max': unit .* has no decibels. Leave ref out"):
        raw_picture(mel, Pixels(db_range=(-1, 1.5), ref="max"))
    picture = raw_picture(mel, Pixels(db_range=(-1, 1.5), depth=16))
    assert picture.unit == "log10 power (normalised)"
    assert picture.values().max() == pytest.approx(float(mel.data.max()), abs=0.05)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"width": 0}, "width=0 must be 1 to 65535 pixels"),
        ({"height": 70_000}, "height=70000 must be 1 to 65535"),
        ({"width": 60_000, "height": 60_000}, "are 3600 million pixels; readers stop at 179"),
        ({"depth": 12}, "depth=12 must be 8 or 16 bits"),
        ({"depth": 16, "palette": "magma"}, "a PNG palette has 256 colors. Choose depth=8"),
        ({"palette": "grey"}, "Did you mean 'gray'"),
        ({"db_range": (0.0, -80.0)}, "must be two finite numbers, the lower first"),
        ({"ref": 0.0}, "ref=0.0 must be 'full-scale', 'max' or a power above 0"),
        ({"ref": "peak"}, "ref='peak' must be 'full-scale', 'max' or"),
    ],
)
def test_impossible_pixels_are_refused(wrong, sentence) -> None:
    """Each setting that cannot be is named, with its rule."""
    with pytest.raises(PictureError, match=sentence):
        Pixels(**wrong)


def test_a_window_must_have_a_length() -> None:
    """An end before the start is refused."""
    with pytest.raises(PictureError, match="the start must be >= 0 and before the end"):
        raw_picture(mel_of(pink()), start=1.0, end=1.0)


def test_nan_is_refused() -> None:
    """A picture never hides a NaN."""
    mel = mel_of(pink())
    data = mel.data.copy()
    data[3, 5] = np.nan

    with pytest.raises(NonFiniteSamples, match="holds NaN"):
        raw_picture(replace(mel, data=data))


def test_texts_of_the_file_say_what_pixels_mean(read_chunks) -> None:
    """A picture that lost its index still names unit, range, times and front end."""
    png = raw_picture(mel_of(pink()), Pixels(palette="viridis")).png()

    texts = dict(body.decode().split("\0") for kind, body in read_chunks(png) if kind == b"tEXt")
    assert texts["melgram:unit"] == "dBFS"
    assert json.loads(texts["melgram:value_min"]) == -100.0
    assert json.loads(texts["melgram:time_max"]) == 2.0
    assert texts["melgram:front_end_digest"] == CLASSIC.digest
