"""Batches: what stands behind a shorter clip, what a model is handed, which shapes are taken."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import melgram
from melgram.engines import EngineName, plan
from melgram.errors import NonFiniteSamples, SignalError
from melgram.frontend.output import Channels, Output, Patches
from melgram.frontend.post import PerFeature, SubtractRunningMean
from melgram.presets import preset
from strategies import ENGINES, noise

KALDI = preset("kaldi")

# Least and largest value of the frames behind the second of `two_clips`, away from its end, in the
# batched output of the originals: transformers 5.23.0, lhotse 1.33.0, speechbrain 1.1.2 and
# librosa 0.11.0, the last two given samples that were padded with zeros.
ORIGINALS = {
    "hf-whisper-torch": (-1.231932, -1.231932),
    "granite-speech": (-0.741594, -0.741594),
    "granite-speech5": (-0.741594, 0.0),
    "hf-dots3-note": (-1.179017, -1.179017),
    "qwen3-asr": (-1.179017, -1.179017),
    "voxtral-realtime": (-0.625, -0.625),
    "gemma3n": (-11.512925, -11.512925),
    "gemma4": (0.0, 0.0),
    "clvp": (-11.512925, -11.512925),
    "univnet": (-11.512925, -11.512925),
    "hf-xcodec2": (1.0, 1.0),
    "hf-parakeet": (0.0, 0.0),
    "seamless-m4t": (0.0, 0.0),
    "lhotse": (-23.025850, -23.025850),
    "lhotse-whisper": (-23.025850, -23.025850),
    "speechbrain": (-70.621048, -70.621048),
    "speechbrain-mfcc": (-323.908905, 0.000141),
    "ecapa": (-75.409561, -58.738934),
    "librosa-mfcc": (-872.048828, 0.0),
}


def two_clips(sample_rate: int) -> list[np.ndarray]:
    """Return two seconds and one second of quiet noise."""
    lengths = (2 * sample_rate, sample_rate)
    return [noise(n, seed=i) * np.float32(0.1) for i, n in enumerate(lengths, start=1)]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ORIGINALS)
def test_padding_is_that_of_the_original(name: str, engine: EngineName) -> None:
    """Behind a clip stands what the original's own batch has there."""
    front_end = preset(name)

    batch = plan(front_end, engine=engine).batch(two_clips(front_end.sample_rate))
    behind = batch.data[1, :, batch.lengths[1] :]

    assert behind.shape[1] > 20
    np.testing.assert_allclose((behind.min(), behind.max()), ORIGINALS[name], rtol=1e-6, atol=2e-4)


@pytest.mark.parametrize("name", ["torchaudio-mfcc", "hf-whisper-np", "panns", "granite-speech5"])
def test_silence_is_what_zeros_become(name: str) -> None:
    """A frame in the midst of long silence behind a clip has the bits of `silence`."""
    run = plan(preset(name))
    clip = noise(20_000)
    longer = run(np.concatenate([clip, np.zeros(40_000, np.float32)]))

    np.testing.assert_array_equal(run.silence(clip), longer[:, -longer.shape[1] // 3])


def test_silence_behind_a_clip_that_is_loudest_everywhere() -> None:
    """Where the maximum stands in every frame, padding has the bits of `silence` too."""
    run = plan(preset("hf-whisper-torch"))
    square = np.tile(np.repeat(np.float32([0.5, -0.5]), 80), 50)

    batch = run.batch([square, noise(16_000)])
    behind = batch.data[0, :, batch.lengths[0] :]

    np.testing.assert_array_equal(behind, np.tile(run.silence(square)[:, None], behind.shape[1]))
    assert np.all(behind == batch.data[0].min())


@pytest.mark.parametrize("engine", ENGINES)
def test_silence_keeps_the_statistics_of_the_clip(engine: EngineName) -> None:
    """Means and deviations are the clip's, however much silence stands behind it."""
    plain = plan(KALDI, engine=engine)
    clip = noise(16_000)
    bands = plain.exact(clip).astype(np.float64)
    expected = (plain.silence() - bands.mean(axis=1)) / (bands.std(axis=1, ddof=1) + 1e-5)

    normalised = PerFeature(ddof=1, added=1e-5, guard="add_to_deviation")
    found = plan(replace(KALDI, post=(normalised,)), engine=engine).silence(clip)

    np.testing.assert_allclose(found, expected, rtol=1e-5)


def test_silence_after_running_statistics_is_that_of_the_clip() -> None:
    """Where a front end remembers what came before, two clips have two silences."""
    front_end = replace(KALDI, post=(SubtractRunningMean(n_frames=100),), padding="silence")
    clips = [noise(8_000), noise(8_000) * np.float32(1e-3), noise(16_000)]

    batch = plan(front_end).batch(clips)

    assert np.all(batch.data[0, :, -1] < batch.data[1, :, -1])


def test_silence_refuses_what_is_no_signal() -> None:
    """Two axes and NaN are errors."""
    with pytest.raises(SignalError, match=r"samples must be one signal \(n_samples,\); got 2 axes"):
        plan(KALDI).silence(np.zeros((2, 100)))
    with pytest.raises(NonFiniteSamples, match=r"samples\[0\]=nan"):
        plan(KALDI).silence([np.nan])


@pytest.mark.parametrize("padding", [-7, np.float32(2.5), np.nan, -np.inf])
def test_any_number_of_float32_pads(padding: Any) -> None:
    """A number overrides the original's way; NaN shows where a mask was forgotten."""
    batch = plan(preset("lhotse")).batch([noise(3_000), noise(8_000)], padding=padding)

    behind = batch.data[0, :, batch.lengths[0] :]
    np.testing.assert_array_equal(behind, np.full_like(behind, padding))


@pytest.mark.parametrize("padding", ["silent", True, 1e39, 10**400, [0.0, 1.0], b"0"])
def test_other_paddings_are_refused(padding: Any) -> None:
    """What is no number of float32 and not "silence" is an error, before anything is computed."""
    with pytest.raises(SignalError, match=r"padding=.* must be a number that float32 holds"):
        plan(KALDI).batch([np.full(500, np.nan)], padding=padding)


@pytest.mark.parametrize("engine", ENGINES)
def test_leading_axes_are_those_of_the_plan(engine: EngineName) -> None:
    """Clips of two channels each make (n_clips, 2, n_features, n_frames), with the plan's bits."""
    run = plan(preset("hf-whisper-torch"), engine=engine)
    clips = [noise(2 * n, seed=n).reshape(2, n) for n in (8_000, 3_000)]

    batch = run.batch(clips)

    assert batch.data.shape == (2, 2, 80, 50)
    assert repr(batch) == "Batch(2 clips x 2 x 80 features x 50 frames, 18-50 frames long)"
    for row, length, clip in zip(batch.data, batch.lengths, clips, strict=True):
        np.testing.assert_array_equal(row[..., :length], run(clip))
    np.testing.assert_array_equal(batch.data[1, 1, :, -1], run.silence(clips[1][1]))
    assert batch.model_input.shape == (2, 2, 80, 50)


@pytest.mark.parametrize("engine", ENGINES)
def test_array_of_clips_is_a_batch(engine: EngineName) -> None:
    """A plan and a batch take (n_clips, n_samples) alike, with the bits of each clip alone."""
    run, clips = plan(preset("nemo-parakeet"), engine=engine), noise(9_000).reshape(3, 3_000)

    together, batch = run(clips), run.batch(clips)

    assert batch.mask.all()
    np.testing.assert_array_equal(batch.data, together)
    np.testing.assert_array_equal(together, [run(clip) for clip in clips])
    np.testing.assert_array_equal(run(clips.reshape(1, 3, 3_000)), together[None])


@pytest.mark.parametrize(
    ("clips", "message"),
    [
        (noise(100), r"clips\.shape=\(100,\) is one signal, not several: plan\.batch\(\[samples"),
        ([0.5, 0.25], r"clips\[0\]: samples is a single value of dtype"),
        (None, r"clips=None must be a sequence of arrays \(n_samples,\)\. Give a list"),
    ],
)
def test_one_signal_is_no_batch(clips: Any, message: str) -> None:
    """Who forgets the list around a clip, or the clips, is told what a batch is made of."""
    with pytest.raises(SignalError, match=message):
        plan(KALDI).batch(clips)


def test_model_input_of_patches_counts_whole_ones() -> None:
    """A patch that reaches into the padding is there, and does not count."""
    front_end = replace(KALDI, output=Output(layout=Patches(n_frames=10, hop=5)))
    batch = plan(front_end).batch([noise(16_000), noise(4_000)])

    assert batch.lengths.tolist() == [98, 23]
    assert batch.model_input.shape == (2, 18, 10, 80)
    assert batch.model_lengths.tolist() == [18, 3]
    assert batch.model_mask.sum(axis=1).tolist() == [18, 3]


@pytest.mark.parametrize(
    ("name", "lengths", "counted"),
    [
        ("hf-parakeet", [201, 101], [200, 100]),  # the sums of attention_mask in transformers
        ("hf-cohere-nodither", [201, 101], [200, 100]),
        ("hf-nemotron", [201, 101], [200, 100]),
        ("seamless-m4t", [99, 49], [99, 49]),
        ("lhotse", [200, 100], [200, 100]),  # the lengths that OnTheFlyFeatures returns
        ("lhotse-whisper", [200, 100], [200, 100]),
        ("funasr", [33, 17], [33, 17]),
        ("nemo-citrinet-pad16", [208, 112], [200, 100]),
        ("nemo-2.3-pad16", [208, 112], [201, 101]),
        ("gemma4", [199, 99], [199, 99]),
    ],
)
def test_counted_frames_are_those_of_the_original(
    name: str, lengths: list[int], counted: list[int]
) -> None:
    """What an original fills with its padding, it does not count."""
    front_end = preset(name)

    batch = plan(front_end).batch(two_clips(front_end.sample_rate))

    assert batch.lengths.tolist() == lengths
    assert batch.model_lengths.tolist() == counted
    assert batch.model_mask.sum(axis=1).tolist() == counted


def test_model_input_has_the_original_layout_and_type() -> None:
    """Frames come first, in half precision, as an image: whatever the front end says."""
    front_end = replace(KALDI, output=Output(layout=Channels(count=3), dtype="float16"))
    batch = plan(front_end).batch([noise(16_000), noise(4_000)])

    assert (batch.model_input.shape, batch.model_input.dtype) == ((2, 3, 98, 80), np.float16)
    assert batch.model_lengths.tolist() == batch.lengths.tolist()
    assert (batch.model_mask == batch.mask).all()


def test_batch_of_no_clips_has_empty_arrays() -> None:
    """No clips: every array is there and empty."""
    batch = melgram.preset("yamnet").plan().batch([])

    assert batch.model_input.shape == (0, 0, 96, 64)
    assert batch.model_mask.shape == (0, 0)
