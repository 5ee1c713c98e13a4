"""The speech that all tests of this folder decode, in many containers."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest
import soundfile

RATE = 16_000

Floats = npt.NDArray[np.float32]


@pytest.fixture(scope="session")
def speech() -> Floats:
    """Return 2.6 s of speech at 16 kHz."""
    samples, rate = soundfile.read("examples/speech.flac", dtype="float32")
    assert rate == RATE
    return samples


@pytest.fixture(scope="session")
def write() -> Callable[..., bytes]:
    """Return an encoder into any format of libsndfile."""

    def encode(audio: Floats, form: str, subtype: str | None = None, *, rate: int = RATE) -> bytes:
        target, channels = io.BytesIO(), 1 if audio.ndim == 1 else audio.shape[1]
        with soundfile.SoundFile(target, "w", rate, channels, subtype, format=form) as file:
            for start in range(0, len(audio), rate):  # long writes of Vorbis crash libsndfile
                file.write(audio[start : start + rate])
        return target.getvalue()

    return encode


@pytest.fixture(scope="session")
def m4a(speech: Floats) -> bytes:
    """Return the speech as AAC in M4A."""
    target = io.BytesIO()
    with av.open(target, "w", format="ipod") as container:
        stream = container.add_stream("aac", rate=RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(speech[np.newaxis], "fltp", "mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return target.getvalue()


@pytest.fixture(scope="session")
def by_program(
    speech: Floats, write: Callable[..., bytes], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., bytes]:
    """Return an encoder by a program of the system: an opinion independent of libsndfile's."""
    folder = tmp_path_factory.mktemp("programs")
    (folder / "in.wav").write_bytes(write(speech, "WAV", "PCM_16"))

    def encode(package: str, *command: str) -> bytes:
        program = shutil.which(command[0])
        assert program, f"This test needs {command[0]}: apt install {package}"
        output = folder / "out"
        Path(output).unlink(missing_ok=True)
        subprocess.run([program, *command[1:]], cwd=folder, check=True, timeout=60)
        return output.read_bytes()

    return encode
