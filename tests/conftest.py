"""What every test shares: the hypothesis profile, the header, and a floor under the count."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import hypothesis
import pytest

# A full run that collects fewer tests has lost some on the way. Raise it as tests arrive.
FEWEST_TESTS = 600

hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis.settings.register_profile("nightly", max_examples=2_000, deadline=None)
hypothesis.settings.load_profile("ci")  # pytest --hypothesis-profile=nightly searches anew


def native_library() -> str:
    """Say whether the installed package has its native library."""
    found = [file for file in metadata.files("melgram") or [] if file.name == "libmelgram.so"]
    return str(Path(str(found[0].locate()))) if found else "absent: the NumPy engine serves"


def pytest_report_header() -> list[str]:
    """Name the versions that numbers depend on, so that a report is complete."""
    names = ["melgram", "numpy", "soundfile", "soxr", "av"]
    installed = {item.metadata["Name"]: item.version for item in metadata.distributions()}
    versions = [f"{name} {installed.get(name, 'absent')}" for name in names]
    return [", ".join(versions), f"native library: {native_library()}"]


def pytest_collection_finish(session: pytest.Session) -> None:
    """Refuse a full run that has lost tests; a chosen part may be as small as you like."""
    options = session.config.option
    full = session.config.args_source is pytest.Config.ArgsSource.TESTPATHS
    chosen = (
        options.keyword or options.markexpr or options.deselect or getattr(options, "lf", False)
    )
    if full and not chosen and len(session.items) < FEWEST_TESTS:
        message = (
            f"{len(session.items)} tests collected; a full run has at least {FEWEST_TESTS}. "
            "Find the ones that are gone, or lower FEWEST_TESTS and say why."
        )
        raise pytest.UsageError(message)
