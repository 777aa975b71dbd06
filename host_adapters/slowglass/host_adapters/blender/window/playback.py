"""Whether Esc is meant for the playback of the timeline."""

import time
from typing import Any

JUST_ENDED_SECONDS = 0.5
"""Blender's own Esc may end playback before it hands the key on."""

_ended_seconds = -JUST_ENDED_SECONDS
"""When playback ended last, on the clock of `time.monotonic`."""


def is_meant_by_escape(context: Any) -> bool:
    """Return whether playback runs, or was ended by the same press of the key."""
    if context.screen is not None and context.screen.is_animation_playing:
        return True
    return time.monotonic() - _ended_seconds < JUST_ENDED_SECONDS


def after_playback(*_: Any) -> None:
    """Note that playback has ended."""
    global _ended_seconds
    _ended_seconds = time.monotonic()
