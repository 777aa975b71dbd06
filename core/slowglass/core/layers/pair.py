"""The motion of a pair of frames, with what the user says of its layers and its depth."""

from __future__ import annotations

import torch
from torch import Tensor

from slowglass.core.depth import FARTHEST
from slowglass.core.frames import Frame, Guide
from slowglass.core.layers.depth_order import NearThings
from slowglass.core.layers.motion import LayeredMotion, MotionByDepth, NotedMotion
from slowglass.core.layers.planes import Sides
from slowglass.core.layers.seen import Pair, seen_layers
from slowglass.core.models import LoadedModel, Motion
from slowglass.core.warp import resize_plane


def pair_motion(
    model: LoadedModel, left: Frame, right: Frame, frames_apart: int, proxies: Sides
) -> Motion:
    """Return the motion of a pair, each layer's found apart where the frames have mattes.

    Without mattes depth decides what is in front, where the frames have one. A model that does not
    look at pictures is left alone: it knows what moves.

    Args:
        model: finds motion.
        left: the earlier frame.
        right: the later one.
        frames_apart: source frames from one to the other.
        proxies: of both, as the model sees them.

    Raises:
        ModelError: the frames lack what the model reads.
    """
    seen = left.motion_frame, right.motion_frame
    if not model.looks_at_pictures:
        found = model.frame_motion(*seen, frames_apart, proxies)
        said = any(guide.kind in ("matte", "still") for guide in left.guides)
        note = f"The model {model.spec.name} does not look at pictures: mattes change nothing."
        return NotedMotion(found, note) if said else found
    layers = seen_layers(left, right, proxies[0].device)
    if layers:
        return LayeredMotion(model, Pair(layers, _of_size(proxies, left)))
    found = model.frame_motion(*seen, frames_apart, proxies)
    depths = [guide for one in (left, right) for guide in one.guides if guide.kind == "depth"]
    if len(depths) < len((left, right)):
        return found
    if any((depth.pixels >= FARTHEST).all() for depth in depths):
        name = depths[0].name
        return NotedMotion(found, f"The depth {name} tells nothing apart, so it was not used.")
    proxies = _of_size(proxies, left)
    near = _nearness(depths[0], proxies[0]), _nearness(depths[1], proxies[1])
    return MotionByDepth(found, NearThings(near, proxies))


def _of_size(proxies: Sides, frame: Frame) -> Sides:
    """Return proxies at the size of the frame: those of another clip may have another."""
    size = frame.display_window.height, frame.display_window.width
    return resize_plane(proxies[0], *size), resize_plane(proxies[1], *size)


def _nearness(depth: Guide, like: Tensor) -> Tensor:
    """Return 1 / distance, (1, 1, H, W)."""
    return 1 / torch.from_numpy(depth.pixels)[None, None].to(like)
