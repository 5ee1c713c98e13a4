"""From any source to features."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import melgram
from melgram.errors import AudioError, SignalError, UnknownPreset
from melgram.frontend.signal import Clip
from melgram.presets import preset
from strategies import noise

SPEECH = Path(__file__).parents[3] / "examples" / "speech.flac"


def test_every_kind_of_source_gives_the_same_features() -> None:
    """Path, text, bytes, file object, waveform and array are one recording."""
    content = SPEECH.read_bytes()
    waveform = melgram.decode(SPEECH)
    expected = melgram.melspectrogram(SPEECH, "whisper").data

    for source in (str(SPEECH), content, bytearray(content), io.BytesIO(content), waveform):
        np.testing.assert_array_equal(melgram.melspectrogram(source, "whisper").data, expected)
    array = melgram.melspectrogram(waveform.samples, "whisper", sample_rate=16_000)
    np.testing.assert_array_equal(array.data, expected)


def test_source_says_where_it_came_from() -> None:
    """The result names file, rate and decoder."""
    mel = melgram.melspectrogram(SPEECH, "whisper")

    assert str(mel.source) == "speech.flac (16000 Hz)"
    assert mel.source.duration == 2.6
    assert mel.source.report is not None
    assert mel.source.report.container == "flac"


def test_resampling_is_said() -> None:
    """A rate unlike the front end's is changed, and the result says so."""
    mel = melgram.melspectrogram(SPEECH, "librosa")

    assert mel.source.resampled_to == 22_050
    assert str(mel.source) == "speech.flac (16000 Hz resampled to 22050 Hz)"
    assert melgram.melspectrogram(SPEECH, "whisper").source.resampled_to is None


def test_resampled_integers_equal_resampled_floats() -> None:
    """int16 at another rate is read like float / 32768."""
    integers = (noise(8_000) * 32_767).astype(np.int16)

    one = melgram.melspectrogram(integers, "whisper", sample_rate=8_000)
    other = melgram.melspectrogram(integers / 32_768, "whisper", sample_rate=8_000)

    np.testing.assert_array_equal(one.data, other.data)


def test_classic_keeps_the_recordings_rate() -> None:
    """Classic is never resampled."""
    mel = melgram.melspectrogram(noise(48_000), "classic", sample_rate=48_000)

    assert mel.front_end == preset("classic", sample_rate=48_000)
    assert mel.source.resampled_to is None


def test_front_end_value_is_taken_as_it_is() -> None:
    """A FrontEnd need not have a name."""
    from dataclasses import replace

    front_end = replace(preset("whisper"), signal=(Clip(),))

    assert melgram.melspectrogram(SPEECH, front_end).front_end is front_end


def test_channels_follow_the_front_end(tmp_path: Path) -> None:
    """Whisper averages channels, Kaldi takes the first."""
    import soundfile

    left, right = noise(16_000, seed=1) / 2, noise(16_000, seed=2) / 2
    file = tmp_path / "stereo.wav"
    soundfile.write(file, np.stack([left, right], axis=1), 16_000, subtype="FLOAT")

    mean = melgram.melspectrogram((left + right) / 2, "whisper", sample_rate=16_000)
    first = melgram.melspectrogram(left, "kaldi", sample_rate=16_000)

    np.testing.assert_array_equal(melgram.melspectrogram(file, "whisper").data, mean.data)
    np.testing.assert_array_equal(melgram.melspectrogram(file, "kaldi").data, first.data)


@pytest.mark.parametrize(
    ("source", "arguments", "error", "message"),
    [
        (noise(10), {}, SignalError, r"sample_rate is missing: an array does not know its rate"),
        (noise(10), {"sample_rate": 0}, ValueError, "sample_rate=0 must be an integer >= 1"),
        (
            SPEECH,
            {"sample_rate": 8_000},
            SignalError,
            "sample_rate=8000 is only for arrays; a file",
        ),
        ("nowhere.wav", {}, AudioError, r"nowhere\.wav"),
        (
            object(),
            {"sample_rate": 8_000},
            SignalError,
            "samples is a single value of dtype object",
        ),
    ],
)
def test_wrong_source(
    source: Any, arguments: dict[str, int], error: type[Exception], message: str
) -> None:
    """What cannot be a recording is refused in words."""
    with pytest.raises(error, match=message):
        melgram.melspectrogram(source, "whisper", **arguments)


def test_unknown_preset_fails_before_decoding() -> None:
    """A wrong name is found before a long file is read."""
    with pytest.raises(UnknownPreset, match="there is no preset 'nope'"):
        melgram.melspectrogram("nowhere.wav", "nope")
