"""Names of a package that load on first use (PEP 562): what is not asked for costs no start-up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module


def loader(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """Return a package's ``__getattr__``.

    Parameters
    ----------
    package : str
        Its ``__name__``.
    homes : mapping of name to module
        Where in the package each name is defined.

    Examples
    --------
    >>> loader("melgram", {"preset": "presets"})("preset")("whisper").sample_rate
    16000
    """

    def load(name: str) -> object:
        if name not in homes:
            message = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(message)
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return load
