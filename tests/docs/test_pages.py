"""Generated pages are what the code says now."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_presets_page_is_fresh() -> None:
    """docs/presets.md lists every preset with its facts; regenerate it when this fails."""
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "measure_parity.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    assert done.returncode == 0, done.stderr
