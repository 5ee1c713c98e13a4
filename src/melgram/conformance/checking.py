"""Does a recording suit a front end: what will surprise, before features are computed.

The questions are in ``loudness.py``, ``stereo.py``, ``bandwidth.py``, ``fitting.py`` and
``recipe.py``; thresholds stand there with their reasons.
"""

from __future__ import annotations

from typing import Any

from melgram.conformance.bandwidth import bandwidth_findings
from melgram.conformance.finding import SEVERITIES, Finding
from melgram.conformance.fitting import fitting_findings
from melgram.conformance.loudness import loudness_findings, scaled
from melgram.conformance.recipe import recipe_findings
from melgram.conformance.resolving import Named
from melgram.conformance.stereo import stereo_findings
from melgram.conformance.subject import subject_of


def check(source: Any, front_end: Named, *, sample_rate: int | None = None) -> list[Finding]:
    """Return what is odd about a recording for a front end, the gravest first.

    Parameters
    ----------
    source : path, bytes, binary file object, Waveform or array
        Shape (n_samples,) or (n_channels, n_samples).
    front_end : FrontEnd, preset name, or TOML or JSON file
        A file that describes an impossible front end is a finding; the recording is looked at
        all the same.
    sample_rate : int | None [Hz]
        The rate of an array; files and waveforms know their own.

    Returns
    -------
    findings : list of Finding
        Empty if there is nothing to say.

    Raises
    ------
    AudioError
        If the recording cannot be read.
    SignalError
        If samples have the wrong type or shape, or the rate of an array is missing.
    UnknownPreset, FrontEndError
        If the front end cannot be found or read.

    Examples
    --------
    >>> import numpy as np
    >>> for finding in check(np.zeros(16_000), "whisper", sample_rate=16_000):
    ...     print(finding.severity, finding.code)
    error silence
    """
    given, findings = subject_of(source, front_end, sample_rate=sample_rate)
    subject, wrong_scale = scaled(given)
    findings += wrong_scale
    findings += loudness_findings(subject)
    findings += stereo_findings(subject)
    findings += bandwidth_findings(subject)
    findings += fitting_findings(subject)
    if subject.front_end is not None:
        findings += recipe_findings(subject.front_end)
    return sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))
