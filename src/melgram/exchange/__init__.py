"""Other people's configurations in and out, and one word for every way to name a front end.

::

    a file --documents--> plain values --one reader per format--> Config (FrontEnd, unsaid, ignored)
    FrontEnd --one writer per format--> text --read back--> the same FrontEnd, or an error

Each reader starts from the preset of the original it stands for and changes what the file says,
so facts about originals stay in ``melgram.presets``. melgram's own TOML and JSON are read by
``melgram.presets.files``. The names below load on first use: a preset's name needs no reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from melgram.lazy import loader

if TYPE_CHECKING:
    from melgram.exchange.config import Config
    from melgram.exchange.reading import read_config
    from melgram.exchange.resolving import locate, resolve
    from melgram.exchange.writing import WRITABLE, write_config

__all__ = ["WRITABLE", "Config", "locate", "read_config", "resolve", "write_config"]

_HOME = {
    "WRITABLE": "writing",
    "Config": "config",
    "locate": "resolving",
    "read_config": "reading",
    "resolve": "resolving",
    "write_config": "writing",
}


__getattr__ = loader(__name__, _HOME)


def __dir__() -> list[str]:
    return sorted(__all__)
