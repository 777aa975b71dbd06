"""Drawing the speed of a clip in the browser."""

from typing import Any, Callable

from ..common import Refusal, find_engine, open_command, start_alone
from .clips import read_clips
from .shown import begin_drawing
from .ui import Ui

DRAW = "Draw speed"
DRAWN = "Retime as drawn"


def draw_speed(resolve: Any, ui: Ui, start: Callable[[Any], None] = start_alone) -> int:
    """Open the room in the browser over the clip that the user means; return how many opened."""
    readings = read_clips(resolve, ui)
    try:
        if not readings:
            raise Refusal("there is no clip whose speed can be drawn")
        if len(readings) > 1:
            raise Refusal("speed is drawn for one clip at a time", "select one")
        clip = readings[0].clip
        command = open_command(find_engine(), begin_drawing(clip, readings[0].source))
        if not command:
            raise Refusal("the engine is not installed")
        start(command)
    except (Refusal, OSError) as reason:
        ui.refuse(reason if isinstance(reason, Refusal) else Refusal(str(reason)))
        ui.end(0, 0)
        return 0
    ui.say(f"{clip.name} opens in the browser: draw and save. What was saved is made by: {DRAWN}.")
    return 1
