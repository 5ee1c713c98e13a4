"""The import direction: who may know whom, and where heavy packages may be named.

`violations` reads a source tree without importing it. The tests hold it against the real tree,
and against small trees with one bad line each, to prove that it notices.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "melgram"

# A module imports from earlier groups and from its own package; names in one group are strangers.
GROUPS = (
    {"errors", "lazy", "_version"},
    {"types", "files"},
    {"frontend", "dsp", "audio", "storage"},
    {"presets", "engines"},
    {"stream", "mel"},
    {"from_file"},
    {"pipeline"},
    {"conformance", "exchange", "picture", "corpus"},
    {"explain"},
    {"viewer"},
    {"cli"},
    {"__init__", "__main__"},
)
RANK = {name: rank for rank, group in enumerate(GROUPS) for name in group}

# These can be read, hashed and shipped without NumPy.
PLAIN = {"frontend": {"errors"}, "presets": {"errors", "frontend"}}

# Methods that open a later layer for the user. Only inside a function, or for the type checker.
DOORS = {
    ("frontend/front_end.py", "engines"): "FrontEnd.plan",
    ("mel.py", "picture"): "Mel draws itself",
    ("conformance/contrast.py", "picture"): "a difference draws itself",
    ("audio/waveform.py", "picture"): "Waveform draws itself",
    ("engines/plan.py", "stream"): "Plan.stream",
}

# Packages that load late: the one folder that may name them.
HOMES = {
    "av": "audio",
    "click": "cli",
    "matplotlib": "picture",
    "onnx": "exchange",
    "ray": "corpus",
    "rich": "cli",
    "sounddevice": "audio",
    "soundfile": "audio",
    "soxr": "audio",
    "starlette": "viewer",
    "torch": "engines",
    "uvicorn": "viewer",
    "xarray": "picture",
    "yaml": "exchange",
    "zarr": "storage",
}
ONE_FILE = {
    "av",
    "matplotlib",
    "onnx",
    "ray",
    "sounddevice",
    "starlette",
    "torch",
    "xarray",
    "yaml",
    "zarr",
}

# Where the rules above bend, and why.
ALLOWED = {
    ("audio/via_soundfile.py", "soundfile"): "the module is imported when a recording needs it",
    ("cli/doctor.py", "soundfile"): "names the version of the library inside",
}

VAGUE = {"common", "helper", "helpers", "misc", "util", "utils"}


@dataclass(frozen=True)
class Import:
    """One imported module, where it stands and whether it waits for a call."""

    path: str
    line: int
    module: str
    late: bool

    @property
    def layer(self) -> str:
        """The part of melgram that imports."""
        return Path(self.path).parts[0].removesuffix(".py")

    @property
    def target(self) -> str | None:
        """The part of melgram that is imported; None for anything else."""
        package, _, rest = self.module.partition(".")
        if package != "melgram":
            return None
        name = rest.partition(".")[0]
        return name if name in RANK else "__init__"


def imported_modules(node: ast.AST, path: Path) -> Iterator[str]:
    """Yield the full names that one statement or ``import_module("...")`` call imports."""
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            home = ("melgram", *path.parent.parts)
            base = home[: len(home) - level + 1] if level else ()
            full = ".".join([*base, *([module] if module else [])])
            whole = full == "melgram"
            yield from (f"melgram.{alias.name}" for alias in names) if whole else (full,)
        case ast.Call(
            func=ast.Name(id="import_module") | ast.Attribute(attr="import_module"),
            args=[ast.Constant(value=str(name)), *_],
        ):
            yield name


def is_typing_only(node: ast.AST) -> bool:
    """Tell whether a node is ``if TYPE_CHECKING:``."""
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def imports_below(node: ast.AST, path: Path, late: bool = False) -> Iterator[Import]:
    """Yield every import under a node; late ones wait for a call or for the type checker."""
    for child in ast.iter_child_nodes(node):
        line = getattr(child, "lineno", 0)
        for module in imported_modules(child, path):
            yield Import(path.as_posix(), line, module, late)
        waits = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from imports_below(child, path, late or waits or is_typing_only(child))


def imports_of(source: Path) -> list[Import]:
    """Return every import in a source tree."""
    found: list[Import] = []
    for file in sorted(source.rglob("*.py")):
        path = file.relative_to(source)
        found += imports_below(ast.parse(file.read_text(encoding="utf-8")), path)
    return found


def direction_fault(item: Import) -> str | None:
    """Say what is wrong with an import inside melgram, or return None."""
    layer, target = item.layer, item.target
    if layer not in RANK:
        return f"{layer} has no place in the import order"
    if target is None or target == layer:
        return None
    if (item.path, target) in DOORS:
        return None if item.late else f"{target} may be opened only inside a function"
    if layer in PLAIN and target not in PLAIN[layer]:
        return f"{layer} may import only {sorted(PLAIN[layer])} of melgram"
    if RANK[target] >= RANK[layer]:
        return f"{target} does not come before {layer}"
    return None


def package_fault(item: Import) -> str | None:
    """Say what is wrong with an import from outside melgram, or return None."""
    if item.target is not None:
        return None
    name = item.module.partition(".")[0]
    if item.layer in PLAIN and name not in sys.stdlib_module_names:
        return f"{item.layer} lives on the standard library alone"
    if name not in HOMES or (item.path, name) in ALLOWED:
        return None
    if item.layer != HOMES[name]:
        return f"only {HOMES[name]} may import {name}"
    if not item.late and item.layer != "cli":  # the cli is itself imported late
        return f"{name} must be imported late, inside a function"
    return None


def violations(source: Path) -> list[str]:
    """Return one sentence for each breach of the import rules in a source tree."""
    items = imports_of(source)
    found = [
        f"{item.path}:{item.line} imports {item.module}: {fault}"
        for item in items
        for fault in (direction_fault(item), package_fault(item))
        if fault is not None
    ]
    files: dict[str, set[str]] = defaultdict(set)
    for item in items:
        files[item.module.partition(".")[0]].add(item.path)
    found += [
        f"{name} is imported in {sorted(files[name])}: one file is enough"
        for name in sorted(ONE_FILE)
        if len(files[name]) > 1
    ]
    paths = [file.relative_to(source) for file in sorted(source.rglob("*.py"))]
    return found + [
        f"{path}: a name that says nothing; what is the concept?"
        for path in paths
        if VAGUE & {part.removesuffix(".py") for part in path.parts}
    ]


def test_imports_point_one_way() -> None:
    """No module of melgram imports from a later group, or a heavy package outside its home."""
    assert violations(SOURCE) == []


def test_every_exception_is_used() -> None:
    """An exception that nobody needs any more is removed."""
    items = imports_of(SOURCE)

    assert {(item.path, item.target) for item in items} >= DOORS.keys()
    assert {(item.path, item.module) for item in items} >= ALLOWED.keys()


SOUND = {
    "errors.py": "import difflib",
    "frontend/front_end.py": "def plan():\n    from melgram.engines import plan",
    "presets/whisper.py": "from melgram.frontend import FrontEnd",
    "dsp/mel.py": "import numpy\nfrom melgram.dsp.windows import hann",
    "dsp/windows.py": "from melgram.errors import FrontEndError",
    "audio/decode.py": "def read():\n    import soundfile",
    "engines/base.py": "from melgram.frontend import FrontEnd\nfrom melgram.dsp import mel",
    "cli/main.py": "import click\nimport melgram.pipeline",
    "__init__.py": "from melgram.cli import main",
}

BREACHES = [
    ("dsp/mel.py", "from melgram.frontend import FrontEnd", "frontend does not come before dsp"),
    ("dsp/mel.py", "from ..audio import decode", "audio does not come before dsp"),
    ("dsp/mel.py", "import melgram", "__init__ does not come before dsp"),
    ("dsp/mel.py", "from melgram import pipeline", "pipeline does not come before dsp"),
    ("dsp/mel.py", "def f():\n    import melgram.cli.main", "cli does not come before dsp"),
    ("dsp/mel.py", "importlib.import_module('melgram.cli')", "cli does not come before dsp"),
    ("errors.py", "from melgram.types import Samples", "types does not come before errors"),
    ("frontend/front_end.py", "from melgram.engines import plan", "only inside a function"),
    ("frontend/codec.py", "import numpy", "standard library alone"),
    ("frontend/codec.py", "from melgram.types import Samples", r"only \['errors'\] of melgram"),
    ("presets/whisper.py", "import numpy", "standard library alone"),
    ("presets/whisper.py", "def f():\n    from melgram.dsp import mel", "presets may import only"),
    ("audio/decode.py", "import soundfile", "must be imported late"),
    ("audio/probe.py", "class P:\n    import av", "must be imported late"),
    ("dsp/mel.py", "def f():\n    import torch", "only engines may import torch"),
    ("pipeline.py", "def f():\n    from rich import print", "only cli may import rich"),
    ("bits/odd.py", "import math", "bits has no place"),
    ("dsp/utils.py", "", "a name that says nothing"),
    ("helpers/mel.py", "", "a name that says nothing"),
]


def plant(root: Path, files: dict[str, str]) -> Path:
    """Write a small source tree."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def test_a_sound_tree_passes(tmp_path: Path) -> None:
    """The checker has nothing to say about imports that follow the rules."""
    assert violations(plant(tmp_path, SOUND)) == []


@pytest.mark.parametrize(("path", "line", "sentence"), BREACHES)
def test_one_bad_import_is_noticed(path: str, line: str, sentence: str, tmp_path: Path) -> None:
    """One bad line in a sound tree gives exactly one complaint, and it says why."""
    plant(tmp_path, SOUND | {path: SOUND.get(path, "") + "\n" + line})

    with pytest.raises(AssertionError, match=sentence):
        assert not violations(tmp_path), violations(tmp_path)[0]
    assert len(violations(tmp_path)) == 1


def test_a_heavy_package_in_two_files_is_noticed(tmp_path: Path) -> None:
    """PyAV has one door in the code, so that its absence has one message."""
    late = "def f():\n    import av"
    plant(tmp_path, SOUND | {"audio/decode.py": late, "audio/probe.py": late})

    assert violations(tmp_path) == [
        "av is imported in ['audio/decode.py', 'audio/probe.py']: one file is enough"
    ]
