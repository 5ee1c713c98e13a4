"""Files to plain values: JSON, YAML and Kaldi's ``--key=value`` lines.

What the values mean is the business of the readers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from melgram.errors import FrontEndError, MissingExtra

YAML_ENDINGS = (".yaml", ".yml")
ENDINGS = (".json", ".toml", ".conf", *YAML_ENDINGS)


def load_document(path: Path) -> dict[str, Any]:
    """Return the keys and values of a configuration file.

    Raises
    ------
    FrontEndError
        If the file cannot be read, has another ending, or is no table of keys.
    """
    text = _text(path)
    ending = path.suffix.lower()
    if ending == ".conf":
        return parse_conf(text)
    document = parse_yaml(text) if ending in YAML_ENDINGS else _parse_json(text)
    if not isinstance(document, dict):
        message = f"a configuration is a table of keys, not {type(document).__name__}."
        raise FrontEndError(message)
    return document


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        message = f"cannot be read ({reason})."
        raise FrontEndError(message) from error


def _parse_json(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        message = f"not JSON: {error}."
        raise FrontEndError(message) from None


def parse_yaml(text: str) -> Any:
    """Return the value of a YAML document; only plain types are built.

    Raises
    ------
    MissingExtra
        If PyYAML is not installed.
    FrontEndError
        If the text is not YAML.
    """
    try:
        import yaml
    except ImportError:
        message = 'YAML needs PyYAML. Install it: pip install "melgram[yaml]"'
        raise MissingExtra(message) from None
    try:
        return _exact(yaml.safe_load(text))
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        message = f"not YAML: {reason}."
        raise FrontEndError(message) from None


_EXPONENT = re.compile(r"[-+]?[0-9]+(?:\.[0-9]*)?[eE][-+]?[0-9]+")


def _exact(value: Any) -> Any:
    """Read 1e-5 as a number: YAML 1.1 takes it for a word, every author means the number."""
    if isinstance(value, dict):
        return {key: _exact(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_exact(item) for item in value]
    return float(value) if isinstance(value, str) and _EXPONENT.fullmatch(value) else value


def parse_conf(text: str) -> dict[str, Any]:
    r"""Return the options of a Kaldi configuration; ``#`` begins a comment.

    Raises
    ------
    FrontEndError
        If a line is not ``--key=value``.

    Examples
    --------
    >>> parse_conf("--num-mel-bins=80  # wide\n--dither=0.0\n--snip-edges")
    {'num-mel-bins': 80, 'dither': 0.0, 'snip-edges': True}
    """
    options: dict[str, Any] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.partition("#")[0].strip()
        if not words:
            continue
        key, equals, value = words.partition("=")
        if not key.startswith("--") or not key.removeprefix("--"):
            message = f"line {number}: {words!r} must be --key=value."
            raise FrontEndError(message)
        name = key.removeprefix("--").strip().replace("_", "-")
        options[name] = _scalar(value.strip()) if equals else True
    return options


def _scalar(text: str) -> Any:
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    for number in (int, float):
        try:
            return number(text)
        except ValueError:
            continue
    return text


def resolved(document: Mapping[str, Any], value: Any) -> Any:
    """Return a value with OmegaConf's ``${path.to.key}`` replaced by what stands there.

    Raises
    ------
    FrontEndError
        If nothing stands there.
    """
    if isinstance(value, dict):
        return {key: resolved(document, item) for key, item in value.items()}
    match = re.fullmatch(r"\$\{([^{}]+)\}", value) if isinstance(value, str) else None
    if match is None:
        return value
    target: Any = document
    for part in match[1].split("."):
        if not isinstance(target, Mapping) or part not in target:
            message = f"{value} points to nothing in this file. Write the number instead."
            raise FrontEndError(message)
        target = target[part]
    return resolved(document, target)
