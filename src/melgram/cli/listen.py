"""``melgram listen``: the microphone, or stdin, as a scrolling mel-spectrogram in the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from melgram.cli.failures import say
from melgram.errors import FrontEndError

if TYPE_CHECKING:
    from melgram.audio.live import Live
    from melgram.cli.listen_screen import Screen
    from melgram.engines import EngineName, Plan
    from melgram.frontend import FrontEnd
    from melgram.stream.listening import Heard

_LIVE = "classic without its clip's maximum"


@click.command("listen", short_help="Show the microphone as a scrolling mel-spectrogram.")
@click.option("--preset", "preset_name", metavar="NAME|PATH", help=f"Default: {_LIVE}.")
@click.option(
    "--front-end",
    "front_end_file",
    type=click.Path(),
    metavar="FILE.toml",
    help="A front end as TOML or JSON.",
)
@click.option("--stdin", is_flag=True, help="A WAV, or raw 16-bit little-endian mono, on stdin.")
@click.option(
    "--sample-rate", type=int, metavar="HZ", help="Of raw samples; or asked of the microphone."
)
@click.option("--device", metavar="NAME|NUMBER", help="Which microphone.")
@click.option(
    "--seconds",
    type=click.FloatRange(0.1, 600),
    default=10.0,
    show_default=True,
    help="About how many the picture holds.",
)
@click.option("--palette", default="magma", show_default=True, help="As of melgram picture.")
@click.option(
    "--db-range",
    nargs=2,
    type=float,
    metavar="LOW HIGH",
    help="Values of the end colors. Default: 80 dB below the loudest so far.",
)
@click.option("--plain", is_flag=True, help="A line for each frame; so it is without a terminal.")
@click.option(
    "--engine",
    type=click.Choice(["auto", "cpu", "reference"]),
    default="auto",
    show_default=True,
)
def command(
    preset_name: str | None,
    front_end_file: str | None,
    stdin: bool,
    sample_rate: int | None,
    device: str | None,
    seconds: float,
    palette: str,
    db_range: tuple[float, float] | None,
    plain: bool,
    engine: EngineName,
) -> None:
    """Show what the microphone hears, with the bits of the same sound in a file. Ctrl-C ends."""
    from melgram.cli.listen_screen import Screen
    from melgram.picture.terminal import color_depth
    from melgram.stream.listening import listen

    asked = _asked(preset_name, front_end_file)
    live = _opened(asked, stdin=stdin, sample_rate=sample_rate, device=device)
    plan = _at_rate(asked, live.sample_rate).plan(engine=engine)
    screen = Screen(
        n_features=plan.front_end.n_features,
        frequencies=plan.frequencies,
        unit=plan.front_end.unit,
        frames_per_second=_frames_per_second(plan),
        seconds=seconds,
        depth=color_depth(os.environ),
        palette=palette,
        db_range=db_range,
    )
    heard = listen(live, plan)
    if plain or not sys.stdout.isatty() or os.environ.get("TERM", "") in ("", "dumb"):
        _print_lines(heard, screen)
    else:
        _draw(heard, screen, live=live, plan=plan)


def _asked(preset_name: str | None, front_end_file: str | None) -> FrontEnd | str | None:
    """Return a front end, the name of one that keeps any rate, or None for the default."""
    from melgram.cli.options import computable, named_front_end
    from melgram.presets import preset, record
    from melgram.presets.files import read_front_end
    from melgram.stream import refusal

    if preset_name is not None and front_end_file is not None:
        message = "--preset and --front-end exclude each other. Write base = ... into the file."
        raise FrontEndError(message)
    if preset_name is not None:
        named = computable(named_front_end(preset_name), name=preset_name)
    elif front_end_file is not None:
        named = computable(read_front_end(front_end_file), name=front_end_file)
    else:
        return None
    front_end = preset(named) if isinstance(named, str) else named
    reason = refusal(front_end)
    if reason is not None:  # before the microphone is opened
        raise FrontEndError(reason)
    return named if isinstance(named, str) and record(named).any_rate else front_end


def _opened(
    asked: FrontEnd | str | None, *, stdin: bool, sample_rate: int | None, device: str | None
) -> Live:
    from melgram.audio.live import from_microphone, from_pipe

    if stdin:
        return from_pipe(sys.stdin.buffer, sample_rate=sample_rate)
    fixed = None if asked is None or isinstance(asked, str) else asked.sample_rate
    return from_microphone(sample_rate=sample_rate or fixed, device=device)


def _at_rate(asked: FrontEnd | str | None, sample_rate: int) -> FrontEnd:
    from melgram.presets import preset

    if asked is None:
        return replace(preset("classic", sample_rate=sample_rate), post=())
    return preset(asked, sample_rate=sample_rate) if isinstance(asked, str) else asked


def _frames_per_second(plan: Plan) -> float:
    first, second = plan.times(2)
    return 1.0 / float(second - first)


def _print_lines(heard: Iterable[Heard], screen: Screen) -> None:
    n_overruns = 0
    for piece in heard:
        for line in screen.letters(piece.frames, piece.times):
            click.echo(line)
        if piece.n_overruns > n_overruns:
            n_overruns = piece.n_overruns
            say(f"melgram: samples were lost ({n_overruns} times so far)")


def _draw(heard: Iterable[Heard], screen: Screen, *, live: Live, plan: Plan) -> None:
    """Redraw in place until the source ends; the terminal is as before whatever happens."""
    from melgram.cli.painting import painted

    start_s, delay_s = float(plan.times(1)[0]), plan.stream().latency / live.sample_rate
    latest: list[Heard] = []

    def lines(width: int, height: int) -> list[str]:
        said = _status(latest[-1] if latest else None, live=live, plan=plan, delay_s=delay_s)
        return screen.lines(width=width, height=height, start_s=start_s, status=said)

    with painted(lines) as painter:
        for piece in heard:
            with painter.change():
                screen.add(piece.frames)
                latest[:] = [piece]


def _status(piece: Heard | None, *, live: Live, plan: Plan, delay_s: float) -> list[str]:
    """Return what the last line says, the most important first."""
    from melgram.presets import name_of

    rate, front_end = live.sample_rate, plan.front_end
    n_overruns = 0 if piece is None else piece.n_overruns
    name = name_of(front_end) or (_LIVE if front_end == _at_rate(None, rate) else front_end.digest)
    return [
        *([f"SAMPLES LOST {n_overruns} times"] if n_overruns else []),
        f"{0.0 if piece is None else piece.n_samples / rate:.1f} s",
        f"{live.name}, {rate} Hz",
        f"{1_000 * delay_s:.0f} ms behind",
        name,
    ]
