"""WHAT is computed: the FrontEnd value, its stages, its geometry and its text forms.

Standard library only. How numbers are computed lives in ``melgram.dsp``, how fast in
``melgram.engines``, the named front ends of known models in ``melgram.presets``.
"""

from melgram.frontend.front_end import FrontEnd

__all__ = ["FrontEnd"]
