"""The tests run the installed package; this makes sure that it is the one in this folder."""

from __future__ import annotations

from pathlib import Path

import melgram

SOURCE = Path(__file__).parents[2] / "src" / "melgram"


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file that belongs to the package, by its name in there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in {".pyc", ".so"}
    }


def test_installed_package_is_this_source() -> None:
    """The package under test is this source, file by file. If not: ``make test`` reinstalls."""
    installed = contents(Path(melgram.__file__).parent)

    assert installed == contents(SOURCE)


def test_package_is_typed() -> None:
    """Type checkers of other projects may read melgram's annotations."""
    assert (Path(melgram.__file__).parent / "py.typed").is_file()
