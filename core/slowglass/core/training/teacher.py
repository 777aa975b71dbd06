"""Flow of real frames from a teacher that sees more than the network: the true frame between.

Half the motion is found twice instead of the whole motion once, and only what the ways there and
back agree on is taught.

Source: the idea is Huang et al., Real-Time Intermediate Flow Estimation for Video Frame
Interpolation, ECCV 2022, section 3.3 (privileged distillation); the teacher here is a method
without weights, Kroeger et al., Fast Optical Flow using Dense Inverse Search, ECCV 2016.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""(height, width, 3), RGB."""

Plane = NDArray[np.float32]
"""(height, width) or (height, width, 2), x then y."""

AGREEMENT_PIXELS, AGREEMENT_SHARE = 0.5, 0.05
"""Way there and way back may differ by this and by this part of the way."""

LIKENESS = 16.0
"""Levels of 255 by which the two ends of a way may differ, over 5 x 5 pixels."""


@dataclass(frozen=True)
class Way:
    """Where the pixels of one frame are in another."""

    flow: Plane
    sure: NDArray[np.bool_]
    """Where it can be taught."""


def taught_flows(left: Picture, between: Picture, right: Picture) -> tuple[Plane, Plane]:
    """Return what can be taught about three frames.

    Returns:
        Flow (8, height, width), pixels: left to right, right to left, between to left, between to
        right; and (4, height, width), 1 where that flow is sure, else 0.
    """
    out_left, in_left = both_ways(between, left)
    out_right, in_right = both_ways(between, right)
    ways = (chain(in_left, out_right), chain(in_right, out_left), out_left, out_right)
    flow = np.concatenate([way.flow.transpose(2, 0, 1) for way in ways])
    return flow, np.stack([way.sure for way in ways]).astype(np.float32)


def both_ways(first: Picture, second: Picture) -> tuple[Way, Way]:
    """Return the way from ``first`` to ``second``, and the way back."""
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    grey = [cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in (first, second)]

    def found(start: int, end: int) -> Plane:
        flow = search.calc(grey[start], grey[end], np.zeros((*grey[0].shape, 2), np.float32))
        return flow.astype(np.float32, copy=False)

    there, back = found(0, 1), found(1, 0)
    return (
        Way(there, agree(there, back) & alike(first, second, there)),
        Way(back, agree(back, there) & alike(second, first, back)),
    )


def chain(first: Way, second: Way) -> Way:
    """Return ``first``, and from where it leads ``second``."""
    flow = first.flow + follow(second.flow, first.flow)
    sure = follow(second.sure.astype(np.float32), first.flow) > 1 - 1e-3
    return Way(flow, first.sure & sure & inside(flow))


def agree(there: Plane, back: Plane) -> NDArray[np.bool_]:
    """Return where going there and back ends where it began, inside the picture."""
    missed = np.linalg.norm(there + follow(back, there), axis=2)
    allowed = AGREEMENT_PIXELS + AGREEMENT_SHARE * np.linalg.norm(there, axis=2)
    result: NDArray[np.bool_] = (missed < allowed) & inside(there)
    return result


def alike(first: Picture, second: Picture, flow: Plane) -> NDArray[np.bool_]:
    """Return where what ``flow`` leads to looks as where it comes from."""
    seen = follow(second.astype(np.float32), flow)
    difference = np.abs(seen - first).mean(2)
    result: NDArray[np.bool_] = cv2.blur(difference, (5, 5)) < LIKENESS
    return result


def inside(flow: Plane) -> NDArray[np.bool_]:
    """Return where ``flow`` ends in the picture."""
    x, y = _places(flow)
    height, width = flow.shape[:2]
    result: NDArray[np.bool_] = (x >= 0) & (x <= width - 1) & (y >= 0) & (y <= height - 1)
    return result


def follow(values: Plane, flow: Plane) -> Plane:
    """Return ``values`` where ``flow`` leads."""
    x, y = _places(flow)
    result = cv2.remap(values, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return result.astype(np.float32, copy=False)


def _places(flow: Plane) -> tuple[Plane, Plane]:
    y, x = np.mgrid[: flow.shape[0], : flow.shape[1]].astype(np.float32)
    return x + flow[..., 0], y + flow[..., 1]
