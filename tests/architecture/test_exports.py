"""The public names: listed once, sorted, and every one of them is there."""

from __future__ import annotations

from importlib import metadata

import melgram

# What README, notebooks and other people's code rely on.
PROMISED = {
    *("FrontEnd", "errors", "melspectrogram", "preset", "presets"),
    *("check", "diff", "identify", "read_config", "write_config"),
}


def test_all_is_sorted() -> None:
    """``melgram.__all__`` is in alphabetical order and has no name twice."""
    assert list(melgram.__all__) == sorted(set(melgram.__all__))


def test_dir_is_all() -> None:
    """``dir(melgram)`` offers exactly the public names, so completion shows no others."""
    assert dir(melgram) == list(melgram.__all__)


def test_every_name_resolves() -> None:
    """Every public name can be fetched; a lazy name that points nowhere fails here."""
    missing = [name for name in melgram.__all__ if not hasattr(melgram, name)]

    assert missing == []


def test_promised_names_are_public() -> None:
    """The names that users rely on are exported."""
    assert set(melgram.__all__) >= PROMISED


def test_version_is_the_installed_one() -> None:
    """``melgram.__version__`` and the metadata of the installed package agree."""
    assert melgram.__version__ == metadata.version("melgram")
