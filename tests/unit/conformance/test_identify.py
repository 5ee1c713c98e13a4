"""`identify` names the front end that made features: presets, changed presets, spoilt arrays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import melgram
from melgram.engines import plan
from melgram.errors import FrontEndError, NonFiniteSamples, SignalError
from melgram.frontend import FrontEnd
from melgram.frontend.compression import AddFloor, Log
from melgram.frontend.framing import Snip
from melgram.frontend.output import FramesFirst
from melgram.frontend.spectral import Hann, MelBank
from mutants import features, mutant, recording, same_features

SECONDS = 1.5
SAMPLES = recording(16_000, SECONDS)
WHISPER = melgram.preset("whisper")
GIVEN = plan(WHISPER)(SAMPLES)


def found_in(array: np.ndarray) -> melgram.Identification:
    """Identify an array that was made of SAMPLES."""
    return melgram.identify(array, SAMPLES, sample_rate=16_000)


@pytest.mark.parametrize("name", melgram.presets()[::20])
def test_every_preset_is_recognised(name: str) -> None:
    """Features of a preset give its name, or that of one that makes the same features.

    Every twentieth here; `bench/identify.py --full` takes all of them.
    """
    front_end = melgram.preset(name)
    samples = recording(front_end.sample_rate, SECONDS)
    data = plan(front_end)(samples)
    if min(data.shape) < 2 or not np.isfinite(data).all():
        with pytest.raises(SignalError):
            melgram.identify(data, samples, sample_rate=front_end.sample_rate)
        return

    found = melgram.identify(data, samples, sample_rate=front_end.sample_rate)

    assert found.fits
    assert found.changes == ()
    assert found.name == name or same_features(found.front_end, front_end, samples)


@pytest.mark.parametrize(("n_fields", "seed"), [(1, 7), (2, 8)])
def test_changed_presets_are_recognised(n_fields: int, seed: int) -> None:
    """Random presets with changed fields are found, with no more changes, but for one of four.

    The rate is measured on many more by `bench/identify.py --full`.
    """
    rng, names, right, wrong = np.random.default_rng(seed), melgram.presets(), 0, []
    while right + len(wrong) < 4:
        name = names[int(rng.integers(len(names)))]
        samples = recording(melgram.preset(name).sample_rate, SECONDS)
        made = mutant(melgram.preset(name), samples, n_fields=n_fields, rng=rng)
        if made is None:
            continue
        given = features(made[0], samples)
        found = melgram.identify(given, samples, sample_rate=made[0].sample_rate)
        few = len(found.changes) <= n_fields and found.after is None
        if few and same_features(found.front_end, made[0], samples):
            right += 1
        else:
            wrong.append((name, made[1], str(found.ranking[0])))

    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize(
    ("made_by", "named"),
    [
        ("hf-whisper-torch", "whisper"),  # an alias
        ("wenet-whisper", "whisper"),  # another front end, the same numbers, longer and later
        ("icefall", "lhotse"),
        ("bigvgan-22k", "hifigan-22k"),
    ],
)
def test_of_equal_presets_the_canonical_is_named(made_by: str, named: str) -> None:
    """No alias before an alias; then the given layout, more aliases, the shorter name."""
    front_end = melgram.preset(made_by)
    samples = recording(front_end.sample_rate, SECONDS)

    found = melgram.identify(plan(front_end)(samples), samples, sample_rate=front_end.sample_rate)

    assert str(found.ranking[0]).split(",")[0] == named
    assert found.changes == ()


def test_of_equal_presets_the_given_layout_decides() -> None:
    """Whisper's numbers with frames first are those of a preset that hands them over so."""
    found = found_in(GIVEN.T)

    assert found.changes == ()
    assert isinstance(melgram.preset(found.name).output.layout, FramesFirst)


def test_few_cells_on_another_floor_are_a_change() -> None:
    """A preset that explains all but the quietest cells is not enough."""
    compression = melgram.preset("wespeaker").compression
    assert isinstance(compression, Log)
    given = replace(
        melgram.preset("wespeaker"), compression=replace(compression, floor=AddFloor(value=1.0))
    )

    found = found_in(plan(given)(SAMPLES))

    assert same_features(found.front_end, given, SAMPLES)
    assert [change.path for change in found.changes] == ["compression.floor"]


def test_another_scale_and_logarithm_are_changes_and_no_map() -> None:
    """A line that explains the features is told as the fields that make it, if there are any."""
    compression = melgram.preset("kaldi").compression
    assert isinstance(compression, Log)
    given = replace(
        melgram.preset("kaldi"), signal=(), compression=replace(compression, base="db_power")
    )

    found = found_in(plan(given)(SAMPLES))

    assert found.after is None
    assert same_features(found.front_end, given, SAMPLES)


def test_features_that_are_nearly_all_floor_are_recognised() -> None:
    """Eight decibels below the maximum most cells are one number: the others have the say."""
    compression = WHISPER.compression
    assert isinstance(compression, Log)
    given = replace(WHISPER, compression=replace(compression, base="db_amplitude"))

    found = found_in(plan(given)(SAMPLES))

    assert [change.path for change in found.changes] == ["compression.base"]


def test_two_changes_are_said_in_words() -> None:
    """Whisper with another window and scale is named so."""
    assert isinstance(WHISPER.bank, MelBank)
    changed = replace(
        WHISPER,
        window=replace(WHISPER.window, shape=Hann(periodic=False)),
        bank=replace(WHISPER.bank, scale="htk"),
    )

    found = found_in(plan(changed)(SAMPLES))

    assert found.fits
    assert str(found.ranking[0]).endswith(", but: symmetric window, HTK scale")
    assert {change.path for change in found.changes} == {"window.shape.periodic", "bank.scale"}
    assert found.residual.max < 1e-4


def test_runners_up_are_other_presets_and_worse() -> None:
    """The ranking goes on with other names, each with a residual."""
    names = [candidate.name for candidate in found_in(GIVEN).ranking]

    assert len(set(names)) == len(names) > 1


def test_transposed_features_are_said() -> None:
    """Frames first is recognised, noted, and a change of a preset that has features first."""
    found = found_in(GIVEN.T)

    assert found.notes[0] == "the array is (n_frames, n_features)"
    assert isinstance(found.front_end.output.layout, FramesFirst)
    assert same_features(found.front_end, WHISPER, SAMPLES)


def test_cropped_features_are_aligned() -> None:
    """A part of the clip is found in its place."""
    found = found_in(GIVEN[:, 31:90])

    assert (found.name, found.start) == ("whisper", 31)
    assert "cropped in time: frames 31 to 89 of 150" in found.notes
    assert same_features(found.front_end, WHISPER, SAMPLES)


def test_affine_map_afterwards_is_said() -> None:
    """Features that were scaled and shifted are recognised, and the map is told."""
    kaldi = plan(melgram.preset("kaldi"))(SAMPLES)

    found = found_in(3.7 * kaldi - 1.3)

    assert found.after == "an affine map: 3.7 x + -1.3"
    assert found.line == pytest.approx((3.7, -1.3), rel=1e-4)
    assert same_features(found.front_end, melgram.preset("kaldi"), SAMPLES)


def test_stored_normalisation_of_each_feature_is_said() -> None:
    """Features with a mean and a deviation of their own, stored elsewhere, are recognised."""
    rng = np.random.default_rng(3)
    kaldi = plan(melgram.preset("kaldi"))(SAMPLES)
    mean, deviation = rng.normal(5.0, 1.0, (80, 1)), rng.uniform(1.0, 3.0, (80, 1))

    found = found_in((kaldi - mean) / deviation)

    assert found.after == "a map a x + b for each feature: a per-feature normalisation"
    assert same_features(found.front_end, melgram.preset("kaldi"), SAMPLES)


def test_normalisation_over_the_clip_is_a_change() -> None:
    """Zero mean and unit deviation of each feature are found as an operation."""
    data = plan(melgram.preset("kaldi"))(SAMPLES).astype(np.float64)
    normal = (data - data.mean(1, keepdims=True)) / data.std(1, keepdims=True, ddof=1)

    found = found_in(normal.astype(np.float32))

    assert found.fits
    assert "PerFeature" in {type(operation).__name__ for operation in found.front_end.post}


def test_constant_frames_at_the_end_are_left_out() -> None:
    """Features padded with zeros to a fixed length are recognised without them."""
    found = found_in(np.pad(GIVEN, [(0, 0), (0, 77)]))

    assert "the last 77 frames are constant padding and were left out" in found.notes
    assert same_features(found.front_end, WHISPER, SAMPLES)


def test_half_precision_is_recognised() -> None:
    """float16 loses eleven bits and not the name."""
    found = found_in(GIVEN.astype(np.float16))

    assert found.fits
    assert found.front_end.output.dtype == "float16"


def test_recording_at_another_rate_is_resampled() -> None:
    """Features of a recording that melgram resampled are recognised from the recording."""
    samples = recording(44_100, SECONDS)
    mel = melgram.melspectrogram(samples, "whisper", sample_rate=44_100)

    found = melgram.identify(mel.data, samples, sample_rate=44_100)

    assert "the recording was resampled to 16000 Hz" in found.notes
    assert found.fits


def test_noise_fits_nothing_and_that_is_said() -> None:
    """Numbers that no front end made are not explained away."""
    found = found_in(np.random.default_rng(0).normal(size=GIVEN.shape))

    assert not found.fits
    assert repr(found).startswith("nothing fits: the nearest is off by ")


def test_representation_says_what_was_found() -> None:
    """The first line is the name; residual and runners-up follow."""
    lines = repr(found_in(plan(replace_edges(WHISPER))(SAMPLES))).splitlines()

    assert ", but: " in lines[0]
    assert lines[1].startswith("residual: max ")
    assert "runners-up:" in lines


def replace_edges(front_end: FrontEnd) -> FrontEnd:
    """Return a front end that takes whole frames only."""
    framing = replace(front_end.framing, edges=Snip(), drop_last="never")
    return replace(front_end, framing=framing)


@pytest.mark.parametrize(
    ("array", "kind", "message"),
    [
        (np.zeros(80, np.float32), SignalError, r"features has the shape \(80,\); one clip"),
        (np.zeros((2, 80, 9), np.float32), SignalError, r"shape \(2, 80, 9\); one clip"),
        (np.zeros((80, 1), np.float32), SignalError, r"at least 2 of each"),
        (np.zeros((80, 150), np.uint8), SignalError, "features.dtype=uint8 must be a float type"),
        (np.full((80, 150), np.nan), NonFiniteSamples, r"features\[0, 0\]=nan is not finite"),
        (np.full((80, 150), -np.inf), NonFiniteSamples, "with a floor under the logarithm"),
        ([[1.0], [2.0, 3.0]], SignalError, "cannot be read as an array"),
    ],
)
def test_wrong_features_are_refused(array: object, kind: type[Exception], message: str) -> None:
    """What cannot be features is said, with what would do."""
    with pytest.raises(kind, match=message):
        melgram.identify(array, SAMPLES, sample_rate=16_000)


def test_wrong_samples_are_refused() -> None:
    """Two channels and NaN among samples are errors, and so is a rate that is none."""
    with pytest.raises(SignalError, match=r"samples has the shape \(2, 24000\); one clip"):
        melgram.identify(GIVEN, np.stack([SAMPLES, SAMPLES]), sample_rate=16_000)
    with pytest.raises(NonFiniteSamples, match="samples"):
        melgram.identify(GIVEN, np.full(100, np.nan), sample_rate=16_000)
    with pytest.raises(FrontEndError, match="sample_rate=0"):
        melgram.identify(GIVEN, SAMPLES, sample_rate=0)
