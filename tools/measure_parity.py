"""Measure every preset against its golden and write docs/presets.md.

    python tools/measure_parity.py           # writes the page
    python tools/measure_parity.py --check   # fails if the page is stale

The figures are those of the tests: the same clips, the same comparison, the engine that ``auto``
takes. The page is checked without them, as they differ where there is no kernel.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from goldens import Golden, clips, model_input, recording  # noqa: E402  # needs the path above
from melgram.presets import preset, presets, record  # noqa: E402

PAGE = ROOT / "docs" / "presets.md"
NOT_HERE = {
    "musicnn-constant, musicnn-reflect": "computed in float16, which overflows on ordinary sound",
    "resemblyzer-preprocessed": "a voice detector cuts first; then it is resemblyzer-reflect",
}
HEAD = """# Presets

Written by `tools/measure_parity.py` from the presets and the stored outputs of their originals; a
test fails when it is stale. {names} names, {main} distinct front ends.

Parity says how the stored output was made: `reference-run` by a package's own public function,
`source-executed` by the original repository's function, `recipe-run` by library calls put together
from the original's source. Differences are in the preset's own unit, over the clips that its
original took; `allowed` is at most three times the original's own distance from float64.
"""
COLUMNS = [
    "name",
    "what",
    "Hz",
    "features",
    "unit",
    "parity",
    "clips",
    "largest",
    "mean",
    "allowed",
    "digest",
]


def measured(name: str) -> tuple[float, float]:
    """Return the largest and the mean difference from the golden over its clips."""
    differences = [
        Golden(name, clip).difference(
            model_input(preset(name), recording(name, clip), engine="auto")
        )
        for clip in clips(name)
    ]
    joined = np.concatenate([difference.ravel() for difference in differences])
    return float(joined.max()), float(joined.mean())


def row(name: str) -> str:
    """Return one line of the table."""
    found = record(name)
    front_end = found.front_end
    largest, mean = measured(name)
    rate = "any" if found.any_rate else f"{front_end.sample_rate:,}"
    alias = f"alias of {found.alias_of}; " if found.alias_of else ""
    return (
        f"| `{name}` | {alias}{found.title} | {rate} | {front_end.n_features} | {front_end.unit} "
        f"| {found.parity} | {len(clips(name))} | {largest:.1e} | {mean:.1e} "
        f"| {found.tolerance:.1e} | `{front_end.digest}` |"
    )


def page() -> str:
    """Return the whole page."""
    names = presets()
    main = sum(record(name).alias_of is None for name in names)
    return "\n".join(
        [
            HEAD.format(names=len(names), main=main),
            f"| {' | '.join(COLUMNS)} |",
            "|---" * len(COLUMNS) + "|",
            *map(row, names),
            "\n## Originals that are not here\n\n| id | why |\n|---|---|",
            *(f"| {ids} | {why} |" for ids, why in NOT_HERE.items()),
            "",
        ]
    )


def without_figures(text: str) -> str:
    """Return the page without measured figures, which may differ between engines."""
    return re.sub(r"\| \d\.\de[+-]\d\d (?=\|)", "| - ", text)


if __name__ == "__main__":
    written = page()
    if sys.argv[1:] == ["--check"]:
        stale = without_figures(PAGE.read_text()) != without_figures(written)
        sys.exit("docs/presets.md is stale: python tools/measure_parity.py" if stale else 0)
    PAGE.write_text(written)
    print(f"{PAGE}: {len(presets())} presets")
