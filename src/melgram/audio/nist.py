"""NIST SPHERE (LDC, TIMIT): the header walk. Plain numbers are read by ``pcm.py``."""

from __future__ import annotations

from melgram.audio.header import Header, Pcm, check_format, missing
from melgram.audio.source import Recording
from melgram.audio.wav import dtype_name
from melgram.errors import CorruptInput, TruncatedInput, UnsupportedCodec

_MAX_HEADER_BYTES = 1 << 16
_CODED = {"ulaw": "pcm_mulaw", "mu-law": "pcm_mulaw", "alaw": "pcm_alaw"}


def walk_nist(recording: Recording, start: int) -> Header:
    """Return the facts of a SPHERE file.

    Raises
    ------
    TruncatedInput, CorruptInput, UnsupportedCodec
        For a header that is cut or not understood; shorten-compressed samples among them.
    """
    n_header, fields = _fields(recording, start)
    try:
        rate, width = int(fields["sample_rate"]), int(fields.get("sample_n_bytes", "2"))
        channels, declared = int(fields.get("channel_count", "1")), int(fields["sample_count"])
    except (KeyError, ValueError) as error:
        message = f"{recording.name}: its SPHERE header lacks a usable {error}."
        raise CorruptInput(message) from None
    check_format(recording.name, sample_rate=rate, channels=channels)
    coding = fields.get("sample_coding", "pcm")
    is_pcm = coding == "pcm"
    if width not in (1, 2, 3, 4) or not (is_pcm or coding in _CODED) or declared < 0:
        message = f"{recording.name}: SPHERE coding {coding!r} of {width} bytes is not known."
        raise UnsupportedCodec(message)
    frame = channels * (width if is_pcm else 1)
    present = min(declared, max(0, recording.size - start - n_header) // frame)
    order = ">" if fields.get("sample_byte_format", "01").startswith(("10", "32")) else "<"
    dtype = f"{order}i{width}"
    return Header(
        container="nist",
        codec=f"pcm_{dtype_name(dtype)}" if is_pcm else _CODED[coding],
        sample_rate=rate,
        channels=channels,
        bit_depth=8 * width if is_pcm else 8,
        declared_samples=declared,
        present_samples=present,
        is_lossless=True,
        truncated=missing(declared, present),
        pcm=Pcm(start + n_header, present * frame, dtype) if is_pcm else None,
        decoders=("pcm",) if is_pcm else ("soundfile",),
    )


def _fields(recording: Recording, start: int) -> tuple[int, dict[str, str]]:
    """Return the header's size and its fields; each line is ``name -type value``."""
    head = recording.read_at(start, 16).split(b"\n")
    n_header = int(head[1]) if len(head) > 1 and head[1].strip().isdigit() else 0
    if not 32 <= n_header <= _MAX_HEADER_BYTES:
        message = f"{recording.name}: its SPHERE header does not state a usable size."
        raise CorruptInput(message)
    text = recording.read_at(start, n_header).decode("latin-1")
    if len(text) < n_header:
        message = f"{recording.name}: ends inside its SPHERE header."
        raise TruncatedInput(message)
    lines = [line.split(None, 2) for line in text.partition("end_head")[0].splitlines()[2:]]
    return n_header, {line[0]: line[2].strip() for line in lines if len(line) == 3}
