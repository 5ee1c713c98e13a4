"""What is known about a preset besides its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from melgram.frontend import FrontEnd

Parity = Literal["reference-run", "source-executed", "recipe-run", "port-only"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Preset:
    """A named front end and where it comes from.

    Parameters
    ----------
    name : str
    title : str
        What it is, in one line.
    front_end : FrontEnd
    source : str
        Package and version, or repository and commit, and the function.
    parity : {"reference-run", "source-executed", "recipe-run", "port-only"}
        How the stored output that it is proven against was made; ``port-only``: written from
        the source and proven against nothing.
    tolerance : float
        Largest difference from that output that the tests allow, in the result's unit: three
        times the original's own rounding noise. 0 for ``port-only``: there is no output.
    notes : str
    any_rate : bool
        Whether the rate follows the recording.
    alias_of : str | None
        The preset that is the same front end under its main name; this name has a golden too.
    """

    name: str
    title: str
    front_end: FrontEnd
    source: str
    parity: Parity
    tolerance: float = 0.0
    notes: str = ""
    any_rate: bool = False
    alias_of: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """How far a preset is from its original's stored output, in the result's unit.

    Parameters
    ----------
    clips : int
        Number of recordings compared.
    largest, mean : float
        Absolute differences over all of them.
    """

    clips: int
    largest: float
    mean: float
