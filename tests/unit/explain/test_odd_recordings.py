"""Short, silent, low, high, long and many-channelled recordings get a page that says so."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import html5lib
import numpy as np
import pytest
import soundfile

from melgram.explain import report
from melgram.explain.recording import read
from melgram.explain.study import study

NUMBERLESS = re.compile(r"\b(?:nan|inf|None)\b")


def sine(hz: float, *, seconds: float, rate: int) -> np.ndarray:
    """Return a tone."""
    return 0.3 * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate)) / rate)


def body_of(page: str) -> str:
    """Return the words of a page, and check that it is sound HTML."""
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    body = tree.find("body")
    for script in body.findall("script"):
        body.remove(script)
    for code in tree.iter("pre"):
        code.clear()
    return re.sub(r"\s+", " ", "".join(body.itertext())).replace("\u2060", "")


RNG = np.random.default_rng(0)
CASES: dict[str, tuple[np.ndarray, dict[str, Any], str]] = {
    "one sample": (np.array([0.3]), {}, "A single sample cannot vibrate"),
    "two samples": (np.array([0.3, -0.2]), {}, "shorter than one window of analysis: 2 samples"),
    "less than a window": (sine(440, seconds=0.02, rate=16_000), {}, "lasts less than a second"),
    "silence": (np.zeros(20_000), {}, "The recording is silent"),
    "a constant": (np.full(20_000, 0.5), {}, "nothing vibrates"),
    "a click": (np.eye(1, 20_000, 5_000)[0] * 0.5, {}, "From sound to mel-spectrogram"),
    "8 kHz": (
        sine(440, seconds=1.5, rate=8_000),
        {"sample_rate": 8_000, "subtype": "PCM_U8"},
        "256 values",
    ),
    "96 kHz": (
        sine(12_000, seconds=1.5, rate=96_000),
        {"sample_rate": 96_000, "subtype": "PCM_24"},
        "more than the 20,000 Hz or so",
    ),
    "200 Hz": (sine(10, seconds=20, rate=200), {"sample_rate": 200}, "browsers do not play"),
    "float": (sine(440, seconds=1, rate=16_000), {"subtype": "FLOAT"}, "floating-point numbers"),
    "six channels": (0.1 * RNG.standard_normal((20_000, 6)), {}, "has 6 channels"),
    "opposite channels": (
        np.stack([np.ones(20_000), -np.ones(20_000)], axis=1)
        * RNG.standard_normal((20_000, 1))
        / 9,
        {},
        "all but cancels out",
    ),
    "noise": (0.1 * RNG.standard_normal(30_000), {}, "this sound is unusually even"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_page_is_made_and_says_so(name: str, wav: Callable[..., bytes]) -> None:
    """The page is sound, has no missing number, and has the sentence for this kind."""
    samples, options, sentence = CASES[name]

    words = body_of(report(wav(samples, **options)))

    assert sentence in words
    assert NUMBERLESS.findall(words) == []


@pytest.mark.parametrize("name", ["one sample", "silence", "200 Hz", "opposite channels"])
def test_the_same_in_korean(name: str, wav: Callable[..., bytes]) -> None:
    """Odd recordings are explained in Korean too."""
    samples, options, _ = CASES[name]

    assert NUMBERLESS.findall(body_of(report(wav(samples, **options), language="ko"))) == []


def test_a_long_recording_is_explained_on_its_loudest_part(wav: Callable[..., bytes]) -> None:
    """Of 50 s the loudest 30 s are looked at, the text says which, and the player holds them."""
    rate = 8_000
    samples = sine(300, seconds=50, rate=rate) * 0.1
    samples[12 * rate : 42 * rate] *= 5
    content = wav(samples, sample_rate=rate)

    words = body_of(report(content))
    found = study(read(content), content)

    assert "its loudest 30 s, from 12.0 to 42.0 s" in words
    assert found.player is not None
    with soundfile.SoundFile(_file(found.player.content)) as held:
        assert held.frames == 30 * rate
    assert found.stages.mel.data.shape[1] == 1 + 30 * rate // 512


def test_a_long_loud_recording_is_encoded_smaller(wav: Callable[..., bytes]) -> None:
    """Where FLAC would be too large the player holds Ogg Vorbis, and the text says so."""
    content = wav(0.2 * RNG.standard_normal(44_100 * 20), sample_rate=44_100)
    found = study(read(content), content)

    assert found.player is not None
    assert found.player.media_type == "audio/ogg"
    assert len(found.player.content) <= 600_000


def test_a_lossy_codec_has_no_steps() -> None:
    """The page of an Ogg says that the codec stores no samples."""
    target = _file(b"")
    soundfile.write(target, sine(440, seconds=1, rate=44_100), 44_100, format="OGG")

    assert "does not store samples but a description" in body_of(report(target.getvalue()))


def test_channels_keep_their_steps(wav: Callable[..., bytes]) -> None:
    """Steps are looked for in one channel: the mean of two lies between them."""
    samples = np.rint(RNG.standard_normal((20_000, 2)) * 6) / 32_768
    found = study(read(wav(samples)), wav(samples))

    values = found.recording.first_channel * 32_768

    assert (values == np.rint(values)).all()
    assert found.recording.samples.shape == (20_000,)


def test_a_damaged_recording_is_explained_in_part(wav: Callable[..., bytes]) -> None:
    """With ``partial``, what is left is explained, and the page repeats the decoder's warning."""
    content = wav(sine(440, seconds=1, rate=16_000))[:20_044]

    assert "declared 16000 samples, got 10000" in body_of(report(content, partial=True))


def _file(content: bytes) -> Any:
    import io

    return io.BytesIO(content)
