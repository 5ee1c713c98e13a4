"""The same bits everywhere: threads, builds, number types, memory layouts, neighbors, flags."""

from __future__ import annotations

import ctypes
import hashlib
import multiprocessing
import os
import shutil
import signal
import subprocess
import threading
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from melgram.engines import native, plan
from melgram.errors import EngineError
from melgram.frontend import FrontEnd
from melgram.presets import preset
from strategies import SOME, front_ends, noise

INSTRUCTION_SETS = native.instruction_sets()
PRECISIONS = ("float32", "float64")


def sha(features: np.ndarray) -> str:
    """Return the SHA-256 of an array's bytes."""
    return hashlib.sha256(np.ascontiguousarray(features).tobytes()).hexdigest()


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("name", SOME)
def test_threads_do_not_change_a_bit(name: str, precision: str) -> None:
    """One to eight threads give the same bits, where there is work for all of them.

    Half of it is silence, so that the limit of a dynamic range has work too.
    """
    samples = np.concatenate([np.tile(noise(40_011), 16), np.zeros(640_000, np.float32)])

    found = {
        sha(plan(preset(name), precision=precision, threads=threads)(samples))
        for threads in range(1, 9)
    }

    assert len(found) == 1


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("name", SOME)
def test_builds_do_not_differ_in_a_bit(name: str, precision: str) -> None:
    """Scalar, SSE4, AVX2 and AVX-512 give the same bits, partial groups of lanes included."""
    front_end = preset(name)
    for n_samples in (1, 500, 5_000, 20_011):
        samples = noise(n_samples)
        found = {
            sha(plan(front_end, precision=precision, instruction_set=chosen)(samples))
            for chosen in ("auto", *INSTRUCTION_SETS)
        }

        assert len(found) == 1


@given(front_end=front_ends(), n_samples=st.integers(0, 400), seed=st.integers(0, 2**32 - 1))
@settings(max_examples=150)
def test_builds_agree_on_any_front_end(front_end: FrontEnd, n_samples: int, seed: int) -> None:
    """Whatever is asked for, every build and three threads give the same bits."""
    samples = noise(n_samples, seed=seed)
    found = {
        sha(plan(front_end, instruction_set=chosen, threads=threads)(samples))
        for chosen in ("auto", *INSTRUCTION_SETS)
        for threads in (1, 3)
    }

    assert len(found) == 1


@pytest.mark.parametrize("name", SOME)
def test_memory_maps_and_copies_are_one_signal(name: str, tmp_path: Path) -> None:
    """A memory-mapped, a misaligned and a plain array give the same bits."""
    integers = (noise(9_000) * 32_767).astype(np.int16)
    mapped = np.memmap(tmp_path / "x.raw", dtype=np.int16, mode="w+", shape=integers.shape)
    mapped[:] = integers
    raw = np.zeros(4 * integers.size + 1, np.uint8)
    misaligned = raw[1:].view(np.float32)
    misaligned[:] = integers.astype(np.float32) / np.float32(32_768)
    run = plan(preset(name))

    assert not misaligned.flags.aligned
    assert sha(run(mapped)) == sha(run(integers)) == sha(run(misaligned))


@pytest.mark.parametrize("precision", PRECISIONS)
def test_long_output_has_the_bits_of_its_pieces(precision: str) -> None:
    """A result too large for the caches takes another way to memory, and keeps every bit."""
    samples = np.tile(noise(50_021), 60)
    front_end = replace(
        preset("kaldi"), signal=()
    )  # NumPy scales before `bands`, the kernel inside
    whole = plan(front_end, precision=precision)
    pieces = [
        whole.core.bands(samples, first_frame=t, n_frames=min(999, 18_756 - t), seed=None)[0]
        for t in range(0, 18_756, 999)
    ]
    expected = sha(np.concatenate(pieces, axis=1).astype(np.float32))

    found = {
        sha(plan(front_end, precision=precision, instruction_set=i, threads=n)(samples))
        for i in ("auto", *INSTRUCTION_SETS)
        for n in (1, 3)
    }

    assert front_end.n_frames(samples.size) == 18_756
    assert found == {expected}


def test_many_python_threads_share_a_plan() -> None:
    """Eight threads that call one plan at once get what one gets alone."""
    run = plan(preset("whisper"), threads=2)
    clips = [noise(30_000, seed=seed) for seed in range(8)]
    alone = [sha(run(clip)) for clip in clips]
    found: list[str] = [""] * 8

    def work(i: int) -> None:
        for _ in range(20):
            found[i] = sha(run(clips[i]))
            assert found[i] == alone[i]

    threads = [threading.Thread(target=work, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == alone


def long_noise() -> np.ndarray:
    """Return a minute: a short run starts no threads."""
    return np.tile(noise(60_000), 16)


def test_bare_fork_in_the_midst_of_threads() -> None:
    """A process forked while another thread computes finds nothing locked, and the same bits."""
    samples, run = long_noise(), plan(preset("whisper"), threads=2)
    expected = sha(run(samples))
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            run(samples)

    busy = threading.Thread(target=work)
    busy.start()
    try:
        codes = [_code_of_forked(lambda: sha(run(samples)) == expected) for _ in range(5)]
    finally:
        stop.set()
        busy.join()

    assert codes == [0] * 5


def _code_of_forked(holds: Callable[[], bool]) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 advises against it
        child = os.fork()
    if not child:
        signal.alarm(60)  # what waits for a lost lock ends here, as a failure
        os._exit(0 if holds() else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _in_child(samples: np.ndarray, queue: multiprocessing.SimpleQueue[str]) -> None:
    queue.put(sha(plan(preset("whisper"), threads=2)(samples)))


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_plan_survives_a_fork(method: str) -> None:
    """A process forked after the threads have run computes the same bits."""
    samples = long_noise()
    expected = sha(plan(preset("whisper"), threads=2)(samples))
    context = multiprocessing.get_context(method)
    queue = context.SimpleQueue()
    child = context.Process(target=_in_child, args=(samples, queue))

    child.start()
    found = queue.get()
    child.join(timeout=60)

    assert (found, child.exitcode) == (expected, 0)


FLAGS = r"""
#include <xmmintrin.h>
void set_flags(unsigned flags) { _mm_setcsr(flags); }
unsigned get_flags(void) { return _mm_getcsr(); }
"""
FLUSH_AND_ROUND_UP = 0x8040 | 0x4000 | 0x1F80  # FTZ, DAZ, round up, all exceptions masked


@pytest.mark.parametrize("precision", PRECISIONS)
def test_processor_flags_of_others_do_not_matter(precision: str, tmp_path: Path) -> None:
    """A library that flushes denormals or rounds otherwise changes nothing, nor do we for it.

    The promise is the kernel's: NumPy computes under whatever flags it finds.
    """
    if not INSTRUCTION_SETS:
        with pytest.raises(EngineError, match="built without a C\\+\\+ compiler"):
            plan(preset("librosa"), engine="cpu", precision=precision)
        return
    compiler = shutil.which("cc")
    assert compiler, "apt-get install gcc"
    (tmp_path / "flags.c").write_text(FLAGS)
    library = tmp_path / "flags.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, tmp_path / "flags.c"], check=True)
    flags = ctypes.CDLL(str(library))
    samples = noise(20_000) * np.float32(1e-20)  # its power is denormal in float32
    run = plan(preset("librosa"), engine="cpu", precision=precision)
    expected, before = sha(run(samples)), flags.get_flags()

    flags.set_flags(FLUSH_AND_ROUND_UP)
    try:
        features = run(samples)
        after = flags.get_flags()
    finally:
        flags.set_flags(before)

    assert sha(features) == expected
    assert after & ~0x3F == FLUSH_AND_ROUND_UP & ~0x3F  # the status bits below may be raised
