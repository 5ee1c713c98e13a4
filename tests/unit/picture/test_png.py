"""The PNG writer: every byte where the specification wants it."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from melgram.errors import PictureError
from melgram.picture import png

GRAYS = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)


@given(
    indices=arrays.arrays(
        np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9)), elements=st.integers(0, 3)
    )
)
def test_pixels_survive(indices, read_png) -> None:
    """Reading gives the indices back, whether or not rows repeat."""
    picture = read_png(png.encode(indices, GRAYS, text={}))

    assert np.array_equal(picture.indices, indices)
    assert np.array_equal(picture.palette, GRAYS)


def test_chunks_stand_in_the_order_of_the_specification(read_chunks) -> None:
    """Header first, palette before pixels, texts before pixels, end last, all CRCs right."""
    chunks = read_chunks(png.encode(np.zeros((2, 3), np.uint8), GRAYS, text={"Title": "x"}))

    kinds = [kind for kind, _ in chunks]
    assert kinds == [b"IHDR", b"sRGB", b"PLTE", b"tEXt", b"IDAT", b"IEND"]
    assert struct.unpack(">IIBBBBB", chunks[0][1]) == (3, 2, 8, 3, 0, 0, 0)
    assert len(zlib.decompress(chunks[4][1])) == 2 * (3 + 1)


def test_another_decoder_sees_the_same_colors() -> None:
    """FFmpeg's PNG decoder, which knows nothing of ours, gives each pixel its palette color."""
    try:
        import av
    except ModuleNotFoundError:
        pytest.fail("PyAV is missing: pip install 'melgram[test]'")
    generator = np.random.default_rng(0)
    indices = np.repeat(generator.integers(0, 256, (20, 32), dtype=np.uint8), 2, axis=0)
    palette = generator.integers(0, 256, (256, 3), dtype=np.uint8)

    with av.open(io.BytesIO(png.encode(indices, palette, text={"Title": "naïve – 日本"}))) as file:
        decoded = next(file.decode(video=0)).to_ndarray(format="rgb24")

    assert np.array_equal(decoded, palette[indices])


@given(value=st.text(max_size=20))
def test_any_text_survives(value, read_png) -> None:
    """Latin-1 goes into tEXt, the rest into iTXt; only NUL and lone surrogates are replaced."""
    picture = read_png(png.encode(np.zeros((1, 1), np.uint8), GRAYS, text={"Title": value}))

    expected = value.replace("\0", "\N{REPLACEMENT CHARACTER}")
    assert picture.text["Title"] == expected.encode("utf-8", errors="replace").decode("utf-8")


@pytest.mark.parametrize("keyword", ["", "k" * 80, "日本"])
def test_an_impossible_keyword_is_refused(keyword) -> None:
    """A keyword that PNG cannot hold is named, not mangled."""
    with pytest.raises(PictureError, match="must be 1 to 79 Latin-1 characters"):
        png.encode(np.zeros((1, 1), np.uint8), GRAYS, text={keyword: "x"})


@pytest.mark.parametrize("shape", [(0, 5), (5, 0), (1, 65_536)])
def test_an_impossible_size_is_refused(shape) -> None:
    """No pixels, or more in a row than readers take, is an error that says the limit."""
    with pytest.raises(PictureError, match="must be 1 to 65535 pixels"):
        png.encode(np.zeros(shape, np.uint8), GRAYS, text={})
