"""B minus A, as a picture shows it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.testing import assert_allclose

import melgram
from melgram.conformance.contrast import contrast
from melgram.frontend import FrontEnd
from melgram.frontend import compression as c
from melgram.frontend import post as p
from melgram.frontend.spectral import MelBank
from melgram.mel import Mel
from melgram.presets import preset
from recordings import RATE, pink

WHISPER = preset("whisper")
POWER = replace(WHISPER, compression=c.NoCompression(), post=())


def features(front_end: FrontEnd) -> Mel:
    """Return the features of reproducible noise."""
    return melgram.melspectrogram(pink(), front_end, sample_rate=RATE)


def test_levels_are_subtracted_in_decibels() -> None:
    """Another scale of the transform is the same number of dB everywhere, in whatever unit."""
    found = contrast(features(POWER), features(replace(POWER, fft_norm="unitary")))

    assert found is not None
    assert (found.unit, found.data.shape) == ("dB", (80, 200))
    assert_allclose(found.data, -10 * np.log10(400), atol=1e-3)
    assert found.label == "B − A (dB)"


def test_numbers_without_a_level_are_subtracted_as_they_are() -> None:
    """Cepstra have no dB."""
    a = replace(WHISPER, post=(p.Dct(n_coefficients=13),))
    found = contrast(features(a), features(replace(a, post=(*a.post, p.Lifter(q=22.0)))))

    assert found is not None
    assert (found.unit, found.frequencies) == ("coefficient", None)


def test_frames_stand_at_their_times() -> None:
    """With twice the hop only every other frame has a partner."""
    b = replace(POWER, framing=replace(POWER.framing, hop_length=320))
    found = contrast(features(POWER), features(b))

    assert found is not None
    assert_allclose(np.diff(found.times), 0.02)
    assert np.abs(found.data).max() == 0.0


def test_other_features_have_no_difference() -> None:
    """Bands of different banks do not correspond, nor do units, nor clips without a frame."""
    assert isinstance(WHISPER.bank, MelBank)
    b = replace(WHISPER, bank=replace(WHISPER.bank, n_mels=40))
    empty = replace(WHISPER, post=(p.DropFrames(n_frames=1_000),))
    root = replace(WHISPER, compression=c.Root(exponent=0.3), post=())

    assert contrast(features(WHISPER), features(b)) is None
    assert contrast(features(WHISPER), features(empty)) is None
    assert contrast(features(WHISPER), features(root)) is None  # numbers of two units


def test_infinite_levels_stay_finite_where_they_agree() -> None:
    """Minus infinity on both sides is no difference."""
    silent = replace(POWER, compression=c.Log(base="ln", floor=c.NoFloor()))
    with np.errstate(divide="ignore"):
        mel = melgram.melspectrogram(np.zeros(RATE), silent, sample_rate=RATE)

    found = contrast(mel, mel)

    assert found is not None
    assert np.all(found.data == 0.0)
