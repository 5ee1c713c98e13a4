"""How far the kernel may be from the float64 reference."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import assume, given, settings, target
from hypothesis import strategies as st

from melgram.engines import Plan, native, plan
from melgram.engines.apply import apply_post
from melgram.engines.base import Core
from melgram.engines.fusing import obstacle
from melgram.frontend import FrontEnd
from melgram.frontend.compression import Log, NoCompression, ReplaceFloor
from melgram.frontend.framing import Framing, Snip
from melgram.frontend.spectral import Hann, LinearBins, Rectangular, Window
from melgram.presets import preset, presets
from strategies import SOME, front_ends, noise

KERNEL = native.kernel() is not None
POINTS = (2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 15, 16, 17, 25, 30, 31, 32, 49, 64, 97, 100, 121, 127,
          128, 160, 200, 240, 256, 320, 400, 441, 480, 512, 551, 600, 640, 768, 800, 882, 960,
          1000, 1024, 1103, 1200, 1764, 1920, 2048, 2205, 3000, 4096, 4410, 8191, 8192, 16_384,
          32_768, 44_100, 65_521, 65_536)  # fmt: skip


def spectrum_of(n_fft: int) -> FrontEnd:
    """Return the plain power spectrum of n_fft samples."""
    return FrontEnd(
        sample_rate=16_000,
        framing=Framing(n_fft=n_fft, win_length=n_fft, hop_length=max(n_fft // 3, 1), edges=Snip()),
        window=Window(shape=Hann(periodic=False) if n_fft > 3 else Hann()),
        bank=LinearBins(),
    )


def test_kernel_is_there_where_a_compiler_is() -> None:
    """The tests of the kernel run nothing only if nothing could be built."""
    import os
    import shutil

    compilers = [os.environ.get("CC", "cc"), os.environ.get("CXX", "c++")]
    broken = [name for name in compilers if not shutil.which(name) or name == "/bin/false"]

    assert KERNEL or broken, "the kernel was not built: see the log of pip install ."


@pytest.mark.parametrize("n_fft", POINTS)
def test_any_length_of_transform(n_fft: int) -> None:
    """Power is within 1e-6 of the frame's maximum, and in float64 as good as exact."""
    samples = noise(n_fft + 5 * max(n_fft // 3, 1), seed=n_fft)
    exact = plan(spectrum_of(n_fft), engine="reference").exact(samples)
    top = exact.max(axis=0)

    single = plan(spectrum_of(n_fft), precision="float32")(samples)
    double = plan(spectrum_of(n_fft), precision="float64")(samples)

    assert np.all(np.abs(single - exact) <= 1e-6 * top)
    assert np.all(np.abs(double - exact) <= 4 * np.spacing(exact.astype(np.float32)) + 1e-14 * top)


def chirp() -> np.ndarray:
    """Return a full-scale sweep over all frequencies: quiet bands beside a loud tone."""
    t = np.arange(32_000) / 16_000
    return np.sin(2 * np.pi * (20 * t + 1_990 * t**2)).astype(np.float32)


SIGNALS = {
    "noise": noise(32_000),
    "quiet noise": noise(32_000) * np.float32(1e-5),
    "chirp": chirp(),
    "silence and an impulse": np.eye(1, 32_000, 16_000, dtype=np.float32)[0],
    "full-scale square": np.sign(chirp()),
    "constant": np.ones(32_000, np.float32),
}


def loudest(front_end: FrontEnd, samples: np.ndarray) -> np.ndarray:
    """Return the loudest bin of each raw frame, (n_frames,).

    Raw, because DC removal, pre-emphasis and narrow bands cancel: what they leave of a loud frame
    may be small, and no number format keeps more of it.
    """
    raw = Window(shape=Rectangular())
    spectrum = replace(front_end, bank=LinearBins(), frame=(), window=raw)
    return plan(spectrum, engine="reference").exact(samples).max(axis=0, initial=0.0)


@pytest.mark.parametrize("clip", SIGNALS)
@pytest.mark.parametrize("name", SOME)
def test_float64_inside_is_exact_to_four_ulp(name: str, clip: str) -> None:
    """Before the logarithm, float64 inside is within 4 ulp of float32 wherever there is energy."""
    front_end = replace(preset(name), compression=NoCompression(), post=())
    exact = plan(front_end, engine="reference").exact(SIGNALS[clip])

    features = plan(front_end, precision="float64")(SIGNALS[clip])

    top = loudest(front_end, SIGNALS[clip])
    bound = 4 * np.spacing(exact.astype(np.float32)) + 1e-14 * top
    assert np.all(np.abs(features - exact) <= bound)


@pytest.mark.parametrize("clip", SIGNALS)
@pytest.mark.parametrize("name", SOME)
def test_float32_bands_are_within_a_millionth_of_the_frame(name: str, clip: str) -> None:
    """Before the logarithm, float32 is within 1e-6 of the raw frame's loudest bin."""
    front_end = replace(preset(name), compression=NoCompression(), post=())
    exact = plan(front_end, engine="reference").exact(SIGNALS[clip])
    top = loudest(front_end, SIGNALS[clip])
    weights = plan(front_end).tables.weights
    gathered = np.ones((1, 1)) if weights is None else weights.sum(axis=1)[:, None]

    features = plan(front_end, precision="float32")(SIGNALS[clip])

    assert np.all(np.abs(features - exact) <= 1e-6 * top * gathered + 1e-30)


class Rounding:
    """A reference that hands over float32 where the kernel does: after the same post operations."""

    does_signal = False

    def __init__(self, kernel: Plan, reference: Plan) -> None:
        self.n_post, self.core = kernel.core.n_post, reference.core
        self.done = reference.front_end.post[: self.n_post]

    def bands(self, *arguments: Any, **named: Any) -> tuple[Any, Any]:
        """Return the same bands, rounded."""
        bands, energy = self.core.bands(*arguments, **named)
        bands = apply_post(self.done, bands, n_valid=bands.shape[-1], log_energy=None)
        return bands.astype(np.float32), energy


def replaces(front_end: FrontEnd) -> bool:
    """Return whether bands that are not above zero, and no others, are replaced."""
    compression = front_end.compression
    return isinstance(compression, Log) and isinstance(compression.floor, ReplaceFloor)


def all_above_rounding(front_end: FrontEnd, samples: np.ndarray) -> bool:
    """Return whether every band is far above what rounding leaves of the loudest bin."""
    plain = replace(front_end, compression=NoCompression(), post=())
    bands = plan(plain, engine="reference").exact(samples)
    return bool(np.all(bands > 1e-12 * loudest(front_end, samples).max(initial=0.0)))


@given(front_end=front_ends(), n_samples=st.integers(1, 400), seed=st.integers(0, 2**32 - 1))
@settings(max_examples=300)
def test_any_front_end_agrees_with_the_reference(
    front_end: FrontEnd, n_samples: int, seed: int
) -> None:
    """Whatever the stages, float64 inside gives the reference's features.

    Dividing by the deviation of bands that hardly deviate makes more of a rounding of the bands;
    how much more is measured beside it. Whether a band that is zero but for rounding is replaced
    or is the logarithm of that rounding, no engine can know.
    """
    samples = noise(n_samples, seed=seed)
    assume(not replaces(front_end) or all_above_rounding(front_end, samples))
    kernel = plan(front_end, precision="float64")
    reference = plan(front_end, engine="reference")
    exact = reference.exact(samples)
    rounding = cast(Core, Rounding(kernel, reference))
    rounded = replace(reference, core=rounding).exact(samples)

    features = kernel(samples)

    scale = np.abs(exact).max(initial=1.0)
    difference = np.abs(features - exact).max(initial=0.0) / scale
    target(float(difference))
    assert difference <= 2e-5 + 4 * np.abs(rounded - exact).max(initial=0.0) / scale


def test_what_the_kernel_leaves_is_said() -> None:
    """A front end that the kernel cannot run names the reason; the others name the kernel."""
    from melgram.frontend.spectral import RealPart

    odd = replace(preset("kaldi"), spectrum=RealPart(), compression=NoCompression())

    assert obstacle(odd) == "spectrum RealPart"
    assert "not in the kernel: spectrum RealPart" in odd.plan().explain() or not KERNEL
    assert sum(obstacle(preset(name)) is None for name in presets()) >= 0.9 * len(presets())
