"""Pictures of mel-spectrograms as PNG, without a plotting library.

:func:`render` draws, :func:`render_stacked` draws several to compare, :func:`palettes` names the
color maps. Interactive viewing is in ``melgram.viewer``.
"""

from melgram.picture.drawing import render
from melgram.picture.palette import palettes
from melgram.picture.stacked import Panel, render_stacked, shared_range

__all__ = ["Panel", "palettes", "render", "render_stacked", "shared_range"]
