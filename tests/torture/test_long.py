"""Long recordings that go wrong on the way: a typed error, no output, nothing half-written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from melgram import errors
from melgram.pipeline import write_features

CHILD = """
import sys
from melgram.pipeline import write_features
write_features(sys.argv[1], "whisper", sys.argv[2])
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print("peak", int(peak.split()[1]) // 1024)
"""


@pytest.fixture(scope="module")
def flac(encode):
    """Half a minute of noise in many FLAC frames."""
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, 480_000).astype(np.float32)
    return encode("FLAC", "PCM_16", audio=noise)


@pytest.fixture
def refused(tmp_path):
    """Return a function that expects an error and looks at what is left."""

    def check(data, error, match, *, name="out.npy", preset="whisper"):
        source = tmp_path / "in"
        source.write_bytes(data)
        with pytest.raises(error, match=match):
            write_features(source, preset, tmp_path / name)
        assert list(tmp_path.iterdir()) == [source]

    return check


@pytest.mark.parametrize("name", ["out.npy", "out.zarr"])
@pytest.mark.parametrize("preset", ["whisper", "kaldi"])
def test_damage_near_the_end(flac, refused, name, preset):
    """Damage after most of the features are made leaves none of them."""
    data = bytearray(flac)
    data[-20_000] ^= 0xFF
    refused(bytes(data), errors.CorruptInput, "is damaged inside", name=name, preset=preset)


def test_checksum_that_does_not_fit(flac, refused):
    """Samples that decode but fail the MD5 sum of the header leave no file."""
    data = bytearray(flac)
    data[8 + 18] ^= 0xFF
    refused(bytes(data), errors.CorruptInput, "do not fit the MD5 sum")


def test_cut_off(flac, wav, refused):
    """A source that ends in the middle leaves no file."""
    refused(flac[: len(flac) // 2], errors.TruncatedInput, "declared 480000 samples, got")
    refused(wav()[:-1_000], errors.TruncatedInput, "declared 8000 samples, got 7500")


def test_partial_takes_what_is_there(flac, tmp_path):
    """With partial=True the features of what decodes are written, with a warning."""
    (tmp_path / "in").write_bytes(flac[: len(flac) // 2])
    written = write_features(tmp_path / "in", "kaldi", tmp_path / "a.npy", partial=True)

    n_frames = np.load(tmp_path / "a.npy").shape[1]
    assert 0 < n_frames < 2_998
    assert n_frames == (written.source.n_samples - 400) // 160 + 1
    assert any("got" in text for text in written.source.report.warnings)


def test_nan_deep_inside(encode, refused):
    """The error names the first bad sample of the recording, and counts them all."""
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, 480_000).astype(np.float32)
    noise[400_001], noise[470_000] = np.nan, np.inf
    data = encode("WAV", "FLOAT", audio=noise)
    text = r"2 samples are NaN or infinite, the first at sample 400001 \(25.0001 s\)"
    refused(data, errors.NonFiniteSamples, text)


def test_rate_that_changes(encode, refused):
    """Two recordings of unlike rates, one after the other in a file, are refused."""
    data = encode("OGG", "VORBIS") + encode("OGG", "VORBIS", rate=22_050)
    refused(data, errors.AudioError, "22050|rate")


@pytest.fixture(scope="module")
def half_an_hour(encode, tmp_path_factory):
    """Return a recording of silence, 110 MiB of samples."""
    source = tmp_path_factory.mktemp("long") / "in.flac"
    source.write_bytes(encode("FLAC", "PCM_16", audio=np.zeros(28_800_000, np.float32)))
    return source


COMMAND = ["-m", "melgram", "features", "--preset", "whisper", "-o"]


@pytest.mark.parametrize(
    ("words", "number", "code"),
    [
        (["-c", CHILD], signal.SIGINT, -signal.SIGINT),
        (COMMAND, signal.SIGINT, 130),
        (COMMAND, signal.SIGTERM, 143),
        (COMMAND, signal.SIGHUP, 129),
    ],
)
def test_ended_from_outside(half_an_hour, tmp_path, words, number, code):
    """Ctrl-C, and in the command also a polite kill, leave nothing, nor temporary files."""
    ends = [str(half_an_hour), str(tmp_path / "a.npy")]
    (tmp_path / "tmp").mkdir()
    child = subprocess.Popen(
        [sys.executable, *words, *(ends if words[0] == "-c" else reversed(ends))],
        env={**os.environ, "TMPDIR": str(tmp_path / "tmp")},
        stderr=subprocess.PIPE,
    )
    while not list(tmp_path.glob(".*.part")) and child.poll() is None:
        time.sleep(0.005)
    child.send_signal(number)
    _, said = child.communicate(timeout=60)

    assert child.returncode == code
    assert (b"Traceback" in said) == (words[0] == "-c")
    assert [path.name for path in tmp_path.iterdir()] == ["tmp"]
    assert list((tmp_path / "tmp").iterdir()) == []


def test_half_an_hour_costs_no_memory(half_an_hour, tmp_path):
    """Half an hour at 16 kHz, 110 MiB of samples and 55 MiB of features, fits in 120 MiB."""
    command = [sys.executable, "-c", CHILD, str(half_an_hour), str(tmp_path / "a.npy")]
    child = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)

    assert np.load(tmp_path / "a.npy", mmap_mode="r").shape == (80, 180_000)
    assert int(child.stdout.split()[1]) < 120
