"""Front ends as dict, JSON and TOML, and their digest.

A stage is ``{"kind": "centered", "mode": "reflect"}``: its class in snake case, then every
field, defaults too. Reading is strict: an unknown key or kind is an error that names the
nearest one. Nothing here knows a particular stage; the annotations of the dataclasses are the
schema.
"""

from __future__ import annotations

import hashlib
import json
import re
import types
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from functools import cache, lru_cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from melgram.errors import FrontEndError, did_you_mean

T = TypeVar("T")


def kind_of(stage: Any) -> str:
    """Return the name of a stage, or of its class, in text: ``KaldiMirror`` is ``kaldi_mirror``."""
    name: str = getattr(stage, "__name__", type(stage).__name__)
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


@cache
def _hints(stage: Any) -> dict[str, Any]:
    return get_type_hints(stage)


def _alternatives(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)


def to_dict(stage: Any) -> dict[str, Any]:
    """Return every field of a stage or front end as plain values."""
    hints = _hints(type(stage))  # pyright: ignore[reportUnknownArgumentType]  # of Any
    return {f.name: _plain(hints[f.name], getattr(stage, f.name)) for f in fields(stage)}


def _plain(hint: Any, value: Any) -> Any:
    if isinstance(value, tuple):
        items = cast("tuple[Any, ...]", value)
        return [_plain(get_args(hint)[0], item) for item in items]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    one_of_many = len(_alternatives(hint)) > 1
    kind = {"kind": kind_of(value)} if one_of_many else {}
    return kind | to_dict(value)


def from_dict(stage: type[T], data: Mapping[str, Any]) -> T:
    """Build ``stage`` from plain values; missing keys take their declared default."""
    return _build(stage, data, path="")


def _build(stage: type[T], data: Mapping[str, Any], *, path: str) -> T:
    hints = _hints(stage)
    stages: Any = stage  # a dataclass, which no annotation of a class says
    known = [field.name for field in fields(stages)]
    for key in data:
        if key not in known:
            message = (
                f"{path}{key} is not a field of {kind_of(stage)}; it has "
                f"{', '.join(known) or 'none'}.{did_you_mean(str(key), known)}"
            )
            raise FrontEndError(message)
    for field in fields(stages):
        if field.name not in data and field.default is MISSING:
            message = f"{path}{field.name} is missing; {kind_of(stage)} has no default for it."
            raise FrontEndError(message)
    values = {key: _read(hints[key], value, path=f"{path}{key}") for key, value in data.items()}
    return stage(**values)


def _read(hint: Any, value: Any, *, path: str) -> Any:
    alternatives = _alternatives(hint)
    stages = {kind_of(choice): choice for choice in alternatives if is_dataclass(choice)}
    if stages and not (value is None and types.NoneType in alternatives):
        return _read_stage(stages, value, path=path)
    if get_origin(hint) is tuple:
        return _read_tuple(get_args(hint)[0], value, path=path)
    return _read_scalar(alternatives, value, path=path)


def _read_stage(stages: dict[str, Any], value: Any, *, path: str) -> Any:
    if not isinstance(value, Mapping):
        message = f"{path}={value!r} must be a table with a kind: {', '.join(stages)}."
        raise FrontEndError(message)
    table = cast("Mapping[str, Any]", value)
    kind = table.get("kind", next(iter(stages)) if len(stages) == 1 else None)
    if kind not in stages:
        hint = did_you_mean(kind, stages) if isinstance(kind, str) else ""
        message = f"{path}.kind={kind!r} must be one of {', '.join(stages)}.{hint}"
        raise FrontEndError(message)
    rest = {key: item for key, item in table.items() if key != "kind"}
    return _build(stages[kind], rest, path=f"{path}.")


def _read_tuple(hint: Any, value: Any, *, path: str) -> tuple[Any, ...]:
    if not isinstance(value, (list, tuple)):
        message = f"{path}={value!r} must be a list."
        raise FrontEndError(message)
    items = cast("Sequence[Any]", value)
    return tuple(_read(hint, item, path=f"{path}[{i}]") for i, item in enumerate(items))


def _read_scalar(alternatives: tuple[Any, ...], value: Any, *, path: str) -> Any:
    for choice in alternatives:
        accepted = (int, float) if choice is float else choice
        if get_origin(choice) is Literal:
            accepted = str
        if isinstance(value, accepted) and (choice is bool or not isinstance(value, bool)):
            return value
    names = " or ".join(
        "a word" if get_origin(choice) is Literal else choice.__name__ for choice in alternatives
    )
    message = f"{path}={value!r} must be {names}."
    raise FrontEndError(message)


@lru_cache(maxsize=64)  # a set of pictures names one front end on each
def digest(front_end: Any) -> str:
    """Return 16 hexadecimal digits of the SHA-256 of the recipe.

    Taken over the fields that differ from their defaults, so that a field added later with a
    neutral default leaves every digest as it was; and over those that equality looks at.
    """
    text = json.dumps(_distinct(front_end), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"melgram front end 1\n{text}".encode()).hexdigest()[:16]


def _distinct(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        kept = {
            field.name: _distinct(getattr(value, field.name))
            for field in fields(value)
            if field.compare and getattr(value, field.name) != field.default
        }
        return {"kind": kind_of(value), **kept}
    if isinstance(value, tuple):
        return [_distinct(item) for item in cast("tuple[Any, ...]", value)]
    return value


def to_json(front_end: Any) -> str:
    """Return indented JSON with every field."""
    return json.dumps(to_dict(front_end), indent=2)


def from_json(stage: type[T], text: str) -> T:
    """Read what `to_json` wrote."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"not JSON: {error}."
        raise FrontEndError(message) from None
    return _from_document(stage, data)


def from_toml(stage: type[T], text: str) -> T:
    """Read what `to_toml` wrote."""
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"not TOML: {error}."
        raise FrontEndError(message) from None
    return _from_document(stage, data)


def _from_document(stage: type[T], data: Any) -> T:
    if not isinstance(data, dict):
        message = f"a front end is a table of fields, not {type(data).__name__}."
        raise FrontEndError(message)
    return from_dict(stage, cast("dict[str, Any]", data))


def to_toml(front_end: Any) -> str:
    """Return TOML with every field; a field that is None is left out, TOML has no null."""
    lines: list[str] = []
    tables: list[str] = []
    for key, value in to_dict(front_end).items():
        if isinstance(value, dict):
            rows = cast("dict[str, Any]", value).items()
            body = [f"{name} = {_toml(item)}" for name, item in rows if item is not None]
            tables.append("\n".join([f"[{key}]", *body]))
        elif value is not None:
            lines.append(f"{key} = {_toml(value)}")
    return "\n\n".join(["\n".join(lines), *tables]) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value)
    if isinstance(value, dict):
        rows = cast("dict[str, Any]", value).items()
        inner = ", ".join(f"{k} = {_toml(v)}" for k, v in rows if v is not None)
        return f"{{ {inner} }}"
    if isinstance(value, list):
        return f"[{', '.join(_toml(item) for item in cast('list[Any]', value))}]"
    return repr(value)
