"""The keys of one configuration, asked for one by one; what nobody asks for is an error.

Asking with a default that the file does not overrule is remembered and reported. How files
become keys is in ``documents``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from melgram.errors import FrontEndError, did_you_mean
from melgram.frontend.rules import require_int, require_number


class Settings:
    """A cursor over the keys of a configuration.

    Parameters
    ----------
    values : mapping
    origin : str
        Whose defaults stand in for missing keys: a class, a program, a function.

    Examples
    --------
    >>> settings = Settings({"n_fft": 512, "seed": 1}, origin="Example")
    >>> settings.integer("n_fft", 400), settings.integer("hop_length", 160)
    (512, 160)
    >>> settings.ignore("seed")
    >>> settings.finish()
    >>> settings.unsaid
    ('Not in the file, so the defaults of Example were taken: hop_length=160.',)
    """

    def __init__(self, values: Mapping[str, Any], *, origin: str) -> None:
        self.origin = origin
        self._values = dict(values)
        self._asked: set[str] = set()
        self._ignorable: set[str] = set()
        self._assumed: dict[str, Any] = {}
        self._sentences: list[str] = []

    def any(self, name: str, default: Any) -> Any:
        """Return a key of any type, or the original's default, which is remembered."""
        self._asked.add(name)
        if name not in self._values:
            self._assumed[name] = default
            return default
        return self._values[name]

    def has(self, name: str) -> bool:
        """Return whether the file has a key, and a value for it."""
        return self._values.get(name) is not None

    def integer(self, name: str, default: int, *, least: int = 1) -> int:
        """Return a whole number; 16000.0 counts as one."""
        value = self.any(name, default)
        whole: Any = int(value) if isinstance(value, float) and value.is_integer() else value
        require_int(name, whole, least=least)
        return whole

    def required_integer(self, name: str) -> int:
        """Return a whole number that no default could stand in for."""
        if name not in self._values:
            message = f"{name} is missing; {self.origin} has no default for it."
            raise FrontEndError(message)
        return self.integer(name, 0)

    def optional_integer(self, name: str, default: int | None = None) -> int | None:
        """Return a whole number, or None where the file says null, false or 0, or nothing."""
        value = self.any(name, default)
        return self.integer(name, value) if value else None

    def number(self, name: str, default: float) -> float:
        """Return a finite number."""
        return require_number(name, self.any(name, default))

    def optional_number(self, name: str, default: float | None = None) -> float | None:
        """Return a finite number, or None where the file says null."""
        value = self.any(name, default)
        return None if value is None else require_number(name, value)

    def numbers(self, name: str, default: None = None) -> tuple[float, ...] | None:
        """Return a list of finite numbers, or None where the file says null."""
        value = self.any(name, default)
        if value is None:
            return None
        if not isinstance(value, list):
            message = f"{name}={value!r} must be a list of numbers."
            raise FrontEndError(message)
        while len(value) == 1 and isinstance(value[0], list):  # an array of shape (1, 1, n)
            value = value[0]
        return tuple(require_number(f"{name}[{i}]", item) for i, item in enumerate(value))

    def flag(self, name: str, default: bool) -> bool:
        """Return true or false."""
        value = self.any(name, default)
        if not isinstance(value, bool):
            message = f"{name}={value!r} must be true or false."
            raise FrontEndError(message)
        return value

    def word(self, name: str, default: Any, meanings: Mapping[Any, Any]) -> Any:
        """Return what a word means; a word without a meaning is an error that lists them."""
        value = self.any(name, default)
        if isinstance(value, (list, dict)) or value not in meanings:
            known = [str(word) for word in meanings]
            hint = did_you_mean(value, known) if isinstance(value, str) else ""
            message = f"{name}={value!r} must be one of {', '.join(known)}.{hint}"
            raise FrontEndError(message)
        return meanings[value]

    def only(self, name: str, *accepted: Any, because: str) -> None:
        """Refuse a key with a value that no front end can express; the first is the default."""
        value = self.any(name, accepted[0])
        if value not in accepted:
            message = f"{name}={value!r} cannot be expressed: {because} It must be {accepted[0]!r}."
            raise FrontEndError(message)

    def computed(self, values: Mapping[str, int]) -> None:
        """Refuse keys that the original computes from others if they say something else."""
        for name, value in values.items():
            self.ignore(name)
            if self._values.get(name, value) != value:
                message = (
                    f"{name}={self._values[name]!r}: {self.origin} computes {value} from the other "
                    f"keys and never reads it. Mend the file, so that both agree."
                )
                raise FrontEndError(message)

    def ignore(self, *names: str) -> None:
        """Declare keys that are known and do not concern the features."""
        self._ignorable.update(names)

    def say(self, sentence: str) -> None:
        """Report something that the file cannot say."""
        self._sentences.append(sentence)

    @property
    def ignored(self) -> tuple[str, ...]:
        """Keys of the file that are known and do not concern the features."""
        return tuple(name for name in self._values if name in self._ignorable - self._asked)

    @property
    def unsaid(self) -> tuple[str, ...]:
        """What was reported, and which defaults were taken."""
        if not self._assumed:
            return tuple(self._sentences)
        taken = ", ".join(f"{name}={_shown(value)}" for name, value in self._assumed.items())
        first = f"Not in the file, so the defaults of {self.origin} were taken: {taken}."
        return (first, *self._sentences)

    def finish(self) -> None:
        """Refuse every key that was neither asked for nor declared.

        Raises
        ------
        FrontEndError
            The message names the key and the nearest known one.
        """
        known = self._asked | self._ignorable
        for name in self._values:
            if name not in known:
                hint = did_you_mean(name, sorted(known))
                message = f"{name} is not a key of {self.origin} that is known here.{hint}"
                raise FrontEndError(message)


def _shown(value: Any) -> str:
    return {None: "null", True: "true", False: "false"}.get(value, str(value))
