"""Samples as a small recording in memory, for players inside pages.

Reading recordings is in ``decoding.py``; features are saved by ``melgram.mel``.
"""

from __future__ import annotations

import io
from typing import Literal

import numpy as np

from melgram.audio.collecting import Floats
from melgram.errors import SignalError

Encoding = Literal["flac", "ogg"]

_FORMATS = {"flac": ("FLAC", "PCM_16"), "ogg": ("OGG", "VORBIS")}
_BLOCK = 1 << 15  # libsndfile's Vorbis encoder puts a whole call on its stack


def encode(samples: Floats, *, sample_rate: int, encoding: Encoding) -> bytes:
    r"""Return a recording as the bytes of a file.

    Parameters
    ----------
    samples : (n_samples,), full scale is +-1
        What lies beyond full scale is clipped.
    sample_rate : int [Hz]
    encoding : {"flac", "ogg"}
        FLAC with 16 bits, or Vorbis, which is several times smaller and not exact.

    Raises
    ------
    SignalError
        If the encoder does not take this rate.

    Examples
    --------
    >>> encode(np.zeros(800, np.float32), sample_rate=8000, encoding="flac")[:4]
    b'fLaC'
    """
    import soundfile

    container, subtype = _FORMATS[encoding]
    content = io.BytesIO()
    try:
        with soundfile.SoundFile(
            content, "w", sample_rate, 1, subtype=subtype, format=container
        ) as file:
            for first in range(0, len(samples), _BLOCK):
                file.write(np.clip(samples[first : first + _BLOCK], -1.0, 1.0))
    except soundfile.LibsndfileError as error:
        message = f"{sample_rate=} cannot be written as {container}: {error}"
        raise SignalError(message) from error
    return content.getvalue()
