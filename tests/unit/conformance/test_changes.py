"""In which fields two front ends differ, and how they are named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from melgram.conformance import Difference, diff
from melgram.conformance.changes import applied, changes_between
from melgram.errors import FrontEndError, UnknownPreset
from melgram.frontend import FrontEnd
from melgram.frontend import framing as f
from melgram.frontend import post as p
from melgram.frontend import signal as s
from melgram.frontend import spectral as sp
from melgram.presets import preset
from strategies import front_ends

WHISPER = preset("whisper")


def paths(difference: Difference) -> list[str]:
    """Return the fields that differ."""
    return [change.path for change in difference.changes]


@given(a=front_ends(), b=front_ends())
def test_all_changes_make_a_into_b(a: FrontEnd, b: FrontEnd) -> None:
    """Applying every change to A gives B, and no change means that they are equal."""
    changes = changes_between(a, b)

    assert applied(a, changes) == b
    assert (not changes) == (a == b)


@given(front_end=front_ends())
def test_a_front_end_differs_from_itself_in_nothing(front_end: FrontEnd) -> None:
    """Equal front ends have no changes, and the text says so."""
    found = diff(front_end, front_end)

    assert found.same
    assert str(found) == "the same front end"


def test_fields_come_in_the_order_of_the_signal() -> None:
    """What acts first on the signal is listed first."""
    b = replace(
        WHISPER,
        sample_rate=22_050,
        framing=replace(WHISPER.framing, hop_length=220),
        window=sp.Window(shape=sp.Hamming()),
        bank=replace(WHISPER.bank, n_mels=40),  # type: ignore[type-var]
        post=(p.DynamicRange(range=4.0), WHISPER.post[1]),
    )

    assert paths(diff(WHISPER, b)) == [
        "sample_rate",
        "framing.hop_length",
        "window.shape",
        "window.rounding",
        "bank.n_mels",
        "post[0].range",
    ]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((), (s.RemoveMean(),), [("signal[0]", "added")]),
        ((s.RemoveMean(),), (), [("signal[0]", "removed")]),
        (
            (s.Scale(factor=2.0), s.Clip()),
            (s.RemoveMean(), s.Scale(factor=2.0), s.Clip()),
            [("signal[0]", "added")],
        ),
        (
            (s.Scale(factor=2.0), s.Scale(factor=3.0)),
            (s.Scale(factor=3.0),),
            [("signal[0]", "removed")],
        ),
        ((s.Scale(factor=2.0),), (s.Scale(factor=3.0),), [("signal[0].factor", "changed")]),
        ((s.Scale(factor=2.0),), (s.Clip(),), [("signal[0]", "changed")]),
        (
            (s.Clip(), s.RemoveMean()),
            (s.RemoveMean(), s.Clip()),
            [("signal[0]", "removed"), ("signal[1]", "added")],
        ),
    ],
)
def test_operations_are_matched(
    a: tuple[s.SignalOp, ...], b: tuple[s.SignalOp, ...], expected: list[tuple[str, str]]
) -> None:
    """A list of operations changes in the fewest steps: added, removed, or another field."""
    found = changes_between(replace(WHISPER, signal=a), replace(WHISPER, signal=b))

    assert sorted((change.path, change.how) for change in found) == expected


def test_a_stage_of_another_kind_is_one_change() -> None:
    """Fields of different kinds of stages are not compared with each other."""
    b = replace(WHISPER, framing=replace(WHISPER.framing, edges=f.Snip()))

    (change,) = diff(WHISPER, b).changes
    assert (change.path, change.a, change.b) == (
        "framing.edges",
        {"kind": "centered", "mode": "reflect"},
        {"kind": "snip"},
    )


def test_preset_of_any_rate_takes_the_other_rate() -> None:
    """Classic follows the recording, so it does not differ in its rate."""
    assert "sample_rate" not in paths(diff("classic", "whisper"))
    assert "sample_rate" not in paths(diff("whisper", "classic"))
    assert diff("classic", "classic").same


def test_files_are_front_ends(tmp_path: Path) -> None:
    """TOML and JSON are read; a base needs only what differs."""
    (tmp_path / "mine.toml").write_text('base = "whisper"\nbank.n_mels = 40\n')
    (tmp_path / "whole.json").write_text(WHISPER.to_json())

    assert paths(diff("whisper", tmp_path / "mine.toml")) == ["bank.n_mels"]
    assert diff("whisper", str(tmp_path / "whole.json")).same


def test_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    """A file that is no front end of melgram is an error with its name."""
    path = tmp_path / "preprocessor_config.json"
    path.write_text('{"feature_size": 80}')

    with pytest.raises(FrontEndError, match=r"config\.json: feature_size is not a field"):
        diff(path, "whisper")
    with pytest.raises(FrontEndError, match=r"none\.toml: No such file"):
        diff("whisper", tmp_path / "none.toml")


def test_unknown_name_is_refused() -> None:
    """A wrong name offers the nearest preset and says what a file needs."""
    with pytest.raises(UnknownPreset, match=r"Did you mean 'whisper'\?.* ending \.json or \.toml"):
        diff("wisper", "whisper")


def test_long_stages_are_shortened_and_vectors_named() -> None:
    """A cell stays readable; a list of numbers shows the first that differs."""
    a = replace(WHISPER, post=(p.VectorAffine(offset=(0.0,) * 80, scale=(1.0,) * 80),))
    b = replace(WHISPER, post=(p.VectorAffine(offset=(0.0,) * 79 + (2.5,), scale=(1.0,) * 80),))
    table = replace(WHISPER, bank=sp.TableBank(weights=((1.0,) * 201,) * 80))

    assert "80 numbers, [79]=2.5" in str(diff(a, b))
    assert "table_bank(weights=[80 entries])" in str(diff(WHISPER, table))
    assert "…" in str(diff(WHISPER, table))
