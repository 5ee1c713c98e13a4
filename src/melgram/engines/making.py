"""Making a plan: arguments of execution checked, an engine chosen, tables filled."""

from __future__ import annotations

from functools import cache
from typing import Literal, get_args

from melgram.engines import native
from melgram.engines.base import EngineName, Precision, tables
from melgram.engines.cpu import CpuCore
from melgram.engines.fusing import obstacle
from melgram.engines.plan import Plan
from melgram.engines.reference import ReferenceCore
from melgram.errors import EngineError, did_you_mean
from melgram.frontend import FrontEnd
from melgram.frontend.rules import require_int

InstructionSet = Literal["auto", "scalar", "sse4", "avx2", "avx512", "neon"]

NO_LIBRARY = (
    "engine='cpu' is not here: melgram was built without a C++ compiler. Install g++ and "
    "reinstall melgram, or use engine='reference'."
)


@cache
def notice() -> None:
    """Say once that the slow engine serves because no compiler was there."""
    import logging

    logging.getLogger("melgram").warning(
        "melgram was built without a C++ compiler: the NumPy engine serves, many times slower."
    )


def make_plan(
    front_end: FrontEnd,
    engine: EngineName,
    threads: int,
    precision: Precision,
    instruction_set: InstructionSet,
) -> Plan:
    """Check the arguments of execution and fill the tables."""
    if engine not in get_args(EngineName):
        message = (
            f"engine={engine!r} must be one of {', '.join(get_args(EngineName))}."
            f"{did_you_mean(str(engine), get_args(EngineName))}"
        )
        raise EngineError(message)
    if precision not in get_args(Precision):
        message = f"precision={precision!r} must be one of {', '.join(get_args(Precision))}."
        raise EngineError(message)
    require_int("threads", threads, least=1)
    if engine == "cpu" and native.kernel() is None:
        raise EngineError(NO_LIBRARY)
    available = ("auto", *native.instruction_sets())
    if instruction_set not in available:
        message = (
            f"instruction_set={instruction_set!r} must be one of {', '.join(available)} here."
            f"{did_you_mean(instruction_set, available)}"
        )
        raise EngineError(message)
    if engine == "auto" and native.kernel() is None:
        notice()
    table = tables(front_end)
    inside = front_end.arithmetic if precision == "auto" else precision
    if engine == "reference" or native.kernel() is None or obstacle(front_end) is not None:
        core = ReferenceCore(front_end, table)
        return Plan(front_end, "reference", threads, "float64", table, core)
    core = CpuCore(
        front_end, table, threads=threads, precision=inside, instruction_set=instruction_set
    )
    return Plan(front_end, "cpu", threads, inside, table, core)
