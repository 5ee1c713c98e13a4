"""A browser for all tests of this folder: Chromium, seen through Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

INSTALL = "Chromium is missing. Install it: sudo apt-get install -y chromium"
QUIET = (
    "--no-sandbox",  # the tests may run as root
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str:
    """Return the path of the installed browser, or fail with what to type."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.fail(INSTALL)
    return found


@pytest.fixture(scope="module")  # its event loop must not outlive it: later tests run their own
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        yield running
        running.close()


@pytest.fixture(scope="session")
def speech() -> Path:
    """Return the example recording."""
    return Path(__file__).parents[2] / "examples" / "speech.flac"
