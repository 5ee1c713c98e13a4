"""Terminal graphics say what the picture says: decoded again, they give the same pixels."""

from __future__ import annotations

import base64
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import melgram
from melgram.errors import PictureError
from melgram.picture import mel_curve, spectrogram
from melgram.picture.kitty import kitty_graphics
from melgram.picture.palette import table
from melgram.picture.sixel import sixels
from melgram.picture.terminal_figure import graphics_of, terminal_text
from recordings import RATE, tone

COLORS = np.random.default_rng(0).integers(0, 256, (256, 3), dtype=np.uint8)


def from_kitty(text: str) -> tuple[list[dict[str, str]], bytes]:
    """Return the keys of each sequence and the bytes that they carry together."""
    found = re.findall(r"\x1b_G([^;]*);([A-Za-z0-9+/=]*)\x1b\\", text)
    assert re.sub(r"\x1b_G[^;]*;[A-Za-z0-9+/=]*\x1b\\", "", text) == ""
    keys = [dict(pair.split("=") for pair in head.split(",")) for head, _ in found]
    return keys, base64.b64decode("".join(piece for _, piece in found), validate=True)


def from_sixels(text: str) -> np.ndarray:
    """Return the colors of each pixel in hundredths, (height, width, 3); -1 where none is drawn."""
    head = re.match(r'\x1bP0;1q"1;1;(\d+);(\d+)', text)
    assert head is not None
    width, height = map(int, head.groups())
    image = np.full((height + 6, width, 3), -1)
    colors: dict[int, tuple[int, ...]] = {}
    x = y = color = 0
    for part in re.findall(
        r"#\d+(?:;2;\d+;\d+;\d+)?|![0-9]+[?-~]|[?-~]|\$|-", text[head.end() : -2]
    ):
        if part.startswith("#"):
            color, *rgb = map(int, part[1:].split(";"))
            colors.update({color: tuple(rgb[1:])} if rgb else {})
        elif part in "$-":
            x, y = 0, y + 6 * (part == "-")
        else:
            n = int(part[1:-1]) if part.startswith("!") else 1
            for bit in range(6):
                if (ord(part[-1]) - 63) >> bit & 1:
                    image[y + bit, x : x + n] = colors[color]
            x += n
    return image[:height]


@settings(max_examples=30)
@given(png=st.binary(max_size=13_000), columns=st.none() | st.integers(1, 300))
def test_kitty_carries_every_byte(png, columns) -> None:
    """Pieces are at most 4096 characters, all but the last say that more come, none is lost."""
    keys, found = from_kitty(kitty_graphics(png, columns=columns))

    assert found == png
    assert [key["m"] for key in keys] == ["1"] * (len(keys) - 1) + ["0"]
    assert (keys[0]["a"], keys[0]["f"], keys[0]["q"]) == ("T", "100", "2")
    assert keys[0].get("c") == (None if columns is None else str(columns))
    assert all(set(key) == {"m"} for key in keys[1:])
    assert all(len(piece) <= 4096 for piece in re.findall(r";([^\x1b]*)\x1b", kitty_graphics(png)))


@settings(max_examples=30)
@given(
    pixels=arrays.arrays(
        np.uint8, st.tuples(st.integers(1, 15), st.integers(1, 20)), elements=st.integers(0, 255)
    )
)
def test_sixels_give_back_every_pixel(pixels) -> None:
    """Each pixel has its color, to the hundredth that the format has; runs are no exception."""
    expected = np.round(COLORS[pixels].astype(float) / 255 * 100)

    assert np.array_equal(from_sixels(sixels(pixels, colors=COLORS)), expected)


def test_runs_are_short() -> None:
    """A row of one color is one run, not a letter for each pixel."""
    text = sixels(np.zeros((6, 1000), np.uint8), colors=table("gray"))

    assert "!1000~" in text
    assert len(text) < 60


@pytest.mark.parametrize(
    ("environment", "form"),
    [
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, "kitty"),
        ({"TERM": "xterm-ghostty"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "kitty"),
        ({"TERM": "foot"}, "sixel"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "sixel"),
        ({"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"}, "blocks"),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/tmux"}, "blocks"),
        ({"TERM": "dumb"}, "blocks"),
        ({}, "blocks"),
        ({"TERM": "xterm-256color"}, None),
    ],
)
def test_terminals_are_known_by_their_variables(environment, form) -> None:
    """Graphics are sent only to a terminal that is known to show them."""
    assert graphics_of(environment) == form


def figure_of(hertz: float):
    """Return the figure of a tone."""
    mel = melgram.melspectrogram(tone(hertz, seconds=4.0), "kaldi", sample_rate=RATE)
    return spectrogram(mel)


def test_every_form_shows_the_same_picture() -> None:
    """Kitty carries the PNG, and sixels have the size asked for."""
    figure = figure_of(1000.0)

    _, png = from_kitty(terminal_text(figure, form="kitty", width=500, height=300).rstrip("\n"))
    image = from_sixels(terminal_text(figure, form="sixel", width=500, height=300).rstrip("\n"))
    assert png == figure.to_png(width=500, height=300)
    assert image.shape == (300, 500, 3)
    assert image.min() == 0  # every pixel is drawn


def test_blocks_have_the_size_of_the_terminal_and_true_labels() -> None:
    """No line is wider than the terminal; the brightest line is labelled with the tone."""
    lines = terminal_text(
        figure_of(1000.0), form="blocks", columns=60, lines=30, depth="none"
    ).splitlines()

    assert len(lines) == 30
    assert max(map(len, lines)) == 60
    brightest = max(range(1, 27), key=lambda i: lines[i].count("@"))
    labels = [i for i in range(1, 27) if lines[i].startswith("   1k ┤")]
    assert labels
    assert abs(labels[0] - brightest) <= 1
    assert re.fullmatch(r" +[\d.]+  .*@@ [\d.]+  ln power", lines[-1])


def test_what_blocks_cannot_show_is_said() -> None:
    """Curves, and terminals without room, end in a sentence."""
    with pytest.raises(PictureError, match=r"half blocks show fields of color, not curves"):
        terminal_text(mel_curve(), form="blocks")
    with pytest.raises(PictureError, match=r"columns=7, lines=24: the terminal is too small"):
        terminal_text(figure_of(500.0), form="blocks", columns=7)
