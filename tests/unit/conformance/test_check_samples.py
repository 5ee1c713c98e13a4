"""What is odd about samples: size, channels, bandwidth. Each finding where it belongs alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import melgram
from melgram.audio import resample
from melgram.conformance import Finding, check
from melgram.conformance.bandwidth import cut_off
from melgram.frontend import FrontEnd
from melgram.frontend import signal as s
from melgram.frontend.spectral import MelBank
from melgram.presets import preset
from recordings import RATE, pink, tone

SPEECH = Path(__file__).parents[3] / "examples" / "speech.flac"
WHISPER = preset("whisper")
BANK = WHISPER.bank
assert isinstance(BANK, MelBank)


def checked(
    samples: Any, front_end: FrontEnd | str = WHISPER, *, sample_rate: int = RATE
) -> dict[str, Finding]:
    """Return the findings by code."""
    return {f.code: f for f in check(samples, front_end, sample_rate=sample_rate)}


def test_clipping_is_found() -> None:
    """Flat tops are counted, with channel and time of the first."""
    x = np.stack([pink(), np.clip(4 * pink(), -1.0, 1.0)])
    found = checked(x)["clipping"]

    first = next(i for i in range(len(x[1])) if np.all(np.abs(x[1, i : i + 3]) == 1.0))
    assert (found.severity, found.channel) == ("warning", 1)
    assert found.seconds == pytest.approx(first / RATE)
    assert "runs of 3 or more samples stand at full scale" in found.what


def test_clipping_of_integers_is_found() -> None:
    """Integers clip at 32767 above and -32768 below."""
    x = np.clip(np.round(32768 * 2.5 * pink()), -32768, 32767).astype(np.int16)

    assert "clipping" in checked(x)


@pytest.mark.parametrize(
    "samples",
    [pink(peak=1.0), np.clip(4 * pink(), -0.7, 0.7), tone(1_000, peak=1.0), 1.4 * pink(peak=1.0)],
    ids=["full scale once", "clipped elsewhere and turned down", "tone", "floats above 1"],
)
def test_touching_full_scale_is_no_clipping(samples: np.ndarray) -> None:
    """A peak at full scale is no flat top."""
    assert "clipping" not in checked(samples)


def test_louder_than_full_scale_is_an_info() -> None:
    """Floats may exceed 1; where and by how much is said."""
    x = pink()
    x[RATE] = -1.3
    found = checked(x)["over-full-scale"]

    assert (found.severity, found.seconds, found.channel) == ("info", 1.0, 0)
    assert "1.300" in found.what
    assert "over-full-scale" not in checked(pink(peak=1.0))


@pytest.mark.parametrize(
    ("samples", "text"),
    [
        (np.round(20_000 * pink()), "whole numbers: their peak is 10000"),
        (np.round(20_000 * pink()).astype(np.float32), "whole numbers"),
        (20_000 * pink(), "far above 1"),
        (np.array([0.0, 2.0, -1.0] * RATE), "whole numbers"),
    ],
)
def test_integers_as_floats_are_found(samples: np.ndarray, text: str) -> None:
    """Floats in the scale of 16-bit integers are an error, and judged at their own scale."""
    found = checked(samples)

    assert found["integer-scale"].severity == "error"
    assert text in found["integer-scale"].what
    assert found.keys() & {"clipping", "over-full-scale"} == set()


def test_whole_numbers_within_full_scale_are_no_integers() -> None:
    """Minus one, zero and one are a loud signal."""
    assert "integer-scale" not in checked(np.array([0.0, 1.0, -1.0] * RATE))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_non_finite_samples_are_found(bad: float) -> None:
    """NaN and infinity are counted, with channel and time of the first."""
    x = np.stack([pink(), 0.5 * pink(seed=1)])
    x[1, RATE // 2] = x[0, RATE] = bad
    found = checked(x)["non-finite"]

    assert (found.severity, found.seconds, found.channel) == ("error", 0.5, 1)
    assert "2 samples are NaN or infinite" in found.what


def test_non_finite_samples_of_a_file_are_found(tmp_path: Path) -> None:
    """A file with NaN is looked at, and its time is known."""
    import soundfile

    x = pink()
    x[RATE // 4 : RATE // 4 + 3] = np.nan
    soundfile.write(tmp_path / "nan.wav", x, RATE, subtype="FLOAT")
    (found,) = check(tmp_path / "nan.wav", "whisper")

    assert (found.code, found.seconds) == ("non-finite", 0.25)
    assert found.what.startswith("3 samples")


@pytest.mark.parametrize("level", [0.0, 5e-5], ids=["zeros", "dither"])
def test_whole_silence_is_an_error(level: float) -> None:
    """Zeros and dither are no recording, and nothing else is said about them."""
    samples = level * np.sign(pink())

    assert {code: f.severity for code, f in checked(samples).items()} == {"silence": "error"}


def test_quiet_is_not_silence() -> None:
    """A recording at -60 dB is quiet."""
    assert checked(pink(peak=1e-3)) == {}


@pytest.mark.parametrize(
    ("lead", "tail", "expected"),
    [
        (1.5, 0.0, {"silent-lead": "info"}),
        (0.0, 1.5, {"silent-tail": "info"}),
        (0.0, 2.5, {"silent-tail": "warning"}),
        (0.5, 0.5, {}),
    ],
)
def test_long_silence_at_an_end_is_found(
    lead: float, tail: float, expected: dict[str, str]
) -> None:
    """A long lead or tail is said; a warning if it is most of the recording."""
    x = np.concatenate([np.zeros(int(lead * RATE)), pink(), np.zeros(int(tail * RATE))])
    found = checked(x)

    assert {code: f.severity for code, f in found.items()} == expected
    if tail >= 1.0:
        assert found["silent-tail"].seconds == pytest.approx(2.0, abs=0.01)


def test_offset_is_found() -> None:
    """A mean is said with its channel; a front end that removes it makes it an info."""
    x = np.stack([pink(peak=0.3), pink(peak=0.3, seed=1) + 0.05])
    removing = replace(WHISPER, frame=(s.RemoveMean(),))

    found = checked(x)["dc-offset"]
    assert (found.severity, found.channel) == ("warning", 1)
    assert "+0.05" in found.what
    assert checked(x, removing)["dc-offset"].severity == "info"


def test_small_mean_is_no_offset() -> None:
    """A mean far below the sound is nothing."""
    assert checked(pink() + 0.005) == {}


def test_cancelling_channels_are_found() -> None:
    """Opposite channels vanish in their mean; a front end that takes one does not mind."""
    x = pink()
    found = checked(np.stack([x, -x]))["phase-cancellation"]

    assert (found.severity, found.field) == ("warning", "channels")
    assert "silent" in found.what
    nearly = checked(np.stack([x, 0.1 * pink(seed=1) - x]))["phase-cancellation"]
    assert "dB below" in nearly.what
    first = replace(WHISPER, channels="first")
    assert checked(np.stack([x, -x]), first)["phase-cancellation"].severity == "info"


def test_unlike_channels_do_not_cancel() -> None:
    """Two unrelated channels lose 3 dB and twelve lose 11, which is no cancellation."""
    assert checked(np.stack([pink(), pink(seed=1)])) == {}
    assert checked(np.stack([pink(seed=seed) for seed in range(12)])) == {}


def test_same_channels_are_an_info() -> None:
    """Two times mono is said; a difference that can be heard is not."""
    x = pink()

    assert checked(np.stack([x, x]))["same-channels"].severity == "info"
    assert "same-channels" in checked(np.stack([x, x + 1e-3 * pink(seed=1)]))
    assert "same-channels" not in checked(np.stack([x, x + 0.1 * pink(seed=1)]))


@pytest.mark.parametrize(
    ("channels", "dead", "severity"),
    [("mean", 1, "warning"), ("first", 0, "error"), ("first", 1, "info")],
)
def test_dead_channel_is_found(channels: Any, dead: int, severity: str) -> None:
    """A silent channel beside a loud one matters by the rule for channels."""
    x = np.stack([pink(), pink(seed=1)])
    x[dead] = 0.0
    found = checked(x, replace(WHISPER, channels=channels))

    assert set(found) == {"dead-channel"}
    assert (found["dead-channel"].severity, found["dead-channel"].channel) == (severity, dead)


def test_stereo_for_a_mono_front_end_is_an_error() -> None:
    """A front end that refuses several channels says so beforehand."""
    mono_only = replace(WHISPER, channels="require_mono")

    assert checked(np.stack([pink(), pink(seed=1)]), mono_only)["not-mono"].severity == "error"
    assert checked(pink(), mono_only) == {}


@pytest.mark.parametrize("source", ["speech", "pink", "white"])
def test_telephone_band_is_found(source: str) -> None:
    """A recording that was at 8 kHz has nothing above 4 kHz."""
    x = {
        "speech": np.asarray(melgram.decode(SPEECH).samples),
        "pink": pink(),
        "white": 0.1 * np.random.default_rng(0).standard_normal(RATE),
    }[source]
    narrow = resample(resample(x, from_rate=RATE, to_rate=8_000), from_rate=8_000, to_rate=RATE)

    assert "band-limit" not in checked(x)
    found = checked(narrow)["band-limit"]
    assert found.severity == "warning"
    assert "16000 Hz could hold 8000 Hz" in found.what
    assert cut_off(narrow[None], sample_rate=RATE) == pytest.approx(3_950, abs=100)


def test_band_limit_is_an_info_if_few_bands_are_lost() -> None:
    """A cut at 7 kHz costs few bands; one above all bands is not said."""
    at_14k = resample(
        resample(pink(), from_rate=RATE, to_rate=14_000), from_rate=14_000, to_rate=RATE
    )
    low = replace(WHISPER, bank=replace(BANK, fmax=6_000.0, n_mels=40))

    assert checked(at_14k)["band-limit"].severity == "info"
    assert "band-limit" not in checked(at_14k, low)


@pytest.mark.parametrize(
    "samples",
    [
        tone(1_000),
        tone(100) + tone(200) + tone(300),
        np.cumsum(pink()) / 500,
        np.tanh(3 * tone(3_000)),
        pink(0.05),
    ],
    ids=["tone", "hum", "steep noise", "harmonics", "too short to say"],
)
def test_other_spectra_have_no_band_limit(samples: np.ndarray) -> None:
    """Tones, hums and falling spectra end nowhere abruptly."""
    assert cut_off(samples[None], sample_rate=RATE) is None
