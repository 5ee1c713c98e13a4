"""Everything that can go wrong, in words.

::

    MelgramError
    ├── FrontEndError (ValueError)        a front end that cannot exist
    │   └── UnknownPreset                 a name that no preset has; lists the nearest
    ├── AudioError (OSError)              a recording that cannot be read
    │   ├── ReadError                     missing, unreadable, or not a regular file
    │   ├── EmptyInput                    no bytes, or no samples
    │   ├── UnrecognisedFormat            not a recording at all
    │   ├── UnsupportedCodec              needs an extra, or no decoder knows it
    │   ├── TruncatedInput                ends before its header says so
    │   ├── CorruptInput                  damaged inside
    │   ├── InconsistentHeader            a header that contradicts itself
    │   ├── LimitExceeded                 beyond the documented limits
    │   └── DecoderTimeout                a decoder that did not end in time
    ├── SignalError (ValueError)          samples that cannot be used
    │   └── NonFiniteSamples              NaN or infinity among the samples
    ├── EngineError (RuntimeError)        an engine that is missing or refuses
    ├── MissingExtra (ImportError)        an optional package that is not installed
    ├── PictureError (ValueError)         a picture that cannot be drawn as asked
    └── OutputError (OSError)             a result that could not be written
        └── UnsupportedOutput             its format needs a package that is not installed

Every class is also the builtin named in brackets, so an ``except ValueError`` that
was there before keeps working. Messages are sentences: what was given, the rule,
what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable


class MelgramError(Exception):
    """Root of all errors that melgram raises on purpose."""


class FrontEndError(MelgramError, ValueError):
    """A front end that cannot exist: a value out of range or an impossible combination."""


class UnknownPreset(FrontEndError):
    """A preset name that does not exist."""


class AudioError(MelgramError, OSError):
    """A recording that cannot be read; the message begins with its name, and says what to do."""

    remedy = ""

    def __str__(self) -> str:
        """Return what is wrong and what to do: the message's own advice, or that of its class."""
        text = super().__str__()
        return text if re.search(r"\.\s+[A-Z]", text) else f"{text} {self.remedy}".strip()


class ReadError(AudioError):
    """The file is missing, may not be read, or is not a regular file."""

    remedy = "Check the path and who may read it."


class EmptyInput(AudioError):
    """The file has no bytes, or its stream has no samples."""

    remedy = "Copy or record it again, or leave it out."


class UnrecognisedFormat(AudioError):
    """The bytes are not a recording in any known container."""

    remedy = "Give a recording, such as WAV, FLAC, MP3, Ogg or M4A."


class UnsupportedCodec(AudioError):
    """The container is known, but no installed decoder reads its codec."""

    remedy = "Convert it to WAV or FLAC with the program that made it."


class TruncatedInput(AudioError):
    """The recording ends before the length that it declares."""

    remedy = "Copy or download it again."


class CorruptInput(AudioError):
    """The recording is damaged inside."""

    remedy = "Copy it again, or leave it out."


class InconsistentHeader(AudioError):
    """The header contradicts itself or the data."""

    remedy = "Write it again with the program that made it."


class LimitExceeded(AudioError):
    """A rate, channel count or length is beyond the documented limits."""

    remedy = "Check its header; if it is right, split or convert the recording."


class DecoderTimeout(AudioError):
    """A decoder did not end within its time limit."""

    remedy = "Convert it to WAV or FLAC first."


class SignalError(MelgramError, ValueError):
    """Samples, or an array for their features, of the wrong shape, dtype, rate or length."""


class NonFiniteSamples(SignalError):
    """NaN or infinity among the samples; the message names the first one."""


class EngineError(MelgramError, RuntimeError):
    """An engine that is not installed here, or refuses a front end."""


class MissingExtra(MelgramError, ImportError):
    """An optional package that is not installed; the message names the extra that brings it."""


class PictureError(MelgramError, ValueError):
    """A picture that cannot be drawn as asked: unknown palette, impossible size or range."""


class OutputError(MelgramError, OSError):
    """A result that could not be written; nothing half-written is left behind."""


class UnsupportedOutput(OutputError):
    """The result's format needs a package that is not installed; the message names it."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``" Did you mean 'x'?"`` for the nearest known word, or an empty string.

    Examples
    --------
    >>> did_you_mean("wisper", ["whisper", "kaldi"])
    " Did you mean 'whisper'?"
    """
    import difflib

    nearest = difflib.get_close_matches(str(word), list(known), n=1, cutoff=0.5)
    return f" Did you mean {nearest[0]!r}?" if nearest else ""
