"""Features that come in pieces end up as the same file or array that they would be in one."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Timer
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zarr.storage import LocalStore

import melgram
from melgram.errors import LimitExceeded, OutputError, UnsupportedOutput
from melgram.mel import Mel, labels_of
from melgram.pipeline import write_features
from melgram.storage import memory, npy
from melgram.storage.memory import InMemory
from melgram.storage.npy import NpyFile
from melgram.storage.writer import Writer
from melgram.storage.zarr import ZarrFolder
from strategies import noise

SPEECH = Path(__file__).parents[3] / "examples" / "speech.flac"


def fill(writer: Writer, data: np.ndarray, lengths: list[int]) -> None:
    """Append the data in pieces of these lengths and a rest."""
    cuts = np.minimum(np.cumsum(lengths, dtype=int), data.shape[-1])
    for piece in np.split(data, cuts, axis=-1):
        writer.append(piece)


def mel_of(n_samples: int = 16_000) -> Mel:
    """Return the features of noise."""
    return melgram.melspectrogram(noise(n_samples), "kaldi", sample_rate=16_000)


@given(
    lead=st.sampled_from([(1,), (3,), (2, 3)]),
    n_frames=st.integers(0, 300),
    expected=st.none() | st.integers(0, 400),
    lengths=st.lists(st.integers(0, 120), max_size=5),
    buffer=st.integers(1, 2_000),
)
@settings(max_examples=100)
def test_pieces_make_the_file_that_numpy_saves(
    lead: tuple[int, ...], n_frames: int, expected: int | None, lengths: list[int], buffer: int
) -> None:
    """Whatever length was expected and however the frames came, the bytes are those of np.save."""
    data = np.random.default_rng(0).normal(size=(*lead, n_frames)).astype(np.float32)
    whole, copied = io.BytesIO(), io.BytesIO()
    np.save(whole, data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(npy, "_BUFFER_BYTES", buffer)
        patch.setattr(npy, "_COPY_BYTES", 64)
        writer = NpyFile(None, lead, n_frames=expected)
        fill(writer, data, lengths)
        assert writer.shape == data.shape
        writer.commit()
        writer.copy_to(copied)
        writer.discard()

    assert copied.getvalue() == whole.getvalue()


@given(
    n_frames=st.integers(0, 300),
    expected=st.none() | st.integers(0, 400),
    lengths=st.lists(st.integers(0, 120), max_size=5),
)
def test_pieces_make_the_array(n_frames: int, expected: int | None, lengths: list[int]) -> None:
    """An array in memory is contiguous and whole whatever length was expected."""
    data = np.random.default_rng(0).normal(size=(3, n_frames)).astype(np.float32)
    writer = InMemory((3,), n_frames=expected, name="a.wav")
    fill(writer, data, lengths)

    assert writer.shape == data.shape
    assert writer.data.flags.c_contiguous
    np.testing.assert_array_equal(writer.data, data)


def test_memory_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Features beyond the limit are refused, expected or not, and the file is named."""
    monkeypatch.setattr(memory, "MAX_VALUES", 10)
    with pytest.raises(LimitExceeded, match=r"a\.wav: has more than 10 features\. Write them"):
        InMemory((3,), n_frames=4, name="a.wav")
    with pytest.raises(LimitExceeded, match=r"melgram features FILE -o OUT\.npy"):
        InMemory((3,), n_frames=None, name="a.wav").append(np.zeros((3, 4), np.float32))


def test_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    """Before commit there is no file of that name, after discard there is none at all."""
    target = tmp_path / "a.npy"
    writer = NpyFile(target, (2,), n_frames=1)
    writer.append(np.zeros((2, 1), np.float32))
    assert not target.exists()
    writer.discard()
    assert list(tmp_path.iterdir()) == []

    writer = NpyFile(target, (2,), n_frames=1)
    writer.append(np.ones((2, 1), np.float32))
    writer.commit()
    writer.discard()
    assert list(tmp_path.iterdir()) == [target]
    assert np.load(target).tolist() == [[1.0], [1.0]]


@pytest.mark.parametrize("expected", [None, 3, 98, 500])
def test_zarr_opens_in_xarray(tmp_path: Path, expected: int | None, monkeypatch) -> None:
    """What xarray finds: the numbers, times in seconds, frequencies in hertz and the facts."""
    import xarray

    from melgram.storage import zarr as zarr_module

    monkeypatch.setattr(zarr_module, "_CHUNK_VALUES", 80 * 30)
    mel, target = mel_of(), tmp_path / "a.zarr"
    labels = labels_of(mel.front_end, mel.source)
    writer = ZarrFolder(target, (80,), n_frames=expected, labels=labels)
    fill(writer, mel.data, [7, 60])
    writer.commit()

    with xarray.open_zarr(target) as found:
        np.testing.assert_array_equal(found.features.values, mel.data)
        assert found.features.dims == ("frequency", "time")
        np.testing.assert_array_equal(found.time.values, mel.times)
        np.testing.assert_array_equal(found.frequency.values, mel.frequencies)
        assert (found.time.units, found.frequency.units) == ("s", "Hz")
        assert found.attrs["digest"] == mel.front_end.digest
        assert melgram.FrontEnd.from_dict(found.attrs["front_end"]) == mel.front_end
    assert list(tmp_path.iterdir()) == [target]


def test_mel_saves_zarr_with_channels(tmp_path: Path) -> None:
    """A clip for each channel has an axis more; cepstra have no frequencies."""
    import xarray

    x = np.stack([noise(16_000), noise(16_000, seed=1)])
    mel = melgram.melspectrogram(x, "kaldi-mfcc", sample_rate=16_000)

    assert mel.save(tmp_path / "a.zarr") == tmp_path / "a.zarr"
    with xarray.open_zarr(tmp_path / "a.zarr") as found:
        assert found.features.dims == ("channel", "feature", "time")
        np.testing.assert_array_equal(found.features.values, mel.data)


def test_zarr_replaces_only_zarr(tmp_path: Path) -> None:
    """An older result is replaced; a stranger's folder or file stays, and is named."""
    mel, target = mel_of(), tmp_path / "a.zarr"
    mel_of(8_000).save(target)
    mel.save(target)
    assert (target / "zarr.json").is_file()
    assert list(tmp_path.iterdir()) == [target]

    stranger = tmp_path / "b.zarr"
    stranger.mkdir()
    (stranger / "diary.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"b\.zarr: is there and no Zarr group\. Remove it"):
        mel.save(stranger)
    assert (stranger / "diary.txt").read_text() == "mine"
    with pytest.raises(OutputError, match=r"cannot be written .* Make the folder first: mkdir -p"):
        mel.save(tmp_path / "none" / "a.zarr")


def test_zarr_that_is_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The message names the extra."""
    monkeypatch.setitem(sys.modules, "zarr", None)
    with pytest.raises(UnsupportedOutput, match=r'needs the package zarr\. .*"melgram\[zarr\]"'):
        mel_of().save(tmp_path / "a.zarr")


def test_interrupted_zarr_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When Ctrl-C ends the wait for zarr's own threads, they too are waited for, then cleared."""
    original = LocalStore.set

    async def slowly(*arguments: Any, **named: Any) -> None:
        await asyncio.sleep(0.2)
        await original(*arguments, **named)

    mel = mel_of()
    monkeypatch.setattr(LocalStore, "set", slowly)
    Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        mel.save(tmp_path / "a.zarr")
    time.sleep(0.3)

    assert list(tmp_path.iterdir()) == []


def test_features_that_cannot_be_handed_over(tmp_path: Path) -> None:
    """An output that takes no bytes is an output error; what is no output is refused at once."""
    with (
        Path("/dev/full").open("wb", buffering=0) as full,
        pytest.raises(OutputError, match=r"/dev/full: cannot be written \(No space left"),
    ):
        write_features(SPEECH, "kaldi", full)
    with pytest.raises(OutputError, match="target=None must be a path, or a binary file object"):
        write_features(tmp_path / "not read", "kaldi", None)  # pyright: ignore[reportArgumentType]


def test_full_disk_leaves_nothing(tmp_path: Path) -> None:
    """A file that outgrows its limit is an output error, and the part is removed."""
    code = """
import resource, sys, numpy as np
from pathlib import Path
from melgram.storage.npy import NpyFile
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
writer = NpyFile(Path(sys.argv[1]), (80,), n_frames=50_000)
try:
    for _ in range(50):
        writer.append(np.zeros((80, 1_000), np.float32))
    writer.commit()
finally:
    writer.discard()
"""
    command = [sys.executable, "-c", code, str(tmp_path / "a.npy")]
    child = subprocess.run(command, capture_output=True, text=True, check=False)

    assert "OutputError" in child.stderr
    assert "a.npy: cannot be written (File too large)" in child.stderr
    assert list(tmp_path.iterdir()) == []
