"""A live signal in the terminal: the frames of the stream, and the cursor comes back."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

import melgram
from melgram.audio import live as live_sources
from melgram.cli.listen_screen import Screen
from melgram.cli.main import main
from melgram.errors import MissingExtra, ReadError
from melgram.presets import preset
from melgram.stream.listening import listen

SPEECH = Path(__file__).parents[3] / "examples" / "speech.flac"
RAW = soundfile.read(SPEECH, dtype="int16")[0].tobytes()


def wav(**options: str) -> bytes:
    """Return the example as a WAV."""
    file = io.BytesIO()
    samples, rate = soundfile.read(SPEECH, dtype="int16")
    soundfile.write(file, samples, rate, format="WAV", **options)
    return file.getvalue()


def with_nan(*, at: int) -> bytes:
    """Return a WAV of floats, one of them NaN."""
    file, samples = io.BytesIO(), np.zeros(16_000, np.float32)
    samples[at] = np.nan
    soundfile.write(file, samples, 16_000, format="WAV", subtype="FLOAT")
    return file.getvalue()


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a command said, and its exit code."""

    returncode: int | str | None
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs `melgram listen --stdin` in this process, without a terminal."""

    def listened(*words: str, given: bytes) -> Done:
        monkeypatch.setattr(sys, "argv", ["melgram", "listen", "--stdin", *words])
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(given)))
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Done(returncode=ended.value.code, stdout=said.out, stderr=said.err)

    return listened


def test_a_line_for_each_frame_without_a_terminal(run: Run) -> None:
    """Without a terminal there is one line a frame, with the times of the frames of the file."""
    done = run("--preset", "kaldi", "--sample-rate", "16000", given=RAW)
    lines = done.stdout.splitlines()

    times = melgram.melspectrogram(SPEECH, "kaldi").times
    assert done.returncode == 0
    assert [line[:9].strip() for line in lines] == [f"{time:.3f}" for time in times]


def test_wav_and_raw_are_told_by_their_first_bytes(run: Run) -> None:
    """A WAV on stdin needs no rate, and gives the lines of the raw samples in it."""
    raw = run("--preset", "kaldi", "--sample-rate", "16000", "--db-range", "0", "20", given=RAW)

    assert run("--preset", "kaldi", "--db-range", "0", "20", given=wav()).stdout == raw.stdout


@pytest.mark.parametrize(
    ("words", "given", "code", "message"),
    [
        ([], RAW, 3, "raw samples do not know their rate"),
        (["--sample-rate", "8000"], wav(), 3, "is a WAV of 16000 Hz; sample_rate=8000 contradicts"),
        (["--preset", "whisper"], wav(), 2, "for DynamicRange"),
        (["--preset", "librosa"], wav(), 2, "sample_rate=16000, the front end needs 22050"),
        ([], wav()[:-1_000], 3, "ended after 41100 of the 41600 samples"),
        ([], wav()[:-1], 3, "ended after 41599 of the 41600 samples"),
        ([], wav()[:30], 3, "stdin: ends"),
        ([], with_nan(at=9_000), 3, "stdin: sample 9000 (0.5625 s) is NaN or infinite"),
        (["--sample-rate", "16000"], b"x", 3, "middle of a sample (1 of its 2 bytes came)"),
        (["--sample-rate", "16000"], RAW[:999], 3, "middle of a sample (1 of its 2 bytes came)"),
        ([], wav(subtype="ULAW"), 4, "plain numbers can"),
        (["--preset", "kaldi", "--front-end", "x.toml"], RAW, 2, "exclude each other"),
        (["--palette", "mud"], wav(), 2, "palette='mud' must be one of"),
    ],
)
def test_refusals(run: Run, words: list[str], given: bytes, code: int, message: str) -> None:
    """What cannot be heard is said in a sentence, with the promised exit code."""
    done = run(*words, given=given)

    assert done.returncode == code
    assert message in done.stderr


def heard(*, n_frames: int) -> Screen:
    """Return a screen that was fed noise in uneven pieces."""
    frames = np.random.default_rng(0).uniform(-80.0, 0.0, (8, n_frames)).astype(np.float32)
    screen = Screen(
        n_features=8,
        frequencies=None,
        unit="dB",
        frames_per_second=100.0,
        seconds=1.0,
        depth="none",
    )
    for piece in np.split(frames, [1, 4, 5, 17], axis=1):
        screen.add(piece)
    return screen


@pytest.mark.parametrize("n_frames", [20, 95, 333])
def test_newest_at_the_right_and_nothing_shimmers(n_frames: int) -> None:
    """Columns are the loudest of fixed runs of frames: a new frame changes the last column only."""
    screen = heard(n_frames=n_frames)
    before = screen.lines(width=27, height=8, start_s=0.0, status=())
    per_column, plot = 5, slice(7, 27)
    screen.add(np.full((8, -n_frames % per_column), -80.0, np.float32))

    after = screen.lines(width=27, height=8, start_s=0.0, status=())
    assert [line[plot] for line in before[:4]] == [line[plot] for line in after[:4]]
    screen.add(np.full((8, per_column), -80.0, np.float32))
    scrolled = screen.lines(width=27, height=8, start_s=0.0, status=())
    assert [line[8:27] for line in after[:4]] == [line[7:26] for line in scrolled[:4]]
    assert {line[26] for line in scrolled[:4]} == {" "}


def test_overruns_are_counted() -> None:
    """Lost samples are counted from the source to whoever watches."""
    blocks = [
        live_sources.Block(samples=np.zeros(800, np.float32), overrun=overrun)
        for overrun in (False, True, True)
    ]
    source = live_sources.Live(name="test", sample_rate=16_000, blocks=iter(blocks))

    counts = [piece.n_overruns for piece in listen(source, preset("kaldi").plan())]

    assert counts == [0, 1, 2, 2]


class Device:
    """A stand-in for sounddevice's stream: two blocks, the second after an overrun."""

    def __init__(self, **asked: object) -> None:
        self.asked, self.closed, self.n_read = asked, False, 0

    def start(self) -> None: ...

    def close(self) -> None:
        self.closed = True

    def read(self, n: int) -> tuple[np.ndarray, bool]:
        self.n_read += 1
        return np.full((n, 1), self.n_read, np.float32), self.n_read > 1


def test_microphone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of 10 ms come from the device at the rate asked for, with its overruns."""
    made: list[Device] = []

    def opened(**asked: object) -> Device:
        made.append(Device(**asked))
        return made[0]

    fake = SimpleNamespace(
        query_devices=lambda *_: {"name": "Mic", "default_samplerate": 48_000.0},
        InputStream=opened,
        PortAudioError=OSError,
    )
    monkeypatch.setitem(sys.modules, "sounddevice", fake)

    source = live_sources.from_microphone(sample_rate=16_000, device="2")
    blocks = [next(source.blocks) for _ in range(2)]
    source.blocks.close()

    assert (source.name, source.sample_rate, made[0].asked["device"]) == ("Mic", 16_000, 2)
    assert [(block.samples.size, block.overrun) for block in blocks] == [(160, False), (160, True)]
    assert blocks[0].samples[0] == 1.0
    assert made[0].closed


def test_microphone_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without PortAudio the extra is named; without a device, the command that lists them."""
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(MissingExtra, match=r'pip install "melgram\[mic\]".*libportaudio2'):
        live_sources.from_microphone(sample_rate=None, device=None)

    def nothing(*_: object) -> None:
        raise ValueError

    monkeypatch.setitem(
        sys.modules, "sounddevice", SimpleNamespace(query_devices=nothing, PortAudioError=OSError)
    )
    with pytest.raises(
        ReadError, match=r"nope cannot be opened at 16000 Hz.*lists what there is\.$"
    ):
        live_sources.from_microphone(sample_rate=16_000, device="nope")
