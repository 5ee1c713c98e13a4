"""Sections of larger configurations: NeMo, ESPnet, HiFi-GAN and BigVGAN, Vocos."""

from __future__ import annotations

from typing import Any

import pytest

from melgram.errors import FrontEndError
from melgram.presets import preset

CONFORMER = """
name: FastConformer
nemo_version: {release}
model:
  sample_rate: 16000
  preprocessor:
    _target_: nemo.collections.asr.modules.AudioToMelSpectrogramPreprocessor
    sample_rate: ${{model.sample_rate}}
    normalize: per_feature
    window_size: 0.025
    window_stride: 0.01
    window: hann
    features: 80
    n_fft: 512
    log: true
    frame_splicing: 1
    dither: 0.00001
    pad_to: 0
    pad_value: 0.0
"""
TTS = """
preprocessor:
  _target_: nemo.collections.asr.modules.AudioToMelSpectrogramPreprocessor
  features: 80
  lowfreq: 0
  highfreq: 8000
  n_fft: 1024
  n_window_size: 1024
  window_size: false
  n_window_stride: 256
  window_stride: false
  pad_to: 1
  pad_value: {pad_value}
  sample_rate: 22050
  window: hann
  normalize: null
  preemph: null
  dither: 0.0
  frame_splicing: 1
  log: true
  log_zero_guard_type: {guard}
  log_zero_guard_value: 1e-05
  mag_power: 1.0
  exact_pad: {exact_pad}
"""


def nemo(**keys: Any) -> str:
    """Return the conformer's section with other values."""
    lines = [f"    {key}: {value}" for key, value in keys.items()]
    kept = [
        line
        for line in CONFORMER.format(release="3.0.0").splitlines()
        if line.split(":")[0].strip() not in keys or not line.startswith("    ")
    ]
    return "\n".join([*kept, *lines])


@pytest.mark.parametrize(
    ("release", "expected"),
    [("3.0.0", "nemo-parakeet"), ("2.5.0", "nemo-2.5"), ("2.4.0", "nemo-2.4"), ("2.3", "nemo-2.3")],
)
def test_nemo_release_decides_the_edges(read: Any, release: str, expected: str) -> None:
    """The same section is another front end since NeMo 2.5, and the report says so."""
    config = read(CONFORMER.format(release=release), name="model_config.yaml")

    assert config.front_end == preset(expected)
    assert config.kind == "nemo AudioToMelSpectrogramPreprocessor"
    assert any(f"nemo_version={release} decides" in sentence for sentence in config.unsaid)
    assert any("Dither acts in training alone" in sentence for sentence in config.unsaid)


def test_nemo_without_a_release_is_the_newest(read: Any) -> None:
    """A file that names no release is read as 2.5 or later, and the report warns."""
    config = read(CONFORMER.replace("nemo_version", "name2").format(release=1), name="m.yaml")

    assert config.front_end == preset("nemo-3.0")
    assert any("Models trained before mid-2025" in sentence for sentence in config.unsaid)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TTS.format(pad_value=0, guard="add", exact_pad="false"), "nemo-fastpitch"),
        (TTS.format(pad_value=-11.52, guard="clamp", exact_pad="true"), "nemo-hifigan"),
        (nemo(normalize="all_features"), "nemo-all-features"),
        (nemo(normalize="NA"), "nemo-none"),
        (nemo(pad_to=16), "nemo-citrinet-pad16"),
        (nemo(features=128), "nemo-parakeet-128"),
    ],
)
def test_nemo_variants(read: Any, text: str, expected: str) -> None:
    """The configurations of NeMo's models are the presets of those models."""
    assert read(text, name="model_config.yaml").front_end == preset(expected)
    assert read(text, name="model_config.yaml").front_end.padding == preset(expected).padding


def test_nemo_mfcc_is_marblenet(read: Any) -> None:
    """The section of MarbleNet is the preset of that name."""
    text = """
preprocessor:
  _target_: nemo.collections.asr.modules.AudioToMFCCPreprocessor
  window_size: 0.025
  window_stride: 0.01
  window: hann
  n_mels: 64
  n_mfcc: 64
  n_fft: 512
"""
    assert read(text, name="model_config.yaml").front_end == preset("marblenet")


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ({"mel_norm": "null"}, lambda f: f.bank.norm == "none"),
        ({"window": "hamming"}, lambda f: f.window.shape.b == 0.46),
        ({"log": "false"}, lambda f: f.compression == preset("torchaudio").compression),
        ({"log_zero_guard_value": "eps"}, lambda f: f.compression.floor.value < 2e-7),
        ({"mag_power": 1.0}, lambda f: f.unit.startswith("ln magnitude")),
        ({"preemph": "null"}, lambda f: f.signal == ()),
        ({"lowfreq": 60, "highfreq": 7000}, lambda f: (f.bank.fmin, f.bank.fmax) == (60, 7000)),
        (
            {"features": 2, "normalize": "{fixed_mean: [1, 2], fixed_std: [2, 4]}"},
            lambda f: (f.post[0].offset, f.post[0].scale) == ((-1, -2), (0.5, 0.25)),
        ),
    ],
)
def test_one_changed_nemo_key(read: Any, keys: Any, value: Any) -> None:
    """A key changes what it stands for."""
    assert value(read(nemo(**keys), name="model_config.yaml").front_end)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (nemo(windowsize=1), r"windowsize is not a key of AudioToMel\w+ .* 'window_size'"),
        (nemo(use_torchaudio="true"), r"use_torchaudio=True cannot .* nemo-ta-2\.4"),
        (nemo(frame_splicing=2), r"frame_splicing=2 cannot be expressed"),
        (nemo(pad_to="max"), r"pad_to='max' cannot be expressed"),
        (nemo(n_window_size=400), r"window_size=0\.025 and n_window_size=400 exclude each other"),
        (nemo(normalize="per_channel"), r"normalize='per_channel' must be per_feature"),
        (nemo(exact_pad="true"), r"preemph=0\.97 with exact_pad cannot be expressed"),
        (nemo(features="${model.mels}"), r"\$\{model\.mels\} points to nothing in this file"),
        ("preprocessor: {_target_: a.AudioToSpectrogram}", r"a\.AudioToSpectrogram' is not cov"),
        ("preprocessor: [", r"not YAML: "),
    ],
)
def test_wrong_nemo_keys(read: Any, text: str, message: str) -> None:
    """What is wrong in a section is said with the file's name."""
    with pytest.raises(FrontEndError, match=rf"model_config\.yaml: .*{message}"):
        read(text, name="model_config.yaml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("frontend: default\nfrontend_conf: {}", "espnet"),
        (
            "frontend_conf: {fs: 16k, n_fft: 512, win_length: 400, hop_length: 160}",
            "espnet-400-160",
        ),
        ("feats_extract: fbank\nfeats_extract_conf: {fs: 16000}", "espnet-tts"),
        (
            """
feats_extract: fbank
feats_extract_conf: {fs: 24000, n_fft: 2048, hop_length: 300, win_length: 1200, n_mels: 80}
""",
            "espnet-tts-24k",
        ),
    ],
)
def test_espnet(read: Any, text: str, expected: str) -> None:
    """ESPnet's sections are the presets of its two front ends."""
    assert read(text, name="config.yaml").front_end == preset(expected)


def test_espnet_normalisation(read: Any) -> None:
    """utterance_mvn becomes an operation; global_mvn, whose numbers lie elsewhere, a report."""
    text = "frontend: default\nnormalize: "
    utterance = read(f"{text}utterance_mvn", name="config.yaml").front_end
    both = read(f"{text}utterance_mvn\nnormalize_conf: {{norm_vars: true}}", name="config.yaml")
    other = read(f"{text}global_mvn\nnormalize_conf: {{stats_file: s.npz}}", name="config.yaml")

    assert utterance.to_dict()["post"] == [{"kind": "subtract_mean"}]
    assert both.front_end.post[0].guard == "clamp_deviation"
    assert other.front_end == preset("espnet")
    assert "normalize=global_mvn: its numbers are in s.npz; they are left out here." in other.unsaid


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("frontend: s3prl", r"frontend='s3prl' is not covered"),
        ("frontend_conf: {fs: fast}", r"fs='fast' must be a number of hertz"),
        ("frontend_conf: {nfft: 512}", r"nfft is not a key .* Did you mean 'n_fft'\?"),
        ("frontend: default\nnormalize: layer", r"normalize='layer' must be utterance_mvn"),
    ],
)
def test_wrong_espnet_keys(read: Any, text: str, message: str) -> None:
    """What ESPnet can and this cannot is an error with its reason."""
    with pytest.raises(FrontEndError, match=message):
        read(text, name="config.yaml")


HIFIGAN = {
    "resblock": "1",
    "upsample_rates": [8, 8, 2, 2],
    "segment_size": 8192,
    "num_mels": 80,
    "n_fft": 1024,
    "hop_size": 256,
    "win_size": 1024,
    "sampling_rate": 22_050,
    "fmin": 0,
    "fmax": 8000,
    "fmax_for_loss": None,
}


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({}, "hifigan-22k"),
        ({"fmax": None, "snake_logscale": True}, "bigvgan-22k-fmaxnull"),
        ({"sampling_rate": 24_000, "num_mels": 100, "fmax": 12_000}, "bigvgan-24k-100"),
        (
            {
                "sampling_rate": 44_100,
                "n_fft": 2048,
                "win_size": 2048,
                "hop_size": 512,
                "num_mels": 128,
                "fmax": None,
            },
            "bigvgan-44k-128",
        ),
    ],
)
def test_hifigan(read: Any, keys: dict[str, Any], expected: str) -> None:
    """config_v1.json and BigVGAN's files are their presets; the network's keys are ignored."""
    config = read(HIFIGAN | keys)

    assert config.front_end == preset(expected)
    assert {"resblock", "upsample_rates", "segment_size", "fmax_for_loss"} <= set(config.ignored)
    assert "ln(max(mel, 1e-5)) of sqrt(|X|^2 + 1e-9)" in config.unsaid[-1]


def test_hifigan_needs_its_sizes(read: Any) -> None:
    """No default stands in for a size, because every vocoder has its own."""
    with pytest.raises(FrontEndError, match=r"n_fft is missing; hifigan config\.json has no def"):
        read({key: value for key, value in HIFIGAN.items() if key != "n_fft"})


@pytest.mark.parametrize(("padding", "expected"), [("center", "vocos"), ("same", "vocos-same")])
def test_vocos(read: Any, padding: str, expected: str) -> None:
    """The feature extractor of Vocos is its preset."""
    text = f"""
feature_extractor:
  class_path: vocos.feature_extractors.MelSpectrogramFeatures
  init_args: {{sample_rate: 24000, n_fft: 1024, hop_length: 256, n_mels: 100, padding: {padding}}}
"""
    assert read(text, name="config.yaml").front_end == preset(expected)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "feature_extractor: {class_path: vocos.feature_extractors.EncodecFeatures}",
            r"EncodecFeatures is not covered",
        ),
        ("feature_extractor: {init_args: {}}", r"must be a table with class_path"),
    ],
)
def test_wrong_vocos(read: Any, text: str, message: str) -> None:
    """Vocos on EnCodec's codes has no mel."""
    with pytest.raises(FrontEndError, match=message):
        read(text, name="config.yaml")
