"""Reading of selected strips: which of them, and what each shows."""

from typing import Any, List, Optional, Sequence, Tuple

from .reading import Refusal, StripReading

__all__ = ["Refusal", "StripReading", "read_strip", "shown_range", "strips_to_read"]


def read_strip(
    scene: Any, strip: Any, frame_range: Optional[Tuple[int, int]] = None
) -> StripReading:
    """Return what a strip shows in each frame of a scene.

    Args:
        scene: the one whose sequence editor holds the strip; nothing of it is changed.
        strip: a movie, an image strip or a Speed Control effect over one, also inside a meta strip.
        frame_range: the part to read, first frame and the one after the last; None: the whole.

    Raises:
        Refusal: it cannot be retimed, with the reason.
    """
    raise Refusal("reading is not there yet")


def strips_to_read(selected: Sequence[Any], every: Sequence[Any]) -> List[Any]:
    """Return those of a selection that are to be read, in order of time and channel.

    The input of a Speed Control effect is seen through the effect only, so the effect takes its
    place, once. Sound strips and other effects are left out; what cannot be retimed otherwise
    stays in, for `read_strip` to say why.

    Args:
        selected: the strips that the user selected.
        every: all strips of the sequence editor.
    """
    raise Refusal("reading is not there yet")


def shown_range(scene: Any) -> Tuple[int, int]:
    """Return the scene's preview range if it is on, else its range; the end is exclusive."""
    if scene.use_preview_range:
        return scene.frame_preview_start, scene.frame_preview_end + 1
    return scene.frame_start, scene.frame_end + 1
