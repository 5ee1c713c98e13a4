"""Speech models: how many frames the originals make of every length, and which are padding."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from melgram.engines import plan
from melgram.presets import preset
from strategies import noise

LENGTHS = range(513, 3_900)  # the longest window fits; beyond two of every padding


def up(n: int, multiple: int) -> int:
    """Return the next multiple."""
    return -(-n // multiple) * multiple


FORMULAS: dict[str, Callable[[int], int]] = {
    "whisper": lambda n: n // 160,
    "whisper-30s": lambda n: 3_000,
    "whisper-transcribe": lambda n: 3_000,
    "whisper.cpp": lambda n: (n + 480_000) // 160,
    "faster-whisper": lambda n: (n + 160) // 160,
    "hf-dots3-note": lambda n: 8 * -(-n // 1_280),
    "qwen3-asr": lambda n: up(max(n, 8_000) // 160, 100),
    "lhotse-whisper": lambda n: (n + 80) // 160,
    "knf-whisper": lambda n: (n + 80) // 160,
    "nemo-parakeet": lambda n: 1 + n // 160,
    "nemo-citrinet-pad16": lambda n: up(1 + n // 160, 16),
    "nemo-hifigan": lambda n: n // 256,
    "knf-nemo": lambda n: n // 160,
    "granite-speech": lambda n: (1 + n // 160) // 2,
    "granite-speech5": lambda n: -(-(n // 160) // 2),
    "gemma3n": lambda n: 1 + (up(n, 128) - 513) // 160,
    "gemma4": lambda n: 1 + (up(n, 128) + 160 - 321) // 160,
    "phi4": lambda n: 1 + (n - 400) // 160,
    "inkling": lambda n: -(-n // 800),
    "hf-fun-asr-nano": lambda n: -(-(1 + (n - 400) // 160) // 6),
    "deepspeech": lambda n: 1 + (n - 512) // 320,
}


@pytest.mark.parametrize("name", FORMULAS)
def test_number_of_frames_is_the_originals_for_every_length(name: str) -> None:
    """Not only the stored clips: every length gives as many frames as the original's formula."""
    front_end = preset(name)

    assert [front_end.n_frames(n) for n in LENGTHS] == [FORMULAS[name](n) for n in LENGTHS]


# Frames that hold sound; those after them are padding and equal a constant.
VALID: dict[str, tuple[Callable[[int], int], float]] = {
    "gemma4": (lambda n: (n - 1) // 160, 0.0),  # its last sample, 160 t + 160, is recorded
    "lhotse-whisper": (lambda n: n // 160, 0.0),
    "qwen3-asr": (lambda n: max(n, 8_000) // 160, 0.0),
    "nemo-parakeet": (lambda n: n // 160, 0.0),
    "nemo-hifigan": (lambda n: n // 256 - 1, -11.52),
}


@pytest.mark.parametrize("name", VALID)
@pytest.mark.parametrize("n_samples", [1_600, 1_601, 1_679, 1_680, 1_681, 1_759, 1_792, 1_800])
def test_padding_begins_where_the_recording_ends(name: str, n_samples: int) -> None:
    """Frames after the last valid one are the original's constant, and the others are not."""
    n_valid, value = VALID[name]

    features = plan(preset(name))(noise(n_samples))

    is_padding = (features == np.float32(value)).all(axis=0)
    assert is_padding.tolist() == [t >= n_valid(n_samples) for t in range(features.shape[1])]
