"""One call from a recording to features: decode, resample, compute."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from melgram.audio import DecodeReport, Waveform, decode
from melgram.audio import resample as resample_audio
from melgram.engines import EngineName, plan
from melgram.engines.samples import as_float64, checked, supported
from melgram.errors import SignalError
from melgram.frontend import FrontEnd
from melgram.frontend.rules import require_int
from melgram.mel import Mel, Source
from melgram.presets import preset, record


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
    samples, origin = load(source, front_end, sample_rate=sample_rate)
    return compute(samples, front_end, origin=origin, engine=engine, threads=threads)


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


def front_end_for(front_end: FrontEnd | str, *, sample_rate: int) -> FrontEnd:
    """Return the front end that a name means for a recording of this rate."""
    if isinstance(front_end, FrontEnd):
        return front_end
    if record(front_end).any_rate:
        return preset(front_end, sample_rate=sample_rate)
    return preset(front_end)


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
    if isinstance(source, (str, os.PathLike, bytes, bytearray, memoryview)) or hasattr(
        source, "read"
    ):
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
    name = os.fsdecode(source) if isinstance(source, (str, os.PathLike)) else None
    return samples, _origin(samples, waveform.sample_rate, name=name, report=waveform.report)


def _origin(
    samples: NDArray[Any],
    sample_rate: int,
    *,
    name: str | None = None,
    report: DecodeReport | None = None,
) -> Source:
    base = None if name is None else os.path.basename(name)  # noqa: PTH119  # may hold odd bytes
    n_samples = samples.shape[-1]
    return Source(name=base, sample_rate=sample_rate, n_samples=n_samples, report=report)


def _resample(samples: NDArray[Any], *, from_rate: int, to_rate: int) -> NDArray[np.floating]:
    x = checked(samples, nonfinite="error")  # one NaN would spread over the filter's length
    x = as_float64(x) if x.dtype == np.int16 else x
    return resample_audio(x, from_rate=from_rate, to_rate=to_rate)
