"""One recording explained in both languages, and recordings of odd kinds."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from melgram.explain import report
from melgram.explain.recording import read
from melgram.explain.study import Study, study

SPEECH = Path(__file__).parents[3] / "examples" / "speech.flac"


@pytest.fixture(scope="session")
def pages() -> dict[str, str]:
    """Return the report on the example, by language."""
    return {"en": report(SPEECH), "ko": report(SPEECH, language="ko")}


@pytest.fixture(scope="session")
def speech_study() -> Study:
    """Return what is computed from the example."""
    return study(read(SPEECH), SPEECH)


@pytest.fixture(scope="session")
def wav() -> Callable[..., bytes]:
    """Return a writer of WAV: samples (n_samples,) or (n_samples, n_channels) to bytes."""

    def written(
        samples: npt.ArrayLike, *, sample_rate: int = 16_000, subtype: str = "PCM_16"
    ) -> bytes:
        target = io.BytesIO()
        soundfile.write(target, np.asarray(samples), sample_rate, subtype=subtype, format="WAV")
        return target.getvalue()

    return written
