"""What the pages show is what the code does."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from melgram.presets.files import read_preset

ROOT = Path(__file__).parents[2]
PAGES = sorted(path for path in (ROOT / "docs").glob("*.md") if ">>> " in path.read_text())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_sessions_on_a_page_run(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every Python session on a page gives what the page says, in the repository's folder."""
    monkeypatch.chdir(ROOT)

    failed, attempted = doctest.testfile(
        str(page), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE
    )

    assert attempted > 0
    assert failed == 0


def test_data_file_of_adding_a_preset_is_one(tmp_path: Path) -> None:
    """The file that the page tells newcomers to write is read as it stands there."""
    text = (ROOT / "docs" / "adding-a-preset.md").read_text()
    block = re.search(r"```toml\n(# bird-net64\.toml.*?)```", text, flags=re.DOTALL)
    assert block is not None
    file = tmp_path / "bird-net64.toml"
    file.write_text(block[1])

    found = read_preset(file)

    assert found.name == "bird-net64"
    assert found.front_end.digest == "c7280cf6c50b36f8"  # the one that was proven, 2026-11
