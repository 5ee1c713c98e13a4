"""Front ends from files: TOML or JSON, whole or as changes to a preset."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from melgram.errors import FrontEndError
from melgram.frontend import FrontEnd
from melgram.presets import preset


def read_front_end(path: str | os.PathLike[str]) -> FrontEnd:
    """Return the front end that a ``.toml`` or ``.json`` file describes.

    With ``base = "whisper"`` the file needs only the fields that differ from that preset: tables
    are merged field by field, and one whose ``kind`` differs is replaced. A file states its rate:
    a base that follows the recording stands at its written rate.

    Parameters
    ----------
    path : str | PathLike

    Raises
    ------
    FrontEndError
        If the file cannot be read, is not TOML or JSON, or describes no possible front end; the
        message begins with its name.
    """
    try:
        fields = _document(Path(path))
        base = fields.pop("base", None)
        if base is not None:
            fields = _merged(_base(base).to_dict(), fields)
        return FrontEnd.from_dict(fields)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        message = f"{os.fspath(path)}: {reason}"
        raise FrontEndError(message) from error


def _document(path: Path) -> dict[str, Any]:
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
