"""When things happen in the sample: shared by the scene, which needs bpy, and the sound."""

from __future__ import annotations

FRAME_RATE = 24
FRAMES = 48
SEQUENCE = range(22, 34)
"""The frames that become the OpenEXR sequence: the ball crosses the wheel, and bounces."""
BOUNCE_FRAMES = 14
FIRST_BOUNCE_FRAME = 4


def bounce_frames() -> list[int]:
    """The frames at which the ball touches the ground."""
    return list(range(FIRST_BOUNCE_FRAME, FRAMES, BOUNCE_FRAMES))
