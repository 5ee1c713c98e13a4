"""How SVG charts look: one style sheet, alone and inside an HTML page.

What is drawn is in ``svg.py``. Text, ticks and frames take the color of the text around them
(``currentColor``); a page may set ``--melgram-1`` to ``--melgram-6``, the colors of the series, and
``--melgram-paper``, what lies behind words on a plot. Programs that know no variables (Inkscape,
rsvg) find the same colors as plain attributes.
"""

from __future__ import annotations

# Each has a contrast of at least 3 to 1 against white and against a dark page (#121418), and the
# six stay apart for readers who see few colors.
SERIES = ("#3a76c4", "#cf6420", "#22906a", "#9a62c8", "#a97a12", "#cc4b74")


def series_color(series: int) -> str:
    """Return the color of a series, counted from 1; the seventh is the first again.

    Examples
    --------
    >>> series_color(1) == series_color(7)
    True
    """
    return SERIES[(series - 1) % len(SERIES)]


def _series_rules() -> str:
    return "\n".join(
        f".melgram .s{index} {{ --series: var(--melgram-{index}, {color}); }}"
        for index, color in enumerate(SERIES, start=1)
    )


STYLE = f"""
svg.melgram {{ font: 12px/1.2 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue",
  Arial, "Noto Sans", "Noto Sans KR", sans-serif; font-variant-numeric: tabular-nums; }}
svg.melgram.standalone {{ color: #181a20; }}
.melgram text {{ fill: currentColor; }}
.melgram .title {{ font-size: 17px; font-weight: 600; }}
.melgram .subtitle {{ opacity: .65; }}
.melgram .label, .melgram .legend, .melgram .note {{ opacity: .85; }}
.melgram .axis-title {{ opacity: .75; }}
.melgram .strong {{ font-weight: 600; opacity: 1; }}
.melgram .halo {{ paint-order: stroke; stroke: var(--melgram-paper, #fff); stroke-width: 4px;
  stroke-linejoin: round; }}
.melgram .backing {{ fill: var(--melgram-paper, #fff); fill-opacity: .85; }}
.melgram .on-image, .melgram .boxed {{ fill: #fff; opacity: 1; paint-order: stroke; stroke: #000;
  stroke-width: 3px; stroke-linejoin: round; }}
.melgram .tick, .melgram .frame, .melgram .grid {{ stroke: currentColor; }}
.melgram .tick {{ stroke-opacity: .5; }}
.melgram .frame {{ stroke-opacity: .3; }}
.melgram .grid {{ stroke-opacity: .12; }}
.melgram .line {{ stroke: var(--series); stroke-width: 1.5px; stroke-linejoin: round; }}
.melgram .thin {{ stroke-width: 1px; }}
.melgram .dashed {{ stroke-dasharray: 5 4; }}
.melgram .area, .melgram .bar {{ fill: var(--series); }}
.melgram .stem {{ stroke: var(--series); stroke-width: 1px; }}
.melgram .dot {{ stroke-width: 5px; stroke-linecap: round; }}
.melgram .span {{ fill: var(--series); fill-opacity: .14; }}
.melgram .tint {{ fill-opacity: .3; }}
.melgram .extremes {{ fill-opacity: .45; }}
.melgram .zero {{ stroke: currentColor; stroke-opacity: .25; }}
.melgram .faint {{ opacity: .4; }}
.melgram .sharp {{ image-rendering: pixelated; }}
{_series_rules()}
""".strip()
