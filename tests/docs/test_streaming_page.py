"""The page about streams says what runs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs" / "streaming.md"


def test_examples_run() -> None:
    """The examples of docs/streaming.md run in order, and what they assert holds."""
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, PAGE.name, "exec"), names)

    assert len(blocks) == 6
