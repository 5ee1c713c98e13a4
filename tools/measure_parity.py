"""Measure every preset against its golden; write docs/presets.md and the package's own figures.

    python tools/measure_parity.py           # writes both
    python tools/measure_parity.py --check   # fails if one is stale

The figures are those of the tests: the same clips, the same comparison, the worst of the reference
engine and the one that ``auto`` takes. The check measures the latter again; it may be somewhat
different on another machine, and must not be worse by more than a factor of three.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from goldens import PROVEN, Golden, clips, model_input, recording  # noqa: E402  # needs the path
from melgram.presets import Measured, preset, presets, record  # noqa: E402
from melgram.presets.padding import PADDINGS  # noqa: E402

PAGE = ROOT / "docs" / "presets.md"
FIGURES = ROOT / "src" / "melgram" / "presets" / "measured.json"
ENGINES = ("reference", "auto")
FACTOR = 3.0

HEAD = """# Presets

Written by `tools/measure_parity.py` from the presets and the stored outputs of their originals; a
test fails when it is stale. {names} names, {distinct} distinct front ends, of which {proven} are
proven against the output of the original. `melgram presets` prints the same table, `melgram show
NAME` every field of one; [adding one](adding-a-preset.md) takes a data file and a stored output.

**Parity** says how the stored output was made: `reference-run` by a package's own public function,
`source-executed` by the original repository's function, `recipe-run` by library calls put together
from the original's source. Differences are in the preset's own unit, over all values of the clips
that its original took; `allowed` is at most three times the original's own distance from float64.
`port-only` was written from the source and is **proven against nothing**.

Statistics that ship with weights (CMVN, mel norms) are no part of a preset that says "before".
Supply them as a last stage, one pair for each feature; see
[adding a preset](adding-a-preset.md#vectors-that-ship-with-the-weights).
"""
COLUMNS = (
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
    "padding",
    "digest",
)
NOT_PROVEN = {
    "musicnn-constant, musicnn-reflect": "computed in float16, which overflows on ordinary sound",
    "resemblyzer-preprocessed": "a voice detector cuts first; then it is resemblyzer-reflect",
}
NOT_EXPRESSIBLE = {
    "wav2vec 2.0, HuBERT, WavLM, Moonshine, Mimi, EnCodec, DAC, MERT, pyannote segmentation": (
        "the model hears the waveform"
    ),
    "Silero VAD": "the basis of its transform is among the weights",
    "BirdNET 2.4": "the exponent of its compression is learned; two spectrograms of one chunk",
    "MusicGen melody, basic-pitch": "a chromagram, a constant-Q transform",
    "Qwen2.5-Omni": "whisper-v3 on a window that is set in a file beside the weights",
    "HTK MFCC": "c0 stands behind the other coefficients; the bands are htk-fbank",
    "tf.signal": "functions without a default hop; see tf-mfcc, yamnet-src, ddsp-logmel",
    "TitaNet, Canary": "nemo-citrinet-pad16 and nemo-parakeet-128, under NeMo's own names",
    "Perch 2.0": "its source is not public",
}


def measure(name: str, *, engines: tuple[str, ...] = ENGINES) -> Measured:
    """Return the differences from the golden over its clips, those of the worst engine."""
    largest, mean = max(differences(name, engine=engine) for engine in engines)
    return Measured(clips=len(clips(name)), largest=rounded(largest), mean=rounded(mean))


def differences(name: str, *, engine: str) -> tuple[float, float]:
    """Return the largest and the mean difference from the golden over its clips."""
    found = [
        Golden(name, clip)
        .difference(model_input(preset(name), recording(name, clip), engine=engine))
        .ravel()
        for clip in clips(name)
    ]
    joined = np.concatenate(found)
    return float(joined.max()), float(joined.mean())


def rounded(figure: float) -> float:
    """Return two digits of it."""
    return float(f"{figure:.1e}")


def row(name: str, figures: Measured | None) -> str:
    """Return one line of the table."""
    found = record(name)
    front_end = found.front_end
    rate = "any" if found.any_rate else f"{front_end.sample_rate:,}"
    alias = f"alias of {found.alias_of}; " if found.alias_of else ""
    cells = [f"`{name}`", f"{alias}{found.title}", rate, front_end.n_features, front_end.unit]
    if figures is None:
        cells += [f"**{found.parity}**", 0, "–", "–", "–"]
    else:
        numbers = [f"{x:.1e}" for x in (figures.largest, figures.mean, found.tolerance)]
        cells += [found.parity, figures.clips, *numbers]
    cells.append(padding_of(front_end.padding))
    return f"| {' | '.join(map(str, cells))} | `{front_end.digest}` |"


def padding_of(padding: float | str) -> str:
    """Return what stands behind a shorter clip of a batch, short enough for a column."""
    return padding if isinstance(padding, str) else f"{padding:.5g}"


def paddings() -> str:
    """Return the section that says where each original pads a batch."""
    lines = [
        f"| {padding_of(entry.value)} | {', '.join(entry.names.split())} | {entry.source} |"
        for entry in PADDINGS
    ]
    return "\n".join(
        [
            "\n## How the originals pad a batch\n",
            "A number stands in every feature behind a shorter clip; *silence* is what digital",
            "zeros behind it become. See [batches](streaming.md#batches). *Run*: the original's",
            "own batch of two clips was compared.\n",
            "| padding | presets | where the original does it |",
            "|---|---|---|",
            *lines,
        ]
    )


def table(rows: dict[str, str], *, heading: str) -> str:
    """Return a section with two columns."""
    lines = [f"| {what} | {why} |" for what, why in rows.items()]
    return "\n".join([f"\n## {heading}\n", "| what | why |", "|---|---|", *lines])


def page(figures: dict[str, Measured]) -> str:
    """Return the whole page."""
    names = presets()
    main = [name for name in names if record(name).alias_of is None]
    proven = sum(record(name).parity != "port-only" for name in main)
    return "\n".join(
        [
            HEAD.format(names=len(names), distinct=len(main), proven=proven),
            f"| {' | '.join(COLUMNS)} |",
            "|---" * len(COLUMNS) + "|",
            *(row(name, figures.get(name)) for name in names),
            paddings(),
            table(NOT_PROVEN, heading="Known outputs that no preset matches"),
            table(NOT_EXPRESSIBLE, heading="Known models that are no preset"),
            "",
        ]
    )


def as_text(figures: dict[str, Measured]) -> str:
    """Return the package's file: one line for each preset."""
    lines = [f'"{name}": {json.dumps(asdict(found))}' for name, found in figures.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def stale(figures: dict[str, Measured]) -> str | None:
    """Return what is no longer true, or None."""
    stored = {name: Measured(**row) for name, row in json.loads(FIGURES.read_text()).items()}
    if list(stored) != list(figures):
        return f"{FIGURES}: names differ"
    for name, now in figures.items():
        was = stored[name]
        if now.clips != was.clips or now.largest > FACTOR * was.largest:
            return f"{FIGURES}: {name} was {was} and is {now}"
    return None if PAGE.read_text() == page(stored) else f"{PAGE}: differs"


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        reason = stale({name: measure(name, engines=("auto",)) for name in PROVEN})
        sys.exit(f"{reason}. Run: python tools/measure_parity.py" if reason else 0)
    measurements = {name: measure(name) for name in PROVEN}
    FIGURES.write_text(as_text(measurements))
    PAGE.write_text(page(measurements))
    print(f"{PAGE}: {len(presets())} presets, {len(measurements)} of them measured")
