"""The loop between a live source and whoever watches: blocks in, frames and their times out.

Where blocks come from is in ``melgram.audio.live``; what is made of the frames, elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from melgram.audio.live import Live
from melgram.errors import NonFiniteSamples, SignalError
from melgram.stream.stream import Stream
from melgram.types import Float32, Real

if TYPE_CHECKING:
    from melgram.engines import Plan


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What one block completed.

    Parameters
    ----------
    frames : (n_features, n_new_frames), float32
    times : (n_new_frames,) [s]
        Counted from the first sample that was heard; lost samples are not in them.
    n_samples : int
        Heard so far.
    n_overruns : int
        How often the source lost samples so far.
    """

    frames: Float32
    times: Real
    n_samples: int
    n_overruns: int


def listen(live: Live, plan: Plan) -> Iterator[Heard]:
    """Yield the frames that each block completes, and when the source ends, the last ones.

    Raises
    ------
    FrontEndError
        If the front end needs the whole clip; the message names what to use instead.
    SignalError
        If the source has another rate than the front end.
    NonFiniteSamples
        If NaN or infinity is among its samples.
    AudioError
        If the source breaks off; what it gave until then has come out.

    Examples
    --------
    >>> import io, melgram
    >>> from melgram.audio.live import from_pipe
    >>> live = from_pipe(io.BytesIO(bytes(64_000)), sample_rate=16_000)
    >>> plan = melgram.preset("kaldi").plan()
    >>> sum(heard.frames.shape[1] for heard in listen(live, plan))
    198
    """
    wanted = plan.front_end.sample_rate
    if live.sample_rate != wanted:
        message = (
            f"{live.name} has sample_rate={live.sample_rate}, the front end needs {wanted}. A live "
            f"signal is not resampled: let the source give {wanted} Hz, or choose a front end "
            "that keeps any rate, such as classic."
        )
        raise SignalError(message)
    stream, n_overruns = plan.stream(), 0
    for block in live.blocks:
        n_overruns += block.overrun
        frames = stream.push(_finite(block.samples, stream, name=live.name))
        yield Heard(
            frames=frames, times=stream.times, n_samples=stream.n_samples, n_overruns=n_overruns
        )
    frames = stream.finish()
    yield Heard(
        frames=frames, times=stream.times, n_samples=stream.n_samples, n_overruns=n_overruns
    )


def _finite(samples: Float32, stream: Stream, *, name: str) -> Float32:
    """Return the samples, or say which one of all that were heard is not finite."""
    bad = ~np.isfinite(samples)
    if not bad.any():
        return samples
    where = stream.n_samples + int(np.argmax(bad))
    seconds = where / stream.front_end.sample_rate
    message = f"{name}: sample {where} ({seconds:.6g} s) is NaN or infinite. Mend the source."
    raise NonFiniteSamples(message)
