"""Seeded mutations of valid recordings: a typed error, or a length that was reconciled.

Each seed file is damaged in one to three ways. Whatever comes out, the process lives, the time
is bounded, and an array that is returned is as long as the independent count says.
"""

from __future__ import annotations

import random
import time

import numpy as np
import pytest

from melgram.audio import decode, probe
from melgram.errors import MelgramError

PER_SEED = 30
CUTS = 60
SEEDS = ["WAV", "RF64", "W64", "AIFF", "AU", "CAF", "FLAC", "MP3", "VORBIS", "OPUS", "M4A"]
FIELDS = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]


def _seed(encode, name: str) -> bytes:
    if name == "M4A":
        return encode("av:ipod:aac")
    if name in ("VORBIS", "OPUS"):
        return encode("OGG", name)
    return encode(name, None if name == "MP3" else "PCM_16")


def _damage(data: bytes, rng: random.Random) -> bytes:
    """Damage one place: overwrite a field, flip a bit, cut, repeat or remove a stretch."""
    # Headers are where the lies are: half of the damage goes into the first 256 bytes.
    at = rng.randrange(min(256, len(data)) if rng.random() < 0.5 else len(data))
    other = rng.randrange(len(data))
    low, high = min(at, other), max(at, other)
    match rng.choice(["field", "bit", "cut", "repeat", "remove"]):
        case "field":
            n_bytes, order = rng.choice([1, 2, 4]), rng.choice(["little", "big"])
            field = (rng.choice(FIELDS) & ((1 << 8 * n_bytes) - 1)).to_bytes(n_bytes, order)
            return data[:at] + field + data[at + n_bytes :]
        case "bit":
            return data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]
        case "cut":
            return data[: at + 1]
        case "repeat":
            return data[:high] + data[low:]
    return data[: low + 1] + data[min(high, low + 99) :]


def _mutate(data: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.randint(1, 3)):
        data = _damage(data, rng)
    return data


def _outcome(data: bytes, *, partial: bool) -> str:
    """Decode, and check all that must hold whatever the damage."""
    try:
        waveform = decode(data, partial=partial)
    except MelgramError as error:
        message = str(error)
    else:
        assert waveform.samples.size
        assert np.isfinite(waveform.samples).all()
        counted = probe(data).n_samples
        assert partial or counted is None or waveform.samples.shape[-1] == counted
        return "samples"
    assert message.startswith("<bytes>: "), message
    return "error"


@pytest.mark.parametrize("name", SEEDS)
def test_mutations(encode, name):
    """Damage ends in a typed error or in finite samples of the counted length, in time."""
    seed = _seed(encode, name)
    rng = random.Random(f"melgram {name}")
    outcomes = set()
    for index in range(PER_SEED):
        began = time.perf_counter()
        outcomes.add(_outcome(_mutate(seed, rng), partial=index % 3 == 0))
        assert time.perf_counter() - began < 5
    assert "error" in outcomes  # damage that is never noticed would be no damage


@pytest.mark.parametrize("name", SEEDS)
def test_prefixes(encode, name):
    """A recording that is cut anywhere is refused; it never comes back short."""
    seed = _seed(encode, name)
    rng = random.Random(f"prefix {name}")
    for n_bytes in rng.sample(range(1, len(seed)), CUTS):
        try:
            waveform = decode(seed[:n_bytes])
        except MelgramError:
            continue
        assert waveform.samples.shape == decode(seed).samples.shape, n_bytes


def test_prefixes_are_mostly_refused(encode):
    """The test above is not satisfied by prefixes that decode whole."""
    seed = _seed(encode, "FLAC")
    for n_bytes in range(100, len(seed), 500):
        with pytest.raises(MelgramError):
            decode(seed[:n_bytes])
