"""Short, silent, low, high, long and many-channelled recordings get a page that says so."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
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


@pytest.mark.parametrize(
    ("subtype", "n_bits", "sentences"),
    [
        ("ULAW", 16, ("rounds each measurement to one of 256 values", "all the same")),
        ("FLOAT", 16, ("floating-point numbers", "Every dot lies on a whole step all the same")),
        ("FLOAT", 0, ("floating-point numbers", "dots lie between the steps")),
        ("IMA_ADPCM", 16, ("does not store samples but", "all the same")),
    ],
)
def test_dots_are_where_the_caption_says(
    subtype: str, n_bits: int, sentences: tuple[str, str], wav: Callable[..., bytes]
) -> None:
    """A file that need not keep to even steps may do so all the same; its caption says which."""
    samples = sine(440, seconds=1, rate=16_000)
    samples = np.rint(samples * 2 ** (n_bits - 1)) / 2 ** (n_bits - 1) if n_bits else samples

    words = body_of(report(wav(samples, subtype=subtype)))

    assert all(sentence in words for sentence in sentences)


def test_lines_that_stand_for_many_steps_say_so(wav: Callable[..., bytes]) -> None:
    """Where a float file moves by thousands of steps, the caption says what a line stands for."""
    words = body_of(report(wav(sine(3000, seconds=1, rate=16_000), subtype="FLOAT")))

    assert "One line stands for 500 steps." in words


def test_what_is_beyond_full_scale_is_said(wav: Callable[..., bytes]) -> None:
    """Floats above 1 are no error; the page says what others do with them."""
    words = body_of(report(wav(4 * sine(440, seconds=1, rate=16_000), subtype="FLOAT")))

    assert "1.2 of full scale, 1.6 dBFS" in words.replace("\xa0", " ")
    assert "Floating-point numbers go further, as here" in words


def test_a_clipped_recording_is_called_so(wav: Callable[..., bytes]) -> None:
    """Runs at full scale are counted; a sound that only touches it has none."""
    tone = sine(400, seconds=1, rate=16_000)

    words = body_of(report(wav(np.clip(5 * tone, -1, 1)))).replace("\xa0", " ")

    assert re.search(r"800 places stand at full scale .* at most for 1\d\.", words)
    assert "clipped" not in body_of(report(wav(tone)))


def test_the_mean_belongs_to_the_sum(wav: Callable[..., bytes]) -> None:
    """Tones do not tell a constant part; the sentence about their sum adds it."""
    words = body_of(report(wav(0.25 + sine(440, seconds=1, rate=16_000))))

    assert "the mean of the stretch, 0.25, give back every sample" in words


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("my dog's.wav", "melgram explain 'my dog'\"'\"'s.wav' --lang en --partial"),
        ("-x.wav", "melgram explain ./-x.wav --lang en --partial"),
    ],
)
def test_the_command_can_be_copied(
    name: str, command: str, wav: Callable[..., bytes], tmp_path: Path
) -> None:
    """A shell takes the command as it stands, and the program asks for the same part."""
    (tmp_path / name).write_bytes(wav(sine(440, seconds=1, rate=16_000)))

    page = report(tmp_path / name, partial=True)

    codes = [html.unescape(code) for code in re.findall("<pre[^>]*><code>(.*?)</code>", page, re.S)]
    assert codes[-1] == command
    assert f'melgram.decode("{name}", partial=True)' in codes[0]


def test_stdin_is_read_again_from_stdin(wav: Callable[..., bytes]) -> None:
    """Where there is no file, neither command nor program names one."""
    page = report(wav(sine(440, seconds=1, rate=16_000)))

    assert "melgram explain - --lang en" in page
    assert "melgram.melspectrogram(sys.stdin.buffer.read()," in page


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
