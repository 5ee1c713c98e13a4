"""Front ends made from others for their pictures: the STFT and the cepstrum of the same frames.

What they give is drawn by ``spectrogram.py`` and ``charts.py``.
"""

from __future__ import annotations

from dataclasses import replace

from melgram.frontend import FrontEnd
from melgram.frontend.compression import ClampFloor, Log, LogOnePlus, PiecewiseLog
from melgram.frontend.output import Output
from melgram.frontend.post import Dct, DynamicRange
from melgram.frontend.spectral import LinearBins, Power

_N_COEFFICIENTS = 20


def stft_of(front_end: FrontEnd) -> FrontEnd:
    """Return the power of each bin of the same frames, such that a full-scale sine reads 0 dB.

    Rate, framing and the shape of the window stay; whatever else scales or filters is left out,
    so that levels are dBFS; see `melgram.picture.reads_full_scale`.

    Examples
    --------
    >>> import melgram
    >>> stft_of(melgram.preset("whisper")).n_features
    201
    """
    return FrontEnd(
        sample_rate=front_end.sample_rate,
        channels=front_end.channels,
        framing=replace(front_end.framing, extra=0),
        window=replace(front_end.window, gain="half_sum", rounding="none"),
        spectrum=Power(),
        bank=LinearBins(),
    )


def mfcc_of(front_end: FrontEnd) -> FrontEnd:
    """Return the front end itself if it gives coefficients, else 20 of its logarithmic bands.

    Power and magnitude become decibels first, no deeper than 80 below the maximum.

    Examples
    --------
    >>> import melgram
    >>> mfcc_of(melgram.preset("librosa")) == melgram.preset("librosa-mfcc")
    False
    >>> mfcc_of(melgram.preset("librosa")).unit
    'coefficient'
    """
    if any(isinstance(operation, Dct) for operation in front_end.post):
        return front_end
    compression, post = front_end.compression, front_end.post
    if not isinstance(compression, (Log, LogOnePlus, PiecewiseLog)):
        compression, post = _decibels(front_end), (DynamicRange(range=80.0),)
    dct = Dct(n_coefficients=min(_N_COEFFICIENTS, front_end.n_features))
    return replace(front_end, compression=compression, post=(*post, dct), output=Output())


def _decibels(front_end: FrontEnd) -> Log:
    squared = isinstance(front_end.spectrum, Power)
    floor = ClampFloor(value=1e-10 if squared else 1e-5)
    return Log(base="db_power" if squared else "db_amplitude", floor=floor)
