"""Files to waveforms: probe, decode with a report, resample.

Nothing here knows of mel; front ends are in ``melgram.frontend`` and the formulas in
``melgram.dsp``. The names below load on first use, so importing this package costs
nothing and loads neither soundfile, soxr nor av.

::

    source.py      path, bytes or file object -> Recording (regular files only)
    sniff.py       first bytes -> container; never the file name
    headers.py     container -> Header, by the walkers of each container:
                   wav aiff au caf nist (pcm) · flac · mp3 · ogg · mp4 · matroska
    decoding.py    Header -> samples, by the decoders pcm, via_soundfile, via_av, via_ffmpeg,
                   then counts again: a decoder's silence is not believed
    probing.py     Header -> Info
    waveform.py report.py resampling.py

A module is never called like the function in it: importing ``audio.decode`` would hide ``decode``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from melgram.lazy import loader

if TYPE_CHECKING:
    from melgram.audio.decoding import decode
    from melgram.audio.probing import Info, probe
    from melgram.audio.report import DecodeReport
    from melgram.audio.resampling import resample
    from melgram.audio.waveform import Waveform

__all__ = ["DecodeReport", "Info", "Waveform", "decode", "probe", "resample"]

_HOME = {
    "DecodeReport": "report",
    "Info": "probing",
    "Waveform": "waveform",
    "decode": "decoding",
    "probe": "probing",
    "resample": "resampling",
}


__getattr__ = loader(__name__, _HOME)


def __dir__() -> list[str]:
    return sorted(__all__)
