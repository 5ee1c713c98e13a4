"""A stand-in for a result, a PNG reader of its own, and eyes that find a word on a page."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from melgram.picture import lettering
from melgram.picture.canvas import MEDIUM
from recordings import RATE, tone


@dataclass(frozen=True, kw_only=True)
class Framing:
    """The part of a framing that tells the width of a lone frame."""

    hop_length: int = 160


@dataclass(frozen=True, kw_only=True)
class FrontEnd:
    """The parts of a front end that a picture reads."""

    digest: str = "9f3ac17be2d04a55"
    sample_rate: int = 16_000
    framing: Framing = field(default_factory=Framing)


@dataclass(frozen=True, kw_only=True)
class Source:
    """The part of a source that a picture reads."""

    name: str | None = "speech.wav"


@dataclass(frozen=True, kw_only=True)
class Mel:
    """The parts of a result that a picture reads."""

    data: npt.NDArray[np.float32]
    times: npt.NDArray[np.float64]
    frequencies: npt.NDArray[np.float64] | None
    unit: str = "dB"
    front_end: FrontEnd = field(default_factory=FrontEnd)
    name: str | None = "whisper-v3"
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, kw_only=True)
class Waveform:
    """Samples and their rate."""

    samples: npt.NDArray[np.generic]
    sample_rate: int


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A decoded PNG: pixels as palette indices, the palette, and the texts."""

    indices: npt.NDArray[np.uint8]
    palette: npt.NDArray[np.uint8]
    text: dict[str, str]

    def number(self, key: str) -> float:
        """Return one of melgram's texts as a number."""
        return float(self.text[f"melgram:{key}"])

    @property
    def plot(self) -> tuple[int, int, int, int]:
        """Left, top, width and height of the plot."""
        left, top, width, height = map(int, self.text["melgram:plot"].split())
        return left, top, width, height

    @property
    def plotted(self) -> npt.NDArray[np.uint8]:
        """The pixels of the plot."""
        left, top, width, height = self.plot
        return self.indices[top : top + height, left : left + width]

    def words(self, word: str) -> list[tuple[float, float]]:
        """Return the centers (x, y) of the places where a word is printed in label size."""
        ink = lettering.lettered(word, style=lettering.LABEL)
        wanted = (232 + np.round(ink * MEDIUM * 13)).astype(np.uint8)
        windows = np.lib.stride_tricks.sliding_window_view(self.indices, wanted.shape)
        rows, columns = np.nonzero((windows == wanted).all(axis=(2, 3)))
        middle = lettering.LABEL.ascent - lettering.LABEL.cap_height / 2
        return [
            (float(x) + wanted.shape[1] / 2, float(y) + middle)
            for y, x in zip(rows, columns, strict=True)
        ]


def chunks_of(png: bytes) -> list[tuple[bytes, bytes]]:
    """Return kind and body of each chunk; the signature and every CRC must be right."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    found, at = [], 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        (crc,) = struct.unpack_from(">I", png, at + 8 + length)
        assert zlib.crc32(kind + body) == crc
        found.append((kind, body))
        at += length + 12
    assert at == len(png)
    return found


def picture_of(png: bytes) -> Picture:
    """Decode an 8-bit palette PNG whose rows use the filters None and Up."""
    chunks = chunks_of(png)
    bodies = dict(chunks)
    width, height = struct.unpack_from(">II", bodies[b"IHDR"])
    raw = np.frombuffer(zlib.decompress(bodies[b"IDAT"]), dtype=np.uint8)
    rows = raw.reshape(height, width + 1)
    indices = np.zeros((height, width), dtype=np.uint8)
    for y, row in enumerate(rows):
        assert row[0] in (0, 2)
        indices[y] = row[1:] + (indices[y - 1] if row[0] == 2 else 0)
    text = {}
    for kind, body in chunks:
        if kind == b"tEXt":
            key, _, value = body.partition(b"\0")
            text[key.decode("latin-1")] = value.decode("latin-1")
        if kind == b"iTXt":
            key, _, rest = body.partition(b"\0")
            assert rest[:4] == b"\0\0\0\0"
            text[key.decode("latin-1")] = rest[4:].decode("utf-8")
    palette = np.frombuffer(bodies[b"PLTE"], dtype=np.uint8).reshape(-1, 3)
    return Picture(indices=indices, palette=palette, text=text)


@pytest.fixture(scope="session")
def read_chunks() -> Callable[[bytes], list[tuple[bytes, bytes]]]:
    """Return the chunk reader."""
    return chunks_of


@pytest.fixture(scope="session")
def read_png() -> Callable[[bytes], Picture]:
    """Return the PNG reader."""
    return picture_of


def gray_of(png: bytes) -> npt.NDArray[np.unsignedinteger]:
    """Decode a gray PNG of 8 or 16 bits whose rows use the filter Up."""
    bodies = dict(chunks_of(png))
    width, height, depth, kind = struct.unpack_from(">IIBB", bodies[b"IHDR"])
    assert kind == 0
    raw = np.frombuffer(zlib.decompress(bodies[b"IDAT"]), dtype=np.uint8).reshape(height, -1)
    assert set(raw[:, 0]) == {2}
    samples = np.cumsum(raw[:, 1:], axis=0, dtype=np.uint8)
    return samples.view(f">u{depth // 8}").reshape(height, width)


@pytest.fixture(scope="session")
def read_gray() -> Callable[[bytes], npt.NDArray[np.unsignedinteger]]:
    """Return the reader of gray pictures."""
    return gray_of


@pytest.fixture(scope="session")
def make_waveform() -> type[Waveform]:
    """Return the stand-in for a waveform."""
    return Waveform


@pytest.fixture(scope="session")
def make_mel() -> Callable[..., Mel]:
    """Return a maker of results: data, and whatever differs from a 10 ms hop up to 8 kHz."""

    def make(data: npt.NDArray[np.generic], *, hop: float = 0.01, **changes: object) -> Mel:
        values = np.asarray(data, dtype=np.float32)
        n_features, n_frames = values.shape[-2:]
        base = Mel(
            data=values,
            times=np.arange(n_frames) * hop,
            frequencies=mel_spaced(n_features),
        )
        return replace(base, **changes)  # type: ignore[arg-type]

    return make


def mel_spaced(n_features: int, *, fmax: float = 8_000.0) -> npt.NDArray[np.float64]:
    """Return band centers equally spaced on the HTK mel scale."""
    edges = np.linspace(0.0, 2595 * np.log10(1 + fmax / 700), n_features + 2)
    return (700 * (10 ** (edges / 2595) - 1))[1:-1]


@pytest.fixture
def sounds(tmp_path: Path) -> Path:
    """Return a folder of two classes with two recordings each, and a table that is none."""
    folder = tmp_path / "sounds"
    for i, name in enumerate(("low/a.wav", "low/b.flac", "high/a.wav", "high/ünïcode 日本.wav")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(folder / name, tone(200.0 * 4**i, seconds=1.0 + 0.5 * i), RATE)
    (folder / "labels.csv").write_text("file,label\n")
    return folder


@pytest.fixture(scope="session")
def content_of() -> Callable[[Path], dict[str, bytes]]:
    """Return what reads every file of a set that a user sees, by its place in it."""

    def content(out: Path) -> dict[str, bytes]:
        files = (path for path in out.rglob("*") if not path.name.startswith("."))
        return {f.relative_to(out).as_posix(): f.read_bytes() for f in files if f.is_file()}

    return content
