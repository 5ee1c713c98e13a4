"""preprocessor_config.json of Hugging Face, class by class."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from melgram.errors import FrontEndError
from melgram.exchange import write_config
from melgram.exchange.huggingface.classes import ELSEWHERE, READERS, WAVEFORM
from melgram.presets import preset

# The defaults of transformers 5.23.0, and the preset that was proven against the class.
_TABLE = json.loads(Path(__file__).with_name("huggingface_defaults.json").read_text())
DEFAULTS = [(row["class"], row["keys"], row["preset"]) for row in _TABLE]
_NOT_THE_DEFAULT = {"hf-clap-rand", "hf-clap-rand-50", "hf-parakeet-128", "whisper-v3"}


@pytest.mark.parametrize(("name", "values", "expected"), DEFAULTS)
def test_written_defaults_are_the_preset(read: Any, name: str, values: Any, expected: str) -> None:
    """A file with a class's defaults written out is the preset proven against that class."""
    config = read({"feature_extractor_type": name, **values}, name="preprocessor_config.json")

    assert config.front_end == preset(expected)
    assert config.kind == f"huggingface {name}"
    assert not any(sentence.startswith("Not in the file") for sentence in config.unsaid)


@pytest.mark.parametrize(
    ("name", "expected"),
    [(name, expected) for name, _, expected in DEFAULTS if expected not in _NOT_THE_DEFAULT],
)
def test_missing_keys_are_reported(read: Any, name: str, expected: str) -> None:
    """An empty file means the class's defaults, and says which were taken."""
    config = read({"feature_extractor_type": name})

    if name == "CohereAsrFeatureExtractor":  # its default dither is in no preset
        assert config.front_end.signal[0].std == 1e-5
        config = read({"feature_extractor_type": name, "dither": 0.0})
    assert config.front_end == preset(expected)
    assert config.unsaid[0].startswith(f"Not in the file, so the defaults of {name} were taken: ")


@pytest.mark.parametrize(("name", "values", "expected"), DEFAULTS)
def test_every_class_is_written(read: Any, name: str, values: Any, expected: str) -> None:
    """What a class can say is written for it, and without a class the nearest one is found."""
    said, found = (write_config(preset(expected), kind) for kind in (name, "huggingface"))

    assert json.loads(said)["feature_extractor_type"] == name
    assert json.loads(said).keys() <= {"feature_extractor_type", *values}
    assert read(said).front_end == read(found).front_end == preset(expected)


@pytest.mark.parametrize(("name", "values", "expected"), DEFAULTS)
def test_batches_are_padded_as_the_class_does(
    read: Any, name: str, values: Any, expected: str
) -> None:
    """Whisper's class pads samples, where OpenAI's own code pads features."""
    port = {"whisper": "hf-whisper-torch", "whisper-v3": "hf-whisper-v3-torch"}
    found = read({"feature_extractor_type": name, **values}).front_end

    assert found.padding == preset(port.get(expected, expected)).padding


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SeamlessM4TFeatureExtractor", 3.0),
        ("Speech2TextFeatureExtractor", 3.0),
        ("SpeechT5FeatureExtractor", 3.0),
        ("FunAsrNanoFeatureExtractor", 3.0),
        ("Xcodec2FeatureExtractor", 3.0),
        ("WhisperFeatureExtractor", "silence"),
        ("ParakeetFeatureExtractor", 0.0),
    ],
)
def test_padding_value_is_of_what_is_padded(read: Any, name: str, expected: Any) -> None:
    """It pads features in some classes; in the others samples, and then features show no 3.0."""
    found = read({"feature_extractor_type": name, "padding_value": 3.0}).front_end

    assert found.padding == expected
    if expected == 3.0:
        assert json.loads(write_config(found, name))["padding_value"] == 3.0


def test_every_class_is_tested() -> None:
    """No class has a reader without its defaults in the table above."""
    assert {name for name, _, _ in DEFAULTS} == set(READERS)


CHANGES: list[tuple[str, dict[str, Any], str, Any]] = [
    ("WhisperFeatureExtractor", {"n_fft": 512}, "framing.win_length", 512),
    ("WhisperFeatureExtractor", {"hop_length": 80}, "framing.hop_length", 80),
    ("WhisperFeatureExtractor", {"dither": 1e-4}, "signal.0", {"kind": "dither", "std": 1e-4}),
    ("WhisperFeatureExtractor", {"sampling_rate": 24_000}, "sample_rate", 24_000),
    ("Qwen3ASRFeatureExtractor", {"min_length": 0}, "signal", []),
    ("Qwen3ASRFeatureExtractor", {"n_window": 25}, "post.2.n_frames", 50),
    ("VoxtralRealtimeFeatureExtractor", {"global_log_mel_max": 2}, "post.0.top", 2.0),
    (
        "VoxtralRealtimeFeatureExtractor",
        {"global_log_mel_max": None},
        "post.0",
        {"kind": "dynamic_range", "range": 8.0},
    ),
    ("MossTranscribeDiarizeFeatureExtractor", {"chunk_length": 10}, "signal.1.n_samples", 160_000),
    ("Dots3NoteFeatureExtractor", {"chunk_seconds": 30}, "signal.0.n_samples", 480_000),
    ("ParakeetFeatureExtractor", {"preemphasis": None}, "signal", []),
    ("ParakeetFeatureExtractor", {"preemphasis": 0.9}, "signal.0.coefficient", 0.9),
    ("ParakeetFeatureExtractor", {"sampling_rate": 8000}, "bank.fmax", 4000.0),
    ("ParakeetFeatureExtractor", {"win_length": 320}, "framing.win_length", 320),
    ("SeamlessM4TFeatureExtractor", {"padding_value": 1}, "post.1.value", 1.0),
    ("SeamlessM4TFeatureExtractor", {"stride": 4}, "post.2.n_frames", 4),
    ("Speech2TextFeatureExtractor", {"do_ceptral_normalize": False}, "post", []),
    ("Speech2TextFeatureExtractor", {"normalize_vars": False}, "post.0.kind", "subtract_mean"),
    ("Speech2TextFeatureExtractor", {"dither": 1}, "frame.0.std", 1.0),
    ("ASTFeatureExtractor", {"max_length": 512}, "post.0.n_frames", 512),
    ("ASTFeatureExtractor", {"std": 2}, "post.2.deviation", 4.0),
    ("FunAsrNanoFeatureExtractor", {"window": "povey"}, "window.shape.kind", "povey"),
    ("FunAsrNanoFeatureExtractor", {"frame_length": 40}, "framing.n_fft", 1024),
    ("SpeechT5FeatureExtractor", {"win_length": 32}, "framing.n_fft", 512),
    ("SpeechT5FeatureExtractor", {"mel_floor": 1e-8}, "compression.floor.value", 1e-8),
    ("UnivNetFeatureExtractor", {"hop_length": 128}, "framing.edges.left", 448),
    ("UnivNetFeatureExtractor", {"filter_length": None}, "framing.n_fft", 1024),
    ("UnivNetFeatureExtractor", {"compression_factor": 10}, "compression.floor.value", 1e-4),
    ("UnivNetFeatureExtractor", {"mel_floor": 1e-6}, "spectrum.added", 1e-6),
    ("ClvpFeatureExtractor", {"mel_norms": [2.0] * 80}, "post.0.scale.0", 0.5),
    ("Pop2PianoFeatureExtractor", {"sampling_rate": 16_000}, "bank.fmax", 8000.0),
    ("Gemma3nAudioFeatureExtractor", {"fft_overdrive": False}, "framing.n_fft", 512),
    ("Gemma3nAudioFeatureExtractor", {"preemphasis": 0.0}, "frame", []),
    ("Gemma3nAudioFeatureExtractor", {"preemphasis_htk_flavor": False}, "frame.0.first", "drop"),
    ("Gemma3nAudioFeatureExtractor", {"per_bin_mean": [1.5] * 128}, "post.0.offset.0", -1.5),
    ("Gemma3nAudioFeatureExtractor", {"per_bin_stddev": [[[2.0] * 128]]}, "post.0.scale.0", 0.5),
    ("Gemma3nAudioFeatureExtractor", {"frame_length": 512}, "framing.win_length", 512),
    ("Gemma4AudioFeatureExtractor", {"frame_length_ms": 32.0}, "framing.edges.left", 256),
    ("Gemma4AudioFeatureExtractor", {"mel_floor": 0.01}, "compression.floor.value", 0.01),
    ("Phi4MultimodalFeatureExtractor", {"mel_max_frequency": 8000}, "bank.fmax", 8000.0),
    ("Phi4MultimodalFeatureExtractor", {"preemphasis": 0.9}, "frame.0.coefficient", 0.9),
    ("LasrFeatureExtractor", {"feature_size": 80}, "bank.n_mels", 80),
    ("GraniteSpeech5FeatureExtractor", {"delta_win_length": 5}, "post.3.width", 2),
    ("GraniteSpeech5FeatureExtractor", {"logmel_floor_db": 7}, "post.1.range", 7.0),
    ("GraniteSpeechFeatureExtractor", {"n_mels": 64}, "bank.n_mels", 64),
    ("InklingFeatureExtractor", {"audio_token_duration_s": 0.02}, "framing.hop_length", 320),
    ("ClapFeatureExtractor", {"max_length_s": 5}, "signal.0.n_samples", 240_000),
    ("ClapFeatureExtractor", {"padding": "pad"}, "signal.0.kind", "pad_to"),
]


def field(front_end: Any, path: str) -> Any:
    """Return what lies at ``a.0.b`` in a front end's dictionary."""
    value: Any = front_end.to_dict()
    for part in path.split("."):
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


@pytest.mark.parametrize(("name", "values", "path", "expected"), CHANGES)
def test_one_changed_key(read: Any, name: str, values: Any, path: str, expected: Any) -> None:
    """A key that differs from the default changes the field that it stands for."""
    front_end = read({"feature_extractor_type": name, **values}).front_end

    assert field(front_end, path) == expected


def test_univnet_normalises_to_plus_minus_one(read: Any) -> None:
    """do_normalize brings normalize_min to -1 and normalize_max to 1."""
    values = {"do_normalize": True, "normalize_min": -10.0, "normalize_max": 2.0}
    config = read({"feature_extractor_type": "UnivNetFeatureExtractor", **values})
    (affine,) = config.front_end.post

    assert affine.scale * -10.0 + affine.offset == pytest.approx(-1.0)
    assert affine.scale * 2.0 + affine.offset == pytest.approx(1.0)


@pytest.mark.parametrize("name", WAVEFORM)
def test_waveform_classes_have_no_mel(read: Any, name: str) -> None:
    """A class that hands on the waveform is refused with that reason."""
    with pytest.raises(FrontEndError, match=f"{name} takes the waveform itself, there is no mel"):
        read({"feature_extractor_type": name, "sampling_rate": 16_000})


@pytest.mark.parametrize("name", ELSEWHERE)
def test_other_classes_say_why(read: Any, name: str) -> None:
    """A class that cannot be expressed is refused with its own reason."""
    with pytest.raises(FrontEndError, match=f"{name} cannot be expressed: {ELSEWHERE[name]}"):
        read({"feature_extractor_type": name})


def test_uncovered_class_lists_what_is(read: Any) -> None:
    """An unknown class is answered with its nearest name and the list of all."""
    with pytest.raises(
        FrontEndError,
        match=r"WisperFeatureExtractor is not covered\. Did you mean "
        r"'WhisperFeatureExtractor'\? Covered are ASTFeatureExtractor, Clap",
    ):
        read({"feature_extractor_type": "WisperFeatureExtractor"})


def test_unknown_key_names_the_nearest(read: Any) -> None:
    """A misspelt key is an error; it is never taken for a default."""
    with pytest.raises(
        FrontEndError,
        match=r"hop_lenght is not a key of WhisperFeatureExtractor "
        r"that is known here\. Did you mean 'hop_length'\?",
    ):
        read({"feature_extractor_type": "WhisperFeatureExtractor", "hop_lenght": 160})


def test_keys_of_the_picture_half_are_ignored(read: Any) -> None:
    """A multimodal model's file also describes pictures; those keys are listed as ignored."""
    values = {"image_processor_type": "Qwen2VLImageProcessor", "patch_size": 14, "n_samples": 1}
    config = read({"feature_extractor_type": "WhisperFeatureExtractor", **values})

    assert config.ignored == (
        "feature_extractor_type",
        "image_processor_type",
        "patch_size",
        "n_samples",
    )
    with pytest.raises(FrontEndError, match="patch_size is not a key"):
        read({"feature_extractor_type": "WhisperFeatureExtractor", "patch_size": 14})


def test_processor_config_holds_the_extractor(read: Any) -> None:
    """processor_config.json has the same keys one level down."""
    inner = {"feature_extractor_type": "WhisperFeatureExtractor", "feature_size": 128}
    config = read({"feature_extractor": inner, "processor_class": "WhisperProcessor"})

    assert config.front_end == preset("whisper-v3")


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("ASTFeatureExtractor", {"sampling_rate": 8000}, "sampling_rate=8000 cannot be expressed"),
        ("SpeechT5FeatureExtractor", {"win_function": "hamming"}, "win_function='hamming' cannot"),
        ("UnivNetFeatureExtractor", {"center": True}, "center=True cannot be expressed"),
        ("NemotronAsrStreamingFeatureExtractor", {"mel_filters_dtype": "bfloat16"}, "rounded to"),
        ("Speech2TextFeatureExtractor", {"normalize_means": False}, "normalize_means=False cannot"),
        ("InklingFeatureExtractor", {"audio_token_duration_s": 0.00003}, "must be a whole number"),
        (
            "Gemma3nAudioFeatureExtractor",
            {"frame_length": 400},
            "frame_length=400: Gemma3nAudioFeatureExtractor computes 512 from the other keys",
        ),
        ("WhisperFeatureExtractor", {"n_fft": "400"}, "n_fft='400' must be an integer >= 2"),
        ("WhisperFeatureExtractor", {"dither": "a"}, "dither='a' must be a finite number"),
        ("WhisperFeatureExtractor", {"sampling_rate": 8000}, "fmax=8000 Hz is above Nyquist"),
        (
            "ClapFeatureExtractor",
            {"padding": "repaet"},
            "padding='repaet' must be one of repeatpad",
        ),
        ("ClvpFeatureExtractor", {"mel_norms": 3}, "mel_norms=3 must be a list of numbers"),
        ("ASTFeatureExtractor", {"do_normalize": 1}, "do_normalize=1 must be true or false"),
    ],
)
def test_what_cannot_be_expressed(read: Any, name: str, values: Any, message: str) -> None:
    """A value without a meaning here is an error that names the file, the key and the reason."""
    with pytest.raises(FrontEndError, match=rf"config\.json: .*{message}"):
        read({"feature_extractor_type": name, **values})
