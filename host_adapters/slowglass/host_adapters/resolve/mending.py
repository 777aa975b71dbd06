"""Single frames of a result, made again or looked at from the timeline."""

import os
from typing import Any, Callable, Dict, NamedTuple, Optional

from ...plugin.protocol import mends
from ...plugin.protocol.messages import Message
from ..common import Refusal, find_engine, review_command, sentence, start_alone
from .api import ask, clip_property
from .clips import Found, a_file, current_project, numbered_file, result_under_playhead
from .jobs import ask_engine
from .ui import Ui

REVIEW = "Review result"
SHOW = "Show mended frames"
MENDS = {
    "Blend frame at playhead": mends.BLEND,
    "Hold frame at playhead": mends.CUT,
    "Undo mend at playhead": mends.UNDO,
}
"""Ways of mending by the name of the menu script."""

Ask = Callable[[str, Optional[Dict[str, Any]], Ui], Message]


class _Shown(NamedTuple):
    """A result in the timeline, and the frame of it that is seen."""

    pool: Any
    media: Any
    name: str
    path: str
    """Of the file that the playhead shows."""
    number: int
    """In the name of the file."""


def mend_at_playhead(resolve: Any, how: str, ui: Ui, engine: Ask = ask_engine) -> int:
    """Make the frame under the playhead again; return how many frames changed."""
    try:
        shown = _shown(resolve)
        answer = engine("mend", mends.mend(shown.path, [shown.number], how), ui)
        if answer["event"] == "error":
            raise Refusal(answer["message"], answer.get("hint", ""))
        _show_again(shown, ui)
    except Refusal as reason:
        ui.warn(f"{sentence(str(reason), reason.hint)}.")
        return 0
    ui.say(f"{shown.name}: frame {shown.number} is mended.")
    return 1


def show_again(resolve: Any, ui: Ui) -> int:
    """Let Resolve read the frames of the result under the playhead again."""
    try:
        shown = _shown(resolve)
        _show_again(shown, ui)
    except Refusal as reason:
        ui.warn(f"{sentence(str(reason), reason.hint)}.")
        return 0
    ui.say(f"{shown.name}: its frames are read again.")
    return 1


def review(resolve: Any, ui: Ui, start: Callable[[Any], None] = start_alone) -> int:
    """Open the room in the browser on the result under the playhead."""
    try:
        shown = _shown(resolve)
        command = review_command(find_engine(), shown.path)
        if not command:
            raise Refusal("The engine is not installed")
        start(command)
    except (Refusal, OSError) as reason:
        ui.warn(f"{reason}.")
        return 0
    ui.say(f"{shown.name} opens in the browser. What is mended there: {SHOW}.")
    return 1


def _shown(resolve: Any) -> _Shown:
    """Return the result under the playhead.

    Raises:
        Refusal: there is none.
    """
    project = current_project(resolve)
    timeline = ask(project, "GetCurrentTimeline")
    found, frame = result_under_playhead(project, timeline)
    return _result(project, found, frame)


def _result(project: Any, found: Found, frame: int) -> _Shown:
    """Return what is shown of a result at a frame of its own.

    Raises:
        Refusal: Resolve does not tell, or the file is gone.
    """
    media = ask(found.item, "GetMediaPoolItem")
    written = clip_property(media, "File Path")
    path, number = numbered_file(written, frame)
    if not os.path.isfile(path):
        raise Refusal(f"expected the frame {path}, there is none")
    name = ask(found.item, "GetName") or os.path.basename(a_file(written))
    return _Shown(ask(project, "GetMediaPool"), media, name, path, number)


def _show_again(shown: _Shown, ui: Ui) -> None:
    """Let Resolve drop what it has of the files, by linking the clip to where it lies."""
    if not ask(shown.pool, "RelinkClips", [shown.media], os.path.dirname(shown.path)):
        ui.warn(
            "Resolve may still show the frames as they were: choose Relink Selected Clips in the "
            "media pool"
        )
