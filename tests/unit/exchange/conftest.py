"""Configurations as files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from melgram.exchange import Config, read_config

Read = Callable[..., Config]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write text, or values as JSON, to a file and read it as a configuration."""

    def written_and_read(content: str | Mapping[str, Any], *, name: str = "config.json") -> Config:
        file = tmp_path / name
        file.write_text(content if isinstance(content, str) else json.dumps(content))
        return read_config(file)

    return written_and_read
