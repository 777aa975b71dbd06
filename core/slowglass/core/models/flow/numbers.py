"""The numbers behind both flows of a pair, their trust and their projection."""

from __future__ import annotations

from slowglass.core.field import LEFT, RIGHT

SIDES = (LEFT, RIGHT, LEFT, RIGHT)
"""Of the four samples: two of the simple projection, two of the splatted one."""

COLOUR_SHARPNESS = 40.0
"""How fast trust falls with the difference in colour (0..1) between the ends of a motion."""

RETURN_SHARPNESS = 0.1
"""How fast trust falls with each pixel by which there and back again misses the start."""

LARGEST_MISS = 20.0
"""Pixels; what misses by more is wrong anyhow."""

HOLE_COVERAGE = 0.25
"""Below this much splatted trust a pixel takes part of its motion from its surroundings."""

SEEN_COVERAGE = 0.5
"""A pixel that so much of a frame lands on is certainly seen in it."""

OTHER_SIDE_SHARE = 0.01
"""How much the other frame's motion counts, so that it fills what this one leaves empty."""

ONE_MOTION_PIXELS = 0.5
"""Places of the two projections that are nearer to each other are one; with 1 it costs 0.02 dB."""

LARGEST_PROJECTED = 400
"""Longer side, in pixels, at which flows are trusted and projected at most: at 480 each new time
takes nearly twice as long to project for 0.03 dB, at 320 it is 0.05 dB less."""
