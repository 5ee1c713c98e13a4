"""Telling files apart, folders of models, and one word for all of them."""

from __future__ import annotations

import builtins
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from melgram.errors import FrontEndError, MissingExtra, UnknownPreset
from melgram.exchange import (
    WRITABLE,
    keyword_sets,
    lhotse,
    locate,
    read_config,
    resolve,
)
from melgram.exchange.huggingface import classes
from melgram.exchange.reading import NAMES
from melgram.presets import preset

WHISPER = json.dumps({"feature_extractor_type": "WhisperFeatureExtractor", "feature_size": 128})


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("config.json", '{"model_type": "whisper"}', r"its front end is in preprocessor_config"),
        ("config.json", '{"a": 1}', r"not a configuration that is known here\. Its keys are a;"),
        ("config.json", "[1]", r"a configuration is a table of keys, not list"),
        ("config.json", "{", r"not JSON: "),
        ("config.yaml", "a: 1", r"not a configuration that is known here"),
        ("front_end.toml", "a = 1", r"a is not a field of front_end"),
        ("front_end.json", '{"base": "wisper"}', r"Did you mean 'whisper'\?"),
    ],
)
def test_what_is_no_configuration(read: Any, name: str, text: str, message: str) -> None:
    """A file that is nothing known is refused with its name, once, and what it looks like."""
    with pytest.raises(FrontEndError, match=rf"{name}: .*{message}") as caught:
        read(text, name=name)

    assert str(caught.value).count(f"{name}: ") == 1


def test_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is an error of the front end, not a traceback."""
    with pytest.raises(FrontEndError, match=r"none\.json: cannot be read \(No such file"):
        read_config(tmp_path / "none.json")


def test_file_that_is_no_text(tmp_path: Path) -> None:
    """A binary file is refused."""
    file = tmp_path / "config.json"
    file.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(FrontEndError, match=r"config\.json: cannot be read \('utf-8' codec"):
        read_config(file)


def test_yaml_without_pyyaml(read: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without PyYAML the error is that of a missing extra, and says how to install it."""
    plain = builtins.__import__

    def without_yaml(name: str, *rest: Any) -> Any:
        if name == "yaml":
            raise ImportError(name)
        return plain(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_yaml)
    with pytest.raises(
        MissingExtra, match=r'config\.yaml: YAML needs PyYAML\. .*pip install "melgram\[yaml\]"'
    ):
        read("a: 1", name="config.yaml")


def test_exchange_loads_no_yaml() -> None:
    """PyYAML is imported when a YAML file is read, and not before."""
    code = "import sys, melgram.exchange; sys.exit('yaml' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_own_file_is_read_too(read: Any) -> None:
    """A TOML or JSON of melgram's own is read by the same call, with nothing unsaid."""
    toml = read(preset("kaldi").to_toml(), name="front_end.toml")
    changed = read({"base": "whisper", "bank": {"n_mels": 128}}, name="front_end.json")

    assert (toml.front_end, toml.kind, toml.unsaid) == (preset("kaldi"), "melgram front end", ())
    assert changed.front_end == preset("whisper-v3")


def test_folder_of_a_model(tmp_path: Path) -> None:
    """In a folder the surest file wins: the preprocessor's before the network's."""
    (tmp_path / "config.json").write_text('{"model_type": "whisper"}')
    with pytest.raises(FrontEndError, match=r"its front end is in preprocessor_config\.json"):
        read_config(tmp_path)

    (tmp_path / "preprocessor_config.json").write_text(WHISPER)

    assert read_config(tmp_path).front_end == preset("whisper-v3")
    assert resolve(tmp_path) == preset("whisper-v3")


def test_folder_without_a_configuration(tmp_path: Path) -> None:
    """A folder with nothing known in it is refused with what was looked for."""
    with pytest.raises(FrontEndError, match=r"no configuration is in this folder\. Looked for pre"):
        resolve(str(tmp_path))


def test_kaldi_keeps_its_files_in_conf(tmp_path: Path) -> None:
    """conf/fbank.conf is found in the folder of a recipe."""
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "fbank.conf").write_text("--num-mel-bins=80\n--dither=0")

    assert resolve(tmp_path) == preset("kaldi")


def test_preset_wins_over_a_file_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder called whisper does not hide the preset; ./whisper names the folder."""
    monkeypatch.chdir(tmp_path)
    Path("whisper").mkdir()
    Path("whisper", "preprocessor_config.json").write_text(WHISPER)

    assert resolve("whisper") == preset("whisper")
    assert resolve("./whisper") == preset("whisper-v3")
    assert locate("whisper") is None


def test_unknown_name_suggests_a_preset() -> None:
    """A word that is neither preset nor path is answered as a preset."""
    with pytest.raises(UnknownPreset, match=r"there is no preset 'wisper'\. Did you mean 'whisp"):
        resolve("wisper")


@pytest.mark.parametrize("name", ["models/x", "fbank.conf", "a.yaml"])
def test_missing_path_is_no_preset(name: str) -> None:
    """What looks like a path is answered as one."""
    with pytest.raises(FrontEndError, match=rf"{name}: cannot be read"):
        resolve(name)


def test_page_names_what_there_is() -> None:
    """docs/configurations.md names every class, file name, call and kind."""
    page = (Path(__file__).parents[3] / "docs" / "configurations.md").read_text()
    words = {name.removesuffix("FeatureExtractor") for name in classes.READERS}
    words |= {name.rpartition("/")[2] for name in NAMES if not name.endswith(".yml")}
    words |= {*keyword_sets.FIRST, *keyword_sets.SECOND, *WRITABLE, *lhotse.READERS}

    assert {word for word in words if word not in page} == set()


def test_commands_take_a_configuration(tmp_path: Path) -> None:
    """--preset takes the folder of a model, and what its file leaves open is said on stderr."""
    (tmp_path / "preprocessor_config.json").write_text(WHISPER)
    soundfile.write(tmp_path / "a.wav", np.zeros(16_000), 16_000)
    out = tmp_path / "a.npy"
    words = ["features", str(tmp_path / "a.wav"), "--preset", str(tmp_path), "-o", str(out)]
    done = subprocess.run(
        [sys.executable, "-m", "melgram", *words], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert np.load(out).shape == (128, 100)
    assert "Not in the file, so the defaults of WhisperFeatureExtractor were taken" in done.stderr
