"""What every decoder gives: blocks of samples and what they are.

The decoders are ``pcm.py``, ``via_soundfile.py``, ``via_av.py`` and ``via_ffmpeg.py``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt


class DecoderFailed(Exception):
    """A decoder refused or broke off; the next one may do better. Never leaves this package."""


class DecoderMissing(DecoderFailed):
    """A decoder is not installed."""


@dataclasses.dataclass(kw_only=True)
class Stream:
    """A running decoder.

    Attributes
    ----------
    decoder : str
        Name and version.
    start : int [samples]
        Position of the first sample that ``blocks`` gives.
    blocks : iterator of (n, n_channels), float32
        Raises DecoderFailed where decoding breaks off.
    codec : str or None
        As the decoder names it, where it knows better than the walk.
    n_samples : int or None
        Length that the container states, where only this decoder reads it; more than that is
        the encoder's padding and is cut off.
    estimated_s : float or None [s]
        Length by time stamps, where nothing better is known.
    warnings : list of str
        May grow while the blocks are taken.
    close : function
        Frees what the decoder holds; blocks may not be taken afterwards.
    """

    decoder: str
    sample_rate: int
    channels: int
    start: int
    blocks: Iterator[npt.NDArray[np.float32]]
    codec: str | None = None
    n_samples: int | None = None
    estimated_s: float | None = None
    warnings: list[str] = dataclasses.field(default_factory=list)
    close: Callable[[], None] = lambda: None
