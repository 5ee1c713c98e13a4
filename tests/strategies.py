"""Engines, and hypothesis strategies for front ends and signals: one place for all tests."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from melgram.engines import native
from melgram.frontend import FrontEnd, compression, framing, output, post, signal, spectral
from melgram.presets import presets

# Without a compiler the package has no kernel; test_kernel.py sees to it that this is the reason.
ENGINES = ("reference", "cpu") if native.kernel() is not None else ("reference",)

# What the command line says first where there is no kernel.
NO_KERNEL = (
    ""
    if native.kernel() is not None
    else "melgram was built without a C++ compiler: the NumPy engine serves, many times slower.\n"
)

# Properties of engines are searched over random front ends; these stand for the presets beside
# them: the first six and every sixth of the rest. Parity runs over all.
FIRST = ("classic", "kaldi", "librosa", "torchaudio", "whisper", "whisper-v3")
SOME = (*FIRST, *[name for name in presets() if name not in FIRST][::6])

edges = st.one_of(
    st.builds(framing.Centered, mode=st.sampled_from(["zero", "reflect", "symmetric", "edge"])),
    st.builds(
        framing.Padded,
        left=st.integers(0, 20),
        right=st.integers(0, 20),
        mode=st.sampled_from(["zero", "reflect", "symmetric", "edge"]),
        count=st.sampled_from(["fit", "cover"]),
    ),
    st.just(framing.Snip()),
    st.just(framing.PadEnd()),
    st.just(framing.KaldiMirror()),
)

window_shapes = st.one_of(
    st.builds(spectral.Hann, periodic=st.booleans()),
    st.builds(spectral.Hamming, periodic=st.booleans()),
    st.just(spectral.Povey()),
    st.builds(spectral.Blackman, periodic=st.booleans()),
    st.builds(spectral.Tukey, alpha=st.floats(0.0, 1.0), periodic=st.booleans()),
    st.just(spectral.Rectangular()),
)

spectra = st.one_of(
    st.builds(spectral.Power, one_sided=st.booleans()),
    st.builds(spectral.Magnitude, added=st.sampled_from([0.0, 1e-9])),
    st.just(spectral.AbsolutePower(exponent=1.5)),
    st.just(spectral.RealPart()),
)

floors = st.one_of(
    st.just(compression.ClampFloor(value=1e-10)),
    st.just(compression.AddFloor(value=1e-6)),
    st.just(compression.ReplaceFloor(value=1e-5)),
)

compressions = st.one_of(
    st.just(compression.NoCompression()),
    st.builds(
        compression.Log,
        base=st.sampled_from(["ln", "log10", "db_power", "db_amplitude"]),
        floor=floors,
        gain=st.sampled_from([1.0, 1000.0]),
    ),
    st.just(compression.LogOnePlus(gain=1000.0)),
    st.just(compression.PiecewiseLog()),
    st.just(compression.Root(exponent=0.33)),
    st.just(compression.Pcen(smoother=compression.Smoother(coefficient=0.05))),
    st.just(
        compression.Pcen(smoother=compression.TruncatedSmoother(coefficient=0.05, n_frames=16))
    ),
)

frame_ops = st.lists(
    st.one_of(
        st.just(signal.RemoveMean()),
        st.just(signal.Scale(factor=0.5)),
        st.builds(signal.Preemphasis, first=st.sampled_from(["keep", "scale", "reflect"])),
    ),
    max_size=3,
).map(tuple)

signal_ops = st.lists(
    st.one_of(
        st.just(signal.RemoveMean()),
        st.just(signal.Scale(factor=32768.0)),
        st.just(signal.Clip()),
        st.builds(signal.Quantise, overflow=st.sampled_from(["keep", "wrap"])),
        st.just(signal.PeakNormalise(added=1e-6)),
        st.just(signal.RangeNormalise()),
        st.just(signal.RaiseLevel(target=0.1)),
        st.just(signal.Standardise(added=1e-7)),
        st.just(signal.Pad(left=3, right=2)),
        st.just(signal.PadTo(n_samples=50)),
        st.builds(signal.PadToMultiple, n_samples=st.just(16), base=st.sampled_from([0, 25])),
        st.just(signal.PadAround(n_samples=16)),
        st.just(signal.TruncateTo(n_samples=70)),
        st.builds(
            signal.TileTo,
            n_samples=st.just(40),
            tiling=st.sampled_from(["repeat", "repeat_then_zero"]),
        ),
        st.builds(signal.Preemphasis, first=st.sampled_from(["keep", "scale", "reflect", "drop"])),
    ),
    max_size=3,
).map(tuple)

post_op = st.one_of(
    st.just(post.DynamicRange(range=8.0)),
    st.just(post.FixedRange(top=1.5, range=8.0)),
    st.just(post.SubtractMaximum()),
    st.just(post.Affine(scale=0.25, offset=1.0)),
    st.just(post.Standard(mean=-4.0, deviation=4.5)),
    st.just(post.SubtractMean()),
    st.builds(
        post.PerFeature,
        ddof=st.sampled_from([0, 1]),
        added=st.just(1e-5),
        guard=st.sampled_from(["add_to_deviation", "add_to_variance", "clamp_variance"]),
        least_variance=st.sampled_from([0.0, 1e-7]),
    ),
    st.just(post.AllFeatures(added=1e-5)),
    st.builds(post.SubtractRunningMean, n_frames=st.integers(1, 9)),
    st.builds(post.RunningPerFeature, n_frames=st.integers(1, 9)),
    st.builds(post.Dct, n_coefficients=st.just(3), norm=st.sampled_from(["ortho", "htk"])),
    st.just(post.Lifter(q=22.0)),
    st.just(post.Deltas()),
    st.just(post.Clamp(low=-1.0, high=1.0)),
    st.just(post.FillInvalid()),
    st.just(post.RepeatLast()),
    st.just(post.PadFrames(n_frames=4)),
    st.just(post.PadFramesToMultiple(n_frames=4)),
    st.just(post.TruncateFrames(n_frames=9)),
    st.just(post.TruncateFramesToMultiple(n_frames=2)),
    st.just(post.DropFrames(n_frames=1)),
    st.builds(post.Stack, n_frames=st.just(2), remainder=st.sampled_from(["drop", "zero"])),
    st.just(post.LowFrameRate(width=3, hop=2)),
    st.just(post.Context(left=2, right=1)),
    st.just(post.ReverseFeatures()),
)

post_ops = st.lists(post_op, max_size=3).map(tuple)

layouts = st.one_of(
    st.just(output.FeaturesFirst()),
    st.just(output.FramesFirst()),
    st.just(output.Patches(n_frames=3, hop=2)),
    st.builds(output.Channels, count=st.integers(1, 4)),
)


@st.composite
def framings(draw: st.DrawFn) -> framing.Framing:
    """Draw small framings with every kind of edge and placement."""
    n_fft = draw(st.integers(8, 24))
    return framing.Framing(
        n_fft=n_fft,
        win_length=draw(st.integers(4, n_fft)),
        hop_length=draw(st.integers(1, 12)),
        edges=draw(edges),
        placement=draw(st.sampled_from(["center", "left"])),
        extra=draw(st.integers(0, 1)),
        drop_last=draw(st.sampled_from(["never", "always", "if_divisible", "if_below_half"])),
        valid_extra=draw(st.sampled_from([None, -1, 0, 1, "inside"])),
    )


@st.composite
def banks(draw: st.DrawFn) -> spectral.Bank:
    """Draw mel banks of every scale and shape, and plain bins."""
    if draw(st.booleans()):
        return spectral.LinearBins(skip_low=draw(st.integers(0, 1)), skip_high=0)
    return spectral.MelBank(
        n_mels=draw(st.integers(3, 6)),
        fmin=draw(st.sampled_from([0.0, 20.0])),
        fmax=draw(st.sampled_from([3_000.0, 4_000.0])),
        scale=draw(st.sampled_from(["htk", "slaney", "kaldi", "essentia"])),
        triangles=draw(st.sampled_from(["hz", "mel", "bin_floor", "left_bandwidth"])),
        norm=draw(st.sampled_from(["none", "area", "unit_sum"])),
        skip_high=draw(st.integers(0, 1)),
        rounding=draw(st.sampled_from(["none", "result", "steps", "throughout"])),
        empty_bands="keep",
    )


@st.composite
def front_ends(draw: st.DrawFn) -> FrontEnd:
    """Draw front ends at 8 kHz that use every stage."""
    spectrum = draw(spectra)
    signed = isinstance(spectrum, spectral.RealPart)
    return FrontEnd(
        sample_rate=8_000,
        signal=draw(signal_ops),
        framing=draw(framings()),
        frame=draw(frame_ops),
        window=spectral.Window(
            shape=draw(window_shapes),
            gain="none",
            rounding=draw(st.sampled_from(["none", "result"])),
        ),
        fft_norm=draw(st.sampled_from(["none", "unitary", "mean"])),
        spectrum=spectrum,
        bank=draw(banks()),
        compression=compression.NoCompression() if signed else draw(compressions),
        post=draw(post_ops),
        output=output.Output(layout=draw(layouts)),
        padding=draw(st.sampled_from([0.0, -23.0, "silence"])),
    )


def noise(n_samples: int, *, seed: int = 0) -> np.ndarray:
    """Return reproducible noise in [-1, 1], float32."""
    return np.random.default_rng(seed).uniform(-1.0, 1.0, n_samples).astype(np.float32)
