"""What is odd about a front end, alone and for a recording: rate, length, bands, hop."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from melgram.conformance import Finding, check
from melgram.errors import FrontEndError, UnknownPreset
from melgram.frontend import FrontEnd
from melgram.frontend import post as p
from melgram.frontend import signal as s
from melgram.frontend.framing import Snip
from melgram.frontend.output import Output, Patches
from melgram.frontend.spectral import MelBank, TableBank
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


def test_other_rates_are_said() -> None:
    """From above it is an info, from below a warning with the share of bands without sound."""
    down = checked(pink(), replace(WHISPER, sample_rate=RATE), sample_rate=48_000)
    up = checked(pink(), "whisper", sample_rate=8_000)

    assert down["resampled"].severity == "info"
    assert "resampled to 16000 Hz" in down["resampled"].what
    assert (up["upsampled"].severity, up["upsampled"].field) == ("warning", "sample_rate")
    assert "Above 4000 Hz there is nothing: 22% of the bands" in up["upsampled"].why
    slightly = checked(pink(), "whisper", sample_rate=15_000)
    assert slightly["upsampled"].severity == "info"


def test_preset_of_any_rate_is_never_resampled() -> None:
    """Classic follows the recording."""
    assert (
        checked(pink(), "classic", sample_rate=44_100).keys() & {"resampled", "upsampled"} == set()
    )


@pytest.mark.parametrize(
    ("n_samples", "front_end", "severity", "text"),
    [
        (399, replace(WHISPER, framing=replace(WHISPER.framing, edges=Snip(), drop_last="never")),
         "error", "(400 samples at 16000 Hz)"),
        (200, WHISPER, "warning", "less than one window of 0.0250 s"),
        (1_600, replace(WHISPER, output=Output(layout=Patches(n_frames=96, hop=96))),
         "error", "10 frames; 96 are needed"),
        (0, WHISPER, "error", "0 frames"),
    ],
)  # fmt: skip
def test_too_short_is_found(n_samples: int, front_end: FrontEnd, severity: str, text: str) -> None:
    """A clip that makes no frame, no patch or not one window says how much is needed."""
    found = checked(pink()[:n_samples], front_end)["too-short"]

    assert found.severity == severity
    assert text in f"{found.what} {found.remedy}"


def test_least_length_is_exact() -> None:
    """The length that is named makes a frame, and one sample less does not."""
    snip = replace(WHISPER, framing=replace(WHISPER.framing, edges=Snip(), drop_last="never"))

    assert "too-short" not in checked(pink()[:400], snip)
    assert snip.n_frames(399) == 0


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"signal": (s.PadTo(n_samples=5 * RATE),)}, {"padded": "signal[0].n_samples"}),
        ({"signal": (s.TileTo(n_samples=5 * RATE),)}, {"padded": "signal[0].n_samples"}),
        ({"signal": (s.TruncateTo(n_samples=RATE),)}, {"cut-off": "signal[0].n_samples"}),
        ({"post": (p.PadFrames(n_frames=500),)}, {"padded": "post[0].n_frames"}),
        (
            {"post": (p.DropFrames(n_frames=1), p.TruncateFrames(n_frames=100))},
            {"cut-off": "post[1].n_frames"},
        ),
        ({"signal": (s.PadTo(n_samples=RATE), s.TruncateTo(n_samples=3 * RATE))}, {}),
        (
            {"signal": (s.TruncateTo(n_samples=RATE), s.TruncateTo(n_samples=RATE + 1))},
            {"cut-off": "signal[0].n_samples"},
        ),
        ({"post": (p.DropFrames(n_frames=150), p.TruncateFrames(n_frames=100))}, {}),
        (
            {
                "signal": (s.PadTo(n_samples=5 * RATE), s.TruncateTo(n_samples=4 * RATE)),
                "post": (p.TruncateFrames(n_frames=300),),
            },
            {"padded": "signal[0].n_samples"},
        ),
    ],
)
def test_fixed_length_is_said(changes: dict[str, Any], codes: dict[str, str]) -> None:
    """What a model fills up is an info, what it throws away is a warning."""
    found = checked(pink(), replace(WHISPER, **changes))

    assert {code: f.field for code, f in found.items()} == codes
    assert all(f.severity == ("info" if f.code == "padded" else "warning") for f in found.values())


def test_empty_bands_are_found_with_remedies_that_work() -> None:
    """Each value that is offered leaves no band empty, and the next nearer one does."""
    crowded = replace(WHISPER, bank=replace(BANK, scale="htk", n_mels=128))
    found = checked(pink(), crowded)["empty-bands"]

    assert (found.severity, found.field) == ("error", "bank.n_mels")
    words = found.remedy.removeprefix("Any of these has none: ").rstrip(".").split(", ")
    offered = {k: float(v) for k, v in (word.split("=") for word in words)}
    assert set(offered) == {"n_fft", "n_mels", "fmin"}

    def remedied(name: str, value: float) -> FrontEnd:
        if name == "n_fft":
            return replace(crowded, framing=replace(crowded.framing, n_fft=int(value)))
        kept = int(value) if name == "n_mels" else value
        return replace(crowded, bank=replace(crowded.bank, **{name: kept}))  # type: ignore[type-var]

    for name, value in offered.items():
        nearer = value + {"n_fft": -2, "n_mels": 1, "fmin": -1}[name]
        assert "empty-bands" not in checked(pink(), remedied(name, value))
        assert "empty-bands" in checked(pink(), remedied(name, nearer))


def test_empty_bands_of_a_preset_are_an_info() -> None:
    """A preset repeats its original; the same bank as one's own choice is a warning."""
    own = replace(preset("torchaudio"), fft_norm="unitary")

    assert checked(pink(), "torchaudio")["empty-bands"].severity == "info"
    assert checked(pink(), own)["empty-bands"].severity == "warning"
    assert "empty-bands" not in checked(pink(), "kaldi")


def test_empty_row_of_a_table_is_found() -> None:
    """A table of weights with a row of zeros has a silent band, too."""
    rows = ((1.0,) * 201, (0.0,) * 201)
    found = checked(pink(), replace(WHISPER, bank=TableBank(weights=rows)))

    assert found["empty-bands"].field == "bank.weights"


def test_hop_that_is_no_round_time_is_found() -> None:
    """Ten milliseconds at 22,050 Hz are 220.5 samples; the drift is said."""
    framing = replace(WHISPER.framing, n_fft=1024, win_length=1024, hop_length=220)
    found = checked(
        pink(), replace(WHISPER, sample_rate=22_050, framing=framing), sample_rate=22_050
    )

    assert (found["hop-rounding"].severity, found["hop-rounding"].field) == (
        "warning",
        "framing.hop_length",
    )
    assert "10 ms at 22050 Hz are 220.5 samples; hop_length=220" in found["hop-rounding"].what
    assert "off by 0.136 s after a minute" in found["hop-rounding"].why


@pytest.mark.parametrize(
    ("rate", "hop"), [(16_000, 160), (22_050, 256), (44_100, 441), (22_050, 441), (22_050, 562)]
)
def test_other_hops_are_fine(rate: int, hop: int) -> None:
    """A whole number of milliseconds, or a length that is meant in samples, is no rounding."""
    framing = replace(WHISPER.framing, n_fft=2048, win_length=2048, hop_length=hop)

    assert "hop-rounding" not in checked(
        pink(), replace(WHISPER, sample_rate=rate, framing=framing), sample_rate=rate
    )


def test_impossible_front_end_is_a_finding(tmp_path: Path) -> None:
    """A file with fmax above Nyquist is explained, and the recording is looked at all the same."""
    path = tmp_path / "mine.toml"
    path.write_text('base = "whisper"\nbank.fmax = 9000.0\n')

    found = {f.code: f for f in check(np.stack([pink(), -pink()]), path, sample_rate=RATE)}

    assert found["impossible-front-end"].severity == "error"
    assert found["impossible-front-end"].field == "fmax"
    assert "above Nyquist" in found["impossible-front-end"].what
    assert "phase-cancellation" in found


def test_front_end_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """A wrong name, a missing file or no TOML is the caller's mistake, not a finding."""
    (tmp_path / "broken.toml").write_text("base = [")

    with pytest.raises(UnknownPreset, match="Did you mean 'whisper'"):
        check(pink(), "wisper", sample_rate=RATE)
    with pytest.raises(FrontEndError, match="No such file"):
        check(pink(), tmp_path / "none.toml", sample_rate=RATE)
    with pytest.raises(FrontEndError, match=r"broken\.toml"):
        check(pink(), tmp_path / "broken.toml", sample_rate=RATE)
