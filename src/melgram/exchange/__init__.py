"""Other people's configurations in and out, and one word for every way to name a front end.

::

    a file --documents--> plain values --one reader per format--> Config (FrontEnd, unsaid, ignored)
    FrontEnd --one writer per format--> text --read back--> the same FrontEnd, or an error

Each reader starts from the preset of the original it stands for and changes what the file says,
so facts about originals stay in ``melgram.presets``. melgram's own TOML and JSON are read by
``melgram.presets.files``.
"""

from melgram.exchange.config import Config
from melgram.exchange.reading import read_config
from melgram.exchange.resolving import locate, resolve
from melgram.exchange.writing import WRITABLE, write_config

__all__ = ["WRITABLE", "Config", "locate", "read_config", "resolve", "write_config"]
