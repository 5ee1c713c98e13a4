"""What each difference between two front ends does to the numbers."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.testing import assert_allclose

import melgram
from melgram.conformance import Difference, diff
from melgram.errors import SignalError
from melgram.frontend import FrontEnd
from melgram.frontend import compression as c
from melgram.frontend import signal as s
from melgram.frontend import spectral as sp
from melgram.frontend.output import FramesFirst, Output, Patches
from melgram.presets import preset
from strategies import front_ends, noise

SPEECH = Path(__file__).parents[3] / "examples" / "speech.flac"
WHISPER = preset("whisper")
POWER = replace(WHISPER, compression=c.NoCompression(), post=())


def heard(a: FrontEnd, b: FrontEnd, *, seconds: float = 0.5) -> Difference:
    """Compare two front ends on reproducible noise at 16 kHz."""
    return diff(a, b, samples=0.1 * noise(int(16_000 * seconds)), sample_rate=16_000)


def paths(difference: Difference) -> list[str]:
    """Return the fields that differ."""
    return [change.path for change in difference.changes]


@given(a=front_ends(), b=front_ends())
@settings(max_examples=25)
def test_every_difference_can_be_measured(a: FrontEnd, b: FrontEnd) -> None:
    """Whatever two front ends are, each change is in some effect, and the text can be written."""
    found = diff(a, b, samples=noise(400), sample_rate=8_000)

    measured = {change.path for effect in found.effects for change in effect.changes}
    assert measured == set(paths(found))
    json.dumps(found.to_dict(), allow_nan=False)
    assert str(found)


def test_the_culprit_stands_on_top() -> None:
    """The change that moves the numbers most comes first, with its size in unit and dB."""
    b = replace(
        WHISPER,
        window=replace(WHISPER.window, rounding="none"),
        bank=replace(WHISPER.bank, scale="htk"),  # type: ignore[type-var]
        fft_norm="unitary",
    )

    effects = heard(WHISPER, b).effects

    assert [e.changes[0].path for e in effects] == ["fft_norm", "bank.scale", "window.rounding"]
    assert_allclose(effects[0].mean_db, 10 * np.log10(400), rtol=1e-4)
    assert_allclose(effects[0].mean_change, np.log10(400) / 4, rtol=1e-4)
    assert effects[2].max_db is not None
    assert effects[2].max_db < 0.01


def test_each_change_is_measured_alone() -> None:
    """Two factors that cancel are each as large as they are, and nothing together."""
    b = replace(POWER, signal=(s.Scale(factor=10.0), s.Scale(factor=0.1)))

    found = heard(POWER, b)

    assert_allclose([e.mean_db for e in found.effects], [20.0, 20.0], atol=0.2)
    assert found.total is not None
    assert_allclose(found.total.max_db, 0.0, atol=1e-3)


def test_other_features_are_said_and_not_compared() -> None:
    """Another number of bands is told as such and stands on top."""
    b = replace(
        WHISPER,
        bank=replace(WHISPER.bank, n_mels=64),  # type: ignore[type-var]
        fft_norm="unitary",
    )

    first, second = heard(WHISPER, b).effects

    assert first.misfits
    assert (first.shape_a, first.shape_b) == ((80, 50), (64, 50))
    assert (first.mean_change, first.mean_db) == (None, None)
    assert second.changes[0].path == "fft_norm"
    assert "80 -> 64 features" in str(heard(WHISPER, b))


def test_frames_are_compared_with_the_nearest_in_time() -> None:
    """Twice the hop has half the frames, each equal to the one at the same time."""
    b = replace(POWER, framing=replace(POWER.framing, hop_length=320))

    (effect,) = heard(POWER, b).effects

    assert effect.misfits
    assert (effect.shape_a[-1], effect.shape_b[-1]) == (50, 25)
    assert effect.max_change == 0.0
    assert "50 -> 25 frames" in str(heard(POWER, b))


def test_one_frame_more_is_no_misfit() -> None:
    """A frame at the edge does not stand above what changes the numbers."""
    b = replace(WHISPER, framing=replace(WHISPER.framing, drop_last="never"), fft_norm="unitary")

    effects = heard(WHISPER, b).effects

    assert [e.changes[0].path for e in effects] == ["fft_norm", "framing.drop_last"]
    assert effects[1].max_change == 0.0
    assert "50 -> 51 frames" in str(heard(WHISPER, b))


@pytest.mark.parametrize(
    ("layout", "text"),
    [
        (FramesFirst(), "model input (80, 50) -> (50, 80)"),
        (Patches(n_frames=10, hop=5), "model input (80, 50) -> (9, 10, 80)"),
    ],
)
def test_another_layout_is_said(layout: FramesFirst | Patches, text: str) -> None:
    """A layout leaves the numbers alone, and yet the model cannot be fed."""
    found = heard(WHISPER, replace(WHISPER, output=Output(layout=layout)))

    assert found.effects[0].misfits
    assert found.effects[0].max_change == 0.0
    assert text in str(found)


def test_number_type_is_measured() -> None:
    """Half precision is what the model is handed, so its rounding counts."""
    found = heard(WHISPER, replace(WHISPER, output=Output(dtype="float16")))

    assert found.effects[0].max_change is not None
    assert 0.0 < found.effects[0].max_change < 1e-3


def test_impossible_alone_is_measured_with_its_companion() -> None:
    """Half the rate needs half the fmax: both are measured together, and the reason is said."""
    b = replace(WHISPER, sample_rate=8_000, bank=replace(WHISPER.bank, fmax=4_000.0))  # type: ignore[type-var]

    found = heard(WHISPER, b)

    groups = [[change.path for change in effect.changes] for effect in found.effects]
    assert ["sample_rate", "bank.fmax"] in groups
    assert ["bank.fmax"] in groups
    assert "sample_rate is not possible alone: fmax=8000 Hz is above Nyquist" in str(found)
    assert "Measured together with bank.fmax." in str(found)


def test_a_group_holds_no_more_than_it_needs() -> None:
    """A shorter transform needs a shorter window and fewer bands, and nothing else comes along."""
    a = replace(
        WHISPER,
        framing=replace(WHISPER.framing, n_fft=1024, win_length=1024),
        bank=replace(WHISPER.bank, n_mels=128),  # type: ignore[type-var]
    )
    b = replace(
        a,
        framing=replace(a.framing, n_fft=256, win_length=256, hop_length=128),
        bank=replace(a.bank, n_mels=40),  # type: ignore[type-var]
        fft_norm="unitary",
    )

    found = heard(a, b)

    group = next(e for e in found.effects if e.changes[0].path == "framing.n_fft")
    assert {change.path for change in group.changes} == {
        "framing.n_fft",
        "framing.win_length",
        "bank.n_mels",
    }
    assert "framing.n_fft + 2 others" in str(found)


def test_infinite_changes_are_said() -> None:
    """Without a floor silence is minus infinity; JSON has no such number."""
    log = c.Log(base="ln", floor=c.ClampFloor(value=1e-10))
    a = replace(POWER, compression=log)
    b = replace(POWER, compression=replace(log, floor=c.NoFloor()))

    found = diff(a, b, samples=np.zeros(4_000), sample_rate=16_000)

    assert found.effects[0].mean_change == np.inf
    assert found.to_dict()["effects"][0]["mean_change"] is None
    assert " inf " in str(found)


def test_what_is_no_number_is_an_infinite_change() -> None:
    """A root of a negative number is NaN on one side, and larger than any change."""
    a = replace(POWER, spectrum=sp.RealPart())

    found = heard(a, replace(a, compression=c.Root(exponent=0.5)))

    assert found.effects[0].max_change == np.inf
    assert heard(found.b, found.a).effects[0].max_change == np.inf
    assert heard(found.b, replace(found.b, channels="first")).effects[0].max_change == 0.0


def test_each_rate_gets_the_recording_resampled() -> None:
    """A tone stands in the same band at both rates."""
    tone = 0.5 * np.sin(2 * np.pi * 1_000 * np.arange(44_100) / 44_100)
    framing = replace(WHISPER.framing, n_fft=800, win_length=800, hop_length=320)
    b = replace(WHISPER, sample_rate=32_000, framing=framing)

    found = diff(WHISPER, b, samples=tone, sample_rate=44_100)

    assert found.total is not None
    assert found.total.shape_a == found.total.shape_b
    assert melgram.melspectrogram(tone, b, sample_rate=44_100).data.shape == found.total.shape_b


def test_channels_of_a_file_are_measured(tmp_path: Path) -> None:
    """The rule for channels matters for a file whose channels differ."""
    import soundfile

    stereo = np.stack([noise(8_000), 0.1 * noise(8_000, seed=1)], axis=1)
    soundfile.write(tmp_path / "stereo.wav", 0.5 * stereo, 16_000)

    found = diff(WHISPER, replace(WHISPER, channels="first"), samples=tmp_path / "stereo.wav")

    assert found.effects[0].mean_db is not None
    assert found.effects[0].mean_db > 1.0


def test_file_object_is_read_once() -> None:
    """A stream that cannot seek serves both front ends."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    found = diff("whisper", "kaldi", samples=Pipe(SPEECH.read_bytes()))

    assert found.total is not None
    assert found.total.shape_a == (80, 260)


def test_array_needs_its_rate() -> None:
    """An array does not know its rate."""
    with pytest.raises(SignalError, match="sample_rate is missing"):
        diff("whisper", "kaldi", samples=noise(1_000))
