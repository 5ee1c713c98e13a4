"""What `melgram listen` shows: the last seconds as a picture of text, or a line for each frame.

Nothing here writes; ``listen.py`` does. Half blocks and axes are in ``picture/terminal.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from melgram.picture import axis, palette, scale, terminal
from melgram.picture.canvas import N_COLORS
from melgram.picture.pooling import pooled
from melgram.picture.terminal import Depth
from melgram.types import Float32, Real

_LETTERS = 64
_LEAST_COLUMNS, _LEAST_LINES = 10, 2


@dataclass(kw_only=True)
class Screen:
    """The frames of the last seconds, and how they are drawn.

    Parameters
    ----------
    frequencies : (n_features,) | None [Hz]
    unit : str
        Of the features.
    frames_per_second, seconds : float
        How densely frames stand, and how many seconds the picture holds.
    depth : {"truecolor", "256", "none"}
    palette : str
    db_range : (low, high) | None
        Values of the first and the last color. None: below the loudest so far.
    """

    frequencies: Real | None
    unit: str
    frames_per_second: float
    seconds: float
    depth: Depth
    palette: str = palette.DEFAULT
    db_range: tuple[float, float] | None = None
    _kept: Float32 = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    _n_frames: int = 0  # that came in, also those no longer kept
    _top: float = -np.inf

    def add(self, frames: Float32) -> None:
        """Take the next frames, (n_features, n_frames)."""
        if not frames.shape[1]:
            return
        self._n_frames += frames.shape[1]
        both = np.concatenate([self._kept, frames], axis=1) if self._kept.size else frames
        most = max(int(self.seconds * self.frames_per_second * 2), 1)
        self._kept = both[:, -most:]

    def lines(self, *, width: int, height: int, start_s: float, status: str) -> list[str]:
        """Draw the picture, newest frames at the right, for a terminal of this size.

        ``start_s`` is the time of the first frame of all [s]; ``status`` is the last line.
        """
        n_columns = max(width - terminal.LABEL_COLUMNS, _LEAST_COLUMNS)
        n_lines = max(height - terminal.LABEL_LINES - 1, _LEAST_LINES)
        per_column = max(round(self.seconds * self.frames_per_second / n_columns), 1)
        values = self._columns(n_columns, per_column)
        pixels = self._pixels(values, n_rows=min(2 * n_lines, 2 * max(len(values), 1)))
        colors = palette.resampled(self.palette, n_colors=N_COLORS)
        drawn = terminal.half_blocks(pixels, colors=colors, depth=self.depth)
        stop = -(-self._n_frames // per_column) * per_column  # in frames; columns never shift
        first, last = ((stop - n * per_column) / self.frames_per_second for n in (n_columns, 0))
        y = (
            axis.numbered(max(len(values), 1))
            if self.frequencies is None
            else (axis.rows(self.frequencies))
        )
        framed = terminal.labeled(
            drawn, n_columns=n_columns, x=axis.time(start_s + first, start_s + last), y=y
        )
        return [*framed, status[:width]]

    def _columns(self, n_columns: int, per_column: int) -> Float32:
        """Return the loudest of the frames of each column, silence before the first frame."""
        behind = -self._n_frames % per_column  # frames that the last column still lacks
        first = self._n_frames - self._kept.shape[1]
        skipped = -first % per_column if first else 0
        kept = self._kept[:, skipped:]
        if not kept.shape[1]:
            return np.full((len(kept), n_columns), -np.inf, np.float32)
        missing = np.full((len(kept), behind), -np.inf, np.float32)
        columns = np.concatenate([kept, missing], axis=1).reshape(len(kept), -1, per_column)
        columns = columns.max(axis=2)[:, -n_columns:]
        before = np.full((len(kept), n_columns - columns.shape[1]), -np.inf, np.float32)
        return np.concatenate([before, columns], axis=1)

    def letters(self, frames: Float32, times: Real) -> list[str]:
        """Draw a line for each frame, without color: its time, and its bands from low to high."""
        if not frames.shape[1]:
            return []
        bands = pooled(frames, size=min(len(frames), _LETTERS), axis=0)
        colors = palette.resampled(self.palette, n_colors=N_COLORS)
        rows = np.repeat(self._scaled(bands).T, 2, axis=0)
        drawn = terminal.half_blocks(rows, colors=colors, depth="none")
        return [f"{time:9.3f} |{line}|" for time, line in zip(times, drawn, strict=True)]

    def _pixels(self, values: Float32, *, n_rows: int) -> npt.NDArray[np.uint8]:
        """Return the color of each pixel, (n_rows, n_columns), low bands at the bottom."""
        if not values.size:
            return np.zeros((n_rows, values.shape[1]), np.uint8)
        rows = pooled(values, size=min(n_rows, len(values)), axis=0)
        return pooled(self._scaled(rows), size=n_rows, axis=0)[::-1]

    def _scaled(self, values: Float32) -> npt.NDArray[np.uint8]:
        """Return the color of each value; what was loudest keeps its color when it grows quiet."""
        shown, unit, label = scale.shown(values, unit=self.unit)
        found = scale.value_scale(shown, unit=unit, label=label, db_range=self.db_range)
        if self.db_range is None:
            self._top = max(self._top, found.high)
            low = self._top - (found.high - found.low)
            found = scale.ValueScale(low=low, high=self._top, unit=unit, label=label)
        return found.indices(np.maximum(shown, found.low))
