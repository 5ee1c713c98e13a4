"""What `melgram listen` shows: the last seconds as a picture of text, or a line for each frame.

Nothing here writes; ``listen.py`` does. Half blocks and axes are in ``picture/terminal.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from melgram.picture import axis, palette, scale, terminal
from melgram.picture.axis import Axis
from melgram.picture.canvas import N_COLORS
from melgram.picture.pooling import pooled
from melgram.picture.scale import ValueScale
from melgram.picture.terminal import Depth
from melgram.types import Float32, Real

_LETTERS = 64
_LEAST_COLUMNS, _LEAST_LINES = 10, 2


@dataclass(kw_only=True)
class Screen:
    """The frames of the last seconds, and how they are drawn.

    Parameters
    ----------
    n_features : int
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

    n_features: int
    frequencies: Real | None
    unit: str
    frames_per_second: float
    seconds: float
    depth: Depth
    palette: str = palette.DEFAULT
    db_range: tuple[float, float] | None = None
    _kept: Float32 = field(init=False)
    _n_frames: int = field(init=False, default=0)  # that came in, also those no longer kept
    _shown: ValueScale | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        """Refuse colors that do not exist before anything is heard."""
        palette.chosen(self.palette, difference=False)
        self._kept = np.zeros((self.n_features, 0), np.float32)
        self._scale(np.zeros((1, 1), np.float32))

    def add(self, frames: Float32) -> None:
        """Take the next frames, (n_features, n_frames)."""
        if not frames.shape[1]:
            return
        self._n_frames += frames.shape[1]
        both = np.concatenate([self._kept, frames], axis=1)
        most = max(int(self.seconds * self.frames_per_second * 2), 1)
        self._kept = both[:, -most:]

    def lines(self, *, width: int, height: int, start_s: float, status: Sequence[str]) -> list[str]:
        """Draw the picture, newest frames at the right, for a terminal of this size.

        ``start_s`` is the time of the first frame of all [s]; of ``status``, as much stands in the
        last line as fits. No line is too long, and there are never too many.
        """
        said = _fitting(status, width=width)
        n_columns, n_lines = width - terminal.LABEL_COLUMNS, height - terminal.LABEL_LINES - 2
        if n_columns < _LEAST_COLUMNS or n_lines < _LEAST_LINES:
            return [said]
        per_column = max(round(self.seconds * self.frames_per_second / n_columns), 1)
        values = self._columns(n_columns, per_column)
        pixels = self._pixels(values, n_rows=2 * min(n_lines, self.n_features))
        colors = palette.resampled(self.palette, n_colors=N_COLORS)
        drawn = terminal.half_blocks(pixels, colors=colors, depth=self.depth)
        drawn = [" " * (n_columns - values.shape[1]) + line for line in drawn]
        stop = -(-self._n_frames // per_column) * per_column  # in frames; columns never shift
        first, last = ((stop - n * per_column) / self.frames_per_second for n in (n_columns, 0))
        times = axis.since(start_s, axis.time(start_s + first, start_s + last))
        framed = terminal.labeled(drawn, n_columns=n_columns, x=times, y=self._rows())
        bar = (
            ""
            if self._shown is None
            else (terminal.color_bar(self._shown, colors, depth=self.depth, columns=width))
        )
        return [*framed, bar, said]

    def _rows(self) -> Axis:
        if self.frequencies is None:
            return axis.numbered(self.n_features)
        return axis.rows(self.frequencies)

    def _columns(self, n_columns: int, per_column: int) -> Float32:
        """Return the loudest of the frames of each column, at most as many as there is room for."""
        behind = -self._n_frames % per_column  # frames that the last column still lacks
        first = self._n_frames - self._kept.shape[1]
        kept = self._kept[:, -first % per_column if first else 0 :]
        missing = np.full((len(kept), behind), -np.inf, np.float32)
        columns = np.concatenate([kept, missing], axis=1).reshape(len(kept), -1, per_column)
        return columns.max(axis=2)[:, -n_columns:]

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
        self._shown = self._scale(values)
        shown, _, _ = scale.shown(values, unit=self.unit)
        return self._shown.indices(np.maximum(shown, self._shown.low))

    def _scale(self, values: Float32) -> ValueScale:
        """Return the range of colors, whose upper end never falls."""
        shown, unit, label = scale.shown(values, unit=self.unit)
        found = scale.value_scale(shown, unit=unit, label=label, db_range=self.db_range)
        before = self._shown
        if self.db_range is not None or before is None or before.high <= found.high:
            return found
        return replace(found, low=before.high - (found.high - found.low), high=before.high)


def _fitting(parts: Sequence[str], *, width: int) -> str:
    """Return as many parts as a line holds, and at least the beginning of the first."""
    lines = (" · ".join(parts[:n]) for n in range(len(parts), 0, -1))
    return next((line for line in lines if len(line) <= width), "".join(parts[:1])[:width])
