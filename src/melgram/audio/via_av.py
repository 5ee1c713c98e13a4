"""FFmpeg's libraries, through PyAV (the extra ``av``): AAC, ALAC, WMA, AMR, AC-3, video files.

The only file that imports av, and it does so late. Bytes are handed over through Python and
the demuxer is named, so libav opens no other file, no playlist and no network address.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from melgram.audio.header import Header, Link, check_format
from melgram.audio.slices import LinkFile
from melgram.audio.source import Recording
from melgram.audio.stream import DecoderFailed, DecoderMissing, Stream
from melgram.errors import UnsupportedCodec

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.container import InputContainer

# Container -> libav's demuxer. What is not here is not opened.
DEMUXERS = {
    "wav": "wav",
    "rf64": "wav",
    "w64": "w64",
    "aiff": "aiff",
    "au": "au",
    "caf": "caf",
    "flac": "flac",
    "mp3": "mp3",
    "ogg": "ogg",
    "mp4": "mov",
    "matroska": "matroska",
    "asf": "asf",
    "amr": "amr",
    "ac3": "ac3",
    "adts": "aac",
    "wavpack": "wv",
    "tta": "tta",
    "ape": "ape",
    "flv": "flv",
    "avi": "avi",
    "mpeg-ts": "mpegts",
    "mpeg-ps": "mpeg",
}

# Without "explode" libav hides damage: a bad FLAC frame becomes plausible wrong samples.
_STRICT = {"err_detect": "crccheck+explode"}

_FULL_SCALE = {"u8": 128.0, "s16": 2.0**15, "s32": 2.0**31, "s64": 2.0**63}


def open_av(recording: Recording, header: Header, *, tolerant: bool = False) -> Stream:
    """Return a stream from the very start; no seek in a lossy codec is exact.

    Parameters
    ----------
    tolerant : bool
        Skip what does not decode, with a warning, instead of breaking off.

    Raises
    ------
    DecoderMissing
        If PyAV is not installed.
    DecoderFailed
        If libav does not open it.
    UnsupportedCodec
        If it holds no sound.
    """
    container = _open(recording, header, header.links[0], tolerant=tolerant)
    streams = container.streams.audio
    if not streams:
        container.close()
        message = f"{recording.name}: has no audio stream."
        raise UnsupportedCodec(message)
    sound = streams[0]
    if sound.codec_context is None:
        container.close()
        message = f"{recording.name}: FFmpeg knows no decoder for its codec."
        raise UnsupportedCodec(message)
    check_format(recording.name, sample_rate=sound.rate or None, channels=sound.channels or None)
    warnings: list[str] = []
    if len(streams) > 1:
        warnings.append(f"{len(streams)} audio streams; the first is decoded")
    return Stream(
        decoder=_version(),
        sample_rate=sound.rate,
        channels=sound.channels,
        start=0,
        blocks=_blocks(recording, header, container, warnings, tolerant=tolerant),
        codec=sound.codec_context.name,
        estimated_s=container.duration / 1_000_000 if container.duration else None,
        warnings=warnings,
        close=container.close,
    )


def _version() -> str:
    import av

    major, minor, micro = av.library_versions["libavcodec"]
    return f"PyAV {av.__version__} (libavcodec-{major}.{minor}.{micro})"


def _open(recording: Recording, header: Header, link: Link, *, tolerant: bool) -> InputContainer:
    try:
        import av
    except ImportError as error:
        message = "PyAV is not installed"
        raise DecoderMissing(message) from error
    try:
        return av.open(
            LinkFile(recording, link),
            mode="r",
            format=DEMUXERS[header.container],
            options={} if tolerant else _STRICT,
            metadata_errors="replace",
        )
    except Exception as error:  # PermissionError and PatchWelcomeError among them
        raise recording.failure or DecoderFailed(_reason(error)) from error


def _blocks(
    recording: Recording,
    header: Header,
    container: InputContainer,
    warnings: list[str],
    *,
    tolerant: bool,
) -> Iterator[npt.NDArray[np.float32]]:
    for index, link in enumerate(header.links):
        if index:
            container = _open(recording, header, link, tolerant=tolerant)
        with container:
            yield from _decode(recording, container, warnings, tolerant=tolerant)


def _decode(
    recording: Recording, container: InputContainer, warnings: list[str], *, tolerant: bool
) -> Iterator[npt.NDArray[np.float32]]:
    sound = container.streams.audio[0]
    if not tolerant:  # the demuxer's options do not reach the decoder
        sound.codec_context.options = _STRICT
    sound.codec_context.thread_type = "NONE"
    sound.codec_context.thread_count = 1
    rate, channels, n_errors = sound.rate, sound.channels, 0
    for packet in _packets(recording, container, sound):
        try:
            frames = packet.decode()
        except Exception as error:
            if not tolerant:
                raise DecoderFailed(_reason(error)) from error
            n_errors += 1
            continue
        for frame in frames:
            _same_format(frame, rate, channels)
            yield _to_float(frame)
    if n_errors:
        warnings.append(f"{n_errors} packets did not decode and were left out")


def _packets(recording: Recording, container: InputContainer, sound: Any) -> Iterator[Any]:
    packets = iter(container.demux(sound))
    while True:
        try:
            packet = next(packets, None)
        except Exception as error:
            raise recording.failure or DecoderFailed(_reason(error)) from error
        if recording.failure:
            raise recording.failure
        if packet is None:
            return
        yield packet


def _same_format(frame: AudioFrame, rate: int, channels: int) -> None:
    if frame.sample_rate != rate or frame.layout.nb_channels != channels:
        message = (
            f"libav: changes from {rate} Hz, {channels} channels to "
            f"{frame.sample_rate} Hz, {frame.layout.nb_channels} channels"
        )
        raise DecoderFailed(message)


def _to_float(frame: AudioFrame) -> npt.NDArray[np.float32]:
    """Return (n, n_channels) float32 of full scale 1; libav's integers are left-aligned."""
    kind = frame.format.name.removesuffix("p")
    data = frame.to_ndarray()  # planar: (n_channels, n); packed: (1, n * n_channels)
    block = data.T if frame.format.is_planar else data.reshape(-1, frame.layout.nb_channels)
    if kind in ("flt", "dbl"):
        with np.errstate(over="ignore"):
            return np.ascontiguousarray(block, np.float32)
    scale = np.float32(1 / _FULL_SCALE[kind])
    zero = np.float32(128 if kind == "u8" else 0)
    return (np.ascontiguousarray(block, np.float32) - zero) * scale


def _reason(error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return f"libav: {text.strip().rstrip('.')}"
