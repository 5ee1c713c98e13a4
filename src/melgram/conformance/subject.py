"""What is looked at: samples of every channel at their own rate, and the front end for them.

Unlike features, a check must see what a decoder or a plan would refuse or join: NaN, integers,
every channel.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from melgram.audio import Waveform, decode
from melgram.conformance.finding import Finding
from melgram.conformance.resolving import Named, resolve
from melgram.engines.samples import as_float64, checked
from melgram.errors import FrontEndError, SignalError
from melgram.frontend import FrontEnd
from melgram.frontend.rules import require_int
from melgram.types import Real

# What `decode` reports when it sets samples to zero.
_ZEROED = re.compile(
    r"(?P<n>\d+) samples? (?:is|are) NaN or infinite, the first at sample (?P<first>\d+)"
)

# What is said of sound files that are as they should be: coders pad, streams do not know their end.
_USUAL = ("samples of padding at the end", "states no exact length", "states no length")


@dataclass(frozen=True, eq=False, kw_only=True)
class Subject:
    """A recording and the front end that it is meant for.

    Parameters
    ----------
    samples : (n_channels, n_samples), float32 or float64, finite
        Full scale at 1, unless the samples are in another scale by mistake.
    sample_rate : int [Hz]
    front_end : FrontEnd | None
        None if it is impossible.
    """

    samples: Real
    sample_rate: int
    front_end: FrontEnd | None

    @property
    def n_channels(self) -> int:
        """Number of channels."""
        return self.samples.shape[0]

    @property
    def n_samples(self) -> int:
        """Samples per channel."""
        return self.samples.shape[1]

    def seconds(self, sample: float) -> float:
        """Return the time of a sample [s]."""
        return float(sample) / self.sample_rate


def subject_of(
    source: Any, front_end: Named, *, sample_rate: int | None
) -> tuple[Subject, list[Finding]]:
    """Return what is to be looked at, and what was found on the way there.

    Raises
    ------
    AudioError, SignalError, UnknownPreset, FrontEndError
        As `melgram.conformance.check` says.
    """
    samples, rate, findings = _samples(source, sample_rate)
    try:
        recipe = resolve(front_end, sample_rate=rate)
    except FrontEndError as error:
        if not isinstance(error.__cause__, FrontEndError):  # no such file, or no TOML
            raise
        recipe = None
        findings.append(_impossible(error.__cause__))
    return Subject(samples=samples, sample_rate=rate, front_end=recipe), findings


def _samples(source: Any, sample_rate: int | None) -> tuple[Real, int, list[Finding]]:
    known = isinstance(source, (str, os.PathLike, bytes, bytearray, memoryview, Waveform))
    if not (known or hasattr(source, "read")):
        if sample_rate is None:
            message = "sample_rate is missing: an array does not know its rate. Pass it in Hz."
            raise SignalError(message)
        require_int("sample_rate", sample_rate, least=1)
        return _of_array(source, sample_rate)
    if sample_rate is not None:
        message = f"sample_rate={sample_rate} is only for arrays. Leave it out."
        raise SignalError(message)
    if isinstance(source, Waveform):
        return _of_array(source.samples, source.sample_rate)
    return _decoded(source)


def _decoded(source: Any) -> tuple[Real, int, list[Finding]]:
    waveform = decode(source, channels="per_channel", nonfinite="zero")
    warnings = waveform.report.warnings if waveform.report is not None else ()
    found = [_of_decoder(text, sample_rate=waveform.sample_rate) for text in warnings]
    return waveform.samples, waveform.sample_rate, found


def _of_array(source: Any, sample_rate: int) -> tuple[Real, int, list[Finding]]:
    given = np.asarray(source)
    x = checked(given, nonfinite="zero")
    if x.ndim > 2:
        message = f"samples.shape={x.shape} must be (n_samples,) or (n_channels, n_samples)."
        raise SignalError(message)
    samples = np.atleast_2d(_as_floats(x))
    bad = ~np.isfinite(np.atleast_2d(given))
    if not bad.any():
        return samples, sample_rate, []
    first = int(np.argmax(bad.any(axis=0)))
    channel = int(np.argmax(bad[:, first]))
    found = _non_finite(int(bad.sum()), seconds=first / sample_rate, channel=channel)
    return samples, sample_rate, [found]


def _as_floats(x: NDArray[np.generic]) -> Real:
    if x.dtype.kind == "f":
        return cast("Real", x)
    return as_float64(x)


def _of_decoder(text: str, *, sample_rate: int) -> Finding:
    zeroed = _ZEROED.search(text)
    if zeroed is not None:
        return _non_finite(int(zeroed["n"]), seconds=int(zeroed["first"]) / sample_rate)
    usual = any(phrase in text for phrase in _USUAL)
    return Finding(
        code="decoder",
        severity="info" if usual else "warning",
        what=f"The decoder says: {text}.",
        why="Sound files of this kind are often written so."
        if usual
        else "The samples may not be all of what was recorded.",
        remedy="Compare the length with what you expect; if it is wrong, convert anew.",
    )


def _non_finite(n: int, *, seconds: float, channel: int | None = None) -> Finding:
    return Finding(
        code="non-finite",
        severity="error",
        what=f"{n} {'sample is' if n == 1 else 'samples are'} NaN or infinite.",
        why="One of them makes every frame that it touches NaN; melgram refuses them.",
        remedy="Mend the step that wrote them, or decode with nonfinite='zero'.",
        seconds=seconds,
        channel=channel,
    )


def _impossible(error: FrontEndError) -> Finding:
    named = re.match(r"(?P<field>[\w.\[\]]+)=", str(error))
    return Finding(
        code="impossible-front-end",
        severity="error",
        what=str(error),
        why="No features can be computed.",
        remedy="Change that field in the file.",
        field=named["field"] if named else None,
    )
