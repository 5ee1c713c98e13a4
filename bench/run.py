"""Run every benchmark; `make bench` calls this in the environment of `make bench-peers`.

``--full`` measures `identify` on all presets and 400 changed ones, which takes ten minutes more.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

QUESTIONS = ("start", "pictures", "sets", "cpu", "live", "long", "explain", "identify")
FULL = {"explain", "identify"}  # those that have a longer run

# Peers bring several thread pools; each is held to one thread before it is loaded.
POOLS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS")

for question in QUESTIONS:
    longer = ["--full"] if question in FULL and "--full" in sys.argv else []
    subprocess.run(
        [sys.executable, f"{question}.py", *longer],
        cwd=Path(__file__).parent,
        check=True,
        env={**os.environ, **dict.fromkeys(POOLS, "1")},
    )
