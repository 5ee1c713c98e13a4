"""The house numbers: file and function sizes, docstrings, and no ``**kwargs`` in public."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "melgram"
FILE_LINES = 400
BODY_LINES = 40

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef

LAYOUT = {
    tokenize.COMMENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
    tokenize.INDENT,
    tokenize.NEWLINE,
    tokenize.NL,
}


def code_lines(text: str) -> set[int]:
    """Return the numbers of the lines that carry code."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return {
        line
        for token in tokens
        if token.type not in LAYOUT
        for line in range(token.start[0], token.end[0] + 1)
    }


def body_size(function: Function, code: set[int]) -> int:
    """Return the lines of code in a function, its signature and docstring left out."""
    statements = function.body
    if ast.get_docstring(function, clean=False) is not None:
        statements = statements[1:]
    if not statements:
        return 0
    last = statements[-1].end_lineno or statements[-1].lineno
    return len(code & set(range(statements[0].lineno, last + 1)))


def public_definitions(node: ast.Module | ast.ClassDef) -> Iterator[Definition]:
    """Yield the public functions and classes of a module, and the methods of the classes."""
    for child in node.body:
        if isinstance(child, Definition) and not child.name.startswith("_"):
            yield child
            if isinstance(child, ast.ClassDef):
                yield from public_definitions(child)


def is_overload(definition: Definition) -> bool:
    """Tell whether a definition only types another one."""
    return any("overload" in ast.unparse(item) for item in definition.decorator_list)


def faults(text: str) -> list[str]:
    """Return one sentence for each house number that a Python file breaks."""
    tree, code = ast.parse(text), code_lines(text)
    found = [] if ast.get_docstring(tree) or not tree.body else ["the module has no docstring"]
    if (n_lines := len(text.splitlines())) > FILE_LINES:
        found.append(f"{n_lines} lines, more than {FILE_LINES}")
    for node in ast.walk(tree):
        if isinstance(node, Function) and (size := body_size(node, code)) > BODY_LINES:
            found.append(f"{node.name} has {size} lines of code, more than {BODY_LINES}")
    for definition in public_definitions(tree):
        if is_overload(definition):
            continue
        if ast.get_docstring(definition) is None:
            found.append(f"{definition.name} has no docstring")
        if isinstance(definition, Function) and definition.args.kwarg is not None:
            found.append(f"{definition.name} takes **{definition.args.kwarg.arg}")
    return found


def test_modules_keep_the_house_numbers() -> None:
    """Every module is short, has short functions, and documents what is public."""
    found = {
        path.relative_to(SOURCE).as_posix(): broken
        for path in sorted(SOURCE.rglob("*.py"))
        if (broken := faults(path.read_text(encoding="utf-8")))
    }

    assert found == {}


def test_other_files_are_short_too() -> None:
    """Tests, benchmarks, tools and the kernel stay below the same number of lines."""
    files = [
        path
        for folder in ("tests", "bench", "tools", "native")
        for pattern in ("*.py", "*.cpp", "*.hpp", "*.h")
        for path in (ROOT / folder).rglob(pattern)
    ]
    lines = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in files
    }

    assert lines
    assert {path: n_lines for path, n_lines in lines.items() if n_lines > FILE_LINES} == {}


def test_every_test_says_what_must_hold() -> None:
    """Every test function has a docstring, and every test module too."""
    silent = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        tests = [
            node
            for node in ast.walk(tree)
            if isinstance(node, Function) and node.name.startswith("test_")
        ]
        silent += [f"{path.name}: {t.name}" for t in tests if ast.get_docstring(t) is None]
        silent += [] if ast.get_docstring(tree) else [path.name]

    assert silent == []


SOUND = '''"""A module."""

def _private(**options): ...

class Plan:
    """A plan."""

    def __call__(self): ...

def public(samples):
    """Do it.

    At length.
    """
    return samples
'''
LONG_BODY = "".join(f"    x{i} = {i}\n" for i in range(BODY_LINES + 1))

BREACHES = [
    (SOUND + "\n" * FILE_LINES, "lines, more than 400"),
    (SOUND + "def _long():\n" + LONG_BODY, "_long has 41 lines of code"),
    (SOUND + "def silent(): ...\n", "silent has no docstring"),
    (SOUND + "class Silent: ...\n", "Silent has no docstring"),
    (SOUND + 'class A:\n    """A."""\n    def silent(self): ...\n', "silent has no docstring"),
    (SOUND + 'def wide(**options):\n    """Take anything."""\n', r"wide takes \*\*options"),
    ("import math\n", "the module has no docstring"),
]


def test_a_sound_module_passes() -> None:
    """The checker has nothing to say about a short, documented module."""
    comments = "".join(f"    # {i}\n" for i in range(BODY_LINES))

    assert faults(SOUND) == []
    assert faults(SOUND + "def _commented():\n" + comments + "    return 1\n") == []


@pytest.mark.parametrize(("text", "sentence"), BREACHES)
def test_one_breach_is_noticed(text: str, sentence: str) -> None:
    """One breach in a sound module gives exactly one complaint, and it says which."""
    found = faults(text)

    with pytest.raises(AssertionError, match=sentence):
        assert not found, found[0]
    assert len(found) == 1
