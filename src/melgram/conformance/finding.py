"""What `check` says: one finding for each thing that will surprise, with its remedy."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing about a recording or a front end.

    Parameters
    ----------
    code : str
        A stable word for programs: "clipping", "dc-offset", "empty-bands".
    severity : {"error", "warning", "info"}
        The features cannot be right; may be wrong; are right, but not what one may expect.
    what, why, remedy : str
        What was found, why it matters, what to do.
    seconds : float | None [s]
        Where in the recording it begins.
    channel : int | None
        In which channel, from 0.
    field : str | None
        Which field of the front end.
    """

    code: str
    severity: Severity
    what: str
    why: str
    remedy: str
    seconds: float | None = None
    channel: int | None = None
    field: str | None = None

    @property
    def is_wrong(self) -> bool:
        """Whether something should be done: an error or a warning."""
        return self.severity != "info"

    @property
    def where(self) -> str:
        """Time, channel and field, as far as there are any."""
        parts = [
            "" if self.seconds is None else f"{self.seconds:.3f} s",
            "" if self.channel is None else f"channel {self.channel}",
            self.field or "",
        ]
        return ", ".join(part for part in parts if part)

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)

    def __str__(self) -> str:
        """Say it in one line."""
        where = f" ({self.where})" if self.where else ""
        return f"{self.severity}: {self.code}{where}: {self.what} {self.why} {self.remedy}"
