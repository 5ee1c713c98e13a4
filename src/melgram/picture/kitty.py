"""A PNG as kitty's graphics protocol sends it: base64 in pieces between escape sequences.

Which terminals understand it is decided in ``terminal_kinds.py``.

Source: https://sw.kovidgoyal.net/kitty/graphics-protocol/
"""

from __future__ import annotations

import base64

_PIECE = 4_096  # the most that one sequence may carry


def kitty_graphics(png: bytes, *, columns: int | None = None) -> str:
    r"""Return the text that shows a PNG at the cursor of a terminal.

    Parameters
    ----------
    png : bytes
    columns : int | None
        Character cells that the picture is scaled to in width; None: its own pixels.

    Returns
    -------
    text : str
        Escape sequences of printable characters; the terminal answers nothing.

    Examples
    --------
    >>> kitty_graphics(b"\x89PNG")
    '\x1b_Ga=T,f=100,q=2,m=0;iVBORw==\x1b\\'
    """
    text = base64.b64encode(png).decode("ascii")
    pieces = [text[i : i + _PIECE] for i in range(0, len(text), _PIECE)] or [""]
    wide = "" if columns is None else f",c={columns}"
    heads = [f"a=T,f=100,q=2{wide},", *[""] * (len(pieces) - 1)]  # show, PNG, quietly
    return "".join(
        f"\x1b_G{head}m={int(i + 1 < len(pieces))};{piece}\x1b\\"
        for i, (head, piece) in enumerate(zip(heads, pieces, strict=True))
    )
