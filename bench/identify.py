"""How often `melgram identify` is right, and how long it takes: presets, and presets changed.

Run ``python bench/identify.py`` for a sample of two minutes, with ``--full`` for everything.
Features of presets, then of random presets with one and with two fields changed, are given to
`identify`. It is right if what it names

- makes the same features of this recording, as near as the given front end's own float32 rounding
  leaves them (a change that nobody can see in these features cannot be found), and
- differs from a preset in no more fields than were changed; one map ``a x + b`` for all features,
  said with its numbers, counts as one field.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from measure import machine, one_processor, table, write_section

import melgram
from melgram.conformance.changes import changes_between
from melgram.frontend import FrontEnd

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from mutants import features, mutant, recording, same_features

SECONDS = 5.0
SAMPLE, FULL = 20, 200  # mutants of each kind
EVERY = 12  # presets in a sample


@dataclass
class Tally:
    """Successes, failures in words, the fields of failures, and seconds."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    fields: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def row(self, what: str) -> tuple[str, ...]:
        """Return what, rate, and the distribution of times."""
        median, p95 = np.quantile(self.seconds, [0.5, 0.95])
        total = len(self.seconds)
        rate = f"{self.right} of {total} ({100 * self.right / total:.1f} %)"
        return what, rate, *(f"{x:.2f} s" for x in (median, p95, max(self.seconds)))


def attempt(name: str, front_end: FrontEnd, samples: np.ndarray, *, n_fields: int) -> str | None:
    """Identify one front end's features; return in words what is wrong."""
    given = features(front_end, samples)
    assert given is not None
    found = melgram.identify(given, samples, sample_rate=front_end.sample_rate)
    n_told = len(found.changes) + (found.line is not None)
    told = n_told <= n_fields and (found.after is None or found.line is not None)
    line = found.line or (1.0, 0.0)
    if told and same_features(found.front_end, front_end, samples, line=line):
        return None
    changes = changes_between(melgram.preset(name), front_end)
    truth = ", ".join(f"{change.path}={change.b or change.how}" for change in changes)
    return f"{name} with {truth[:160]}\n    -> {found.ranking[0]} ({found.residual}, {found.after})"


def tallied(cases: Iterator[tuple[str, FrontEnd, tuple[str, ...]]], *, n_fields: int) -> Tally:
    """Identify each case; print what goes wrong."""
    tally = Tally()
    for name, front_end, fields in cases:
        samples = recording(front_end.sample_rate, SECONDS)
        start = time.process_time()
        wrong = attempt(name, front_end, samples, n_fields=n_fields)
        tally.seconds.append(time.process_time() - start)
        tally.right += wrong is None
        if wrong is not None:
            tally.fields.update(fields)
            print(f"  {wrong}", flush=True)
    return tally


def all_presets(step: int) -> Iterator[tuple[str, FrontEnd, tuple[str, ...]]]:
    """Yield every preset that makes finite features, or every so manieth."""
    for name in melgram.presets()[::step]:
        front_end = melgram.preset(name)
        if features(front_end, recording(front_end.sample_rate, SECONDS)) is None:
            print(f"  {name}: no finite features of {SECONDS} s")
        else:
            yield name, front_end, ()


def mutants(
    count: int, *, n_fields: int, seed: int
) -> Iterator[tuple[str, FrontEnd, tuple[str, ...]]]:
    """Yield random presets with some fields changed."""
    rng, names = np.random.default_rng(seed), melgram.presets()
    while count:
        name = names[int(rng.integers(len(names)))]
        base = melgram.preset(name)
        made = mutant(base, recording(base.sample_rate, SECONDS), n_fields=n_fields, rng=rng)
        if made is not None:
            count -= 1
            yield name, *made


def main() -> None:
    """Print rates and times, and write them to docs/benchmarks.md."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--full", action="store_true", help=f"all presets, {FULL} of each mutant")
    options.add_argument("--seed", type=int, default=1, help="of one field; one more for two")
    options.add_argument("--only", choices=("presets", "1", "2"), help="one of the three parts")
    chosen = options.parse_args()
    one_processor()
    count = FULL if chosen.full else SAMPLE
    kinds = {
        "presets": ("presets", 0, all_presets(1 if chosen.full else EVERY)),
        "1": ("one field changed", 1, mutants(count, n_fields=1, seed=chosen.seed)),
        "2": ("two fields changed", 2, mutants(count, n_fields=2, seed=chosen.seed + 1)),
    }
    rows: list[tuple[str, ...]] = []
    for key, (what, n_fields, cases) in kinds.items():
        if chosen.only in (None, key):
            tally = tallied(cases, n_fields=n_fields)
            rows.append(tally.row(what))
            print(*rows[-1], dict(tally.fields.most_common()), sep=" | ", flush=True)
    if chosen.only is None:
        heading = ("features of", "right", "median", "95 %", "longest")
        seeds = f"seeds {chosen.seed} and {chosen.seed + 1}"
        how = f"{SECONDS:g} s of audio, processor time on one core, {seeds}"
        text = f"## Identify\n\n{how}; `bench/identify.py` says what is right.\n\n"
        write_section("identify", f"{text}{machine(['numpy'])}\n\n{table(heading, rows)}")


if __name__ == "__main__":
    main()
