"""What users type: results on stdout, talk on stderr, and the promised exit codes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import melgram
from melgram.engines import native
from melgram.frontend import FrontEnd

SPEECH = Path(__file__).parents[3] / "examples" / "speech.flac"
COMMANDS = ("doctor", "features", "info", "picture", "presets", "show")
PNG = b"\x89PNG\r\n\x1a\n"


def run(
    *words: str, cwd: Path | None = None, stdin: bytes | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own."""
    given = {"input": stdin} if stdin is not None else {"stdin": subprocess.DEVNULL}
    return subprocess.run(
        [sys.executable, "-m", "melgram", *words],
        cwd=cwd,
        capture_output=True,
        check=False,
        timeout=60,
        **given,
    )


def assert_fails(done: subprocess.CompletedProcess[bytes], *, code: int, message: str) -> None:
    """Check code and sentence, and that nothing else was said."""
    said = done.stderr.decode()
    assert (done.returncode, done.stdout) == (code, b"")
    assert message in said
    assert "Traceback" not in said


def test_version() -> None:
    """--version prints the version and nothing else."""
    assert run("--version").stdout.decode() == f"melgram {melgram.__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    """Every command is listed and explains itself."""
    done = run(command, "--help")

    assert done.returncode == 0
    assert command in run("--help").stdout.decode()
    assert f"Usage: python -m melgram {command}" in done.stdout.decode()


def test_info_of_one_file() -> None:
    """Info says what the recording is."""
    text = run("info", str(SPEECH)).stdout.decode()

    for fact in ("flac", "16000 Hz", "16 bit", "2.600 s (header)", "41600"):
        assert fact in text


def test_info_json_is_one_object_for_many_files(tmp_path: Path) -> None:
    """Good and bad files stand in one object; some failed means code 1."""
    broken = tmp_path / "broken.wav"
    broken.write_text("not a recording")

    done = run("info", "--json", str(SPEECH), str(broken))

    files = json.loads(done.stdout)["files"]
    assert done.returncode == 1
    assert files[0]["sample_rate"] == 16_000
    assert files[1]["error"] == "UnrecognisedFormat"


def test_picture_is_named_after_its_file(tmp_path: Path) -> None:
    """Without -o the PNG lies in the current folder."""
    done = run("picture", str(SPEECH), "--waveform", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (0, b"")
    assert "speech.png: Mel(128 features x 82 frames, dB" in done.stderr.decode()
    assert (tmp_path / "speech.png").read_bytes().startswith(PNG)


def test_picture_from_stdin_to_stdout() -> None:
    """A dash reads stdin and writes stdout, and nothing is said."""
    done = run("picture", "-", stdin=SPEECH.read_bytes())

    notice = b"" if native.kernel() is not None else b"melgram was built without"
    assert done.returncode == 0
    assert done.stderr.startswith(notice)
    assert done.stderr.count(b"\n") == bool(notice)
    assert done.stdout.startswith(PNG)


@pytest.mark.parametrize("command", ["picture", "features"])
def test_what_comes_from_stdin_is_called_so(command: str, tmp_path: Path) -> None:
    """The last line says where the samples came from, as it does for a file."""
    target = tmp_path / ("out.png" if command == "picture" else "out.npy")
    done = run(command, "-", "-o", str(target), stdin=SPEECH.read_bytes())

    assert done.returncode == 0
    assert b"stdin (16000 Hz)" in done.stdout + done.stderr


def test_features_equal_the_library(tmp_path: Path) -> None:
    """The command writes what the call returns, in every form."""
    expected = melgram.melspectrogram(SPEECH, "whisper-v3").data
    words = ("features", str(SPEECH), "--preset", "whisper-v3")

    assert run(*words, cwd=tmp_path).returncode == 0
    assert run(*words, "-o", "x.npz", cwd=tmp_path).returncode == 0
    piped = np.load(io.BytesIO(run(*words, "-o", "-").stdout))

    np.testing.assert_array_equal(np.load(tmp_path / "speech.npy"), expected)
    with np.load(tmp_path / "x.npz") as archive:
        np.testing.assert_array_equal(archive["data"], expected)
    np.testing.assert_array_equal(piped, expected)


def test_front_end_file_changes_the_result(tmp_path: Path) -> None:
    """--front-end takes a file whose base is a preset."""
    (tmp_path / "mine.toml").write_text('base = "whisper"\nbank.n_mels = 20\n')

    done = run("features", str(SPEECH), "--front-end", "mine.toml", cwd=tmp_path)

    assert done.returncode == 0
    assert np.load(tmp_path / "speech.npy").shape == (20, 260)


def test_presets_lists_every_name() -> None:
    """Each preset has its line, and its entry in the JSON."""
    text = run("presets").stdout.decode()
    entries = json.loads(run("presets", "--json").stdout)["presets"]

    assert [entry["name"] for entry in entries] == melgram.presets()
    for name in melgram.presets():
        assert f"\n{name} " in text


@pytest.mark.parametrize("name", ["classic", "kaldi", "openl3-linear", "tortoise", "whisper"])
def test_show_prints_what_reads_back(name: str) -> None:
    """Show --json and --toml are the front end; the column names every field."""
    front_end = melgram.preset(name)

    assert FrontEnd.from_json(run("show", name, "--json").stdout.decode()) == front_end
    assert FrontEnd.from_toml(run("show", name, "--toml").stdout.decode()) == front_end
    column = run("show", name).stdout.decode()
    assert front_end.digest in column
    assert f"{front_end.framing.hop_length} samples (" in column


def test_show_writes_other_toolkits_files(tmp_path: Path) -> None:
    """--as prints a configuration, which --preset reads and show shows again."""
    conf = tmp_path / "fbank.conf"
    conf.write_bytes(run("show", "kaldi", "--as", "kaldi").stdout)

    shown = run("show", str(conf)).stdout.decode()

    assert "--num-mel-bins=80" in conf.read_text()
    assert "\nthe same as kaldi\n" in shown
    assert f"digest   {melgram.preset('kaldi').digest}" in shown


def test_presets_finds_a_word() -> None:
    """A word keeps the presets that have it in name, title or source, with what was measured."""
    text = run("presets", "HTK FBANK").stdout.decode()
    entries = json.loads(run("presets", "parakeet", "--json").stdout)["presets"]

    assert [line.split()[0] for line in text.splitlines()] == ["name", "htk-fbank"]
    assert "port-only" in text
    assert all("parakeet" in json.dumps(entry).lower() for entry in entries)
    assert {"nemo-parakeet", "hf-parakeet"} <= {entry["name"] for entry in entries}
    assert all(0 < e["largest_error"] <= e["tolerance"] for e in entries)


def test_doctor_names_what_is_here() -> None:
    """Doctor lists versions, decoders and engines, for people and programs."""
    report = json.loads(run("doctor", "--json").stdout)

    assert report["melgram"] == melgram.__version__
    assert report["numpy"] == np.__version__
    assert "engine reference" in report
    assert "libsndfile" in run("doctor").stdout.decode()


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("features",), 2, "Missing argument 'FILE'"),
        (("featurs", "x"), 2, "No such command 'featurs'"),
        (("features", "{speech}", "--preset", "wisper"), 2, "Did you mean 'whisper'?"),
        (("features", "{speech}", "--front-end", "none.toml"), 2, "none.toml: No such file"),
        (
            ("features", "{speech}", "--preset", "kaldi", "--front-end", "x.toml"),
            2,
            "--preset and --front-end exclude each other",
        ),
        (("features", "{speech}", "--threads", "0"), 2, "'--threads'"),
        (("picture", "{speech}", "--palette", "magna"), 2, "Did you mean 'magma'?"),
        (("picture", "{speech}", "--size", "7x300"), 2, "width=7"),
        (("show", "wisper"), 2, "Did you mean 'whisper'?"),
        (("show", "kaldi", "--as", "kaldy"), 2, "Did you mean 'kaldi'?"),
        (("show", "kaldi", "--as", "hifigan"), 2, "cannot be written as hifigan"),
        (("show", "kaldi", "--as", "kaldi", "--json"), 2, "--json and --as exclude each other"),
        (("features", "none.wav"), 3, "none.wav"),
        (("info", "none.wav"), 3, "none.wav"),
        (("picture", "{folder}"), 3, "is a directory, not a regular file"),
        (("features", "{speech}", "-o", "missing/x.npy"), 5, "mkdir -p missing"),
        (("features", "{speech}", "-o", "x.npyy"), 5, "Did you mean '.npy'?"),
        (("picture", "{speech}", "-o", "missing/x.png"), 5, "mkdir -p missing"),
    ],
)
def test_failure_has_its_code_and_sentence(
    tmp_path: Path, words: tuple[str, ...], code: int, message: str
) -> None:
    """Whatever goes wrong is a sentence on stderr and the promised code; nothing is written."""
    filled = [word.format(speech=SPEECH, folder=tmp_path) for word in words]

    assert_fails(run(*filled, cwd=tmp_path), code=code, message=message)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("bank.fmax = 9000", "Lower fmax or choose a higher sample_rate"),
        ("framing.hop_length = 0", "hop_length=0 must be an integer >= 1"),
        ("framing.win_length = 500", "Raise n_fft or shorten the window"),
        ("bank.n_mels = 200", "n_mels=149 has none, framing.n_fft=800 has none"),
        ("bank.n_mell = 40", "Did you mean 'n_mels'?"),
    ],
)
def test_impossible_front_end_is_explained(tmp_path: Path, line: str, message: str) -> None:
    """A recipe that cannot be computed is a sentence with the way out; nothing is written."""
    (tmp_path / "mine.toml").write_text(f'base = "whisper"\n{line}\n')

    done = run("features", str(SPEECH), "--front-end", "mine.toml", cwd=tmp_path)

    assert_fails(done, code=2, message=message)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.toml"]


@pytest.mark.parametrize(
    "words",
    [
        ("features", "{speech}", "--front-end", "mine.toml"),
        ("picture", "{speech}", "--preset", "mine.toml"),
        ("diff", "kaldi", "mine.toml", "--audio", "{speech}"),
        ("listen", "--stdin", "--front-end", "mine.toml"),
        ("listen", "--stdin", "--preset", "mine.toml"),
    ],
)
def test_bands_without_a_bin_name_file_and_key(tmp_path: Path, words: tuple[str, ...]) -> None:
    """What only the plan can know is said with the file that asks for it, and the keys in it."""
    (tmp_path / "mine.toml").write_text('base = "kaldi"\nbank.n_mels = 128\n')

    done = run(*(word.format(speech=SPEECH) for word in words), cwd=tmp_path)

    said = "melgram: mine.toml: bank.n_mels=128 leaves 1 of the bands"
    assert_fails(done, code=2, message=said)
    assert "framing.n_fft=1024 has none. Or say bank.empty_bands='keep'." in done.stderr.decode()


def test_recording_without_a_frame_has_no_picture(tmp_path: Path) -> None:
    """A clip too short for one frame is said, not drawn."""
    import soundfile

    soundfile.write(tmp_path / "tiny.wav", np.zeros(10), 16_000)

    done = run("picture", "tiny.wav", "--preset", "kaldi", cwd=tmp_path)

    assert_fails(done, code=2, message="frame")


def test_reader_that_leaves_is_no_traceback() -> None:
    """A pipe whose reader is gone ends the command quietly."""
    process = subprocess.Popen(
        [sys.executable, "-m", "melgram", "features", str(SPEECH), "-o", "-"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    said = process.stderr.read()
    process.stderr.close()
    process.wait(timeout=60)

    assert b"Traceback" not in said


def test_full_disk_is_an_output_error() -> None:
    """A device without space is code 5."""
    done = run("picture", str(SPEECH), "-o", "/dev/full")

    assert_fails(done, code=5, message="/dev/full: cannot be written (No space left on device)")


def test_odd_file_names_are_named_safely(tmp_path: Path) -> None:
    """A name that is not text can be read, and is escaped when spoken of."""
    name = os.fsdecode(b"\xff\xfe clip.flac")
    (tmp_path / name).write_bytes(SPEECH.read_bytes())

    done = run("features", name, "-o", "x.npy", cwd=tmp_path)

    assert done.returncode == 0
    assert b"clip.flac" in done.stderr
