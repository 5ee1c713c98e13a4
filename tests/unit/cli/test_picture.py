"""``melgram picture``: every kind, one sheet of several, exact sizes, and what is refused."""

from __future__ import annotations

import struct
from pathlib import Path

import click
import numpy as np
import pytest

from melgram.cli.failures import exit_code
from melgram.cli.main import cli
from melgram.errors import MelgramError

SPEECH = Path(__file__).parents[3] / "examples" / "speech.flac"


@pytest.fixture
def draw(tmp_path, monkeypatch, capsys):
    """Return a call of the command in an empty folder: exit code and what it said on stderr."""
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> tuple[int, str]:
        try:
            code = cli(["picture", *words], standalone_mode=False) or 0
        except click.ClickException as error:
            return error.exit_code, error.format_message()
        except MelgramError as error:
            return exit_code(error) or 0, str(error)
        return code, capsys.readouterr().err

    return call


def size(path: str) -> tuple[int, int]:
    """Return width and height of a PNG."""
    return struct.unpack(">II", Path(path).read_bytes()[16:24])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--kind", "mel", "--scale", "log"), "128 features"),
        (("--kind", "stft", "--scale", "log", "--calibration", "94"), "1025 features"),
        (("--kind", "spectrum", "--preset", "kaldi", "--scale", "log"), "257 features"),
        (("--kind", "mfcc", "--waveform"), "20 features"),
        (("--kind", "waveform", "--start", "0.5", "--end", "0.6"), "Waveform("),
        (("--kind", "filterbank", "--preset", "whisper"), "Filter bank of whisper"),
        (("--ref", "max", "--pool", "mean", "--db-range", "-60", "0"), "128 features"),
        (("--fmin", "300", "--fmax", "3400", "--palette", "gray_r", "--title", "Speech"), "dB"),
    ],
)
def test_every_kind_is_drawn(words, said, draw) -> None:
    """The file lies in the current folder, has the size asked for, and is spoken of."""
    code, heard = draw(str(SPEECH), "--size", "640x330", *words)

    assert (code, said in heard) == (0, True), heard
    assert size("speech.png") == (640, 330)


def test_figures_without_a_recording(draw) -> None:
    """A filter bank and the mel curve need no file; the ending chooses SVG."""
    assert draw("--kind", "filterbank") == (0, "filterbank.png: Filter bank of classic\n")
    assert draw("--kind", "mel-curve", "-o", "c.svg", "--fmax", "8000")[0] == 0
    assert Path("c.svg").read_text().startswith("<svg")


def test_several_files_make_a_sheet(draw) -> None:
    """What cannot be read is said and left out, and the exit code tells."""
    Path("broken.wav").write_bytes(b"no sound")
    code, heard = draw(str(SPEECH), "broken.wav", str(SPEECH), "-o", "s.png", "--columns", "2")

    assert code == 1
    assert "broken.wav" in heard
    assert "s.png: 2 of 3 files" in heard
    assert size("s.png")[0] == 2 * 380 + 66
    assert draw("broken.wav", "none.wav")[0] == 3


def test_letters_that_a_png_lacks_are_said(draw) -> None:
    """A title in Hangul becomes boxes in a PNG, which is said; an SVG has every letter."""
    _, of_png = draw(str(SPEECH), "--title", "말소리", "--size", "640x330")
    _, of_latin = draw(str(SPEECH), "--title", "Café", "--size", "640x330")
    _, of_svg = draw(str(SPEECH), "--title", "말소리", "-o", "x.svg")

    assert "말소리: a PNG has no letters for all of this title" in of_png
    assert "boxes" not in of_latin + of_svg
    assert "말소리" in Path("x.svg").read_text("utf-8")


def test_silence_is_said_aloud(draw) -> None:
    """A recording of zeros has its picture, and a line on stderr."""
    import soundfile

    soundfile.write("quiet.wav", np.zeros(8_000), 16_000)
    code, heard = draw("quiet.wav")

    assert code == 0
    assert "melgram: quiet.wav: Silence: every value is −100 dB" in heard


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ((), 2, "Missing argument 'FILE...'"),
        (("{speech}", "--kind", "mel-curve"), 2, "takes no FILE"),
        (("{speech}", "--kind", "waveform", "--ref", "max"), 2, "--ref means nothing for --kind"),
        (("{speech}", "--kind", "mfcc", "--fmax", "10"), 2, "--fmax means nothing"),
        (("{speech}", "--size", "640"), 2, "'640' must be WIDTHxHEIGHT"),
        (("{speech}", "--size", "90000x300"), 2, "width=90000 must be <= 65535 pixels"),
        (("{speech}", "--size", "60000x60000"), 2, "readers stop at 179 million"),
        (("{speech}", "--ref", "mean"), 2, "'mean' must be a number or max"),
        (("{speech}", "--calibration", "94"), 2, "Draw the STFT or the spectrum instead"),
        (("{speech}", "--start", "70"), 2, "start=70 s must be in 0 to 2.6"),
        (("{speech}", "--palette", "virdis"), 2, "Did you mean 'viridis'?"),
        (("{speech}", "-o", "x.pgn"), 5, "must end in .png or .svg. Did you mean '.png'?"),
        (("{speech}", "{speech}", "--title", "A"), 2, "--title and --waveform go with one FILE"),
        (("none.wav",), 3, "none.wav"),
        (
            ("{speech}", "--terminal=blocks", "-o", "x.png"),
            2,
            "--terminal shows the picture here: leave out -o",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(words, code, message, draw) -> None:
    """Each is a sentence and the promised exit code, and nothing is written."""
    found, heard = draw(*(word.format(speech=SPEECH) for word in words))

    assert (found, message in heard) == (code, True), heard
    assert not list(Path().iterdir())
