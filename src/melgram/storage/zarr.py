"""Features as Zarr v3: a group that xarray opens as a dataset, cut along time.

The only file that imports zarr, and it does so late.
"""

from __future__ import annotations

import math
import os
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from melgram.errors import OutputError, UnsupportedOutput
from melgram.files import Part, writing
from melgram.storage.writer import Labels
from melgram.types import Float32, Real

_CHUNK_VALUES = 1 << 18
"""Numbers in a chunk: 1 MiB, 33 s of 80 features at 100 frames a second."""


class ZarrFolder:
    """The writer of a Zarr group: ``features``, and the coordinates of its axes.

    zarr writes in threads of its own, which go on when an interrupt ends the wait for them. So a
    thread of ours does the waiting, and `discard` lets it end before it removes what was written.

    Parameters
    ----------
    target : Path
        A Zarr group that is there is replaced; any other folder or file is refused.
    lead : tuple of int
        The axes before the frames, such as (n_features,).
    n_frames : int | None
        The expected length.
    labels : Labels

    Raises
    ------
    UnsupportedOutput
        If the package zarr is not installed.
    OutputError
        If the folder cannot be written; nothing is left of it then.
    """

    def __init__(
        self, target: Path, lead: tuple[int, ...], *, n_frames: int | None, labels: Labels
    ) -> None:
        zarr = _zarr(target)
        _refuse_strangers(target)
        self._target = target
        self._lead = lead
        self._labels = labels
        self._written = self._waiting = 0
        chunk = max(1, _CHUNK_VALUES // max(math.prod(lead), 1))
        self._buffer: Float32 = np.empty((*lead, chunk), np.float32)
        self._part = Part(target, folder=True)
        self._thread = ThreadPoolExecutor(1, "melgram-zarr")
        facts = {
            "shape": (*lead, n_frames or 0),
            "chunks": (*lead, chunk),
            "dtype": "float32",
            "dimension_names": _axes(len(lead), labels),
        }
        try:
            self._wait_for(self._create, zarr, facts)
        except BaseException:
            self.discard()
            raise

    @property
    def shape(self) -> tuple[int, ...]:
        """(..., n_features, n_frames) so far."""
        return (*self._lead, self._written + self._waiting)

    def append(self, piece: Float32) -> None:
        """Take the next frames."""
        rest = piece
        while rest.shape[-1]:
            free = self._buffer[..., self._waiting :]
            taken = rest[..., : free.shape[-1]]
            free[..., : taken.shape[-1]] = taken
            self._waiting += taken.shape[-1]
            rest = rest[..., taken.shape[-1] :]
            if self._waiting == self._buffer.shape[-1]:
                self._wait_for(self._flush)

    def commit(self) -> None:
        """Write the coordinates and facts, and take the name."""
        self._wait_for(self._complete)
        self._part.commit()

    def discard(self) -> None:
        """Leave nothing behind."""
        self._thread.shutdown(cancel_futures=True)
        self._part.discard()

    def _wait_for(self, step: Callable[..., None], *arguments: Any) -> None:
        with writing(self._target):
            self._thread.submit(step, *arguments).result()

    def _create(self, zarr: Any, facts: dict[str, Any]) -> None:
        self._group: Any = zarr.create_group(os.fspath(self._part.path))
        self._array: Any = self._group.create_array("features", **facts)

    def _complete(self) -> None:
        self._flush()
        n_frames, labels = self._written, self._labels
        self._array.resize((*self._lead, n_frames))
        self._coordinate("time", labels.times(n_frames), unit="s")
        if labels.frequencies is not None:
            self._coordinate("frequency", labels.frequencies, unit="Hz")
        self._array.attrs["unit"] = labels.facts["unit"]
        self._group.attrs.update(labels.facts)
        self._consolidate()

    def _flush(self) -> None:
        n, self._waiting = self._waiting, 0
        if not n:
            return
        stop = self._written + n
        if stop > self._array.shape[-1]:
            self._array.resize((*self._lead, max(stop, 2 * self._array.shape[-1])))
        self._array[..., self._written : stop] = self._buffer[..., :n]
        self._written = stop

    def _coordinate(self, name: str, values: Real, *, unit: str) -> None:
        array = self._group.create_array(
            name, data=np.asarray(values), chunks=(max(values.size, 1),), dimension_names=(name,)
        )
        array.attrs["units"] = unit

    def _consolidate(self) -> None:
        """Repeat all metadata in one place, where xarray looks first; others ignore it."""
        import zarr

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that the specification does not know of it yet
            zarr.consolidate_metadata(os.fspath(self._part.path))


def _axes(n_leading: int, labels: Labels) -> tuple[str, ...]:
    """Name the axes; features that are no bands have no frequencies."""
    channel = ("channel",) * (n_leading - 1)
    return (*channel, "feature" if labels.frequencies is None else "frequency", "time")


def _zarr(target: Path) -> Any:
    try:
        import zarr
    except ImportError as error:
        message = f'{target}: needs the package zarr. Install it: pip install "melgram[zarr]"'
        raise UnsupportedOutput(message) from error
    return zarr


def _refuse_strangers(target: Path) -> None:
    if target.exists() and not (target / "zarr.json").is_file():
        message = f"{target}: is there and no Zarr group. Remove it or choose another name."
        raise OutputError(message)
