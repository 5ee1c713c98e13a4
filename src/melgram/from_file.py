"""From a file to features in a writer, block by block: its length costs no memory.

Blocks become features in ``melgram.stream.recording``; what is asked for is in ``pipeline.py``.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial as partial_function
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from melgram.audio.collecting import Format
from melgram.audio.decoding import decode_into
from melgram.audio.resampling import n_resampled
from melgram.engines import EngineName, plan
from melgram.frontend import FrontEnd
from melgram.mel import Source
from melgram.presets import preset, record
from melgram.storage.writer import Writer

if TYPE_CHECKING:
    from melgram.stream.recording import Progress, RecordingFeatures

WriterT = TypeVar("WriterT", bound=Writer)


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What is known of the features before the first of them."""

    front_end: FrontEnd
    source: Source
    name: str
    lead: tuple[int, ...]
    n_frames: int | None


@dataclass(frozen=True)
class Made(Generic[WriterT]):
    """Features in a writer that is not yet committed."""

    front_end: FrontEnd
    source: Source
    writer: WriterT


def from_file(
    source: Any,
    front_end: FrontEnd | str,
    open_writer: Callable[[Opening], WriterT],
    *,
    engine: EngineName,
    threads: int,
    partial: bool = False,
    folder: Path | None = None,
    progress: Progress | None = None,
) -> Made[WriterT]:
    """Send a file through in blocks, to a writer that `open_writer` opens once its axes are known.

    The other parameters are those of `melgram.pipeline.write_features`; ``folder`` is where results
    between passes lie.
    """
    from melgram.stream.recording import RecordingFeatures  # late: blocks alone need it

    recipe = front_end if isinstance(front_end, FrontEnd) else preset(front_end)
    flatten = recipe.channels == "flatten"
    name = base_name(source)

    def begin(form: Format) -> RecordingFeatures[WriterT]:
        opening = _opening(form, front_end, name=name)
        return RecordingFeatures(
            form,
            plan(opening.front_end, engine=engine, threads=threads),
            partial_function(open_writer, opening),
            flatten=flatten,
            folder=folder,
            progress=progress,
        )

    channels = "per_channel" if recipe.channels == "flatten" else recipe.channels
    sink, report = decode_into(begin, source, channels=channels, partial=partial)
    try:
        sink.finish()
    except BaseException:
        sink.discard()
        raise
    opening = _opening(sink.form, front_end, name=name)
    n_samples = report.decoded_samples * (report.channels if flatten else 1)
    origin = replace(opening.source, n_samples=n_samples, report=report)
    return Made(opening.front_end, origin, sink.writer)


def front_end_for(front_end: FrontEnd | str, *, sample_rate: int) -> FrontEnd:
    """Return the front end that a name means for a recording of this rate."""
    if isinstance(front_end, FrontEnd):
        return front_end
    if record(front_end).any_rate:
        return preset(front_end, sample_rate=sample_rate)
    return preset(front_end)


def is_file(source: Any) -> bool:
    """Return whether a source is something to decode."""
    kinds = (str, os.PathLike, bytes, bytearray, memoryview)
    return isinstance(source, kinds) or hasattr(source, "read")


def base_name(source: Any) -> str | None:
    """Return the name of a file without its folders, None for what has no name.

    Examples
    --------
    >>> import sys
    >>> base_name("clips/a.wav"), base_name(sys.__stdin__), base_name(b"RIFF")
    ('a.wav', 'stdin', None)
    """
    name = source if isinstance(source, (str, os.PathLike)) else getattr(source, "name", None)
    if not isinstance(name, (str, bytes, os.PathLike)):
        return None  # a file opened by number has a number there
    base = os.path.basename(os.fsdecode(name))  # noqa: PTH119  # may hold odd bytes
    return "stdin" if base == "<stdin>" else base


def _opening(form: Format, front_end: FrontEnd | str, *, name: str | None) -> Opening:
    recipe = front_end_for(front_end, sample_rate=form.sample_rate)
    flatten = recipe.channels == "flatten"
    n_frames = None
    if form.n_samples is not None:
        n = form.n_samples * (form.channels or 1 if flatten else 1)
        n = n_resampled(n, from_rate=form.sample_rate, to_rate=recipe.sample_rate)
        n_frames = recipe.n_frames(n)
    resampled_to = None if form.sample_rate == recipe.sample_rate else recipe.sample_rate
    return Opening(
        front_end=recipe,
        source=Source(
            name=name, sample_rate=form.sample_rate, n_samples=0, resampled_to=resampled_to
        ),
        name=form.name,
        lead=(*(() if flatten or form.channels is None else (form.channels,)), recipe.n_features),
        n_frames=n_frames,
    )
