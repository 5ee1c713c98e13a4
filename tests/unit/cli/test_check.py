"""`melgram check`: findings for people and programs, and exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

SPEECH = Path(__file__).parents[3] / "examples" / "speech.flac"


def check(
    *words: str, cwd: Path | None = None, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run `melgram check` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "melgram", "check", *words],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a silent recording, one at another rate, and a text."""
    import soundfile

    soundfile.write(tmp_path / "silent.wav", np.zeros(16_000), 16_000)
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, 48_000)
    soundfile.write(tmp_path / "fast.wav", noise, 48_000)
    (tmp_path / "text.wav").write_text("no sound")
    return tmp_path


def test_good_recording_is_code_0() -> None:
    """Nothing odd is said in one line."""
    done = check(str(SPEECH), "--preset", "whisper")

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == f"{SPEECH}: nothing odd\n"


def test_stdin_is_checked() -> None:
    """A dash reads stdin."""
    done = check("-", "--preset", "whisper", stdin=SPEECH.read_bytes())

    assert (done.returncode, done.stdout) == (0, b"-: nothing odd\n")


def test_error_is_code_1(folder: Path) -> None:
    """A finding says what, why and what to do."""
    done = check("silent.wav", "--preset", "whisper", cwd=folder)

    assert (done.returncode, done.stderr) == (1, b"")
    name, what, remedy = done.stdout.decode().splitlines()
    assert name == "silent.wav"
    assert what == "  error    silence: The whole recording is silent: its peak is exactly zero."
    assert remedy.endswith("Check the microphone, the channel and the export.")


def test_info_alone_is_code_0(folder: Path) -> None:
    """A recording that will be resampled is in order."""
    done = check("fast.wav", "--preset", "whisper", cwd=folder)

    assert done.returncode == 0
    assert "info     resampled (sample_rate): " in done.stdout.decode()


def test_unreadable_file_among_many_is_a_finding(folder: Path) -> None:
    """Every file has its entry; what cannot be read has the class of its error."""
    done = check(
        str(SPEECH),
        "text.wav",
        "none.wav",
        "silent.wav",
        "--preset",
        "whisper",
        "--json",
        cwd=folder,
    )
    files = json.loads(done.stdout)["files"]

    assert done.returncode == 1
    assert [[f["code"] for f in entry["findings"]] for entry in files] == [
        [],
        ["unreadable"],
        ["unreadable"],
        ["silence"],
    ]
    assert [entry.get("error") for entry in files] == [
        None,
        "UnrecognisedFormat",
        "ReadError",
        None,
    ]
    text = check(str(SPEECH), "text.wav", cwd=folder).stdout.decode()
    assert "error    unreadable: text.wav" in text


def test_unreadable_file_alone_has_its_own_code(folder: Path) -> None:
    """One file that cannot be read is code 3 and a sentence, as for every command."""
    done = check("text.wav", cwd=folder)

    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr.decode().startswith("melgram: text.wav")


def test_impossible_front_end_is_a_finding(folder: Path) -> None:
    """A file with fmax above Nyquist is explained."""
    (folder / "mine.toml").write_text('base = "whisper"\nbank.fmax = 9000.0\n')

    done = check(str(SPEECH), "--front-end", "mine.toml", cwd=folder)

    assert done.returncode == 1
    assert "error    impossible-front-end (fmax): fmax=9000 Hz is above" in done.stdout.decode()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "Missing argument 'FILE...'"),
        (("x.wav", "--preset", "wisper"), "Did you mean 'whisper'?"),
        (("x.wav", "--front-end", "none.toml"), "none.toml: No such file"),
        (
            ("x.wav", "--preset", "kaldi", "--front-end", "x.toml"),
            "--preset and --front-end exclude each other",
        ),
    ],
)
def test_wrong_usage_is_code_2(tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    """What was typed wrongly is a sentence on stderr."""
    done = check(*(word.replace("x.wav", str(SPEECH)) for word in words), cwd=tmp_path)

    assert (done.returncode, done.stdout) == (2, b"")
    assert message in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
