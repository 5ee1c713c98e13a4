"""The player of the last picture, and the line that runs along while it plays."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from melgram.explain.elements import spoken
from melgram.explain.figures.canvas import WIDE, Sheet
from melgram.explain.figures.mels import MEL_PLOT


@dataclass(frozen=True, kw_only=True)
class Listening:
    """The ``<audio>`` element, the line over the picture, and the sentence about both."""

    element: str
    line: str
    words: str


def player(sheet: Sheet) -> Listening:
    """Return the player of a recording, or the sentence that says why there is none."""
    words, found = sheet.texts.result, sheet.study.player
    if found is None:
        return Listening(element="", line="", words=words.no_player)
    content = base64.b64encode(found.content).decode("ascii")
    label = spoken(sheet, words.label_player)
    element = (
        f'<audio id="player" controls preload="metadata" aria-label="{label}" '
        f'src="data:{found.media_type};base64,{content}"></audio>\n'
    )
    if found.encoding is None:
        sentence = words.original
    else:
        sentence = words.encoded_excerpt if sheet.study.is_long else words.encoded
    return Listening(element=element, line=_line(sheet), words=sentence)


def _line(sheet: Sheet) -> str:
    """Return the line, with where it starts and how far it moves per second [% of the width]."""
    mel = sheet.study.stages.mel
    half_hop = mel.front_end.framing.hop_length / mel.front_end.sample_rate / 2
    first, last = float(mel.times[0]) - half_hop, float(mel.times[-1]) + half_hop
    per_second = 100 * MEL_PLOT.width / WIDE / (last - first)
    start = 100 * MEL_PLOT.x / WIDE - first * per_second
    return (
        f'<div id="playhead" hidden data-start="{start:.6g}" data-per-second="{per_second:.6g}">'
        "</div>"
    )
