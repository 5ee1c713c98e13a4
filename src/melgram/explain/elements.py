"""Pieces of HTML: paragraphs, figures, tables, code.

Texts come as templates and are filled here; what stands where is in ``lessons.py``, the page
around it in ``page.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from melgram.explain.figures.canvas import Sheet
from melgram.explain.wording import kept_together, marked_up, plain


def paragraph(sheet: Sheet, *templates: str) -> str:
    """Return a paragraph of sentences."""
    return f"<p>{' '.join(marked_up(text, sheet.facts) for text in templates)}</p>"


def heading(text: str) -> str:
    """Return a heading inside a lesson."""
    return f"<h3>{escape(kept_together(text))}</h3>"


def note(sheet: Sheet, *templates: str) -> str:
    """Return a paragraph that stands apart."""
    return f'<p class="aside">{" ".join(marked_up(text, sheet.facts) for text in templates)}</p>'


def items(sheet: Sheet, *templates: str) -> str:
    """Return a list of sentences."""
    rows = "\n".join(f"<li>{marked_up(text, sheet.facts)}</li>" for text in templates)
    return f"<ul>\n{rows}\n</ul>"


def figure(sheet: Sheet, svg: str, *templates: str, after: str = "", over: str = "") -> str:
    """Return one wide picture with its caption.

    Parameters
    ----------
    sheet : Sheet
    svg : str
    templates : str
        The caption.
    after : str
        Markup between picture and caption.
    over : str
        Markup that lies on the picture.
    """
    label = escape(sheet.texts.frame.label_scroll)
    scroller = (
        f'<div class="scroll" role="group" tabindex="0" aria-label="{label}">'
        f'<div class="wide">{svg}{over}</div></div>'
    )
    return f"<figure>\n{scroller}\n{after}{_caption(sheet, templates)}\n</figure>"


def figures(sheet: Sheet, svgs: Sequence[str], *templates: str, css: str = "three") -> str:
    """Return several small pictures with one caption; they stand below each other on a phone."""
    parts = "\n".join(svgs)
    return (
        f'<figure>\n<div class="{css}">\n{parts}\n</div>\n{_caption(sheet, templates)}\n</figure>'
    )


def _caption(sheet: Sheet, templates: Iterable[str]) -> str:
    words = " ".join(marked_up(text, sheet.facts) for text in templates)
    return f"<figcaption>{words}</figcaption>"


def facts_table(sheet: Sheet, title: str, rows: Sequence[tuple[str, str]]) -> str:
    """Return a table of names and values; values are templates."""
    body = "\n".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{marked_up(value, sheet.facts)}</td></tr>'
        for name, value in rows
    )
    return f'<table class="facts">\n<caption>{escape(title)}</caption>\n{body}\n</table>'


def columns_table(title: str, names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of numbers under the names of its columns."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    body = "\n".join(
        "<tr>" + "".join(f'<td class="own">{escape(cell)}</td>' for cell in row) + "</tr>"
        for row in rows
    )
    return (
        f'<table class="columns">\n<caption>{escape(title)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    )


def code(text: str) -> str:
    """Return lines of a program or a terminal."""
    return f'<pre tabindex="0"><code>{escape(text)}</code></pre>'


def formula(text: str) -> str:
    """Return a formula in a line of its own."""
    return f'<p class="formula">{text}</p>'


def spoken(sheet: Sheet, template: str) -> str:
    """Return a sentence as an attribute's value."""
    return escape(plain(template, sheet.facts))
