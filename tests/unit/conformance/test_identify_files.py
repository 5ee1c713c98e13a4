"""Features from files of other programs: what is read, and what is refused in words."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from melgram.conformance.identifying_files import read_features
from melgram.errors import SignalError

DATA = np.arange(12, dtype=np.float32).reshape(3, 4)


def write_safetensors(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Write the format: length, JSON header, data."""
    header, blobs, at = {}, [], 0
    for name, array in arrays.items():
        blob = array.tobytes()
        kind = {"float32": "F32", "float16": "F16", "uint16": "BF16"}[str(array.dtype)]
        offsets = [at, at + len(blob)]
        header[name] = {"dtype": kind, "shape": array.shape, "data_offsets": offsets}
        blobs.append(blob)
        at += len(blob)
    text = json.dumps(header | {"__metadata__": {"by": "test"}}).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + b"".join(blobs))


def test_every_format_returns_the_array(tmp_path: Path) -> None:
    """The same numbers come back from each kind of file."""
    np.save(tmp_path / "a.npy", DATA)
    np.savez(tmp_path / "a.npz", data=DATA, times=np.zeros(4))
    np.savetxt(tmp_path / "a.csv", DATA, delimiter=",")
    write_safetensors(tmp_path / "a.safetensors", {"mel": DATA, "n": DATA[0]})

    for ending in ("npy", "npz", "csv", "safetensors"):
        np.testing.assert_array_equal(read_features(tmp_path / f"a.{ending}"), DATA)


def test_bfloat16_is_the_upper_half_of_float32(tmp_path: Path) -> None:
    """Small integers survive a bfloat16 tensor."""
    halves = (DATA.view(np.uint32) >> 16).astype(np.uint16)
    write_safetensors(tmp_path / "a.safetensors", {"mel": halves})

    np.testing.assert_array_equal(read_features(tmp_path / "a.safetensors"), DATA)


def test_key_chooses_an_array(tmp_path: Path) -> None:
    """Two arrays need a name; a wrong name is answered with the nearest."""
    np.savez(tmp_path / "a.npz", one=DATA, two=2 * DATA)

    np.testing.assert_array_equal(read_features(tmp_path / "a.npz", key="two"), 2 * DATA)
    with pytest.raises(SignalError, match=r"holds 2 arrays .*one, two.*--key"):
        read_features(tmp_path / "a.npz")
    with pytest.raises(SignalError, match="Did you mean 'two'"):
        read_features(tmp_path / "a.npz", key="twoo")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"1,2", r"the ending '.txt' must be one of"),
        ("a.npy", b"nonsense", r"a.npy: cannot be read as .npy"),
        ("a.npz", b"nonsense", r"a.npz: cannot be read as .npz"),
        ("a.csv", b"1,2\n3\n", "equally many numbers"),
        ("a.csv", b"1,x\n", r"a.csv: cannot be read as .csv"),
        ("a.safetensors", b"\x05\x00", r"a.safetensors: cannot be read as .safetensors"),
    ],
)
def test_broken_files_are_refused(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    """The message begins with the file's name and says what is wrong."""
    (tmp_path / name).write_bytes(content)

    with pytest.raises(SignalError, match=message):
        read_features(tmp_path / name)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    """A file that is not there is named."""
    with pytest.raises(SignalError, match=r"none.npy: cannot be read .*No such file"):
        read_features(tmp_path / "none.npy")
