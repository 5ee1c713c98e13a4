"""Pictures of mel-spectrograms as PNG, without a plotting library.

:func:`render` draws, :func:`palettes` names the color maps. Interactive viewing is in
``melgram.viewer``.
"""

from melgram.picture.drawing import render
from melgram.picture.palette import palettes

__all__ = ["palettes", "render"]
