"""JSON with keywords of librosa and torchaudio."""

from __future__ import annotations

from typing import Any

import pytest

from melgram.errors import FrontEndError
from melgram.presets import preset

LIBROSA = "librosa.feature.melspectrogram"
TORCHAUDIO = "torchaudio.transforms.MelSpectrogram"


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        ({LIBROSA: {}}, "librosa"),
        ({"library": "librosa"}, "librosa"),
        ({LIBROSA: {}, "librosa.power_to_db": {"ref": "max"}}, "librosa-db"),
        ({"librosa.feature.mfcc": {}}, "librosa-mfcc"),
        ({TORCHAUDIO: {}}, "torchaudio"),
        ({"library": "torchaudio", "sample_rate": 16_000}, "torchaudio"),
        ({TORCHAUDIO: {"mel_scale": "slaney", "norm": "slaney"}}, "torchaudio-slaney"),
        ({"torchaudio.transforms.MFCC": {}}, "torchaudio-mfcc"),
    ],
)
def test_defaults_are_the_presets(read: Any, calls: dict[str, Any], expected: str) -> None:
    """A call without keywords is the preset of its defaults."""
    assert read(calls).front_end == preset(expected)


@pytest.mark.parametrize(
    ("call", "keywords", "value"),
    [
        (LIBROSA, {"sr": 16_000}, lambda f: f.bank.fmax == 8000.0),
        (LIBROSA, {"n_fft": 1024}, lambda f: f.framing.win_length == 1024),
        (LIBROSA, {"win_length": 800}, lambda f: f.framing.win_length == 800),
        (LIBROSA, {"pad_mode": "reflect"}, lambda f: f.framing.edges.mode == "reflect"),
        (LIBROSA, {"center": False}, lambda f: f.n_frames(2048) == 1),
        (LIBROSA, {"power": 1}, lambda f: f.unit == "magnitude"),
        (LIBROSA, {"power": 1.5}, lambda f: f.unit == "|X|^1.5"),
        (LIBROSA, {"htk": True, "norm": None}, lambda f: f.bank.norm == "none"),
        (LIBROSA, {"window": "hamming"}, lambda f: f.window.shape.periodic),
        (LIBROSA, {"window": [1.0] * 2048}, lambda f: f.window.shape.values[0] == 1.0),
        (TORCHAUDIO, {"n_fft": 1024}, lambda f: f.framing.hop_length == 512),
        (TORCHAUDIO, {"sample_rate": 22_051}, lambda f: f.bank.fmax == 11_025.0),
        (TORCHAUDIO, {"wkwargs": {"periodic": False}}, lambda f: not f.window.shape.periodic),
        (TORCHAUDIO, {"window_fn": "torch.hamming_window"}, lambda f: f.window.shape.b == 0.46),
        (TORCHAUDIO, {"normalized": True}, lambda f: f.window.gain == "unit_energy"),
        (TORCHAUDIO, {"normalized": "frame_length"}, lambda f: f.fft_norm == "unitary"),
        (TORCHAUDIO, {"pad": 100}, lambda f: (f.signal[0].left, f.signal[0].right) == (100, 100)),
        (TORCHAUDIO, {"pad_mode": "constant"}, lambda f: f.framing.edges.mode == "zero"),
    ],
)
def test_one_keyword(read: Any, call: str, keywords: dict[str, Any], value: Any) -> None:
    """A keyword changes what it stands for."""
    assert value(read({call: keywords}).front_end)


def test_decibels_follow_the_mel(read: Any) -> None:
    """The second call adds its logarithm and range, with the reference as an offset."""
    librosa = read({LIBROSA: {}, "librosa.power_to_db": {"ref": 100.0, "top_db": None}}).front_end
    torchaudio = read(
        {TORCHAUDIO: {"power": 1}, "torchaudio.transforms.AmplitudeToDB": {"stype": "magnitude"}}
    )
    limited = read({TORCHAUDIO: {}, "torchaudio.transforms.AmplitudeToDB": {"top_db": 80}})

    assert librosa.to_dict()["post"] == [{"kind": "affine", "scale": 1.0, "offset": -20.0}]
    assert torchaudio.front_end.compression.base == "db_amplitude"
    assert torchaudio.kind == f"{TORCHAUDIO} and torchaudio.transforms.AmplitudeToDB"
    assert limited.front_end.post[0].range == 80.0
    assert any("over a whole batch" in sentence for sentence in limited.unsaid)


def test_mfcc_reads_the_keywords_of_its_mel(read: Any) -> None:
    """MFCC's melkwargs are MelSpectrogram's keywords, at MFCC's rate."""
    calls = {"sample_rate": 8000, "n_mfcc": 13, "log_mels": True, "melkwargs": {"n_mels": 23}}
    front_end = read({"torchaudio.transforms.MFCC": calls}).front_end

    assert (front_end.sample_rate, front_end.bank.n_mels, front_end.n_features) == (8000, 23, 13)
    assert front_end.compression.base == "ln"


@pytest.mark.parametrize(
    ("calls", "message"),
    [
        ({LIBROSA: {"sample_rate": 1}}, r"sample_rate is not a key of librosa\.feature\.mel"),
        ({LIBROSA: 3}, r"librosa\.feature\.melspectrogram must be a table of keywords"),
        ({LIBROSA: {"norm": 1}}, r"norm=1 must be one of slaney, None"),
        ({"librosa.feature.mfcc": {"lifter": 22}}, r"lifter=22 cannot be expressed"),
        ({"librosa.stft": {}}, r"librosa\.stft is not covered\."),
        ({"library": "scipy"}, r"library='scipy' must be one of librosa, torchaudio"),
        ({"librosa.power_to_db": {}}, r"must be a mel or MFCC, then at most decibels"),
        (
            {LIBROSA: {}, "torchaudio.transforms.AmplitudeToDB": {}},
            r"do not fit together",
        ),
        ({TORCHAUDIO: {"wkwargs": {"beta": 1}}}, r"wkwargs=.* only periodic is known"),
        ({"torchaudio.transforms.MFCC": {"melkwargs": 3}}, r"melkwargs=3 must be a table"),
        ({"torchaudio.transforms.MFCC": {"melkwargs": {"nmels": 3}}}, r"nmels is not .* 'n_mels'"),
    ],
)
def test_wrong_calls(read: Any, calls: dict[str, Any], message: str) -> None:
    """What is wrong in a set of keywords is said with its call."""
    with pytest.raises(FrontEndError, match=message):
        read(calls)
