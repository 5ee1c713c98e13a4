"""``melgram picture``: labeled pictures of recordings as PNG and SVG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from melgram.cli.failures import SOME_FAILED, exit_code, say
from melgram.cli.figure_options import WITHOUT_FILE, Asked, Computing, figure_of, figure_options
from melgram.cli.options import check_picture, deliver, front_end_options, output_beside
from melgram.cli.picture_folder import Raw, draw, raw_options
from melgram.cli.terminal import Asked as AskedForm
from melgram.cli.terminal import ShowsHere, show, terminal_option

if TYPE_CHECKING:
    from melgram.engines import EngineName
    from melgram.picture import Figure
    from melgram.picture.sheet import Sheet


class _Size(click.ParamType[Any]):
    """Width and height in pixels, such as 1200x500."""

    name = "size"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[int, int]:
        """Return both numbers."""
        width, by, height = str(value).lower().partition("x")
        if not (by and width.isdecimal() and height.isdecimal()):
            self.fail(f"{value!r} must be WIDTHxHEIGHT in pixels, such as 1200x500.", param, ctx)
        return int(width), int(height)


@click.command(
    "picture", cls=ShowsHere, short_help="Draw recordings: mel, STFT, waveform and more."
)
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "-o", "--output", metavar="OUT", help='.png or .svg; default FILE.png here; "-" is stdout.'
)
@click.option("--size", type=_Size(), metavar="WxH", help="Exact size in pixels.")
@click.option(
    "--palette",
    help="magma, inferno, viridis, cividis, gray or gray_r. Default: magma; with --raw, gray.",
)
@click.option("--columns", type=click.IntRange(1), help="Of a contact sheet.")
@terminal_option
@raw_options
@figure_options
@front_end_options
def command(
    files: tuple[str, ...],
    output: str | None,
    size: tuple[int, int] | None,
    palette: str | None,
    columns: int | None,
    terminal: AskedForm | None,
    raw: Raw,
    asked: Asked,
    preset_name: str | None,
    front_end_file: str | None,
    engine: EngineName,
    threads: int,
    partial: bool,
) -> int:
    """Draw FILE ("-" is stdin) with its axes; several make a contact sheet with common colors.

    --kind filterbank and mel-curve need no FILE. Two front ends are compared by
    `melgram diff A B --audio FILE --picture OUT.png`. With --raw, FILE may be a folder:
    -o names the folder of its pictures.
    """
    computing = Computing(
        preset_name=preset_name,
        front_end_file=front_end_file,
        engine=engine,
        threads=threads,
        partial=partial,
    )
    asked.check()
    raw.check(files, asked, computing)
    if raw.raw:
        colors = palette or "gray"
        return draw(files, raw, asked, computing, output=output, size=size, palette=colors)
    _check_count(files, asked)
    if terminal is not None:
        if output is not None:
            message = "--terminal shows the picture here: leave out -o, or draw twice."
            raise click.UsageError(message)
        return _show(files, asked, computing, form=terminal, palette=palette, size=size)
    target = output or _default_output(files, asked)
    check_picture(target)
    found = _figures(files or (None,), asked, computing)
    figures = [figure for figure, _ in found]
    page = figures[0] if len(files) < 2 else _sheet(figures, asked, columns)
    content = _content(page, target, palette=palette, size=size)
    _say_boxes(figures, target)
    said = found[0][1] if len(files) < 2 else f"{len(figures)} of {len(files)} files"
    deliver(content, output=target, said=said)
    return SOME_FAILED if len(figures) < len(files) else 0


def _show(
    files: Sequence[str],
    asked: Asked,
    computing: Computing,
    *,
    form: AskedForm,
    palette: str | None,
    size: tuple[int, int] | None,
) -> int:
    """Show one figure after another on the terminal."""
    found = _figures(files or (None,), asked, computing)
    show((figure for figure, _ in found), asked=form, palette=palette, size=size)
    return SOME_FAILED if len(found) < len(files) else 0


def _check_count(files: Sequence[str], asked: Asked) -> None:
    if not files and asked.kind not in WITHOUT_FILE:
        message = "Missing argument 'FILE...'."
        raise click.UsageError(message)
    if files and asked.kind == "mel-curve":
        message = "--kind mel-curve takes no FILE: the curve is the same for all."
        raise click.UsageError(message)
    if len(files) > 1 and (asked.title is not None or asked.waveform):
        message = "--title and --waveform go with one FILE; a contact sheet names each by itself."
        raise click.UsageError(message)


def _figures(
    files: Sequence[str | None], asked: Asked, computing: Computing
) -> list[tuple[Figure, str]]:
    """Return the figures of all files that can be drawn; the others are said."""
    found: list[tuple[Figure, str]] = []
    first_error: Exception | None = None
    for file in files:
        try:
            figure, said = figure_of(file, asked, computing)
        except Exception as error:
            if len(files) == 1 or exit_code(error) is None:
                raise
            say(f"melgram: {error}")
            first_error = first_error or error
            continue
        if figure.note:
            say(f"melgram: {file}: {figure.note}")
        found.append((figure, said))
    if not found:
        assert first_error is not None
        raise first_error
    return found


def _say_boxes(figures: Sequence[Figure], output: str) -> None:
    """Say which titles a PNG cannot write: its font has Latin letters alone."""
    from melgram.picture.lettering import is_complete

    for figure in figures:
        if not output.lower().endswith(".svg") and not is_complete(figure.title):
            say(
                f"melgram: {figure.title}: a PNG has no letters for all of this title and draws "
                "boxes. Give --title, or write .svg, which has every letter."
            )


def _sheet(figures: Sequence[Figure], asked: Asked, columns: int | None) -> Sheet:
    from melgram.picture import contact_sheet

    return contact_sheet(figures, columns=columns, db_range=asked.db_range)


def _default_output(files: Sequence[str], asked: Asked) -> str:
    if not files:
        return f"{asked.kind}.png"
    return output_beside(files[0], ".png") if len(files) == 1 else "sheet.png"


def _content(
    page: Figure | Sheet, output: str, *, palette: str | None, size: tuple[int, int] | None
) -> bytes:
    width, height = size or (None, None)
    if output.lower().endswith(".svg"):
        return page.to_svg(palette=palette, width=width, height=height).encode()
    return page.to_png(palette=palette, width=width, height=height)
