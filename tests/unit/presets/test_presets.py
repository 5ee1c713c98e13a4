"""Names to front ends: lookup, rates, files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import melgram
from melgram.errors import FrontEndError, UnknownPreset
from melgram.presets import _searched, has_preset, name_of, preset, presets, record
from melgram.presets.files import read_front_end


def test_package_is_also_the_function() -> None:
    """melgram.presets() lists names, whether or not the package was imported before."""
    import melgram.presets.whisper

    assert melgram.presets() == presets()
    assert preset("whisper") == melgram.presets.whisper.WHISPER


@pytest.mark.parametrize("name", presets())
def test_name_of_a_preset_is_its_main_name(name: str) -> None:
    """Looking a front end up gives its main name; two main names are never one recipe."""
    assert name_of(preset(name)) == (record(name).alias_of or name)


def test_a_name_given_away_is_the_name_that_a_search_finds() -> None:
    """At any rate that a preset has, a recipe that follows the rate keeps its own name."""
    followers = [name for name in presets() if record(name).any_rate]
    rates = {preset(name).sample_rate for name in presets()}

    assert followers
    for name in followers:
        for rate in rates:
            front_end = preset(name, sample_rate=rate)
            assert name_of(front_end) == _searched(front_end) == name


@pytest.mark.parametrize("name", presets())
def test_every_listed_name_is_a_preset(name: str) -> None:
    """A name is found by itself, whatever file its family is in, and is that preset's name."""
    assert has_preset(name)
    assert record(name).name == name


@pytest.mark.parametrize("name", ["", "-", "_", "wisper", "kaldi_23", "files", "../presets"])
def test_what_is_not_listed_is_no_preset(name: str) -> None:
    """Neither the name of a module, nor another spelling, nor a path is a preset's name."""
    assert not has_preset(name)


@pytest.mark.parametrize("name", presets())
def test_record_is_complete(name: str) -> None:
    """Every preset says what it is, where it comes from and how well it was proven."""
    found = record(name)

    assert found.title
    assert found.source
    assert (found.tolerance > 0) == (found.parity != "port-only")


def test_unknown_name_suggests_the_nearest() -> None:
    """A misspelt name is answered with the name that was meant."""
    with pytest.raises(UnknownPreset, match=r"no preset 'wisper'\. Did you mean 'whisper'\?"):
        preset("wisper")


def test_classic_follows_the_rate() -> None:
    """Classic reaches up to Nyquist at any rate and keeps its other numbers."""
    front_end = preset("classic", sample_rate=48_000)

    assert (front_end.sample_rate, front_end.bank.fmax) == (48_000, 24_000.0)
    assert front_end.framing == preset("classic").framing


def test_other_presets_have_their_own_rate() -> None:
    """A preset of a model cannot be moved to another rate by a keyword."""
    assert preset("whisper", sample_rate=16_000) == preset("whisper")
    with pytest.raises(FrontEndError, match="preset 'whisper' is defined at 16000 Hz"):
        preset("whisper", sample_rate=8_000)


def test_name_of_a_changed_front_end_is_none() -> None:
    """One changed field is another front end."""
    fields = preset("whisper").to_dict()
    fields["framing"]["hop_length"] = 200

    assert name_of(melgram.FrontEnd.from_dict(fields)) is None


def test_file_changes_a_preset(tmp_path: Path) -> None:
    """Base = "..." needs only the fields that differ."""
    file = tmp_path / "mine.toml"
    file.write_text(
        'base = "whisper"\n[bank]\nn_mels = 40\n[compression]\nkind = "root"\nexponent = 0.5\n'
    )

    front_end = read_front_end(file)

    assert front_end.bank.n_mels == 40
    assert front_end.bank.scale == "slaney"
    assert front_end.compression.exponent == 0.5
    assert front_end.framing == preset("whisper").framing


@pytest.mark.parametrize("form", ["toml", "json"])
def test_file_may_be_whole(tmp_path: Path, form: str) -> None:
    """What show --toml or --json prints is a file that --front-end reads."""
    file = tmp_path / f"mine.{form}"
    file.write_text(preset("kaldi").to_toml() if form == "toml" else preset("kaldi").to_json())

    assert read_front_end(file) == preset("kaldi")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('base = "wisper"', r"mine\.toml: there is no preset 'wisper'"),
        ("base = 3", r"mine\.toml: base=3 must be the name of a preset"),
        ('base = "whisper"\nhop = 1', r"mine\.toml: hop is not a field of front_end"),
        ("= 3", r"mine\.toml: .*line 1"),
        ("sample_rate = 16000", r"mine\.toml: framing is missing"),
        ("\udcff", r"mine\.toml: .*utf-8"),
    ],
)
def test_wrong_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    """Whatever is wrong in a file, the message begins with its name."""
    file = tmp_path / "mine.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(FrontEndError, match=message):
        read_front_end(file)


def test_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is an error of the front end, not a traceback."""
    with pytest.raises(FrontEndError, match=r"none\.toml: No such file"):
        read_front_end(tmp_path / "none.toml")


def test_json_file_must_hold_a_table(tmp_path: Path) -> None:
    """A JSON list is no front end."""
    file = tmp_path / "mine.json"
    file.write_text(json.dumps([1]))

    with pytest.raises(FrontEndError, match="is a table of fields, not list"):
        read_front_end(file)
