"""HOW FAST: engines compute the same numbers at different speeds.

``reference`` composes ``melgram.dsp`` in float64 and is the oracle; ``cpu`` is the native kernel.
A plan is one front end made ready for one engine: tables filled, everything checked.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from melgram.engines import native
from melgram.engines.base import EngineName, Precision
from melgram.engines.making import InstructionSet, make_plan
from melgram.engines.plan import Plan
from melgram.frontend import FrontEnd
from melgram.frontend.front_end import Silence

__all__ = ["EngineName", "Plan", "Precision", "plan", "status"]

# Plans hold only tables (a few hundred KiB at most), so a corpus job and a service that switches
# between a handful of front ends never rebuild one.
_PLANS_KEPT = 64


_made = lru_cache(maxsize=_PLANS_KEPT)(make_plan)


@lru_cache(maxsize=_PLANS_KEPT)
def _padded(made: Plan, padding: float | Silence) -> Plan:
    """Return a plan that pads otherwise; the tables are the same."""
    return replace(made, front_end=replace(made.front_end, padding=padding))


def plan(
    front_end: FrontEnd,
    *,
    engine: EngineName = "auto",
    threads: int = 1,
    precision: Precision = "auto",
    instruction_set: InstructionSet = "auto",
) -> Plan:
    """Return the ready-to-run form of a front end; equal arguments return the same plan.

    Parameters
    ----------
    front_end : FrontEnd
    engine : {"auto", "cpu", "reference"}
        ``auto`` is ``cpu`` where the native library was built, else ``reference``.
    threads : int, >= 1
        Never changes a bit of the result.
    precision : {"auto", "float32", "float64"}
        Arithmetic inside the ``cpu`` engine; ``auto`` is what the front end says. The result is
        float32 either way. ``reference`` always computes in float64.
    instruction_set : {"auto", "scalar", "sse4", "avx2", "avx512", "neon"}
        Which build of the kernel runs; ``auto`` is the widest that this machine has. All give
        the same bits, which is what the tests choose one for.

    Raises
    ------
    EngineError
        If engine or instruction set is unknown or not there, or ``threads`` is no integer >= 1.
    FrontEndError
        If a band of the filter bank holds no bin and the front end does not allow that.

    Examples
    --------
    >>> import melgram, numpy as np
    >>> plan(melgram.preset("whisper"), engine="reference")(np.zeros(16_000, "float32")).shape
    (80, 100)
    """
    made = _made(front_end, engine, threads, precision, instruction_set)
    if made.front_end.padding == front_end.padding:  # which equality leaves out
        return made
    return _padded(made, front_end.padding)


def status() -> dict[str, str]:
    """Return each engine and whether it runs here, for ``melgram doctor``."""
    found = native.instruction_sets()
    cpu = f"{found[-1]} (also {', '.join(found[:-1])})" if found else "not built: no C++ compiler"
    return {"engine cpu": cpu, "engine reference": "float64 NumPy, always there"}
