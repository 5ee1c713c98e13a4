"""Why a recording is refused, as the one error that says it best.

``decoding.py`` collects the facts; the sentences are made here.
"""

from __future__ import annotations

from melgram.audio.header import Header
from melgram.audio.source import Recording
from melgram.audio.stream import DecoderFailed, DecoderMissing
from melgram.errors import AudioError, CorruptInput, EmptyInput, TruncatedInput, UnsupportedCodec

_PARTIAL = "Pass partial=True (--partial) for what is there."


def check_before(recording: Recording, header: Header, *, partial: bool) -> tuple[str, ...]:
    """Refuse what the walk already knows to be bad; in a partial read, warn of it.

    Raises
    ------
    EmptyInput, TruncatedInput, CorruptInput
    """
    if header.truncated and not partial:
        message = f"{recording.name}: {header.truncated}. {_PARTIAL}"
        raise TruncatedInput(message)
    if header.damaged and not partial:
        message = f"{recording.name}: {header.damaged}. {_PARTIAL}"
        raise CorruptInput(message)
    if header.present_samples == 0:
        message = f"{recording.name}: has no samples."
        raise EmptyInput(message)
    return tuple(filter(None, (header.truncated, header.damaged)))


def refuse(recording: Recording, header: Header, failures: list[DecoderFailed]) -> AudioError:
    """Return the error for a recording that no decoder read."""
    what = header.container if header.codec == "unknown" else f"{header.container}, {header.codec}"
    tried = [failure for failure in failures if not isinstance(failure, DecoderMissing)]
    if not tried or (len(tried) < len(failures) and not _is_native(header)):
        why = f" ({'; '.join(map(str, tried))})" if tried else ""
        return UnsupportedCodec(
            f"{recording.name}: no installed decoder reads it [{what}]{why}. "
            'Run: pip install "melgram[av]"'
        )
    reasons = "; ".join(map(str, tried))
    return CorruptInput(f"{recording.name}: is damaged inside [{what}]: {reasons}. {_PARTIAL}")


def _is_native(header: Header) -> bool:
    """Whether libsndfile reads this codec, so that its failure means damage."""
    known = ("flac", "mp3", "mp2", "mp1", "vorbis", "opus")
    return header.decoders[0] == "pcm" or header.codec in known
