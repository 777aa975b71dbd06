"""Where strips and their content begin and end, in scene frames, under one name in every version.

Blender 5.1 calls these ``left_handle``, ``right_handle``, ``content_start`` and ``content_end``;
the names up to 5.0 are to go in 6.0. Ends are exclusive.
"""

from typing import Any


def start_of(strip: Any) -> int:
    """Return the first scene frame that a strip shows."""
    return int(getattr(strip, _name(strip, "left_handle", "frame_final_start")))


def end_of(strip: Any) -> int:
    """Return the scene frame after the last one that a strip shows."""
    return int(getattr(strip, _name(strip, "right_handle", "frame_final_end")))


def set_start(strip: Any, frame: int) -> None:
    """Let a strip begin to be shown at a scene frame; its content stays where it is."""
    setattr(strip, _name(strip, "left_handle", "frame_final_start"), frame)


def set_end(strip: Any, frame: int) -> None:
    """Let a strip be shown up to a scene frame; its content stays where it is."""
    setattr(strip, _name(strip, "right_handle", "frame_final_end"), frame)


def content_start(strip: Any) -> float:
    """Return the scene frame where the content of a strip begins, seen or not."""
    return float(getattr(strip, _name(strip, "content_start", "frame_start")))


def trim_start(strip: Any) -> float:
    """Return how many scene frames of the content lie before the left handle."""
    if hasattr(strip, "content_start"):
        return float(start_of(strip) - strip.content_start)
    return float(strip.frame_offset_start)


def trim_end(strip: Any) -> float:
    """Return how many scene frames of the content lie after the right handle."""
    if hasattr(strip, "content_end"):
        return float(strip.content_end - end_of(strip))
    return float(strip.frame_offset_end)


def plays_otherwise(strip: Any) -> bool:
    """Return whether a strip shows its content in another order or at another speed."""
    return bool(
        strip.use_reverse_frames or strip.strobe > 1 or len(getattr(strip, "retiming_keys", ())) > 0
    )


def move_by(strip: Any, frames: int) -> None:
    """Move a strip with its animation."""
    name = _name(strip, "content_start", "frame_start")
    setattr(strip, name, getattr(strip, name) + frames)


def _name(strip: Any, new: str, old: str) -> str:
    return new if hasattr(strip, new) else old
