"""How a result and a waveform show themselves in a notebook: a picture, a player, their facts.

Pictures are drawn in ``rendering.py``. The HTML needs no script and no network, and takes the
colors of the page that it stands in.
"""

from __future__ import annotations

import base64
import html
import io
import wave
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from melgram.errors import MelgramError
from melgram.picture.charts import waveform_figure
from melgram.picture.rendering import render

if TYPE_CHECKING:
    from melgram.audio import Waveform
    from melgram.mel import Mel

PLAYER_SECONDS = 30.0  # a longer one would make the notebook heavy

_CELL = "padding:.15em .8em .15em 0;text-align:left;border:0;background:none"


def mel_bundle(mel: Mel) -> dict[str, str]:
    """Return what a notebook shows of a result: text, and HTML with picture and facts."""
    facts = {
        "front end": mel.name or "of your own",
        "digest": mel.front_end.digest,
        "shape": f"{' × '.join(map(str, mel.data.shape))} (features × frames)",
        "unit": mel.unit,
        "time": f"{mel.times[0]:.3f} to {mel.times[-1]:.3f} s" if mel.data.shape[-1] else "none",
        "source": str(mel.source),
    }
    try:
        picture = _image(render(mel), alt=repr(mel))
    except MelgramError as error:
        picture = f"<p>No picture: {html.escape(str(error))}</p>"
    return {"text/plain": repr(mel), "text/html": picture + _table(facts)}


def waveform_bundle(waveform: Waveform) -> dict[str, str]:
    """Return what a notebook shows of a waveform: text, and HTML with curve, player and facts."""
    facts = {
        "sample rate": f"{waveform.sample_rate} Hz",
        "channels": str(1 if waveform.samples.ndim == 1 else len(waveform.samples)),
        "duration": f"{waveform.duration:.3f} s, {waveform.n_samples} samples",
    }
    report = waveform.report
    if report is not None:
        facts["decoded"] = f"{report.container}, {report.codec}, by {report.decoder}"
        facts |= {"warnings": "; ".join(report.warnings)} if report.warnings else {}
    try:
        picture = _image(waveform_figure(waveform).to_png(), alt=repr(waveform))
    except MelgramError as error:
        picture = f"<p>No picture: {html.escape(str(error))}</p>"
    player = f"<p>No player: longer than {PLAYER_SECONDS:g} s.</p>"
    if waveform.duration <= PLAYER_SECONDS:
        sound = base64.b64encode(_wav(waveform)).decode("ascii")
        player = f'<audio controls src="data:audio/wav;base64,{sound}"></audio>'
    content = picture + player + _table(facts)
    return {"text/plain": repr(waveform), "text/html": content}


def _image(png: bytes, *, alt: str) -> str:
    data = base64.b64encode(png).decode("ascii")
    text = html.escape(alt, quote=True)
    return f'<img style="max-width:100%" alt="{text}" src="data:image/png;base64,{data}">'


def _table(facts: Mapping[str, str]) -> str:
    rows = [
        f'<tr style="background:none"><th scope="row" style="{_CELL}">{html.escape(name)}</th>'
        f'<td style="{_CELL}">{html.escape(value)}</td></tr>'
        for name, value in facts.items()
    ]
    return f'<table style="border:0;color:inherit">{"".join(rows)}</table>'


def _wav(waveform: Waveform) -> bytes:
    """Return 16-bit WAV; what is beyond full scale is cut, as a sound card would."""
    rows = np.nan_to_num(np.atleast_2d(waveform.samples))
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(len(rows))
        file.setsampwidth(2)
        file.setframerate(waveform.sample_rate)
        file.writeframes(np.rint(np.clip(rows.T, -1, 1) * 32_767).astype("<i2").tobytes())
    return buffer.getvalue()
