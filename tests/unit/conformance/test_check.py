"""What `check` takes and returns; a good recording has no finding."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import melgram
from melgram.conformance import Finding, check
from melgram.errors import AudioError, SignalError
from melgram.frontend import FrontEnd
from melgram.frontend import signal as s
from melgram.frontend.spectral import MelBank
from melgram.presets import preset
from recordings import RATE, pink

SPEECH = Path(__file__).parents[3] / "examples" / "speech.flac"
WHISPER = preset("whisper")
BANK = WHISPER.bank
assert isinstance(BANK, MelBank)


def checked(
    samples: Any, front_end: FrontEnd | str = WHISPER, *, sample_rate: int = RATE
) -> dict[str, Finding]:
    """Return the findings by code."""
    return {f.code: f for f in check(samples, front_end, sample_rate=sample_rate)}


def test_speech_is_clean() -> None:
    """A good recording for its model has no finding at all."""
    assert check(SPEECH, "whisper") == []


def test_noise_is_clean_in_every_form() -> None:
    """Floats, integers, half precision, two unlike channels and a Waveform have no finding."""
    x = pink()
    stereo = np.stack([x, 0.5 * x + 0.2 * pink(seed=1)])

    for samples in (x, np.round(32767 * x).astype(np.int16), x.astype(np.float16), stereo):
        assert checked(samples) == {}
    assert check(melgram.Waveform(x.astype(np.float32), RATE), "whisper") == []


@pytest.mark.parametrize("name", ["classic", "kaldi", "librosa", "torchaudio", "whisper-v3"])
def test_speech_has_nothing_wrong_for_any_preset(name: str) -> None:
    """A good recording at a model's rate or another gives no error; infos explain."""
    assert [f for f in check(SPEECH, name) if f.severity == "error"] == []


def test_the_gravest_comes_first() -> None:
    """Errors stand before warnings, and those before infos."""
    x = np.clip(4 * pink(), -1, 1) + 0.0
    x[100] = np.nan
    found = check(
        x[: RATE // 2], replace(WHISPER, signal=(s.PadTo(n_samples=RATE),)), sample_rate=RATE
    )

    assert [f.severity for f in found] == ["error", "warning", "info"]


def test_every_kind_of_source_is_looked_at() -> None:
    """Path, text, bytes and file object are the same recording."""
    content = SPEECH.read_bytes()

    for source in (str(SPEECH), content, io.BytesIO(content)):
        assert check(source, "whisper") == []


def test_decoder_warnings_are_findings(tmp_path: Path) -> None:
    """What the decoder reports is passed on; what is usual for a format is an info."""
    import soundfile

    soundfile.write(tmp_path / "a.au", pink(), RATE, format="AU", subtype="PCM_16")
    streamed = bytearray((tmp_path / "a.au").read_bytes())
    streamed[8:12] = b"\xff" * 4  # no length
    odd = io.BytesIO()
    soundfile.write(odd, pink(), RATE, format="WAV", subtype="PCM_16")
    block = bytearray(odd.getvalue())
    block[32:34] = (7).to_bytes(2, "little")  # a block size that is none

    (usual,) = check(bytes(streamed), "whisper")
    assert (usual.code, usual.severity) == ("decoder", "info")
    assert "states no length" in usual.what
    (finding,) = check(bytes(block), "whisper")
    assert (finding.code, finding.severity) == ("decoder", "warning")


def test_what_cannot_be_looked_at_is_an_error(tmp_path: Path) -> None:
    """An array needs its rate and two axes at most; a file knows its rate; text is none."""
    (tmp_path / "text.wav").write_text("no sound")

    with pytest.raises(SignalError, match="sample_rate is missing"):
        check(pink(), "whisper")
    with pytest.raises(SignalError, match=r"must be \(n_samples,\) or \(n_channels"):
        check(np.zeros((1, 1, 9)), "whisper", sample_rate=RATE)
    with pytest.raises(SignalError, match="sample_rate=16000 is only for arrays"):
        check(SPEECH, "whisper", sample_rate=RATE)
    with pytest.raises(AudioError, match=r"text\.wav"):
        check(tmp_path / "text.wav", "whisper")


def test_a_finding_says_itself() -> None:
    """Text and dict hold everything."""
    (found,) = check(np.zeros(RATE), "whisper", sample_rate=RATE)
    placed = replace(found, seconds=1.5, channel=1, field="bank")

    assert str(found).startswith("error: silence: The whole recording is silent")
    assert placed.where == "1.500 s, channel 1, bank"
    assert placed.to_dict()["seconds"] == 1.5
    assert set(found.to_dict()) == {
        "code", "severity", "what", "why", "remedy", "seconds", "channel", "field",
    }  # fmt: skip
