"""From a clip, or a timeline file with a clip, to a job and to the timeline file of its result."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from pathlib import Path

from slowglass.core.errors import OutputExistsError, UsageError
from slowglass.core.job import JobSpec
from slowglass.core.timing import Timecode
from slowglass.host_adapters.common import rate_text
from slowglass.host_adapters.otio.by_hand import steps_by_hand, write_steps
from slowglass.host_adapters.otio.edit import EditedClip
from slowglass.host_adapters.otio.find import find_clip
from slowglass.host_adapters.otio.jobs import USUAL_ENGINE, EngineWish, pictures_job
from slowglass.host_adapters.otio.media_info import media_info
from slowglass.host_adapters.otio.rates import timeline_rate
from slowglass.host_adapters.otio.result import (
    portable_clip,
    result_clip,
    timeline_of,
)
from slowglass.host_adapters.otio.subclip import counted_from_file
from slowglass.host_adapters.otio.timeline_file import read_timeline, write_timeline

TIMELINE_SUFFIX = ".otio"
BESIDE = (" portable.otio", " by hand.txt")
"""How the names of the files end that lie beside the timeline: media by relative path; words."""
START_HOUR = 1
"""Where a new timeline begins, as editors have it: 01:00:00:00."""


@dataclass(frozen=True)
class FileRetime:
    """A retime that goes through files alone."""

    job: JobSpec
    """To be done first."""
    finish: Callable[[], None]
    """Writes the timeline files and the steps, once the frames are there."""
    timecode: str
    """Of the timeline, where the result begins; "" for a clip that came without one."""
    frame_rate: Fraction
    """Of the timeline."""
    notes: list[str]
    """What was chosen for the user, one sentence each."""
    steps: list[str]
    """The way that works in every Resolve, whether it links the timeline's media or not."""


def file_retime(
    source: str,
    otio_path: str,
    *,
    speed: Fraction | None,
    rate: Fraction | None = None,
    clip_name: str = "",
    timecode: str = "",
    engine: EngineWish = USUAL_ENGINE,
) -> FileRetime:
    """Return what is to be done for a clip and a timeline file that is to be imported by hand.

    Args:
        source: a movie or sequence, or an exported ``.otio`` timeline.
        otio_path: the timeline file to be written; its frames lie in a folder beside it.
        speed: of the result against the source; None fills the speed that the clip has.
        rate: of the timeline for a movie or sequence; None: the nearest to its own that Resolve
            has. An exported timeline has its own.
        clip_name: which clip of the timeline.
        timecode: at which the clip is shown.
        engine: what it is asked for.

    Raises:
        UsageError: what is asked for makes no sense, or which clip is not clear.
        OutputExistsError: one of the files is there.
        InputError: the source or its timeline cannot be used.
    """
    target = Path(otio_path)
    if target.suffix.lower() != TIMELINE_SUFFIX:
        raise UsageError(f"expected a name that ends in {TIMELINE_SUFFIX}", path=otio_path)
    portable, by_hand = (target.with_name(target.stem + ending) for ending in BESIDE)
    for path in (target, portable, by_hand):
        if path.exists():
            raise OutputExistsError("expected a new name", path=path, hint="name another file")
    is_edit = source.lower().endswith(TIMELINE_SUFFIX)
    if is_edit:
        if rate is not None:
            raise UsageError("expected --rate for a clip alone: a timeline has its own")
        folder = os.path.dirname(os.path.abspath(source))
        clip = counted_from_file(find_clip(read_timeline(source), clip_name, timecode, folder))
    else:
        clip = _whole_clip(source, speed, rate)
    positions = clip.positions(speed)
    folder_name = f"{target.stem} frames".replace("%", "pc").replace("#", "_")
    job = pictures_job(clip, positions, target.with_name(folder_name), engine)
    place = clip.timecode if is_edit else ""
    steps = steps_by_hand(job.output, len(positions), clip.frame_rate, place)

    def finish() -> None:
        name = f"{clip.name} Slowglass"
        made = result_clip(job.output, len(positions), clip.frame_rate, name, clip.written_rate)
        timeline_name = f"{clip.timeline_name} Slowglass".strip()
        beside = portable_clip(made, os.path.dirname(os.path.abspath(target)))
        for path, one in ((target, made), (portable, beside)):
            write_timeline(
                timeline_of(one, timeline_name, clip.first_frame, clip.record_start), path
            )
        write_steps(by_hand, steps)

    notes = [] if is_edit or rate is not None else _rate_notes(clip)
    return FileRetime(job, finish, place, clip.frame_rate, notes, steps)


def _rate_notes(clip: EditedClip) -> list[str]:
    """Return what to say of a rate that was chosen for the user."""
    own = rate_text(clip.source_rate)
    note = f"The timeline has {rate_text(clip.frame_rate)} frames a second"
    if clip.frame_rate != clip.source_rate:
        note += f", of those that Resolve has the nearest to the clip's {own}"
    return [f"{note}: is that the rate of your edit? Else name it with --rate."]


def _whole_clip(source: str, speed: Fraction | None, wanted_rate: Fraction | None) -> EditedClip:
    """Return a source as a clip of a timeline of the rate of the user's edit.

    Raises:
        UsageError: no speed is given, and there is none to be filled; no timeline has that rate.
    """
    if speed is None:
        raise UsageError("expected --speed for a clip, got none")
    info = media_info(source)
    clock = info.clock
    rate = timeline_rate(wanted_rate, clock.frame_rate)
    return EditedClip(
        name=Path(source).stem,
        source=source,
        source_rate=clock.frame_rate,
        is_sequence=info.kind != "movie",
        start_seconds=Fraction(0),
        used_seconds=Fraction(0),
        media_seconds=clock.duration_seconds,
        speed=Fraction(1),
        record_start=0,
        duration=floor(clock.duration_seconds * rate),
        frame_rate=rate,
        timeline_name=Path(source).stem,
        first_frame=Timecode.at(START_HOUR, 0, 0, 0, rate, False).frame,
        written_rate=round(float(rate), 3),
    )
