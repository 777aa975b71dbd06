"""Why a clip is not retimed, in the words that the user reads."""

import os
from typing import Any, Optional

from ...common import Refusal
from ..api import ask, clip_property

KINDS = {
    "timeline": "a timeline",
    "compound": "a compound clip",
    "multicam": "a multicam clip",
    "fusion": "a Fusion clip",
    "still": "a still picture",
    "audio": "sound",
}
"""By the beginning of the clip's type, where Resolve speaks English."""


def refusal(item: Any, media: Any, path: str) -> Optional[Refusal]:
    """Return why an item of a timeline cannot be retimed; None: nothing speaks against it.

    The type of a clip is written in the language of the user, so what it means is read from what
    else is known of it: a file, and more than one frame.

    Args:
        item: of the timeline.
        media: what it shows of the media pool; None or False for titles, generators and the like.
        path: the file or sequence that ``media`` stands for, "" if there is none.
    """
    name = ask(item, "GetName") or "this item"
    if ask(item, "GetType") == "transition":
        return Refusal(f"{name} is a transition", "choose one of the clips beside it")
    if not media:
        return Refusal(
            f"{name} is a title, a generator or another effect: it has no source frames",
            "choose a clip that was shot or rendered",
        )
    kind = _kind(clip_property(media, "Type"))
    if kind:
        return Refusal(f"{name} is {kind}, not a movie or an image sequence", _hint(kind))
    if not path:
        return Refusal(
            f"{name} has no file of its own: it is a compound clip, a timeline or the like",
            _hint(""),
        )
    if clip_property(media, "Online Status").lower() == "offline" or not os.path.exists(path):
        return Refusal(f"{name} is offline: {path} is not there", "relink it, then try again")
    if clip_property(media, "Frames") in ("0", "1"):
        return Refusal(f"{name} is a still picture", _hint("a still picture"))
    return None


def _kind(written: str) -> str:
    """Return what is wrong with a type of clip, "" if nothing is."""
    lower = written.lower()
    if lower.startswith("video"):
        return ""
    return next((kind for word, kind in KINDS.items() if lower.startswith(word)), "")


def _hint(kind: str) -> str:
    """Return what to do instead."""
    if kind in ("a still picture", "sound"):
        return "choose a clip with moving pictures"
    return "open it, and retime the clips inside"
