"""Builders of hostile recordings. Every input is made here by code; no file is committed."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import av
import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from melgram.audio import Waveform, decode
from melgram.errors import MelgramError

RATE = 16_000
N = 8_000


class Wav(Protocol):
    def __call__(self, **fields: object) -> bytes: ...


Encode = Callable[..., bytes]
Read = Callable[..., Waveform]


@pytest.fixture(scope="session")
def numbers() -> npt.NDArray[np.int16]:
    """Half a second of the project's speech, 8000 samples at 16 kHz."""
    speech, rate = soundfile.read("examples/speech.flac", dtype="int16")
    assert rate == RATE
    return speech[8_000 : 8_000 + N]


@pytest.fixture(scope="session")
def samples(numbers: npt.NDArray[np.int16]) -> npt.NDArray[np.float32]:
    """Return the same as float32 of full scale 1."""
    return numbers.astype(np.float32) / np.float32(32768)


@pytest.fixture(scope="session")
def payload(numbers: npt.NDArray[np.int16]) -> bytes:
    """Return the same as 16-bit little-endian bytes."""
    return numbers.astype("<i2").tobytes()


@pytest.fixture(scope="session")
def wav(payload: bytes) -> Wav:
    """Return a builder of WAV files whose header may say anything."""

    def build(
        *,
        data: bytes = payload,
        tag: int = 1,
        channels: int = 1,
        rate: int = RATE,
        bits: int = 16,
        align: int | None = None,
        data_size: int | None = None,
        riff_size: int | None = None,
        before: bytes = b"",
        after: bytes = b"",
        extra: bytes = b"",
        magic: bytes = b"RIFF",
    ) -> bytes:
        order = ">" if magic == b"RIFX" else "<"
        align = channels * ((bits + 7) // 8) if align is None else align
        byte_rate = min(rate * align, 0xFFFFFFFF)
        form = struct.pack(f"{order}HHIIHH", tag, channels, rate, byte_rate, align, bits) + extra
        body = b"WAVEfmt " + struct.pack(f"{order}I", len(form)) + form + before + b"data"
        size = len(data) if data_size is None else data_size
        body += struct.pack(f"{order}I", size) + data + after
        total = len(body) if riff_size is None else riff_size
        return magic + struct.pack(f"{order}I", total) + body

    return build


@pytest.fixture(scope="session")
def encode(samples: npt.NDArray[np.float32]) -> Encode:
    """Return an encoder: libsndfile's formats by name, FFmpeg's as ``"av:<muxer>:<codec>"``."""

    def build(
        form: str,
        subtype: str | None = None,
        *,
        audio: npt.NDArray[np.float32] = samples,
        rate: int = RATE,
        **options: object,
    ) -> bytes:
        target = io.BytesIO()
        if form.startswith("av:"):
            _, muxer, codec = form.split(":")
            _encode_av(target, muxer, codec, audio, rate)
            return target.getvalue()
        channels = 1 if audio.ndim == 1 else audio.shape[1]
        with soundfile.SoundFile(
            target, "w", rate, channels, subtype, format=form, **options
        ) as file:
            for start in range(0, len(audio), rate):  # long writes of Vorbis crash libsndfile
                file.write(audio[start : start + rate])
        return target.getvalue()

    return build


def _encode_av(
    target: io.BytesIO, muxer: str, codec: str, audio: npt.NDArray[np.float32], rate: int
) -> None:
    with av.open(target, "w", format=muxer) as container:
        layout = "mono" if audio.ndim == 1 else "stereo"
        stream = container.add_stream(codec, rate=rate, layout=layout)
        stream.bit_rate = 64_000
        if codec in ("wavpack", "tta"):  # their first choice has 8 bits
            stream.format = {"wavpack": "s16p", "tta": "s16"}[codec]
        planes = np.atleast_2d(audio.T)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(planes), "fltp", layout)
        frame.sample_rate, frame.pts = rate, 0
        frame.time_base = Fraction(1, rate)
        resampler = av.AudioResampler(
            stream.format, layout, rate, stream.codec_context.frame_size or None
        )
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a ``decode`` that reads from bytes and from a file, and insists on one outcome."""

    def both(data: bytes, *, name: str = "case.bin", **options: object) -> Waveform:
        path = tmp_path / name
        path.write_bytes(data)
        try:
            from_bytes = decode(data, **options)
        except MelgramError as error:
            with pytest.raises(type(error)):
                decode(path, **options)
            raise
        from_file = decode(path, **options)
        np.testing.assert_array_equal(from_file.samples, from_bytes.samples)
        assert from_file.report == from_bytes.report
        return from_bytes

    return both


@pytest.fixture
def warnings_of() -> Callable[[Waveform], str]:
    """Return a function that gives all warnings of a report in one string."""

    def text(waveform: Waveform) -> str:
        assert waveform.report is not None
        return "; ".join(waveform.report.warnings)

    return text
