"""What known signals must give: impulses, tones, silence, shifts and scalings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from melgram.engines import plan
from melgram.frontend import FrontEnd
from melgram.frontend.framing import Centered, Framing, Snip
from melgram.frontend.spectral import Hann, LinearBins, MelBank, Window
from melgram.presets import preset
from strategies import ENGINES, SOME, noise

RATE = 16_000


def power_spectrum(**framing: object) -> FrontEnd:
    """Return a plain 400-point power spectrum every 160 samples."""
    chosen = {"n_fft": 400, "win_length": 400, "hop_length": 160, "edges": Snip(), **framing}
    return FrontEnd(
        sample_rate=RATE, framing=Framing(**chosen), window=Window(shape=Hann()), bank=LinearBins()
    )


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("edges", [Snip(), Centered(mode="zero")], ids=["snip", "centered"])
@pytest.mark.parametrize("position", [0, 1, 199, 200, 1_000, 3_999])
def test_impulse_shows_the_window_where_it_stands(
    engine: str, edges: object, position: int
) -> None:
    """A frame's spectrum of an impulse is flat and equals the squared window at its place."""
    front_end = power_spectrum(edges=edges)
    samples = np.zeros(4_000)
    samples[position] = 1.0

    features = plan(front_end, engine=engine)(samples)

    starts = np.arange(features.shape[-1]) * 160 - (200 if isinstance(edges, Centered) else 0)
    place = position - starts
    window = np.where(
        (place >= 0) & (place < 400), 0.5 - 0.5 * np.cos(2 * np.pi * place / 400), 0.0
    )
    np.testing.assert_allclose(features, np.broadcast_to(window**2, features.shape), atol=1e-6)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("scale", ["htk", "slaney", "kaldi"])
def test_tone_peaks_in_its_band(engine: str, scale: str) -> None:
    """A tone at the center of a band is strongest in that band, for every band."""
    bank = MelBank(n_mels=40, fmin=100.0, fmax=8_000.0, scale=scale)
    front_end = FrontEnd(
        sample_rate=RATE,
        framing=Framing(n_fft=2048, win_length=2048, hop_length=512, edges=Snip()),
        window=Window(shape=Hann()),
        bank=bank,
    )
    run = plan(front_end, engine=engine)
    assert run.frequencies is not None
    tones = np.sin(2 * np.pi * run.frequencies[:, None] * np.arange(4_096) / RATE)

    features = run(tones)  # (40 tones, 40 bands, n_frames)

    assert features[..., 0].argmax(axis=-1).tolist() == list(range(40))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("whisper", (np.log10(1e-10) + 4) / 4),
        ("whisper-v3", (np.log10(1e-10) + 4) / 4),
        ("kaldi", np.log(1.1920928955078125e-07)),
        ("classic", -100.0),
        ("librosa", 0.0),
        ("torchaudio", 0.0),
    ],
)
def test_silence_is_the_floor_exactly(name: str, floor: float, engine: str) -> None:
    """Digital silence gives one number, the floor, everywhere."""
    features = plan(preset(name), engine=engine)(np.zeros(16_000, np.float32))

    assert features.size
    assert np.unique(features).tolist() == [np.float32(floor)]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", SOME)
def test_everything_is_finite(name: str, engine: str) -> None:
    """Silence, an impulse, full scale and subnormal numbers give finite features."""
    clips = np.zeros((5, 8_000), np.float32)
    clips[1, 4_000] = 1.0
    clips[2] = 1.0
    clips[3] = 1e-42
    clips[4] = np.sign(np.sin(np.arange(8_000) * 0.1))

    assert np.isfinite(plan(preset(name), engine=engine)(clips)).all()


@pytest.mark.parametrize("engine", ENGINES)
@given(hops=st.integers(1, 5), seed=st.integers(0, 2**32 - 1))
def test_shift_by_hops_shifts_frames(engine: str, hops: int, seed: int) -> None:
    """A signal that begins m hops later has the same frames m places later, bit for bit."""
    run = plan(power_spectrum(), engine=engine)
    samples = noise(2_000, seed=seed)
    later = np.concatenate([np.zeros(160 * hops, np.float32), samples])

    np.testing.assert_array_equal(run(later)[..., hops:], run(samples))


@pytest.mark.parametrize("engine", ENGINES)
@given(exponent=st.integers(-8, 8), seed=st.integers(0, 2**32 - 1))
def test_power_of_two_scales_power_exactly(engine: str, exponent: int, seed: int) -> None:
    """Samples times 2^k give power times 4^k, bit for bit."""
    run = plan(power_spectrum(), engine=engine)
    samples = noise(1_200, seed=seed)

    scaled = run(samples * np.float32(2.0**exponent))

    np.testing.assert_array_equal(scaled, run(samples) * np.float32(4.0**exponent))


@pytest.mark.parametrize("engine", ENGINES)
@given(seed=st.integers(0, 2**32 - 1))
def test_sign_does_not_matter(engine: str, seed: int) -> None:
    """The power of -x is the power of x, bit for bit."""
    run = plan(power_spectrum(), engine=engine)
    samples = noise(1_200, seed=seed)

    np.testing.assert_array_equal(run(-samples), run(samples))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", SOME)
def test_row_of_a_batch_equals_the_clip_alone(name: str, engine: str) -> None:
    """Leading axes are independent: a clip's features do not depend on its neighbors."""
    run = plan(preset(name), engine=engine)
    clips = np.stack([noise(6_000, seed=seed) * 10.0**-seed for seed in range(4)])

    batch = run(clips.reshape(2, 2, -1))

    for row, clip in enumerate(clips):
        np.testing.assert_array_equal(batch.reshape(4, *batch.shape[2:])[row], run(clip))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", SOME)
def test_number_type_and_layout_do_not_matter(name: str, engine: str) -> None:
    """int16, float32 / 32768, strided, reversed and big-endian samples give the same bits."""
    run = plan(preset(name), engine=engine)
    integers = (noise(6_000) * 32_767).astype(np.int16)
    floats = integers.astype(np.float32) / np.float32(32_768)
    expected = run(floats)
    wide = np.zeros((6_000, 3), np.float32)
    wide[:, 1] = floats

    for same in (
        integers,
        floats.astype(np.float64),
        wide[:, 1],
        floats[::-1].copy()[::-1],
        floats.astype(">f4"),
        integers.astype(">i2"),
    ):
        np.testing.assert_array_equal(run(same), expected)
