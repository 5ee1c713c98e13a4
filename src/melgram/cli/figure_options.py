"""Which figure is asked for on the command line, and how it is made."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from melgram.cli.options import read

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from melgram.engines import EngineName
    from melgram.frontend import FrontEnd
    from melgram.mel import Mel, Source
    from melgram.picture import Figure, View
    from melgram.picture.charts import HertzScale
    from melgram.picture.pooling import Pool

F = TypeVar("F", bound=Callable[..., Any])
Kind = Literal["mel", "stft", "spectrum", "mfcc", "waveform", "filterbank", "mel-curve"]

WITHOUT_FILE: tuple[Kind, ...] = ("filterbank", "mel-curve")

_TIMES, _HERTZ, _LEVELS = ("start", "end"), ("fmin", "fmax"), ("ref", "calibration", "db_range")
_FIELD = (*_TIMES, *_HERTZ, *_LEVELS, "pool", "waveform", "title")
_TAKES: dict[Kind, tuple[str, ...]] = {
    "mel": (*_FIELD, "scale"),
    "stft": (*_FIELD, "scale"),
    "spectrum": (*_TIMES, *_HERTZ, *_LEVELS, "scale", "title"),
    "mfcc": (*_TIMES, "db_range", "pool", "waveform", "title"),
    "waveform": (*_TIMES, "title"),
    "filterbank": ("scale", "title"),
    "mel-curve": ("scale", "fmax"),
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The options that say which figure it is; None and False are what nobody asked for."""

    kind: Kind
    scale: HertzScale | None
    start: float | None
    end: float | None
    fmin: float | None
    fmax: float | None
    ref: float | Literal["max"] | None
    calibration: float | None
    db_range: tuple[float, float] | None
    pool: Pool | None
    waveform: bool
    title: str | None

    def check(self) -> None:
        """Refuse options that mean nothing for this kind, or one without the other."""
        for field in fields(self):
            given = getattr(self, field.name) not in (None, False)
            if given and field.name not in ("kind", *_TAKES[self.kind]):
                option = "--" + field.name.replace("_", "-")
                message = f"{option} means nothing for --kind {self.kind}. Leave it out."
                raise click.UsageError(message)


@dataclass(frozen=True, kw_only=True)
class Computing:
    """The options that say how features are computed."""

    preset_name: str | None
    front_end_file: str | None
    engine: EngineName
    threads: int
    partial: bool


class _Reference(click.ParamType[Any]):
    """A number, or the word max."""

    name = "reference"

    def convert(self, value: Any, param: Any, ctx: Any) -> float | str:
        """Return the number or the word."""
        if value == "max":
            return "max"
        try:
            return float(value)
        except ValueError:
            self.fail(f"{value!r} must be a number or max.", param, ctx)


def figure_options(function: F) -> F:
    """Add the options of `Asked` and hand them over as one argument, ``asked``."""

    @functools.wraps(function)
    def packed(**given: Any) -> Any:
        options = {field.name: given.pop(field.name) for field in fields(Asked)}
        return function(asked=Asked(**options), **given)

    wrapped: Any = packed
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


_OPTIONS = (
    click.option(
        "--kind",
        type=click.Choice(list(_TAKES)),
        default="mel",
        show_default=True,
        help="What is drawn.",
    ),
    click.option(
        "--scale", type=click.Choice(["linear", "log", "mel"]), help="How the Hz axis is spread."
    ),
    click.option("--start", type=float, metavar="SECONDS", help="Where the picture begins,"),
    click.option("--end", type=float, metavar="SECONDS", help="and where it ends."),
    click.option("--fmin", type=float, metavar="HZ", help="Lowest frequency drawn,"),
    click.option("--fmax", type=float, metavar="HZ", help="and the highest."),
    click.option(
        "--ref", type=_Reference(), metavar="VALUE|max", help="The power or magnitude that is 0 dB."
    ),
    click.option(
        "--calibration",
        type=float,
        metavar="DB",
        help="dB SPL of a sine of full scale (STFT, spectrum).",
    ),
    click.option(
        "--db-range", nargs=2, type=float, metavar="LOW HIGH", help="Values of the end colors."
    ),
    click.option(
        "--pool", type=click.Choice(["max", "mean"]), help="What the frames in a pixel become."
    ),
    click.option("--waveform", is_flag=True, help="Draw the waveform above."),
    click.option("--title", help="Default: the file's name."),
)


def figure_of(file: str | None, asked: Asked, computing: Computing) -> tuple[Figure, str]:
    """Return the figure of one FILE, or of none, and what is said about it."""
    from melgram import picture, pipeline
    from melgram.audio import Waveform

    if asked.kind == "mel-curve":
        fmax = {} if asked.fmax is None else {"fmax": asked.fmax}
        figure = picture.mel_curve(scale=asked.scale or "linear", **fmax)
        return figure, figure.title
    if file is None:
        return _bank(computing, asked, sample_rate=None)
    samples, origin, named = read(
        file,
        preset_name=computing.preset_name,
        front_end_file=computing.front_end_file,
        partial=computing.partial,
    )
    if asked.kind == "filterbank":
        return _bank(computing, asked, sample_rate=origin.sample_rate)
    waveform = Waveform(samples, origin.sample_rate)
    if asked.kind == "waveform":
        title = asked.title or origin.name
        figure = picture.waveform_figure(waveform, start=asked.start, end=asked.end, title=title)
        return figure, repr(waveform)
    recipe = pipeline.front_end_for(named, sample_rate=origin.sample_rate)
    mel = _computed(samples, recipe, origin, asked=asked, computing=computing)
    return _drawn(mel, waveform if asked.waveform else None, asked), repr(mel)


def _computed(
    samples: NDArray[Any], recipe: FrontEnd, origin: Source, *, asked: Asked, computing: Computing
) -> Mel:
    from melgram import pipeline
    from melgram.picture import mfcc_of, stft_of

    if asked.kind in ("stft", "spectrum"):
        recipe = stft_of(recipe)
    if asked.kind == "mfcc":
        recipe = mfcc_of(recipe)
    return pipeline.compute(
        samples, recipe, origin=origin, engine=computing.engine, threads=computing.threads
    )


def _drawn(mel: Mel, waveform: Any, asked: Asked) -> Figure:
    from melgram import picture

    shown: Mel | View = mel
    if any(end is not None for end in (asked.start, asked.end, asked.fmin, asked.fmax)):
        shown = picture.cropped(
            mel, start=asked.start, end=asked.end, fmin=asked.fmin, fmax=asked.fmax
        )
    if asked.ref is not None or asked.calibration is not None:
        shown = picture.leveled(shown, ref=asked.ref, calibration=asked.calibration)
    if asked.kind == "spectrum":
        return picture.spectrum(
            shown, scale=asked.scale or "linear", title=asked.title, db_range=asked.db_range
        )
    even = asked.scale is None or (asked.kind == "stft" and asked.scale == "linear")
    return picture.spectrogram(
        shown,
        waveform=waveform,
        title=asked.title,
        db_range=asked.db_range,
        pool=asked.pool or "max",
        scale="bands" if even or asked.scale is None else asked.scale,
    )


def _bank(computing: Computing, asked: Asked, *, sample_rate: int | None) -> tuple[Figure, str]:
    """Return the filter bank of the front end asked for; a recording may give its rate."""
    from melgram import picture, pipeline
    from melgram.cli.options import asked_front_end
    from melgram.presets import preset

    named = asked_front_end(computing.preset_name, computing.front_end_file)
    if sample_rate is None:
        front_end = preset(named) if isinstance(named, str) else named
    else:
        front_end = pipeline.front_end_for(named, sample_rate=sample_rate)
    figure = picture.filter_bank(front_end, scale=asked.scale or "linear", title=asked.title)
    return figure, figure.title
