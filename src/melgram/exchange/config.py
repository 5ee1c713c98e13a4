"""What was read from a configuration: the front end, and what the file left open."""

from __future__ import annotations

from dataclasses import dataclass

from melgram.frontend import FrontEnd


@dataclass(frozen=True, kw_only=True, slots=True)
class Config:
    """A front end from someone else's configuration.

    Parameters
    ----------
    front_end : FrontEnd
    kind : str
        What the file is: "huggingface WhisperFeatureExtractor", "kaldi fbank", ...
    unsaid : tuple of str
        Sentences: what the file cannot say, or does not, and what was taken instead.
    ignored : tuple of str
        Keys that are known and do not concern the features.
    """

    front_end: FrontEnd
    kind: str
    unsaid: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
