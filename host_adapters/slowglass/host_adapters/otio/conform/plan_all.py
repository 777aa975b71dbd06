"""What is to be done about the clips of a timeline."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import opentimelineio as otio

from slowglass.core.errors import UnsupportedMediaError, UsageError
from slowglass.core.own_files import identities, refuse_what_is_read
from slowglass.core.timing import Timecode
from slowglass.host_adapters.otio.conform.clip_plan import ClipPlan, Wish, plan_clip
from slowglass.host_adapters.otio.conform.media_folder import media_folder
from slowglass.host_adapters.otio.conform.nests import push_speeds_down
from slowglass.host_adapters.otio.conform.own_timeline import refuse_foreign
from slowglass.host_adapters.otio.conform.write import check_format, is_written_whole
from slowglass.host_adapters.otio.jobs import EngineWish
from slowglass.host_adapters.otio.media_paths import media_path
from slowglass.host_adapters.otio.placement import Placement, placements
from slowglass.host_adapters.otio.timeline_file import first_frame, read_timeline, timeline_rate


@dataclass(frozen=True)
class Conform:
    """A timeline that is to be conformed."""

    timeline: otio.schema.Timeline
    source: Path
    """The file that it was read from."""
    target: Path
    plans: tuple[ClipPlan, ...]

    @property
    def planned(self) -> tuple[ClipPlan, ...]:
        """Those that get media of their own."""
        return tuple(plan for plan in self.plans if plan.job is not None)

    @property
    def remarkable(self) -> tuple[ClipPlan, ...]:
        """Those, and the ones about which nothing can be done."""
        return tuple(plan for plan in self.plans if plan.job is not None or plan.error is not None)


def plan_conform(
    source: str,
    output: str,
    *,
    only: Sequence[str] = (),
    handles: int,
    engine: EngineWish,
) -> Conform:
    """Return what is to be done about the clips of a timeline.

    Args:
        source: the timeline's file.
        output: the file of the conformed timeline; its media lies in a folder beside it.
        only: names of clips, ``*`` stands for anything; none: all.
        handles: frames of the timeline to be made on either side of what a clip shows.
        engine: what it is asked for.

    Raises:
        InputError: the timeline cannot be read.
        UsageError: no clip has one of the names, or the file's name asks for another format.
        OutputExistsError: what lies there is not what an earlier run left.
    """
    target = Path(output).absolute()
    check_format(Path(source), target)
    refuse_what_is_read(target, identities([source]))
    refuse_foreign(target)
    timeline = read_timeline(source)
    try:
        if is_written_whole(target):
            push_speeds_down(timeline.tracks)
        places = [
            place
            for place in placements(timeline)
            if place.is_enabled and media_path(place.clip.media_reference)
        ]
    except otio.exceptions.OTIOError as error:
        raise UnsupportedMediaError(
            f"expected the length of each clip, OpenTimelineIO says: {error}", path=source
        ) from error
    chosen = list(_chosen(places, only))
    folders = os.path.dirname(os.path.abspath(source)), media_folder(target)
    wish = Wish(handles, engine)
    plans = [plan_clip(timeline, place, _label(timeline, place), folders, wish) for place in chosen]
    return Conform(timeline, Path(source), target, tuple(plans))


def _chosen(places: list[Placement], only: Sequence[str]) -> Iterator[Placement]:
    """Yield the clips of these names.

    Raises:
        UsageError: there is none of a name.
    """
    for pattern in only:
        if not any(fnmatchcase(place.clip.name, pattern) for place in places):
            names = ", ".join(dict.fromkeys(place.clip.name for place in places[:8]))
            raise UsageError(f"expected a clip named {pattern!r}, found none: {names}")
    for place in places:
        if not only or any(fnmatchcase(place.clip.name, pattern) for pattern in only):
            yield place


def _label(timeline: otio.schema.Timeline, place: Placement) -> str:
    """Return the timecode at which a clip begins."""
    rate = timeline_rate(timeline)
    return str(Timecode(first_frame(timeline) + round(place.start_seconds * rate), rate))
