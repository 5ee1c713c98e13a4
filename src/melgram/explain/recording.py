"""The recording that a report is about: its facts, its samples and the stretches to look at.

Reading itself is in ``melgram.audio``; what is computed from the samples in the modules beside
this one.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from melgram.audio import Info, Waveform, decode, probe
from melgram.explain import places
from melgram.explain.places import Span
from melgram.types import Float32

EXCERPT_S = 30.0
"""The detailed figures look at this much of a recording at most."""

STDIN = "stdin"
"""The name of a recording that is no file."""

_GRIDS_PER_SECOND = 10


@dataclass(frozen=True, kw_only=True, eq=False)
class Recording:
    """A recording, decoded, and where to look at it.

    Parameters
    ----------
    info : Info
        What its file says.
    name : str
        What the report calls it.
    samples : (n_samples,), float32
        The mean of its channels, at its own rate.
    first_channel : (excerpt.n_samples,), float32
        The excerpt of its first channel alone: a mean no longer lies on the file's steps.
    excerpt : Span
        The loudest thirty seconds, or all of it.
    second : Span
        The loudest second of it, or all of it.
    warnings : tuple of str
        What was odd about the file, in the decoder's words.
    is_partial : bool
        Whether what a damaged file still holds was asked for.
    """

    info: Info
    name: str
    samples: Float32
    first_channel: Float32
    excerpt: Span
    second: Span
    warnings: tuple[str, ...] = ()
    is_partial: bool = False

    @property
    def sample_rate(self) -> int:
        """Samples a second, as decoded."""
        return self.info.sample_rate

    @property
    def n_samples(self) -> int:
        """Its length at that rate."""
        return self.samples.shape[-1]

    @property
    def duration(self) -> float:
        """Its length in seconds."""
        return self.n_samples / self.sample_rate

    @property
    def excerpt_samples(self) -> Float32:
        """The excerpt, (excerpt.n_samples,)."""
        return self.samples[self.excerpt.samples]

    @property
    def second_samples(self) -> Float32:
        """The second, (second.n_samples,)."""
        return self.samples[self.second.samples]

    @property
    def is_whole(self) -> bool:
        """Whether the excerpt is the whole recording."""
        return self.excerpt.n_samples == self.n_samples


def read(source: Any, *, partial: bool = False) -> Recording:
    """Decode a recording and choose where to look.

    Parameters
    ----------
    source : path or bytes
    partial : bool
        Take what a damaged recording still holds.

    Raises
    ------
    AudioError
        If it cannot be read.
    """
    info = probe(source)
    waveform = decode(source, channels="mean", partial=partial)
    rate = waveform.sample_rate
    grid = max(rate // _GRIDS_PER_SECOND, 1)
    samples = waveform.samples
    excerpt = places.loudest(samples, length=round(EXCERPT_S * rate), grid=grid)
    second = places.loudest(samples[excerpt.samples], length=rate, grid=grid)
    second = Span(start=second.start + excerpt.start, stop=second.stop + excerpt.start)
    return Recording(
        info=info,
        name=_name(source),
        samples=samples,
        first_channel=_first_channel(source, waveform, excerpt, partial=partial),
        excerpt=excerpt,
        second=second,
        warnings=waveform.report.warnings if waveform.report else (),
        is_partial=partial,
    )


def _first_channel(source: Any, waveform: Waveform, excerpt: Span, *, partial: bool) -> Float32:
    if waveform.report is None or waveform.report.channels == 1:
        return waveform.samples[excerpt.samples]
    rate = waveform.sample_rate
    return decode(
        source,
        offset=excerpt.start / rate,
        duration=excerpt.n_samples / rate,
        channels="first",
        partial=partial,
    ).samples


def _name(source: Any) -> str:
    if isinstance(source, (str, os.PathLike)):
        from melgram.audio.source import printable

        return printable(os.path.basename(os.fspath(source)))  # noqa: PTH119  # may hold odd bytes
    return STDIN
