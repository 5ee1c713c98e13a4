"""A plan as nodes in a row: which node stands for which stage.

What a node does is in ``nodes.py``, ``framing.py`` and, for stages that need everything before they
give anything, ``whole_nodes.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from melgram.engines import clip
from melgram.frontend import geometry, post, signal
from melgram.frontend.compression import Pcen
from melgram.stream import nodes
from melgram.stream.framing import FramesNode
from melgram.stream.whole_nodes import (
    PadAroundNode,
    RangeNode,
    RepeatLastNode,
    TileNode,
    WholePostNode,
    WholeSignalNode,
)

if TYPE_CHECKING:
    from melgram.engines import Plan


def row(plan: Plan, frames: FramesNode) -> list[nodes.Node]:
    """Return the nodes of a plan from samples to features, ``frames`` among them."""
    front_end, core = plan.front_end, frames.core
    own = () if core.does_signal else front_end.signal
    found: list[nodes.Node] = [signal_node(operation) for operation in own]
    found.append(frames)
    if isinstance(front_end.compression, Pcen):
        found.append(nodes.PcenNode(front_end.compression))
    done = core.n_post
    if plan.core.n_post > done:  # what the kernel does once it knows the clip's maximum
        found.append(RangeNode(plan.core))
        done = plan.core.n_post
    n_features = geometry.n_bands(front_end)
    for i, operation in enumerate(front_end.post):
        if i >= done:
            found.append(post_node(operation, frames, before=front_end.post[:i]))
            if isinstance(found[-1], nodes.CountNode):
                found[-1].features = n_features
        n_features = geometry.features_after(operation, n_features)
    return found


def signal_node(operation: signal.SignalOp) -> nodes.Node:
    """Return the node of an operation on the signal."""
    if isinstance(operation, clip.SIGNAL):
        return WholeSignalNode(operation)
    if isinstance(operation, signal.TileTo):
        return TileNode(operation)
    if isinstance(operation, signal.PadAround):
        return PadAroundNode(operation)
    if isinstance(operation, signal.Preemphasis):
        return nodes.PreemphasisNode(operation)
    if isinstance(operation, (signal.Pad, signal.PadTo, signal.PadToMultiple)):
        return nodes.LengthNode(operation)
    if isinstance(operation, signal.TruncateTo):
        return nodes.TruncateNode(operation)
    return nodes.SignalNode(operation)


def post_node(
    operation: post.PostOp, frames: FramesNode, *, before: tuple[post.PostOp, ...]
) -> nodes.Node:
    """Return the node of an operation on the bands; ``before`` are those before it."""
    if isinstance(operation, post.RepeatLast):
        return RepeatLastNode(operation, frames, before)
    if isinstance(operation, clip.POST):
        return WholePostNode(operation, frames, before)
    if isinstance(operation, (post.Deltas, post.LowFrameRate, post.Context)):
        return nodes.WindowNode(operation, frames)
    if isinstance(operation, (post.Stack, post.TruncateFramesToMultiple)):
        return nodes.StackNode(operation, frames)
    if isinstance(operation, post.ReplaceFirst):
        return nodes.EnergyNode(operation, frames)
    if isinstance(operation, (post.SubtractRunningMean, post.RunningPerFeature)):
        return nodes.RunningNode(operation)
    if not geometry.keeps_frames(operation) or isinstance(operation, post.FillInvalid):
        return nodes.CountNode(operation, frames, before)
    return nodes.PostNode(operation, frames)
