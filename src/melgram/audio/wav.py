"""WAV, RIFX, RF64, BW64 and W64: the header walk.

Every size is checked against the bytes that are there. The samples themselves are read by
``pcm.py`` when they are plain numbers, else by libsndfile.
"""

from __future__ import annotations

import dataclasses
import struct

from melgram.audio.chunks import Chunk, Layout, require_inside, walk_chunks
from melgram.audio.header import Header, Pcm, check_format, missing_bytes
from melgram.audio.source import Recording
from melgram.errors import CorruptInput, InconsistentHeader, TruncatedInput, UnsupportedCodec

_LITTLE = Layout()
_BIG = Layout(order="big")
_W64 = Layout(id_bytes=16, size_bytes=8, alignment=8, size_includes_header=True)

_CONTAINERS = {b"RIFF": "wav", b"RIFX": "wav", b"RF64": "rf64", b"BW64": "rf64", b"riff": "w64"}
_PCM, _FLOAT, _EXTENSIBLE = 0x0001, 0x0003, 0xFFFE
# mmreg.h: tags whose codec libsndfile reads, then those that FFmpeg reads.
_CODECS = {
    0x0002: "adpcm_ms",
    0x0006: "pcm_alaw",
    0x0007: "pcm_mulaw",
    0x0011: "adpcm_ima_wav",
    0x0031: "gsm_ms",
    0x0064: "adpcm_g726",
    0x0050: "mp2",
    0x0055: "mp3",
    0x00FF: "aac",
    0x0160: "wmav1",
    0x0161: "wmav2",
    0x2000: "ac3",
    0xF1AC: "flac",
}
_GUID_TAIL = bytes.fromhex("000000001000800000aa00389b71")  # KSDATAFORMAT_SUBTYPE_*, after the tag


@dataclasses.dataclass(frozen=True)
class _Format:
    """The ``fmt`` chunk, with the extensible form resolved."""

    tag: int
    channels: int
    sample_rate: int
    block_align: int
    bits: int


def walk_wav(recording: Recording, start: int) -> Header:
    """Return the facts of a WAV file or one of its 64-bit relatives.

    Raises
    ------
    TruncatedInput
        If it ends before the samples begin.
    CorruptInput
        If chunks are missing, out of order or claim more bytes than there are.
    UnsupportedCodec
        If the format tag or bit depth is not known.
    """
    magic = recording.read_at(start, 4)
    container = _CONTAINERS[magic]
    form, data = _find(recording, start, container, big=magic == b"RIFX")
    check_format(recording.name, sample_rate=form.sample_rate, channels=form.channels)
    declared, present, notes = _data_sizes(recording, start, data)
    if form.tag not in (_PCM, _FLOAT):
        return _coded(recording, form, container, declared, present, notes)
    dtype, width, more = _number_type(recording, form, big=magic == b"RIFX", n_bytes=present)
    frame = width * form.channels
    notes += more
    if present % frame and (declared is None or present >= declared):
        notes += (f"{present % frame} bytes after the last whole sample are left out",)
    return Header(
        container=container,
        codec=f"pcm_{dtype_name(dtype)}",
        sample_rate=form.sample_rate,
        channels=form.channels,
        bit_depth=form.bits,
        declared_samples=None if declared is None else declared // frame,
        present_samples=present // frame,
        is_lossless=True,
        truncated=missing_bytes(declared, present, frame=frame),
        warnings=notes,
        pcm=Pcm(data.start, present // frame * frame, dtype),
        decoders=("pcm",),
    )


def dtype_name(dtype: str) -> str:
    """Return FFmpeg's name of a number type: ``"<i2"`` is ``"s16le"``."""
    width = int(dtype[2:])
    kind = {"i": "s", "u": "u", "f": "f"}[dtype[1]]
    return f"{kind}{8 * width}" + ("" if width == 1 else {"<": "le", ">": "be"}[dtype[0]])


def _find(recording: Recording, start: int, container: str, *, big: bool) -> tuple[_Format, Chunk]:
    """Return the format and the data chunk; the first of each counts."""
    layout, first = (
        (_W64, start + 40) if container == "w64" else (_BIG if big else _LITTLE, start + 12)
    )
    sizes: dict[bytes, int] = {}
    form: _Format | None = None
    for chunk in walk_chunks(recording, first, layout, sizes=sizes):
        name = chunk.id[:4]
        if name == b"data":
            if form is None:
                message = f"{recording.name}: its data chunk comes before its fmt chunk."
                raise CorruptInput(message)
            return form, chunk
        if name == b"fmt " and form is None:
            form = _read_format(recording, chunk, layout)
        elif name == b"ds64":
            body = recording.read_at(chunk.start, 16)
            sizes[b"data"] = int.from_bytes(body[8:16], "little")
        require_inside(recording, chunk)
    if form is None and recording.size > first + 8:
        message = f"{recording.name}: has no fmt chunk."
        raise CorruptInput(message)
    message = f"{recording.name}: ends before its samples begin."
    raise TruncatedInput(message)


def _read_format(recording: Recording, chunk: Chunk, layout: Layout) -> _Format:
    body = recording.read_at(chunk.start, min(chunk.size, 40))
    if len(body) < 16:
        if chunk.end > recording.size:
            message = f"{recording.name}: ends inside its fmt chunk."
            raise TruncatedInput(message)
        message = f"{recording.name}: its fmt chunk has {chunk.size} bytes; 16 is least."
        raise CorruptInput(message)
    order = "<" if layout.order == "little" else ">"
    tag, channels, rate, _, block_align, bits = struct.unpack_from(f"{order}HHIIHH", body)
    if tag == _EXTENSIBLE:
        if len(body) < 40:
            message = f"{recording.name}: its extensible fmt chunk is cut short."
            raise CorruptInput(message)
        tag = int.from_bytes(body[24:26], "little" if order == "<" else "big")
        if order == "<" and body[26:40] != _GUID_TAIL:
            message = f"{recording.name}: unknown WAV sub-format {body[24:40].hex()}."
            raise UnsupportedCodec(message)
    return _Format(tag, channels, rate, block_align, bits)


def _data_sizes(
    recording: Recording, start: int, data: Chunk
) -> tuple[int | None, int, tuple[str, ...]]:
    """Return declared bytes (None when the header does not know), present bytes, warnings."""
    available = recording.size - data.start
    if _is_streaming(recording, start, data):
        note = "its header states no length (streamed); read to the end of the file"
        return None, available, (note,)
    present = min(data.size, available)
    return data.size, present, _after_data(recording, data)


def _is_streaming(recording: Recording, start: int, data: Chunk) -> bool:
    """Whether the data size is one of the marks that writers to a pipe leave behind."""
    available = recording.size - data.start
    if data.size == 0:
        # A truly empty recording has a RIFF size that fits its file.
        riff_size = int.from_bytes(recording.read_at(start + 4, 4), "little")
        return available > 0 and start + riff_size + 8 != recording.size
    # FFmpeg 0xFFFFFFFF; sox 0x7FFFF000 and up; a 64-bit size that no disk holds.
    marks = (range(0x7FFFF000, 0x80000000), range(0xFFFFF000, 0x100000000))
    return data.size > available and (
        any(data.size in mark for mark in marks) or data.size >= 1 << 48
    )


def _after_data(recording: Recording, data: Chunk) -> tuple[str, ...]:
    """Warn about a second data chunk and about bytes that are no chunk."""
    end = data.end + data.size % 2
    rest = recording.size - end
    if rest <= 0 or len(data.id) != 4:
        return ()
    name = recording.read_at(end, 4)
    if name == b"data":
        return ("has a second data chunk, which is left out",)
    size = int.from_bytes(recording.read_at(end + 4, 4), "little")
    if name.isascii() and 0 < size <= rest:
        return ()
    return (f"{rest} bytes after the declared samples are left out (trailing_bytes={rest})",)


def _number_type(
    recording: Recording, form: _Format, *, big: bool, n_bytes: int
) -> tuple[str, int, tuple[str, ...]]:
    """Return the NumPy type, its width in bytes, and warnings."""
    order = ">" if big else "<"
    width = (form.bits + 7) // 8
    known = (4, 8) if form.tag == _FLOAT else (1, 2, 3, 4, 8)
    if form.bits < 8 or width not in known or (form.tag == _FLOAT and form.bits % 32):
        kind = "float" if form.tag == _FLOAT else "PCM"
        message = f"{recording.name}: {kind} of {form.bits} bits is not known."
        raise UnsupportedCodec(message)
    notes: tuple[str, ...] = ()
    if form.block_align != width * form.channels:
        if form.bits == 24 and form.block_align == 4 * form.channels:
            return f"{order}i4", 4, ()
        if n_bytes % (width * form.channels):
            message = (
                f"{recording.name}: block_align={form.block_align} contradicts {form.bits} bits "
                f"and {form.channels} channels, and the data fit neither."
            )
            raise InconsistentHeader(message)
        notes = (f"block_align={form.block_align} is wrong; taken as {width * form.channels}",)
    kind = "f" if form.tag == _FLOAT else "u" if width == 1 else "i"
    return f"{order}{kind}{width}", width, notes


def _coded(
    recording: Recording,
    form: _Format,
    container: str,
    declared: int | None,
    present: int,
    notes: tuple[str, ...],
) -> Header:
    """Return the header of a WAV whose samples need a decoder."""
    codec = _CODECS.get(form.tag)
    if codec is None:
        message = f"{recording.name}: WAV format tag 0x{form.tag:04X} is not known."
        raise UnsupportedCodec(message)
    one_byte = codec in ("pcm_alaw", "pcm_mulaw")
    frame = form.channels if one_byte else 1
    return Header(
        container=container,
        codec=codec,
        sample_rate=form.sample_rate,
        channels=form.channels,
        bit_depth=form.bits or None,
        declared_samples=declared // form.channels if one_byte and declared is not None else None,
        present_samples=present // form.channels if one_byte else None,
        is_lossless=one_byte,
        truncated=missing_bytes(declared, present, frame=frame),
        warnings=notes,
    )
