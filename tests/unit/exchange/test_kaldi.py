"""Kaldi's fbank.conf and mfcc.conf, and lhotse's YAML, which has the same features."""

from __future__ import annotations

from typing import Any

import pytest

from melgram.errors import FrontEndError
from melgram.presets import preset

FBANK = """
# the recipes' file
--sample-frequency=16000
--window-type=povey   # hamming in some
--use-energy=false
--num-mel-bins=80
--low_freq=20
--high-freq=0
--dither=0
--snip-edges=true
--verbose=2
"""
HIRES = """
--use-energy=false
--num-mel-bins=40
--num-ceps=40
--low-freq=20
--high-freq=-400
--dither=0
"""


def test_fbank_is_the_preset(read: Any) -> None:
    """Kaldi's options with 80 bands and no dither are the preset kaldi."""
    config = read(FBANK, name="fbank.conf")

    assert config.front_end == preset("kaldi")
    assert config.kind == "kaldi fbank"
    assert config.ignored == ("verbose",)
    assert "compute-fbank-feats were taken: frame-length=25.0, frame-shift=10.0" in config.unsaid[0]


def test_hires_mfcc_is_the_preset(read: Any) -> None:
    """Kaldi's own mfcc_hires.conf is the preset of that name."""
    assert read(HIRES, name="mfcc_hires.conf").front_end == preset("kaldi-mfcc-hires")


def test_empty_mfcc_is_the_default(read: Any) -> None:
    """An empty mfcc.conf means 13 of 23, energy first, and the dither of Kaldi's default."""
    front_end = read("--dither=0", name="mfcc.conf").front_end
    noisy = read("", name="mfcc.conf").front_end

    assert front_end == preset("kaldi-mfcc-energy")
    assert noisy.frame[0].std == 1.0
    assert noisy.frame[1:] == front_end.frame


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("--snip-edges=false", lambda f: f == preset("kaldi-nosnip")),
        ("--num-mel-bins=23", lambda f: f == preset("kaldi-23")),
        ("--high-freq=-400", lambda f: f.bank.fmax == 7600.0),
        ("--high-freq=7000", lambda f: f.bank.fmax == 7000.0),
        ("--window-type=hamming", lambda f: f == preset("funasr-nolfr")),
        ("--remove-dc-offset=false", lambda f: len(f.frame) == 1),
        ("--preemphasis-coefficient=0", lambda f: len(f.frame) == 1),
        ("--round-to-power-of-two=false", lambda f: f.framing.n_fft == 400),
        ("--frame-length=32", lambda f: f.framing.win_length == 512),
        ("--frame-shift=8", lambda f: f.framing.hop_length == 128),
        ("--use-power=false", lambda f: f.unit == "ln magnitude"),
        ("--use-log-fbank=false", lambda f: f.unit == "power"),
        ("--subtract-mean=true", lambda f: f.needs_whole_clip),
        ("--sample-frequency=8000", lambda f: (f.framing.win_length, f.bank.fmax) == (200, 4000)),
    ],
)
def test_one_changed_option(read: Any, line: str, value: Any) -> None:
    """An option changes what it stands for; a later line wins."""
    assert value(read(f"{FBANK}\n{line}", name="fbank.conf").front_end)


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("--num-mel-bin=80", "fbank.conf", r"num-mel-bin is not .* mean 'num-mel-bins'\?"),
        ("num-mel-bins=80", "fbank.conf", r"line 1: 'num-mel-bins=80' must be --key=value"),
        ("--use-energy=true", "fbank.conf", r"use-energy=True cannot be .* a column before"),
        ("--htk-compat=true", "mfcc.conf", r"htk-compat=True cannot be expressed"),
        ("--window-type=sine", "fbank.conf", r"window-type='sine' must be one of povey, hamming"),
        ("--dither=0", "plp.conf", r"the file must be called fbank or mfcc"),
    ],
)
def test_wrong_options(read: Any, text: str, name: str, message: str) -> None:
    """What is wrong in a file is said with the file's name."""
    with pytest.raises(FrontEndError, match=rf"{name}: {message}"):
        read(text, name=name)


LHOTSE = """
feature_type: kaldi-fbank
sampling_rate: 16000
frame_length: 0.025
frame_shift: 0.01
round_to_power_of_two: true
remove_dc_offset: true
preemph_coeff: 0.97
window_type: povey
dither: 0.0
snip_edges: false
energy_floor: 1.0e-10
raw_energy: true
use_energy: false
use_fft_mag: false
low_freq: 20.0
high_freq: -400.0
num_filters: 80
norm_filters: false
torchaudio_compatible_mel_scale: true
device: cpu
"""


def test_lhotse_is_the_preset(read: Any) -> None:
    """What lhotse writes for its default extractor is the preset lhotse, with nothing unsaid."""
    config = read(LHOTSE, name="feature_extractor.yaml")

    assert config.front_end == preset("lhotse")
    assert config.unsaid == ()
    assert config.ignored == ("energy_floor", "raw_energy", "norm_filters", "device")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("kaldi-fbank", "lhotse"),
        ("kaldi-mfcc", "lhotse-mfcc"),
        ("whisper-fbank", "lhotse-whisper"),
    ],
)
def test_lhotse_defaults(read: Any, kind: str, expected: str) -> None:
    """A lone feature_type means the defaults of its extractor."""
    assert read(f"feature_type: {kind}", name="lhotse.yaml").front_end == preset(expected)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("snip_edges: true", lambda f: f.framing.edges == preset("kaldi").framing.edges),
        ("norm_filters: true", lambda f: f == preset("lhotse")),  # the other mel scale's alone
        ("use_fft_mag: true", lambda f: f.unit == "ln magnitude"),
        ("window_type: blackman", lambda f: f.window.shape.periodic),
        ("dither: 0.001", lambda f: f.signal[0].std == 0.001),
        ("high_freq: 8000", lambda f: f.bank == preset("kaldi").bank),
        ("num_mel_bins: 40", lambda f: f.bank.n_mels == 40),
    ],
)
def test_one_changed_lhotse_key(read: Any, line: str, value: Any) -> None:
    """A key changes what it stands for."""
    assert value(read(f"feature_type: kaldi-fbank\n{line}", name="lhotse.yaml").front_end)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("feature_type: opensmile", r"'opensmile' is not covered\. Covered are kaldi-fbank"),
        ("feature_type: kaldi-fbank\nnum_filter: 80", r"num_filter is not .* 'num_filters'"),
        ("feature_type: kaldi-fbank\nuse_energy: true", r"use_energy=True .* a column before"),
        ("feature_type: kaldi-mfcc\nuse_energy: true", r"use_energy=True .* into wrong places"),
        (
            "feature_type: kaldi-fbank\ntorchaudio_compatible_mel_scale: false",
            r"torchaudio_compatible_mel_scale=False cannot be expressed",
        ),
    ],
)
def test_wrong_lhotse_keys(read: Any, text: str, message: str) -> None:
    """What lhotse can and a front end cannot is an error with its reason."""
    with pytest.raises(FrontEndError, match=message):
        read(text, name="lhotse.yaml")
