"""How often `melgram identify` is right, and how long it takes: presets, and presets changed.

Run ``PYTHONPATH=tests python bench/identify.py``. Features of each preset, then of random presets
with one and with two fields changed, are given to `identify`. It is right if what it names makes
the same features and differs from a preset in no more fields than were changed.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from dataclasses import dataclass

import numpy as np
from measure import machine, one_processor

import melgram
from melgram.conformance.changes import changes_between
from melgram.frontend import FrontEnd
from mutants import features, mutant, recording, same_features


@dataclass
class Tally:
    """Successes, failures by field, and seconds."""

    right: int = 0
    wrong: int = 0
    seconds: tuple[float, ...] = ()

    def line(self, what: str) -> str:
        """Return the result as a line."""
        total = self.right + self.wrong
        return (
            f"{what}: {self.right} of {total} right ({100 * self.right / max(total, 1):.1f} %), "
            f"median {statistics.median(self.seconds):.2f} s, longest {max(self.seconds):.2f} s"
        )


def attempt(
    front_end: FrontEnd, samples: np.ndarray, *, n_fields: int, tally: Tally
) -> melgram.Identification | None:
    """Identify one front end's features; return what was found if it is wrong."""
    given = features(front_end, samples)
    assert given is not None
    start = time.perf_counter()
    found = melgram.identify(given, samples, sample_rate=front_end.sample_rate)
    tally.seconds = (*tally.seconds, time.perf_counter() - start)
    right = len(found.changes) <= n_fields and found.after is None
    if right and same_features(found.front_end, front_end, samples):
        tally.right += 1
        return None
    tally.wrong += 1
    return found


def all_presets(seconds: float) -> Tally:
    """Identify every preset's own features."""
    tally = Tally()
    for name in melgram.presets():
        front_end = melgram.preset(name)
        samples = recording(front_end.sample_rate, seconds)
        if features(front_end, samples) is None:
            print(f"  {name}: no finite features of {seconds} s")
            continue
        wrong = attempt(front_end, samples, n_fields=0, tally=tally)
        if wrong is not None:
            print(f"  {name}: {wrong}")
    return tally


def mutants(count: int, *, n_fields: int, seconds: float, seed: int) -> Tally:
    """Identify random presets with some fields changed."""
    tally, rng, failed = Tally(), np.random.default_rng(seed), Counter[str]()
    names = melgram.presets()
    while len(tally.seconds) < count:
        name = names[int(rng.integers(len(names)))]
        base = melgram.preset(name)
        samples = recording(base.sample_rate, seconds)
        made = mutant(base, samples, n_fields=n_fields, rng=rng)
        if made is None:
            continue
        wrong = attempt(made[0], samples, n_fields=n_fields, tally=tally)
        if wrong is not None:
            failed.update(made[1])
            truth = ", ".join(f"{c.path}={c.b or c.how}" for c in changes_between(base, made[0]))
            says = f"{wrong.ranking[0]} ({wrong.residual}, {wrong.after})"
            print(f"  {name} with {truth[:160]}\n    -> {says}")
    if failed:
        print(f"  fields of failures: {dict(failed.most_common())}")
    return tally


def main() -> None:
    """Print rates and times."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=5.0, help="length of the recording")
    options.add_argument("--count", type=int, default=200, help="mutants of each kind")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    one_processor()
    print(machine(["numpy"]))
    print(all_presets(chosen.seconds).line("presets"))
    for n_fields in (1, 2):
        tally = mutants(
            chosen.count, n_fields=n_fields, seconds=chosen.seconds, seed=chosen.seed + n_fields
        )
        print(tally.line(f"{n_fields} changed"))


if __name__ == "__main__":
    main()
