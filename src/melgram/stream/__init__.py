"""Features from a signal that arrives in pieces: the bits of the whole, as early as they are known.

There is no streaming version of anything: the same kernel computes each frame, and a stream only
decides when a frame is certain. ``nodes`` holds what must be remembered between pieces.
"""

from melgram.stream.stream import Stream
from melgram.stream.whole_clip import refusal

__all__ = ["Stream", "refusal"]
