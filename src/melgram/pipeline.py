"""One call from a recording to features: decode, resample, compute.

A file goes through in blocks (``melgram.stream.recording``), so that its length costs no memory but
that of the result; an array is at hand and is computed whole. Both have the same bits.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from melgram.audio import DecodeReport, Waveform, decode
from melgram.audio import resample as resample_audio
from melgram.engines import EngineName, plan
from melgram.engines.samples import as_float64, checked, supported
from melgram.errors import OutputError, SignalError
from melgram.from_file import Made, Opening, base_name, from_file, front_end_for, is_file
from melgram.frontend import FrontEnd
from melgram.frontend.rules import require_int
from melgram.mel import Mel, Source, described, ending_of, labels_of
from melgram.presets import preset, record
from melgram.storage.memory import InMemory
from melgram.storage.npy import NpyFile
from melgram.storage.writer import Writer

if TYPE_CHECKING:
    from melgram.stream.recording import Progress

WriterT = TypeVar("WriterT", bound=Writer)
_IN_BLOCKS = (".npy", ".zarr")


def melspectrogram(
    source: str | os.PathLike[str] | bytes | BinaryIO | Waveform | NDArray[Any],
    front_end: FrontEnd | str,
    *,
    sample_rate: int | None = None,
    engine: EngineName = "auto",
    threads: int = 1,
) -> Mel:
    """Compute the features of a recording.

    Parameters
    ----------
    source : path, bytes, binary file object, Waveform or array (..., n_samples)
        A file may be in any format that `melgram.decode` reads. Leading axes of an array are
        independent clips.
    front_end : FrontEnd | str
        A value, or a preset's name; "classic" keeps the recording's own rate.
    sample_rate : int | None [Hz]
        The rate of an array; files and waveforms know their own.
    engine : {"auto", "cpu", "reference"}
    threads : int, >= 1

    Returns
    -------
    mel : Mel
        ``mel.source`` says so if the recording was resampled to the front end's rate.

    Raises
    ------
    AudioError
        If a file cannot be read.
    SignalError
        If samples cannot be used, or the rate of an array is missing.
    UnknownPreset, FrontEndError, EngineError

    Examples
    --------
    >>> import melgram, numpy as np
    >>> tone = np.sin(2 * np.pi * 1000 * np.arange(44_100) / 44_100)
    >>> melgram.melspectrogram(tone, "whisper-v3", sample_rate=44_100).source.resampled_to
    16000
    """
    if is_file(source):
        _refuse_rate(sample_rate, what="a file")
        made = _made(source, front_end, _in_memory, engine=engine, threads=threads)
        return Mel(data=made.writer.data, front_end=made.front_end, source=made.source)
    samples, origin = load(source, front_end, sample_rate=sample_rate)
    return compute(samples, front_end, origin=origin, engine=engine, threads=threads)


def write_features(
    source: str | os.PathLike[str] | bytes | BinaryIO,
    front_end: FrontEnd | str,
    target: str | os.PathLike[str] | BinaryIO,
    *,
    engine: EngineName = "auto",
    threads: int = 1,
    partial: bool = False,
    progress: Progress | None = None,
) -> Written:
    """Compute the features of a recording of any length and write them to a file.

    Neither samples nor features are held in memory, unless the front end needs them for
    `melgram.stream.passes.obstacle`.

    Parameters
    ----------
    source : path, bytes or binary file object
    front_end : FrontEnd | str
    target : path ending in .npy or .zarr, or binary file object
        A file object gets .npy. A path appears whole, or not at all if anything fails.
    engine, threads
        As in `melspectrogram`.
    partial : bool
        Take what a damaged recording still holds, with a warning in its report.
    progress : function (what, done, total) | None
        Called now and then: ``("decoding", seconds, seconds | None)``, then, for a front end that
        needs the whole clip, ``("normalising", passes, passes)``.

    Returns
    -------
    written : Written

    Raises
    ------
    AudioError
        If the recording cannot be read.
    OutputError
        If the ending is unknown or the file cannot be written.
    SignalError, UnknownPreset, FrontEndError, EngineError
    """
    path = Path(target) if isinstance(target, (str, os.PathLike)) else None
    if path is None and not hasattr(target, "write"):
        message = f"{target=} must be a path, or a binary file object that is open for writing."
        raise OutputError(message)
    ending = ".npy" if path is None else ending_of(path)
    if ending not in _IN_BLOCKS:
        message = f"{path}: write_features writes {' and '.join(_IN_BLOCKS)}. Use Mel.save."
        raise OutputError(message)

    def open_writer(opening: Opening) -> Writer:
        if path is None or ending == ".npy":
            return NpyFile(path, opening.lead, n_frames=opening.n_frames)
        from melgram.storage.zarr import ZarrFolder

        labels = labels_of(opening.front_end, opening.source)
        return ZarrFolder(path, opening.lead, n_frames=opening.n_frames, labels=labels)

    made = _made(
        source,
        front_end,
        open_writer,
        engine=engine,
        threads=threads,
        partial=partial,
        folder=None if path is None else path.parent,
        progress=progress,
    )
    try:
        made.writer.commit()
        if isinstance(made.writer, NpyFile) and path is None:
            made.writer.copy_to(cast("BinaryIO", target))
    finally:
        made.writer.discard()
    return Written(front_end=made.front_end, source=made.source, shape=made.writer.shape)


def compute(
    samples: NDArray[Any],
    front_end: FrontEnd | str,
    *,
    origin: Source,
    engine: EngineName = "auto",
    threads: int = 1,
) -> Mel:
    """Resample what `load` returned to the front end's rate, if need be, and compute features."""
    recipe = front_end_for(front_end, sample_rate=origin.sample_rate)
    if origin.sample_rate != recipe.sample_rate:
        samples = _resample(samples, from_rate=origin.sample_rate, to_rate=recipe.sample_rate)
        origin = replace(origin, resampled_to=recipe.sample_rate)
    data = plan(recipe, engine=engine, threads=threads)(samples)
    return Mel(data=data, front_end=recipe, source=origin)


@dataclass(frozen=True, kw_only=True)
class Written:
    """What `write_features` wrote: a `Mel` without its numbers."""

    front_end: FrontEnd
    source: Source
    shape: tuple[int, ...]

    def __str__(self) -> str:
        """Say what a `Mel` says of itself."""
        return f"Mel({described(self.shape, self.front_end, self.source)})"


def _made(
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
    """Send a file through in blocks, or as a whole if its front end cannot be cut."""
    from melgram.stream.passes import obstacle  # late: an array goes through no blocks

    if isinstance(front_end, str):
        record(front_end)  # a wrong name fails before a long file is decoded
    recipe = front_end if isinstance(front_end, FrontEnd) else preset(front_end)
    if obstacle(recipe) is not None:
        samples, origin = _decoded(source, front_end, partial=partial)
        mel = compute(samples, front_end, origin=origin, engine=engine, threads=threads)
        return Made(mel.front_end, mel.source, _filled(mel, open_writer))
    return from_file(
        source,
        front_end,
        open_writer,
        engine=engine,
        threads=threads,
        partial=partial,
        folder=folder,
        progress=progress,
    )


def _filled(mel: Mel, open_writer: Callable[[Opening], WriterT]) -> WriterT:
    *lead, n_frames = mel.data.shape
    name = mel.source.name or "array"
    writer = open_writer(
        Opening(
            front_end=mel.front_end,
            source=mel.source,
            name=name,
            lead=tuple(lead),
            n_frames=n_frames,
        )
    )
    try:
        writer.append(mel.data)
    except BaseException:
        writer.discard()
        raise
    return writer


def _in_memory(opening: Opening) -> InMemory:
    return InMemory(opening.lead, n_frames=opening.n_frames, name=opening.name)


def load(
    source: Any,
    front_end: FrontEnd | str,
    *,
    sample_rate: int | None = None,
    partial: bool = False,
) -> tuple[NDArray[Any], Source]:
    """Return samples at their own rate, channels joined as the front end says, and their source.

    Parameters and errors are those of `melspectrogram`; ``partial`` takes what a damaged file
    still holds, with a warning in its report.
    """
    if isinstance(front_end, str):
        record(front_end)  # a wrong name fails before a long file is decoded
    if is_file(source):
        _refuse_rate(sample_rate, what="a file")
        return _decoded(source, front_end, partial=partial)
    if isinstance(source, Waveform):
        _refuse_rate(sample_rate, what="a Waveform")
        return source.samples, _origin(source.samples, source.sample_rate, report=source.report)
    if sample_rate is None:
        message = (
            "sample_rate is missing: an array does not know its rate. Pass sample_rate=... in Hz."
        )
        raise SignalError(message)
    require_int("sample_rate", sample_rate, least=1)
    samples = supported(source)
    return samples, _origin(samples, sample_rate)


def _refuse_rate(sample_rate: int | None, *, what: str) -> None:
    if sample_rate is not None:
        message = f"sample_rate={sample_rate} is only for arrays; {what} knows its own. Leave it."
        raise SignalError(message)


def _decoded(
    source: Any, front_end: FrontEnd | str, *, partial: bool
) -> tuple[NDArray[Any], Source]:
    recipe = front_end if isinstance(front_end, FrontEnd) else preset(front_end)
    if recipe.channels != "flatten":
        waveform = decode(source, channels=recipe.channels, partial=partial)
        samples = waveform.samples
    else:
        waveform = decode(source, channels="per_channel", partial=partial)
        samples = waveform.samples.reshape(-1)
    origin = _origin(samples, waveform.sample_rate, report=waveform.report)
    return samples, replace(origin, name=base_name(source))


def _origin(
    samples: NDArray[Any], sample_rate: int, *, report: DecodeReport | None = None
) -> Source:
    n_samples = samples.shape[-1]
    return Source(name=None, sample_rate=sample_rate, n_samples=n_samples, report=report)


def _resample(samples: NDArray[Any], *, from_rate: int, to_rate: int) -> NDArray[np.floating]:
    x = checked(samples, nonfinite="error")  # one NaN would spread over the filter's length
    x = as_float64(x) if x.dtype == np.int16 else x
    return resample_audio(x, from_rate=from_rate, to_rate=to_rate)
