"""Results in notebooks: pictures, players and facts in HTML that nothing can break."""

from __future__ import annotations

import base64
import io
import re
import sys
import wave
from dataclasses import replace

import html5lib
import numpy as np
import pytest

import melgram
from melgram.audio import Waveform
from melgram.errors import MissingExtra
from melgram.mel import Mel
from recordings import RATE, pink


def mel_of(samples: np.ndarray, front_end: str = "kaldi") -> Mel:
    """Return features of samples at 16 kHz."""
    return melgram.melspectrogram(samples, front_end, sample_rate=RATE)


def html_of(value: object) -> str:
    """Return the HTML that a notebook gets; it must be without a fault."""
    bundle = value._repr_mimebundle_(include=None, exclude=None)  # as IPython calls it
    assert bundle["text/plain"] == repr(value)
    html5lib.HTMLParser(strict=True).parseFragment(bundle["text/html"])
    return bundle["text/html"]


def test_a_result_shows_its_picture_and_facts() -> None:
    """The PNG is the picture of the result; facts name front end, digest, shape and unit."""
    mel = mel_of(pink())

    page = html_of(mel)

    png = base64.b64decode(re.search(r"data:image/png;base64,([^\"]+)", page)[1])
    assert png == mel.to_bytes(".png")
    for fact in ("kaldi", mel.front_end.digest, "80 × 198", "ln power", "array (16000 Hz)"):
        assert fact in page


def test_nothing_comes_from_elsewhere() -> None:
    """A notebook without a network shows all of it, and no script runs."""
    for value in (mel_of(pink()), Waveform(pink(), RATE)):
        page = html_of(value)
        assert "http" not in page
        assert "<script" not in page


def test_names_are_text_and_not_html() -> None:
    """A file called <img onerror=...> & "quoted" stays a name."""
    name = '<img src=x onerror="alert(1)"> & "b".wav'
    mel = mel_of(pink())

    page = html_of(replace(mel, source=replace(mel.source, name=name)))

    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; &quot;b&quot;.wav" in page


def test_a_result_that_cannot_be_drawn_says_why() -> None:
    """A batch, or no frame, has facts and a sentence instead of a picture."""
    page = html_of(mel_of(np.zeros((2, RATE))))

    assert "No picture: mel.data.shape=(2, 80, 98) must be (n_features, n_frames)" in page
    assert "2 × 80 × 98" in page
    assert "No picture: " in html_of(mel_of(np.zeros(10)))


def test_a_waveform_has_a_player_of_its_samples() -> None:
    """The WAV inside holds the samples to half a step of 16 bits, all channels, at their rate."""
    samples = np.stack([pink(0.3), pink(0.3, seed=1)])

    page = html_of(Waveform(samples, RATE))

    sound = base64.b64decode(re.search(r"data:audio/wav;base64,([^\"]+)", page)[1])
    with wave.open(io.BytesIO(sound)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 2, 2)
        found = np.frombuffer(file.readframes(-1), "<i2").reshape(-1, 2).T / 32_767
    assert np.abs(found - samples).max() <= 0.5 / 32_767 + 1e-7


def test_a_long_waveform_has_no_player() -> None:
    """Half a minute is the most that goes into a notebook, and the page says so."""
    page = html_of(Waveform(np.zeros(31 * 1000, np.float32), 1000))

    assert "<audio" not in page
    assert "No player: longer than 30 s." in page


def test_xarray_has_seconds_and_hertz() -> None:
    """Axes are named and labelled, so that a selection is by time and frequency."""
    mel = mel_of(pink())

    array = mel.to_xarray()

    assert array.dims == ("frequency", "time")
    assert array.sizes == {"frequency": 80, "time": 198}
    assert np.array_equal(array["time"], mel.times)
    assert array["frequency"].attrs == {"units": "Hz"}
    row = int(np.argmin(np.abs(mel.frequencies - 1000)))
    nearest = array.sel(frequency=1000.0, time=1.0, method="nearest")
    assert float(nearest) == mel.data[row, int(np.argmin(np.abs(mel.times - 1.0)))]
    assert array.attrs["units"] == "ln power"
    assert melgram.FrontEnd.from_json(array.attrs["front_end"]) == mel.front_end


def test_xarray_of_coefficients_and_batches_counts() -> None:
    """Coefficients have no Hz, clips no name: both are numbered."""
    array = mel_of(np.stack([pink(), pink(seed=1)]), "kaldi-mfcc").to_xarray()

    assert array.dims == ("axis_0", "feature", "time")
    assert array["feature"].values[:3].tolist() == [0, 1, 2]


def test_without_xarray_the_extra_is_named(monkeypatch) -> None:
    """The sentence says what to install."""
    monkeypatch.setitem(sys.modules, "xarray", None)

    with pytest.raises(MissingExtra, match=r"pip install 'melgram\[xarray\]'"):
        mel_of(pink()).to_xarray()
