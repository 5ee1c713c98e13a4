"""Front ends as text: nothing is lost, nothing unknown is taken."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given

from melgram.errors import FrontEndError
from melgram.frontend import FrontEnd
from melgram.presets import preset, presets
from strategies import front_ends


@given(front_end=front_ends())
def test_round_trip(front_end: FrontEnd) -> None:
    """A front end written as dict, JSON or TOML and read again is the same value."""
    for back in (
        FrontEnd.from_dict(front_end.to_dict()),
        FrontEnd.from_json(front_end.to_json()),
        FrontEnd.from_toml(front_end.to_toml()),
    ):
        assert back == front_end
        assert back.digest == front_end.digest
        assert hash(back) == hash(front_end)


@given(one=front_ends(), other=front_ends())
def test_digest_tells_recipes_apart(one: FrontEnd, other: FrontEnd) -> None:
    """Digests are equal exactly when the front ends are."""
    assert (one.digest == other.digest) == (one == other)


DIGESTS = {
    "classic": "bae60a1939f44690",
    "kaldi": "fe87ae107748840f",
    "librosa": "1ee9e3130d40ac41",
    "torchaudio": "251f054f74bd3221",
    "whisper": "954769611ba69642",
    "whisper-v3": "7f57604ce9ff515b",
}


@pytest.mark.parametrize("name", presets())
def test_digest_is_stable(name: str) -> None:
    """A preset's digest is what manifests wrote down; it changes only with its recipe."""
    assert preset(name).digest == DIGESTS[name]


@pytest.mark.parametrize("name", presets())
def test_every_field_is_written_out(name: str) -> None:
    """The dict holds every field of every stage, defaults too."""

    def assert_complete(value: object, written: object) -> None:
        if dataclasses.is_dataclass(value):
            assert isinstance(written, dict)
            names = {item.name for item in dataclasses.fields(value)}
            assert names == set(written) - {"kind"}
            for field in names:
                assert_complete(getattr(value, field), written[field])

    assert_complete(preset(name), preset(name).to_dict())


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("hop_lenght",), 1, "hop_lenght is not a field of front_end"),
        (("framing", "hop_lenght"), 160, r"framing\.hop_lenght .* Did you mean 'hop_length'\?"),
        (("framing", "hop_length"), "160", r"framing\.hop_length='160' must be int\."),
        (("framing", "hop_length"), True, r"framing\.hop_length=True must be int\."),
        (("framing", "hop_length"), 0, "hop_length=0 must be an integer >= 1"),
        (("framing", "edges", "kind"), "centred", r"edges\.kind='centred' .* 'centered'\?"),
        (("bank", "scale"), "slanney", r"scale='slanney' must be one of .* 'slaney'\?"),
        (("bank", "fmax"), "8000", r"bank\.fmax='8000' must be float\."),
        (("post",), {"kind": "affine"}, "post=.* must be a list"),
        (("post",), [{"kind": "affine", "scale": 1.0}], r"post\[0\]\.offset is missing"),
        (("compression",), 3, "compression=3 must be a table with a kind"),
        (("window", "shape"), {"kind": "hann", "periodic": 1}, "periodic=1 must be bool"),
    ],
)
def test_wrong_field_is_refused_by_name(path: tuple[str, ...], value: object, message: str) -> None:
    """An unknown key, kind or type is an error that names the field and the nearest word."""
    fields = preset("whisper").to_dict()
    table = fields
    for key in path[:-1]:
        table = table[key]
    table[path[-1]] = value

    with pytest.raises(FrontEndError, match=message):
        FrontEnd.from_dict(fields)


def test_missing_field_without_default_is_named() -> None:
    """A front end without a rate is not guessed."""
    fields = preset("whisper").to_dict()
    del fields["sample_rate"]

    with pytest.raises(FrontEndError, match=r"sample_rate is missing; front_end has no default"):
        FrontEnd.from_dict(fields)


@pytest.mark.parametrize(
    ("text", "message"), [("{", "not JSON"), ("[1]", "a front end is a table of fields, not list")]
)
def test_text_that_is_no_front_end(text: str, message: str) -> None:
    """Text that is not JSON, or not a table, is refused in words."""
    with pytest.raises(FrontEndError, match=message):
        FrontEnd.from_json(text)


def test_text_that_is_no_toml() -> None:
    """Text that is not TOML is refused in words."""
    with pytest.raises(FrontEndError, match="not TOML"):
        FrontEnd.from_toml("a = = 1")
