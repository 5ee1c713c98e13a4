"""Front ends written as other people's configurations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from melgram.errors import FrontEndError
from melgram.exchange import WRITABLE, write_config
from melgram.frontend.framing import Snip
from melgram.frontend.post import ReverseFeatures, SubtractMean
from melgram.frontend.signal import Clip, Dither
from melgram.frontend.spectral import Tukey
from melgram.presets import preset

NAMES = {
    "espnet": "config.yaml",
    "hifigan": "config.json",
    "huggingface": "preprocessor_config.json",
    "kaldi": "fbank.conf",
    "lhotse": "feature_extractor.yaml",
    "librosa": "librosa.json",
    "nemo": "model_config.yaml",
    "torchaudio": "torchaudio.json",
}

EXPRESSIBLE = [
    ("espnet", "espnet"),
    ("espnet", "espnet-400-160"),
    ("espnet", "espnet-tts"),
    ("espnet", "espnet-tts-24k"),
    ("hifigan", "hifigan-22k"),
    ("hifigan", "bigvgan-24k-100"),
    ("hifigan", "bigvgan-44k-128"),
    ("hifigan", "cosyvoice2"),
    ("huggingface", "whisper"),
    ("huggingface", "whisper-v3"),
    ("kaldi", "kaldi"),
    ("kaldi", "kaldi-23"),
    ("kaldi", "kaldi-nosnip"),
    ("kaldi", "kaldi-mfcc"),
    ("kaldi", "kaldi-mfcc-energy"),
    ("kaldi", "kaldi-mfcc-hires"),
    ("kaldi", "funasr-nolfr"),
    ("lhotse", "lhotse"),
    ("lhotse", "lhotse-mfcc"),
    ("lhotse", "lhotse-whisper"),
    ("librosa", "librosa"),
    ("librosa", "librosa-db"),
    ("nemo", "nemo-parakeet"),
    ("nemo", "nemo-2.3"),
    ("nemo", "nemo-citrinet-pad16"),
    ("nemo", "nemo-all-features"),
    ("nemo", "nemo-none-128"),
    ("nemo", "nemo-fastpitch"),
    ("nemo", "nemo-fastpitch-2.3"),
    ("nemo", "nemo-hifigan"),
    ("nemo", "nemo-hifigan-2.3"),
    ("torchaudio", "torchaudio"),
    ("torchaudio", "torchaudio-slaney"),
]


@pytest.mark.parametrize(("kind", "name"), EXPRESSIBLE)
def test_written_is_read_back(read: Any, kind: str, name: str) -> None:
    """A configuration that was written means the front end it was written from."""
    text = write_config(preset(name), kind)
    file = "mfcc.conf" if name.startswith("kaldi-mfcc") else NAMES[kind]

    assert read(text, name=file).front_end == preset(name)


def test_every_kind_is_tested() -> None:
    """Each kind that can be written has a round trip above."""
    assert set(WRITABLE) == {kind for kind, _ in EXPRESSIBLE} == set(NAMES)


def test_librosa_as_torchaudio(read: Any) -> None:
    """Two toolkits say one formula: librosa's default in torchaudio's keywords."""
    librosa = preset("librosa")
    front_end = read(write_config(librosa, "torchaudio")).front_end
    samples = np.sin(np.arange(22_050) ** 1.5 / 50)

    np.testing.assert_allclose(
        front_end.plan(engine="reference", precision="float64")(samples),
        librosa.plan(engine="reference", precision="float64")(samples),
        rtol=1e-4,
        atol=1e-6,
    )


CHANGED = [
    ("lhotse", replace(preset("lhotse"), frame=preset("lhotse").frame[1:])),
    ("lhotse", replace(preset("lhotse-mfcc"), bank=replace(preset("lhotse-mfcc").bank, n_mels=40))),
    ("espnet", replace(preset("espnet"), post=(SubtractMean(),))),
    ("espnet", replace(preset("espnet-tts"), compression=preset("espnet").compression)),
    ("huggingface", preset("ast-esc50")),
    ("huggingface", replace(preset("hf-speech2text"), post=(SubtractMean(),))),
    ("ParakeetFeatureExtractor", replace(preset("hf-parakeet"), signal=())),
]


@pytest.mark.parametrize(("kind", "front_end"), CHANGED)
def test_what_differs_from_the_defaults_is_written(read: Any, kind: str, front_end: Any) -> None:
    """Keys are found for settings that no preset has, times in seconds and flags among them."""
    text = write_config(front_end, kind)

    assert read(text, name=NAMES.get(kind, "preprocessor_config.json")).front_end == front_end


def test_yaml_numbers_stay_numbers(read: Any) -> None:
    """YAML 1.1 takes 1e-05 for a word; what is written is a number to every reader."""
    noisy = replace(preset("lhotse"), signal=(Dither(std=1e-5),))

    assert "dither: 1.0e-05\n" in write_config(noisy, "lhotse")
    assert read(write_config(noisy, "lhotse"), name="feature_extractor.yaml").front_end == noisy


@pytest.mark.parametrize("kind", ["huggingface", "kaldi"])
def test_dither_is_written(read: Any, kind: str) -> None:
    """Noise is part of both formats, in the place where each original adds it."""
    base = preset("whisper" if kind == "huggingface" else "kaldi")
    noise = Dither(std=0.5)
    if kind == "kaldi":
        noisy = replace(base, frame=(noise, *base.frame))
    else:
        noisy = replace(base, signal=(noise, *base.signal))

    assert read(write_config(noisy, kind), name=NAMES[kind]).front_end == noisy


_WHISPER = preset("whisper")
_KALDI = preset("kaldi")

MISFITS = [
    ("WhisperFeatureExtractor", _KALDI, r"channels='first', and the format means 'mean'"),
    (
        "huggingface",
        replace(_WHISPER, bank=replace(_WHISPER.bank, fmax=7000.0)),
        r"bank\.fmax=7000\.0, and the format means 8000\.0\. Change it",
    ),
    (
        "huggingface",
        replace(_WHISPER, post=(*_WHISPER.post, ReverseFeatures())),
        r"post=\[",
    ),
    ("kaldi", replace(_KALDI, signal=(Clip(),)), r"signal\[0\]="),
    ("kaldi", preset("lhotse"), r"signal=\[\], and the format means"),
    (
        "kaldi",
        replace(_KALDI, window=replace(_KALDI.window, shape=Tukey())),
        r"window\.shape=Tukey.* must be one of povey",
    ),
    ("kaldi", preset("kaldi-spectrogram"), r"bank\.kind='linear_bins': this format can only say"),
    ("lhotse", _KALDI, r"signal=\[.*'scale'.*and the format means \[\]"),
    ("espnet", _KALDI, r"channels='first', and the format means 'mean'"),
    ("GraniteSpeechFeatureExtractor", _WHISPER, r"framing|bank"),
    ("hifigan", preset("tacotron2"), r"framing\.edges=.*centered"),
    ("librosa", preset("hifigan-22k"), r"window|framing"),
    ("librosa", preset("librosa-pcen"), r"pcen"),
    (
        "nemo",
        replace(preset("nemo-none"), framing=replace(preset("nemo-none").framing, edges=Snip())),
        r"framing\.edges",
    ),
    ("nemo", preset("parallelwavegan-22k"), r"window\.shape=Hann\(periodic=True\) must be one of"),
    (
        "torchaudio",
        replace(preset("librosa"), sample_rate=22_051),
        r"bank\.grid\.kind='rfft_grid', and the format means 'linspace_grid'",
    ),
]


@pytest.mark.parametrize(("kind", "front_end", "message"), MISFITS)
def test_what_does_not_fit_is_named(kind: str, front_end: Any, message: str) -> None:
    """What a format cannot express is an error that names the field, never a silent change."""
    with pytest.raises(FrontEndError, match=rf"cannot be written as {kind}: .*({message})"):
        write_config(front_end, kind)


def test_unknown_kind_lists_all() -> None:
    """A misspelt kind is answered with the list."""
    with pytest.raises(FrontEndError, match=r"kind='kaldy' must be one of espnet, .* 'kaldi'\?"):
        write_config(_KALDI, "kaldy")
