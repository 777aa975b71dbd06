"""Reading the clips that the user means, before anything is asked or done."""

from typing import Any, List, NamedTuple, Optional

from ...common import Refusal
from ..capabilities import Capabilities, probe
from ..ui import Ui
from .clip import BUSY_HINT, Clip, read_clip
from .find_clip import Found, check_saved, current_project, current_timeline, find_clips, is_ours
from .otio_export import TimelineExport
from .source_range import SourceRange, source_range


class Reading(NamedTuple):
    """A clip that can be retimed, as it is now."""

    clip: Clip
    source: SourceRange
    can: Capabilities
    timeline: Any
    """Resolve's object, good until the user goes on."""


def read_clips(resolve: Any, ui: Ui) -> List[Reading]:
    """Return the clips that the user means; why others are left out is told.

    All are read before any work, for the user may go on editing.
    """
    try:
        project = current_project(resolve)
        check_saved(project)
        timeline = current_timeline(project)
        found = find_clips(project, timeline)
    except Refusal as reason:
        ui.refuse(reason)
        return []
    export = TimelineExport(resolve, timeline)
    readings = [_read(resolve, project, timeline, one, export, ui) for one in found]
    return [reading for reading in readings if reading is not None]


def _read(
    resolve: Any, project: Any, timeline: Any, found: Found, export: TimelineExport, ui: Ui
) -> Optional[Reading]:
    """Return what one clip is; None, told to the user: it cannot be retimed."""
    can = probe(resolve, timeline, found.item)
    try:
        _check_host(can, found.item)
        clip = read_clip(project, timeline, found.track, found.item)
        source = source_range(found.item, clip, can, export)
        if source.is_assumed and not ui.ask(
            f"The speed of {clip.name} cannot be read in {can.version}. Is it 100 %?", True
        ):
            raise Refusal(f"the speed of {clip.name} is not known", "set it to 100 % and try again")
    except Refusal as reason:
        ui.refuse(reason)
        return None
    return Reading(clip, source, can, timeline)


def _check_host(can: Capabilities, item: Any) -> None:
    """See whether this Resolve can do what every retime needs.

    Raises:
        Refusal: it cannot, or the clip is a result already.
    """
    if not can.tracks:
        raise Refusal(
            f"{can.version} cannot add tracks and take items back by scripts, or is busy",
            f"update to 18.5 or newer; or {BUSY_HINT}",
        )
    if is_ours(item):
        raise Refusal("this clip is a result of Slowglass", "choose the clip below it")
