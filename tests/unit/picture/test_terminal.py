"""Pixels as text: every pixel keeps its color, every label its place."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from melgram.errors import PictureError
from melgram.picture import axis, terminal
from melgram.picture.palette import table

CODE = re.compile(r"\x1b\[([\d;]*)m")
GRAY = table("gray")
PIXELS = arrays.arrays(np.uint8, st.tuples(st.integers(1, 7), st.integers(1, 12)))


def cells(line: str) -> list[tuple[str, str]]:
    """Read a line back as a terminal does: the code in force and the letter of each cell."""
    found, code, at = [], "", 0
    while at < len(line):
        if match := CODE.match(line, at):
            code, at = match[1], match.end()
            continue
        found.append((code, line[at]))
        at += 1
    return found


@given(pixels=PIXELS)
def test_true_color_keeps_every_pixel(pixels: np.ndarray) -> None:
    """What a terminal shows are the pixels, and the line ends in the terminal's own color."""
    lines = terminal.half_blocks(pixels, colors=GRAY, depth="truecolor")

    assert len(lines) == -(-len(pixels) // 2)
    for i, line in enumerate(lines):
        assert line.endswith("\x1b[0m")
        below = pixels[2 * i + 1] if 2 * i + 1 < len(pixels) else [None] * pixels.shape[1]
        lower = ["49" if v is None else f"48;2;{v};{v};{v}" for v in below]
        upper = [f"38;2;{v};{v};{v}" for v in pixels[2 * i]]
        wanted = [(f"{u};{v}", "▀") for u, v in zip(upper, lower, strict=True)]
        assert cells(line) == wanted


def test_neighbors_of_one_color_share_its_code() -> None:
    """A flat line costs one code, whatever its width."""
    line = terminal.half_blocks(np.zeros((2, 500), np.uint8), colors=GRAY, depth="truecolor")[0]

    assert len(CODE.findall(line)) == 2


@pytest.mark.parametrize(
    ("color", "code"),
    [((255, 0, 0), 196), ((0, 0, 0), 16), ((255, 255, 255), 231), ((97, 135, 174), 67)],
)
def test_256_colors_take_the_nearest(color: tuple[int, int, int], code: int) -> None:
    """The nearest entry of xterm's cube and gray ramp stands for a color."""
    pixels, colors = np.zeros((1, 1), np.uint8), np.array([color], np.uint8)

    line = terminal.half_blocks(pixels, colors=colors, depth="256")[0]

    assert line == f"\x1b[38;5;{code};49m▀\x1b[0m"


@given(pixels=PIXELS)
def test_letters_grow_with_the_higher_pixel(pixels: np.ndarray) -> None:
    """Without color a cell shows the higher of its two pixels, on a ramp of ten letters."""
    lines = terminal.half_blocks(pixels, colors=GRAY, depth="none")

    for i, line in enumerate(lines):
        high = pixels[2 * i : 2 * i + 2].max(axis=0)
        assert line == "".join(terminal.RAMP[int(v) * 10 // 256] for v in high)


def test_impossible_pixels_are_refused() -> None:
    """An unknown depth and an index without a color are said."""
    pixels = np.full((2, 2), 9, np.uint8)

    with pytest.raises(PictureError, match=r"depth='8' must be one of truecolor, 256, none"):
        terminal.half_blocks(pixels, colors=GRAY, depth="8")  # type: ignore[arg-type]
    with pytest.raises(PictureError, match="pixels hold index 9; there are 4 colors"):
        terminal.half_blocks(pixels, colors=GRAY[:4], depth="none")


@pytest.mark.parametrize(
    ("environment", "depth"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "24bit"}, "truecolor"),
        ({"TERM": "xterm-direct"}, "truecolor"),
        ({"TERM": "screen-256color"}, "256"),
        ({"TERM": "dumb", "COLORTERM": "truecolor"}, "none"),
        ({"TERM": "xterm", "COLORTERM": "truecolor", "NO_COLOR": "1"}, "none"),
        ({}, "none"),
    ],
)
def test_color_depth(environment: dict[str, str], depth: str) -> None:
    """NO_COLOR and a dumb terminal win over what the terminal claims."""
    assert terminal.color_depth(environment) == depth


@given(
    n_lines=st.integers(2, 60),
    n_columns=st.integers(1, 240),
    start=st.floats(-5.0, 40_000.0),
    span=st.floats(0.05, 40_000.0),
)
def test_every_line_has_the_same_width(
    n_lines: int, n_columns: int, start: float, span: float
) -> None:
    """Labels fit into their column and never push the picture aside."""
    lines = terminal.labeled(
        ["x" * n_columns] * n_lines,
        n_columns=n_columns,
        x=axis.time(start, start + span),
        y=axis.rows(np.geomspace(90.0, 8_000.0, 80)),
    )

    assert len(lines) == n_lines + terminal.LABEL_LINES
    assert {len(line) for line in lines} == {n_columns + terminal.LABEL_COLUMNS}


def test_labels_stand_at_their_values() -> None:
    """The line of 1 kHz is labeled 1k, low bands at the bottom; seconds stand where they were."""
    frequencies = np.linspace(100.0, 2_000.0, 20)
    lines = terminal.labeled(
        ["x" * 40] * 20, n_columns=40, x=axis.time(0.0, 4.0), y=axis.rows(frequencies)
    )

    row = int(np.flatnonzero(frequencies == 1_000.0)[0])
    assert lines[20 - 1 - row].startswith("   1k ┤")
    assert lines[-2][terminal.LABEL_COLUMNS :].index("┬", 1) == lines[-1].index("1") - 7
    assert lines[-1].startswith("     s ")
