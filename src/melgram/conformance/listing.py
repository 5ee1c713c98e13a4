"""A difference as text: aligned columns, plain, the same on a terminal and in a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

from melgram.conformance.changes import Change
from melgram.conformance.effects import Effect

if TYPE_CHECKING:
    from melgram.conformance.differences import Difference

SAME = "the same front end"
_WIDEST = 44  # characters of a cell; a whole stage may be longer, --json has all of it
_LEAST_DB = 1e-4  # what float32 leaves of a level that has not changed
_FIELDS = ("field", "A", "B")
_EFFECTS = ("field alone", "mean", "max", "mean dB", "max dB", "")
_LEFT = ("field", "A", "B", "field alone", "")


def listed(difference: Difference) -> str:
    """Return the fields in the order of the signal and, if measured, each one's effect."""
    if difference.same:
        return SAME
    fields = [(c.path, *_values(c)) for c in difference.changes]
    blocks = [_columns(_FIELDS, fields)]
    if difference.total is not None:
        blocks.append(_measured(difference.effects, difference.total))
        silent = [_names(effect) for effect in difference.effects if effect.is_none]
        if silent:
            blocks.append(f"No effect on this recording: {', '.join(silent)}.")
        blocks += [_explained(effect) for effect in difference.effects if effect.note]
    return "\n\n".join(blocks)


def _measured(effects: Sequence[Effect], total: Effect) -> str:
    rows = [_effect(_names(effect), effect) for effect in effects if not effect.is_none]
    rows.append(_effect("all of B", total))
    return (
        "What each difference alone changes in A, the largest first; mean and max in "
        f"{total.unit_a}:\n\n{_columns(_EFFECTS, rows)}"
    )


def _names(effect: Effect) -> str:
    """Name the field in question and its one companion, or how many there are."""
    first, *others = [_name(change) for change in effect.changes]
    if len(others) > 1:
        return f"{first} + {len(others)} others"
    return " + ".join([first, *others])


def _name(change: Change) -> str:
    """Return the path; of an operation, which has a place and no name, its kind too."""
    stage = change.b if change.how == "added" else change.a
    is_operation = change.path.endswith("]") and isinstance(stage, dict)
    return f"{change.path} {stage['kind']}" if is_operation else change.path


def _explained(effect: Effect) -> str:
    others = ", ".join(change.path for change in effect.changes[1:])
    return f"{effect.note} Measured together with {others}."


def _values(change: Change) -> tuple[str, str]:
    if _is_vector(change.a) and _is_vector(change.b):
        return _vectors(change.a, change.b)
    a = "-" if change.how == "added" else _text(change.a)
    b = "-" if change.how == "removed" else _text(change.b)
    return _short(a), _short(b)


def _is_vector(value: Any) -> bool:
    return isinstance(value, list)


def _vectors(a: list[Any], b: list[Any]) -> tuple[str, str]:
    """Name lists of numbers by length and, where it is a number, the first entry that differs."""
    pairs = enumerate(zip(a, b, strict=False))
    where = next((i for i, (x, y) in pairs if x != y and not _is_vector(x)), None)
    if where is None:
        return f"{len(a)} entries", f"{len(b)} entries"
    return f"{len(a)} numbers, [{where}]={a[where]}", f"{len(b)} numbers, [{where}]={b[where]}"


def _text(value: Any) -> str:
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        inner = ", ".join(f"{k}={_text(v)}" for k, v in fields.items() if k != "kind")
        return f"{fields.get('kind', '')}({inner})" if inner else str(fields.get("kind", ""))
    if isinstance(value, list):
        return f"[{len(cast('list[Any]', value))} entries]"
    return "none" if value is None else str(value)


def _short(text: str) -> str:
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def _effect(name: str, effect: Effect) -> tuple[str, ...]:
    numbers = [_number(n) for n in (effect.mean_change, effect.max_change)]
    levels = [_number(n, least=_LEAST_DB) for n in (effect.mean_db, effect.max_db)]
    return (name, *numbers, *levels, _remarks(effect))


def _number(value: float | None, *, least: float = 0.0) -> str:
    if value is None:
        return ""
    return f"{value:.3g}" if value >= least else "0"


def _remarks(effect: Effect) -> str:
    remarks = []
    for axis, name in ((-2, "features"), (-1, "frames")):
        if effect.shape_a[axis] != effect.shape_b[axis]:
            remarks.append(f"{effect.shape_a[axis]} -> {effect.shape_b[axis]} {name}")
    if effect.misfits and not remarks:
        remarks.append(f"model input {effect.model_input_a} -> {effect.model_input_b}")
    if effect.unit_a != effect.unit_b:
        remarks.append(f"{effect.unit_a} -> {effect.unit_b}")
    return ", ".join(remarks)


def _columns(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    table = [tuple(head), *(tuple(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "\n".join(
        "  ".join(
            f"{cell:<{width}}" if name in _LEFT else f"{cell:>{width}}"
            for cell, width, name in zip(row, widths, head, strict=True)
        ).rstrip()
        for row in table
    )
