"""In as many passes as it takes, a recording in pieces has the bits of the whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from melgram.engines import Plan, plan
from melgram.errors import OutputError
from melgram.frontend import FrontEnd
from melgram.presets import preset, presets, record
from melgram.stream import refusal, spool
from melgram.stream.passes import Passes, obstacle
from melgram.stream.spool import Spool
from strategies import ENGINES, front_ends, noise

_WHOLE = [name for name in presets() if refusal(preset(name)) is not None]
WHOLE = [name for name in _WHOLE if record(name).alias_of is None]


def in_passes(run: Plan, pieces: list[np.ndarray]) -> np.ndarray:
    """Push the pieces and join what comes out."""
    passes = Passes(run)
    out = [passes.push(piece) for piece in pieces]
    return np.concatenate([*out, *passes.finish()], axis=1)


@pytest.mark.parametrize("engine", ENGINES)
@given(
    front_end=front_ends().filter(lambda front_end: obstacle(front_end) is None),
    n_samples=st.integers(0, 300),
    lengths=st.lists(st.integers(0, 90), max_size=5),
)
@settings(max_examples=150)
def test_any_front_end_in_any_pieces(
    engine: str, front_end: FrontEnd, n_samples: int, lengths: list[int]
) -> None:
    """Whole-clip and whole-signal stages, one after the other, change no bit in pieces."""
    run, samples = plan(front_end, engine=engine), noise(n_samples)
    pieces = np.split(samples, np.minimum(np.cumsum(lengths, dtype=int), n_samples))

    np.testing.assert_array_equal(in_passes(run, pieces), run(samples))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", WHOLE)
def test_presets_that_do_not_stream(name: str, engine: str) -> None:
    """Every preset that needs the whole clip has its bits in pieces, from memory and from disk."""
    run, samples = plan(preset(name), engine=engine), noise(12_000)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spool, "IN_MEMORY", 10_000)
        pieces = [samples[i : i + 5_001] for i in range(0, samples.size, 5_001)]

        np.testing.assert_array_equal(in_passes(run, pieces), run(samples))


def test_progress_goes_from_nothing_to_all() -> None:
    """The second pass says how far it is."""
    passes, seen = Passes(plan(preset("whisper"))), []
    for _ in range(4):
        passes.push(noise(4_000))

    list(passes.finish(lambda done, total: seen.append((done, total))))

    assert seen == sorted(seen)
    assert seen[0][0] == 0.0
    assert all(total == 1 and done < 1 for done, total in seen)


def test_full_disk_is_said_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A spool that finds no room says where, and names the remedy that helps there."""
    monkeypatch.setattr(spool, "IN_MEMORY", 0)
    with pytest.raises(OutputError, match=r"gone \(No such file .* or write the output to another"):
        Spool(tmp_path / "gone").append(np.zeros((1, 1), np.float32))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(OutputError, match=r"nowhere \(No such file .*, or set TMPDIR to another"):
        Spool().append(np.zeros((1, 1), np.float32))


def test_disk_that_is_full_at_the_last_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the file's buffer still held is a piece like any other: there is no room for it."""
    monkeypatch.setattr(spool, "IN_MEMORY", 0)
    monkeypatch.setattr("tempfile.TemporaryFile", lambda **_: Path("/dev/full").open("r+b"))  # noqa: SIM115
    full = Spool()

    with pytest.raises(OutputError, match=r"No space left on device\)\. Make room there"):
        full.append(np.zeros((1, 1), np.float32))
    full.close()
