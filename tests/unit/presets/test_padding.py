"""How each original pads a batch: one entry for every preset, and nothing else depends on it."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import melgram.presets
from melgram.conformance.changes import changes_between
from melgram.errors import FrontEndError
from melgram.frontend import FrontEnd
from melgram.frontend.post import FillInvalid
from melgram.presets import name_of, preset, presets
from melgram.presets.padding import PADDINGS

FOLDER = Path(melgram.presets.__file__).parent


def test_every_preset_has_one_entry() -> None:
    """No preset is forgotten, none stands in two entries, none is made up.

    A preset that is a file may say it there instead, but not in both places.
    """
    counts = Counter(name for entry in PADDINGS for name in entry.names.split())
    files = [path for path in FOLDER.glob("*.toml") if "\npadding = " in path.read_text()]

    assert sorted([*counts.elements(), *(path.stem for path in files)]) == presets()


def test_presets_pad_as_their_entry_says() -> None:
    """What the entry says is what the preset's front end says, aliases and files too."""
    found = {name: preset(name).padding for e in PADDINGS for name in e.names.split()}

    assert found == {name: e.value for e in PADDINGS for name in e.names.split()}
    assert found["hf-whisper-torch"] == found["voxtral"] == "silence"
    assert found["whisper"] == 0.0
    assert found["vits-mel"] == math.log(1e-5)


def test_frames_that_are_filled_read_like_padding() -> None:
    """A recognizer of NeMo's family fills its last frame with what it pads batches with.

    lhotse's Whisper is the exception: zeros inside a clip, ln(1e-10) behind it.
    """
    filled = {
        name: operation.value
        for name in presets()
        for operation in preset(name).post
        if isinstance(operation, FillInvalid) and name != "lhotse-whisper"
    }

    assert len(filled) > 15
    assert filled == {name: preset(name).padding for name in filled}


@pytest.mark.parametrize("padding", [-23.0, "silence"])
def test_padding_is_written_and_read(padding: Any) -> None:
    """Text keeps the padding; a text without it means 0.0."""
    front_end = replace(preset("kaldi"), padding=padding)
    fields = front_end.to_dict()

    for back in (
        FrontEnd.from_dict(fields),
        FrontEnd.from_json(front_end.to_json()),
        FrontEnd.from_toml(front_end.to_toml()),
    ):
        assert back.padding == padding
    del fields["padding"]
    assert FrontEnd.from_dict(fields).padding == 0.0


def test_no_feature_depends_on_padding() -> None:
    """Front ends that differ in it alone are equal: digest, hash, name and differences say so."""
    front_end = preset("kaldi")
    other = replace(front_end, padding="silence")

    assert other == front_end
    assert (hash(other), other.digest) == (hash(front_end), front_end.digest)
    assert name_of(other) == "kaldi"
    assert changes_between(front_end, other) == ()


@pytest.mark.parametrize(
    ("padding", "message"),
    [
        (math.nan, "padding=nan must be a finite number"),
        (True, "padding=True must be a finite number"),
        ("silent", r"padding='silent' must be one of silence\. Did you mean 'silence'\?"),
    ],
)
def test_front_end_refuses_other_paddings(padding: Any, message: str) -> None:
    """A recipe is finite and readable; what is only for one batch is that call's argument."""
    with pytest.raises(FrontEndError, match=message):
        replace(preset("kaldi"), padding=padding)
