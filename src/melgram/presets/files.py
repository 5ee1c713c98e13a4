"""Front ends from files: TOML or JSON, whole or as changes to a preset.

A table ``[preset]`` says where the recipe comes from; with it, the same file is a preset of the
package once it lies in this folder.
"""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from melgram.errors import FrontEndError, did_you_mean
from melgram.frontend import FrontEnd
from melgram.frontend.rules import require_word
from melgram.presets import preset
from melgram.presets.record import Parity, Preset

_ABOUT: dict[str, type] = {
    "title": str,
    "source": str,
    "parity": str,
    "tolerance": float,
    "notes": str,
    "alias_of": str,
}
_WORDS = {str: "text", float: "a number"}


def read_front_end(path: str | os.PathLike[str]) -> FrontEnd:
    """Return the front end that a ``.toml`` or ``.json`` file describes.

    With ``base = "whisper"`` the file needs only the fields that differ from that preset: tables
    are merged field by field, and one whose ``kind`` differs is replaced. A file states its rate:
    a base that follows the recording stands at its written rate.

    Parameters
    ----------
    path : str | PathLike
        A table ``[preset]`` in it is checked and otherwise left to `read_preset`.

    Raises
    ------
    FrontEndError
        If the file cannot be read, is not TOML or JSON, or describes no possible front end; the
        message begins with its name.
    """
    with _named(path):
        fields, _ = _parts(Path(path))
        return FrontEnd.from_dict(fields)


def read_preset(path: Path) -> Preset:
    """Return the preset that a file of this package describes, under the file's name.

    Raises
    ------
    FrontEndError
        As `read_front_end`, and if its table ``[preset]`` lacks title, source or parity.
    """
    with _named(path):
        fields, about = _parts(path)
        missing = [key for key in ("title", "source", "parity") if key not in about]
        if missing:
            message = f"a preset needs {', '.join(missing)} in its table [preset]."
            raise FrontEndError(message)
        return Preset(name=path.stem, front_end=FrontEnd.from_dict(fields), **about)


@contextmanager
def _named(path: str | os.PathLike[str]) -> Generator[None]:
    """Begin every message with the file's name."""
    try:
        yield
    except (OSError, UnicodeDecodeError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        message = f"{os.fspath(path)}: {reason}"
        raise FrontEndError(message) from error


def _parts(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the fields of the front end, and what the file says about it."""
    fields = _document(path)
    about = _about(fields.pop("preset", {}))
    base = fields.pop("base", None)
    return (fields if base is None else _merged(_base(base).to_dict(), fields)), about


def _about(table: object) -> dict[str, Any]:
    if not isinstance(table, dict):
        message = f"preset={table!r} must be a table with title, source and parity."
        raise FrontEndError(message)
    about = cast("dict[str, Any]", table)
    for key, value in about.items():
        if key not in _ABOUT:
            message = (
                f"preset.{key} is not known; the table [preset] may say {', '.join(_ABOUT)}."
                f"{did_you_mean(key, _ABOUT)}"
            )
            raise FrontEndError(message)
        if not isinstance(value, _ABOUT[key]):
            message = f"preset.{key}={value!r} must be {_WORDS[_ABOUT[key]]}."
            raise FrontEndError(message)
    require_word("preset.parity", about.get("parity", "port-only"), Parity)
    return about


def _document(path: Path) -> dict[str, Any]:
    import tomllib

    text = path.read_text(encoding="utf-8")
    document = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    if not isinstance(document, dict):
        message = f"a front end is a table of fields, not {type(document).__name__}."
        raise FrontEndError(message)
    return cast("dict[str, Any]", document)


def _base(name: object) -> FrontEnd:
    if not isinstance(name, str):
        message = f"base={name!r} must be the name of a preset."
        raise FrontEndError(message)
    return preset(name)


def _merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in changes.items():
        merged[key] = _merged_value(merged.get(key), value)
    return merged


def _merged_value(old: Any, new: Any) -> Any:
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    return _merged_table(cast("dict[str, Any]", old), cast("dict[str, Any]", new))


def _merged_table(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    kind = old.get("kind")
    return _merged(old, new) if new.get("kind", kind) == kind else new
