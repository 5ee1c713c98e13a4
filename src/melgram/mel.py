"""The result: features that know their own axes and where they came from.

How they are computed is in ``melgram.engines``, how they are drawn in ``melgram.picture``.
"""

from __future__ import annotations

import io
import json
import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from melgram.engines import base, layout
from melgram.errors import OutputError, did_you_mean
from melgram.files import write_whole
from melgram.frontend import FrontEnd
from melgram.presets import name_of
from melgram.storage.writer import Labels
from melgram.types import Float32, Real

if TYPE_CHECKING:
    from melgram.audio import DecodeReport, Waveform
    from melgram.picture.labeled_array import DataArray
    from melgram.picture.plotting import Axes


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where features came from.

    Parameters
    ----------
    name : str | None
        File name; None for an array.
    sample_rate : int [Hz]
        The recording's own rate.
    n_samples : int
        Its length at that rate.
    resampled_to : int | None [Hz]
        The front end's rate, when it is another one (soxr, HQ).
    report : DecodeReport | None
        How it was decoded.
    """

    name: str | None
    sample_rate: int
    n_samples: int
    resampled_to: int | None = None
    report: DecodeReport | None = None

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return self.n_samples / self.sample_rate

    def __str__(self) -> str:
        """Name, rate and, if there was one, the change of rate."""
        rate = f"{self.sample_rate} Hz"
        if self.resampled_to is not None:
            rate += f" resampled to {self.resampled_to} Hz"
        return f"{self.name or 'array'} ({rate})"


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Mel:
    """Features with their axes and provenance.

    Parameters
    ----------
    data : (..., n_features, n_frames), float32
    front_end : FrontEnd
    source : Source

    Examples
    --------
    >>> import melgram, numpy as np
    >>> mel = melgram.melspectrogram(np.zeros(16_000), "kaldi", sample_rate=16_000)
    >>> mel.data.shape, mel.model_input.shape
    ((80, 98), (98, 80))
    >>> mel
    Mel(80 features x 98 frames, ln power, 0.013-0.983 s, 42-7736 Hz, kaldi, array (16000 Hz))
    """

    data: Float32
    front_end: FrontEnd
    source: Source

    @property
    def times(self) -> Real:
        """Center of each frame [s], shape (n_frames,); frames in padding lie outside the clip."""
        return base.times(self.front_end, self.data.shape[-1])

    @property
    def frequencies(self) -> Real | None:
        """Center frequency of each feature [Hz], (n_features,); None for cepstra and stacks."""
        return base.frequencies(self.front_end)

    @property
    def unit(self) -> str:
        """What a number is: "power", "dB", "ln power", ..."""
        return self.front_end.unit

    @property
    def name(self) -> str | None:
        """The preset's name, or None if the front end equals none."""
        return name_of(self.front_end)

    @property
    def model_input(self) -> NDArray[Any]:
        """What the original front end hands its model: its layout and number type.

        Shape (..., n_features, n_frames), (..., n_frames, n_features),
        (..., n_patches, n_frames, n_features) or (..., n_channels, n_frames, n_features).
        """
        return layout.model_input(self.data, self.front_end.output)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write to a file; it appears whole or not at all.

        Parameters
        ----------
        path : str | PathLike
            ``.npy`` holds ``data``; ``.npz`` holds ``data``, ``times``, ``frequencies`` and, as
            JSON, ``facts`` (front end, unit, source); ``.zarr`` is a folder with the same, that
            xarray opens; ``.png`` is the labeled picture.

        Returns
        -------
        path : Path

        Raises
        ------
        OutputError
            If the ending is unknown or the file cannot be written.
        """
        target = Path(path)
        ending = ending_of(target)
        if ending == ".zarr":
            return _save_zarr(self, target)
        return write_whole(target, _WRITERS[ending](self))

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw into matplotlib axes, with a color bar; power and magnitude are shown in dB.

        Rows are equally high, and ticks stand at the true frequencies between them.

        Parameters
        ----------
        ax : matplotlib Axes, optional
            Default: the current ones of pyplot.

        Returns
        -------
        ax : matplotlib Axes

        Raises
        ------
        MissingExtra
            If matplotlib is not installed; it comes with ``melgram[plot]``.
        """
        from melgram.picture.plotting import plot_mel

        return plot_mel(self, ax)

    def to_xarray(self) -> DataArray:
        """Return an xarray DataArray over time [s] and frequency [Hz]; attributes are the facts.

        Raises
        ------
        MissingExtra
            If xarray is not installed; it comes with ``melgram[xarray]``.
        """
        from melgram.picture.labeled_array import to_xarray

        return to_xarray(self)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        from melgram.picture.notebook import mel_bundle

        return mel_bundle(self)

    def to_bytes(self, kind: str = ".npy") -> bytes:
        """Return the content of the file that `save` would write for an ending."""
        return _WRITERS[kind](self)

    def facts(self) -> dict[str, Any]:
        """Return everything but the numbers, as plain values: front end, unit, axes, source."""
        return facts_of(self.front_end, self.source)

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> NDArray[Any]:
        """Be ``data`` to NumPy."""
        if copy is False and dtype is not None and np.dtype(dtype) != self.data.dtype:
            message = f"copy=False: data is {self.data.dtype}, {np.dtype(dtype)} needs a copy."
            raise ValueError(message)
        return self.data.astype(dtype or self.data.dtype, copy=bool(copy))

    def __dlpack__(self, **protocol: Any) -> Any:
        """Hand ``data`` to another array library without a copy; arguments as DLPack defines."""
        return self.data.__dlpack__(**protocol)

    def __dlpack_device__(self) -> tuple[Any, Any]:
        """Say that ``data`` lies in the CPU's memory."""
        return self.data.__dlpack_device__()

    def __repr__(self) -> str:
        """Print shape, unit, ranges of both axes, front end and source."""
        return f"Mel({described(self.data.shape, self.front_end, self.source)})"


def facts_of(front_end: FrontEnd, source: Source) -> dict[str, Any]:
    """Return everything but the numbers of features, as `Mel.facts` does."""
    return {
        "preset": name_of(front_end),
        "digest": front_end.digest,
        "front_end": front_end.to_dict(),
        "unit": front_end.unit,
        "axes": ["...", "n_features", "n_frames"],
        "source": str(source),
        "sample_rate": front_end.sample_rate,
    }


def labels_of(front_end: FrontEnd, source: Source) -> Labels:
    """Return what a file says beside the numbers."""
    return Labels(
        facts=facts_of(front_end, source),
        times=partial(base.times, front_end),
        frequencies=base.frequencies(front_end),
    )


def described(shape: tuple[int, ...], front_end: FrontEnd, source: Source) -> str:
    """Return shape, unit, ranges of both axes, front end and source of features, as text."""
    *lead, n_features, n_frames = shape
    batch = "".join(f"{n} x " for n in lead)
    parts = [f"{batch}{n_features} features x {n_frames} frames", front_end.unit]
    if n_frames:
        first, last = (base.times(front_end, 1, first_frame=i)[0] for i in (0, n_frames - 1))
        parts.append(f"{first:.3f}-{last:.3f} s")
    frequencies = base.frequencies(front_end)
    if frequencies is not None:
        parts.append(f"{frequencies.min():.0f}-{frequencies.max():.0f} Hz")
    parts += [name_of(front_end) or f"front end {front_end.digest}", str(source)]
    return ", ".join(parts)


def ending_of(target: Path) -> str:
    """Return a file's ending in small letters, or say which ones there are."""
    ending = target.suffix.lower()
    if ending not in ENDINGS:
        message = (
            f"{target}: the ending {ending!r} must be one of {', '.join(ENDINGS)}."
            f"{did_you_mean(ending, ENDINGS)}"
        )
        raise OutputError(message)
    return ending


def _npy(mel: Mel) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, mel.data, allow_pickle=False)
    return buffer.getvalue()


def _npz(mel: Mel) -> bytes:
    hz = mel.frequencies
    buffer = io.BytesIO()
    np.savez(
        buffer,
        data=mel.data,
        times=mel.times,
        frequencies=np.full(mel.data.shape[-2], np.nan) if hz is None else hz,
        facts=np.array(json.dumps(mel.facts())),
    )
    return buffer.getvalue()


def _png(mel: Mel, waveform: Waveform | None = None) -> bytes:
    from melgram.picture import render

    return render(mel, waveform=waveform)


def _save_zarr(mel: Mel, target: Path) -> Path:
    from melgram.storage.zarr import ZarrFolder

    *lead, n_frames = mel.data.shape
    labels = labels_of(mel.front_end, mel.source)
    writer = ZarrFolder(target, tuple(lead), n_frames=n_frames, labels=labels)
    try:
        writer.append(mel.data)
        writer.commit()
    except BaseException:
        writer.discard()
        raise
    return target


_WRITERS = {".npy": _npy, ".npz": _npz, ".png": _png}
ENDINGS = (*_WRITERS, ".zarr")
