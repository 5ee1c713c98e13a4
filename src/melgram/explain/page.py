"""The HTML page around the lessons: head, contents, footer.

Its style is ``page.css``, its few lines of script ``playhead.js``; both become part of the page.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from html import escape
from importlib.resources import files

from melgram.explain import elements as html
from melgram.explain.figures.canvas import Sheet
from melgram.explain.lessons import Lesson
from melgram.explain.recording import STDIN
from melgram.explain.wording import kept_together
from melgram.picture.svg_style import STYLE

# Whatever a reader's browser believes, nothing is loaded from anywhere.
_POLICY = (
    "default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline'"
)


def page(sheet: Sheet, lessons: Sequence[Lesson]) -> str:
    """Return the whole page."""
    frame, title = sheet.texts.frame, _title(sheet)
    parts = [
        f'<!DOCTYPE html>\n<html lang="{sheet.texts.language}">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>",
        f"<style>\n{STYLE}\n{_part('page.css')}</style>\n</head>\n<body>",
        f"<header>\n<h1>{escape(frame.title)}</h1>",
        html.paragraph(sheet, frame.lede).replace("<p>", '<p class="lede">', 1),
        html.paragraph(sheet, frame.own),
        *_notes(sheet),
        _contents(sheet, lessons),
        "</header>\n<main>",
        *(_section(sheet, number, lesson) for number, lesson in enumerate(lessons, start=1)),
        "</main>",
        _footer(sheet),
        _script(sheet),
        "</body>\n</html>\n",
    ]
    return "\n".join(part for part in parts if part)


def _title(sheet: Sheet) -> str:
    return escape(f"{sheet.study.recording.name} · {sheet.texts.frame.title}")


def _part(name: str) -> str:
    return files("melgram.explain").joinpath(name).read_text(encoding="utf-8")


def _notes(sheet: Sheet) -> list[str]:
    """Return what a reader has to know before the first lesson."""
    frame, study = sheet.texts.frame, sheet.study
    found = []
    if study.recording.info.channels > 1:
        found.append(html.note(sheet, frame.mixed))
    if study.is_cancelled:
        found.append(html.note(sheet, frame.cancelled))
    elif study.is_silent:
        found.append(html.note(sheet, frame.silent))
    if study.is_short:
        found.append(html.note(sheet, frame.too_short))
    if study.recording.warnings:
        rows = "".join(f"<li lang='en'>{escape(text)}</li>" for text in study.recording.warnings)
        title = escape(frame.title_warnings)
        found.append(f'<div class="aside"><p>{title}</p>\n<ul>{rows}</ul></div>')
    return found


def _contents(sheet: Sheet, lessons: Sequence[Lesson]) -> str:
    rows = "\n".join(
        f'<li><a href="#{lesson.name}">{escape(lesson.title)}</a></li>' for lesson in lessons
    )
    title = escape(sheet.texts.frame.title_contents)
    return (
        f'<nav aria-labelledby="contents">\n<h2 id="contents">{title}</h2>\n<ol>\n{rows}\n</ol>\n'
        "</nav>"
    )


def _section(sheet: Sheet, number: int, lesson: Lesson) -> str:
    count = f'<span class="count">{escape(sheet.texts.frame.label_section)} {number}</span>'
    body = "\n".join(part for part in lesson.body if part)
    title = escape(kept_together(lesson.title))
    heading = f'<h2 id="{lesson.name}">{count} {title}</h2>'
    return f'<section aria-labelledby="{lesson.name}">\n{heading}\n{body}\n</section>'


def _footer(sheet: Sheet) -> str:
    frame = sheet.texts.frame
    recording = sheet.study.recording
    name = "-" if recording.name == STDIN else shlex.quote(recording.name)
    inside = "./" if recording.name.startswith("-") else ""  # else it would be read as an option
    partial = " --partial" if recording.is_partial else ""
    line = f"melgram explain {inside}{name} --lang {sheet.texts.language}{partial}"
    command = html.code(line)
    return (
        f"<footer>\n{html.paragraph(sheet, frame.footer)}\n{html.paragraph(sheet, frame.again)}\n"
        f"{command}\n</footer>"
    )


def _script(sheet: Sheet) -> str:
    if sheet.study.player is None:
        return ""
    return f"<script>\n{_part('playhead.js')}</script>"
