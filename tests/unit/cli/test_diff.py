"""`melgram diff`: what is printed, what is drawn, and what goes wrong."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

CODES = re.compile(r"\x1b\[[\d;]*m")
SPEECH = Path(__file__).parents[3] / "examples" / "speech.flac"


def diff(
    *words: str, cwd: Path | None = None, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run `melgram diff` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "melgram", "diff", *words],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
    )


def test_fields_are_listed_in_columns() -> None:
    """Without a recording, the fields and both values stand in aligned columns."""
    done = diff("whisper", "whisper-v3")
    lines = done.stdout.decode().splitlines()

    assert (done.returncode, done.stderr) == (0, b"")
    assert lines[0].startswith("A  whisper     16000 Hz, 80 features every 10 ms, log10 power")
    assert lines[1].startswith("B  whisper-v3  16000 Hz, 128 features every 10 ms, log10 power")
    assert lines[3:] == ["field        A   B", "bank.n_mels  80  128"]


def test_same_front_ends_are_said() -> None:
    """Equal front ends under two names are one."""
    done = diff("whisper", "whisper")

    assert done.returncode == 0
    assert done.stdout.decode().endswith("\nthe same front end\n")


@pytest.mark.parametrize("source", ["file", "stdin"])
def test_effects_are_listed_the_largest_first(tmp_path: Path, source: str) -> None:
    """With a recording, what moves the numbers most stands on top."""
    (tmp_path / "mine.toml").write_text(
        'base = "whisper"\nfft_norm = "unitary"\nbank.scale = "htk"\nwindow.rounding = "none"\n'
    )
    given = str(SPEECH) if source == "file" else "-"

    done = diff("whisper", "mine.toml", "--audio", given, cwd=tmp_path, stdin=SPEECH.read_bytes())

    text = done.stdout.decode()
    effects = text.split("field alone")[1].split("\n\n")[0].splitlines()[1:]
    assert done.returncode == 0
    fields = [line.split()[0] for line in effects]
    assert (fields[:2], fields[-1]) == (["fft_norm", "bank.scale"], "all")
    if "window.rounding" not in fields:  # the NumPy engine shows what float32 cannot
        assert "\nNo effect on this recording: window.rounding.\n" in text
    assert "mean and max in log10 power (normalised):" in text
    assert float(effects[0].split()[3]) == pytest.approx(26.0, abs=0.5)  # 10 log10(400) dB


def test_json_is_one_object() -> None:
    """Programs get fields, effects and the total."""
    done = diff("whisper", "kaldi", "--audio", str(SPEECH), "--json")
    found = json.loads(done.stdout)

    assert found["a"]["preset"] == "whisper"
    assert not found["same"]
    assert {"field": "bank.scale", "how": "changed", "a": "slaney", "b": "kaldi"} in found[
        "changes"
    ]
    assert {name for effect in found["effects"] for name in effect["fields"]} == {
        change["field"] for change in found["changes"]
    }
    assert found["total"]["shape"] == [[80, 260], [80, 258]]


def test_picture_stacks_both_and_their_difference(tmp_path: Path) -> None:
    """Three panels; two if the features do not correspond, and that is said."""
    three = diff("whisper", "kaldi", "--audio", str(SPEECH), "--picture", "x.png", cwd=tmp_path)
    two = diff("whisper", "whisper-v3", "--audio", str(SPEECH), "--picture", "y.png", cwd=tmp_path)

    assert (three.returncode, two.returncode) == (0, 0)
    assert "x.png: A: whisper, B: kaldi, B − A" in three.stderr.decode()
    assert "do not correspond, so B - A is not drawn" in two.stderr.decode()
    for name, n_panels in (("x.png", 3), ("y.png", 2)):
        content = (tmp_path / name).read_bytes()
        height = int.from_bytes(content[20:24], "big")
        assert content.startswith(b"\x89PNG")
        assert round(height / 540) == n_panels


def test_picture_may_be_svg_and_the_terminal_shows_it(tmp_path: Path) -> None:
    """The ending chooses the format; without a terminal half blocks of all three are printed."""
    done = diff(
        "whisper", "kaldi", "--terminal", "--audio", str(SPEECH), "--picture", "x.svg", cwd=tmp_path
    )

    shown = done.stdout.decode()
    assert done.returncode == 0
    assert (tmp_path / "x.svg").read_text().startswith("<svg")
    assert [shown.count(f"\n{title}\n") for title in ("A: whisper", "B: kaldi", "B − A")] == [
        1,
        1,
        1,
    ]
    assert "+150  B − A (dB)\n" in CODES.sub("", shown)


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("whisper",), 2, "Missing argument 'B'"),
        (("wisper", "kaldi"), 2, "Did you mean 'whisper'?"),
        (("whisper", "none.toml"), 2, "none.toml: No such file"),
        (("whisper", "kaldi", "--audio", "none.wav"), 3, "none.wav"),
        (("whisper", "kaldi", "--picture", "x.png"), 2, "--picture needs --audio"),
        (("whisper", "kaldi", "--terminal"), 2, "--terminal needs --audio"),
        (("a", "b", "--audio", "x", "--picture", "x.jpg"), 5, "must end in .png or .svg"),
        (("a", "b", "--audio", "x", "--picture", "-"), 2, "stdout has the tables"),
        (("a", "b", "--audio", "x", "--terminal", "--json"), 2, "both write to stdout"),
    ],
)
def test_failure_has_its_code_and_sentence(
    tmp_path: Path, words: tuple[str, ...], code: int, message: str
) -> None:
    """Whatever goes wrong is a sentence on stderr and the promised code."""
    done = diff(*words, cwd=tmp_path)

    assert (done.returncode, done.stdout) == (code, b"")
    assert message in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    assert list(tmp_path.iterdir()) == []


def test_picture_that_cannot_be_written_is_an_output_error(tmp_path: Path) -> None:
    """A missing folder is code 5, and says how to make it."""
    done = diff("whisper", "kaldi", "--audio", str(SPEECH), "--picture", "no/x.png", cwd=tmp_path)

    assert done.returncode == 5
    assert "mkdir -p no" in done.stderr.decode()
