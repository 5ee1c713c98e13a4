"""Which front end is this, what differs, and does a recording suit it.

Consumers of front ends and plans; nothing here computes a feature. Reading other people's
configurations is in ``melgram.exchange``. The names below load on first use, so importing this
package costs nothing.

::

    resolving.py    a preset's name or a file -> FrontEnd
    differences.py  diff(): changes.py (which fields), effects.py (what each does to the numbers),
                    levels.py (numbers back to dB), listing.py (as text), contrast.py (to draw)
    checking.py     check(): subject.py (what is looked at), finding.py (what is said), and one
                    file for each kind of question: loudness.py, stereo.py, bandwidth.py,
                    fitting.py (recording and front end), recipe.py (front end alone)
    identifying.py  identify(): identifying_given.py (what may be features), identifying_search.py
                    (what is tried, in which order), identifying_trials.py (numbers of many front
                    ends), identifying_score.py (how near), identifying_naming.py,
                    identifying_words.py and identifying_report.py (what is told),
                    identifying_result.py; lattice*.py (front ends one step away)

A module is never called like the function in it: importing it would hide the function.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from melgram.lazy import loader

if TYPE_CHECKING:
    from melgram.conformance.changes import Change
    from melgram.conformance.checking import check
    from melgram.conformance.differences import Difference, diff
    from melgram.conformance.effects import Effect
    from melgram.conformance.finding import Finding
    from melgram.conformance.identifying import identify
    from melgram.conformance.identifying_result import Candidate, Identification, Residual

__all__ = [
    "Candidate",
    "Change",
    "Difference",
    "Effect",
    "Finding",
    "Identification",
    "Residual",
    "check",
    "diff",
    "identify",
]

_HOME = {
    "Candidate": "identifying_result",
    "Change": "changes",
    "Difference": "differences",
    "Effect": "effects",
    "Finding": "finding",
    "Identification": "identifying_result",
    "Residual": "identifying_result",
    "check": "checking",
    "diff": "differences",
    "identify": "identifying",
}


__getattr__ = loader(__name__, _HOME)


def __dir__() -> list[str]:
    return sorted(__all__)
