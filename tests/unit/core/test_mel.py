"""The result knows its axes, saves itself and speaks other libraries' protocols."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import melgram
from melgram.errors import OutputError
from melgram.frontend.output import Channels, Output, Patches
from melgram.frontend.post import Dct, ReverseFeatures
from melgram.frontend.spectral import LinearBins, TableBank
from melgram.mel import Mel
from melgram.presets import preset
from strategies import noise


def mel_of(name: str = "whisper", n_samples: int = 16_000) -> Mel:
    """Return the features of noise."""
    rate = preset(name).sample_rate
    return melgram.melspectrogram(noise(n_samples), name, sample_rate=rate)


def test_axes_fit_the_data() -> None:
    """There is one time for each frame and one frequency for each feature."""
    mel = mel_of()

    assert mel.data.dtype == np.float32
    assert mel.times.shape == mel.data.shape[-1:]
    assert mel.frequencies is not None
    assert mel.frequencies.shape == mel.data.shape[-2:-1]
    assert np.all(np.diff(mel.frequencies) > 0)
    assert (mel.unit, mel.name) == ("log10 power (normalised)", "whisper")


def test_frequencies_follow_the_features() -> None:
    """Reversed bands have reversed frequencies; cepstra have none; bins have their own."""
    front_end = preset("kaldi")
    reverse = replace(front_end, post=(ReverseFeatures(),)).plan()
    forward = front_end.plan().frequencies

    np.testing.assert_array_equal(reverse.frequencies[::-1], forward)
    assert replace(front_end, post=(Dct(n_coefficients=13),)).plan().frequencies is None
    bins = replace(front_end, bank=LinearBins(skip_low=1)).plan().frequencies
    np.testing.assert_array_equal(bins, np.arange(1, 257) * 31.25)
    table = TableBank(weights=(tuple(float(k == 3) for k in range(257)),))
    assert replace(front_end, bank=table).plan().frequencies.tolist() == [93.75]


def test_frequencies_are_true_where_the_bank_assumes_another_rate() -> None:
    """A tone at the stated center of a StyleTTS 2 band, made for 16 kHz, is loudest there."""
    run = preset("styletts2").plan()
    band, n = 60, np.arange(24_000)

    features = run(np.sin(2 * np.pi * run.frequencies[band] / 24_000 * n))

    assert run.frequencies[band] > 4_000.0
    assert features[:, 40].argmax() == band


def test_model_input_has_the_originals_layout() -> None:
    """Kaldi's model sees frames first; patches are windows of frames."""
    kaldi = mel_of("kaldi")
    np.testing.assert_array_equal(kaldi.model_input, kaldi.data.T)

    output = Output(layout=Patches(n_frames=32, hop=16), dtype="float16")
    patched = replace(kaldi, front_end=replace(kaldi.front_end, output=output)).model_input

    assert patched.dtype == np.float16
    assert patched.shape == (5, 32, 80)
    np.testing.assert_array_equal(patched[2], kaldi.data.T[32:64].astype(np.float16))


def test_channels_are_copies_of_the_frames() -> None:
    """An image network sees the same frames, bands last, in every channel."""
    mel = mel_of("kaldi")
    output = Output(layout=Channels(count=4))

    image = replace(mel, front_end=replace(mel.front_end, output=output)).model_input

    assert image.shape == (4, *mel.data.T.shape)
    assert all(np.array_equal(channel, mel.data.T) for channel in image)


def test_patches_of_a_short_clip_are_none() -> None:
    """A clip shorter than a patch has no patch."""
    mel = mel_of("kaldi", n_samples=1_000)
    output = Output(layout=Patches(n_frames=96, hop=48))

    short = replace(mel, front_end=replace(mel.front_end, output=output))

    assert short.model_input.shape == (0, 96, 80)


def test_npy_holds_the_data(tmp_path: Path) -> None:
    """.npy is the array, and save returns where it is."""
    mel = mel_of()

    path = mel.save(tmp_path / "x.npy")

    np.testing.assert_array_equal(np.load(path), mel.data)


def test_npz_holds_axes_and_facts(tmp_path: Path) -> None:
    """.npz holds what is needed to compute the same again."""
    mel = mel_of()

    with np.load(mel.save(tmp_path / "x.npz")) as archive:
        facts = json.loads(str(archive["facts"]))
        np.testing.assert_array_equal(archive["data"], mel.data)
        np.testing.assert_array_equal(archive["times"], mel.times)
        np.testing.assert_array_equal(archive["frequencies"], mel.frequencies)

    assert melgram.FrontEnd.from_dict(facts["front_end"]) == mel.front_end
    assert facts["preset"] == "whisper"


def test_png_is_a_picture(tmp_path: Path) -> None:
    """.png is the labeled picture."""
    path = mel_of().save(tmp_path / "x.png")

    assert path.read_bytes().startswith(b"\x89PNG\r\n")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("x.npyy", r"x\.npyy: the ending '\.npyy' must be one of .* Did you mean '\.npy'\?"),
        ("missing/x.npy", "cannot be written .* Make the folder first: mkdir -p"),
        ("folder.npy", "It is a folder: name a file in it"),
    ],
)
def test_what_cannot_be_written_is_said(tmp_path: Path, name: str, message: str) -> None:
    """A wrong ending or folder is a sentence, and nothing is left behind."""
    (tmp_path / "folder.npy").mkdir()

    with pytest.raises(OutputError, match=message):
        mel_of().save(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["folder.npy"]


def test_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up leaves the old file whole and no fragment beside it."""
    target = tmp_path / "x.npy"
    target.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OutputError, match="No space left on device"):
        mel_of().save(target)

    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_numpy_and_dlpack_see_the_data() -> None:
    """NumPy reads a Mel as its data, without a copy where none is needed."""
    mel = mel_of()

    assert np.asarray(mel) is mel.data or np.shares_memory(np.asarray(mel), mel.data)
    assert np.asarray(mel, dtype=np.float64).dtype == np.float64
    assert not np.shares_memory(np.array(mel, copy=True), mel.data)
    assert np.shares_memory(np.from_dlpack(mel), mel.data)
    with pytest.raises(ValueError, match="copy=False: data is float32, float64 needs a copy"):
        np.asarray(mel, dtype=np.float64, copy=False)


def test_repr_says_shape_unit_ranges_and_source() -> None:
    """One line tells what it is."""
    assert repr(mel_of()) == (
        "Mel(80 features x 100 frames, log10 power (normalised), 0.000-0.990 s, "
        "37-7699 Hz, whisper, array (16000 Hz))"
    )
    batch = melgram.melspectrogram(np.zeros((2, 0)), "kaldi", sample_rate=16_000)
    assert repr(batch).startswith("Mel(2 x 80 features x 0 frames, ln power, 42-7736 Hz")
