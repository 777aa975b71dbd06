"""What is to be done about one clip of a timeline."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio

from slowglass.core.errors import SlowglassError, UnsupportedMediaError
from slowglass.core.job import JobSpec
from slowglass.core.timing import SourceClock
from slowglass.host_adapters.otio.conform.handles import handles
from slowglass.host_adapters.otio.conform.media_folder import media_name
from slowglass.host_adapters.otio.conform.reason import reason
from slowglass.host_adapters.otio.edit import EditedClip
from slowglass.host_adapters.otio.jobs import EngineWish, movie_job, pictures_job
from slowglass.host_adapters.otio.media_info import media_info
from slowglass.host_adapters.otio.placement import Placement
from slowglass.host_adapters.otio.read_clip import edited_clip
from slowglass.host_adapters.otio.subclip import counted_from_file


@dataclass(frozen=True)
class Wish:
    """What the user wants of all clips."""

    handles: int
    """Frames of the timeline, on either side."""
    engine: EngineWish
    movie_suffix: str = ".mov"


@dataclass(frozen=True)
class ClipPlan:
    """A clip that is to get media of its own, is left as it is, or cannot be read."""

    place: Placement
    timecode: str
    """Of the timeline, where it begins."""
    why: str = ""
    """Why it needs frames of its own; "": it does not."""
    clip: EditedClip | None = None
    job: JobSpec | None = None
    """What makes its frames; None: there is nothing to be done."""
    before: int = 0
    """Frames before the first that the clip shows."""
    frames: int = 0
    """Of its new media, with handles."""
    picture: tuple[int, int] = (0, 0)
    """Width and height of its source."""
    error: SlowglassError | None = None
    """Why nothing can be done about it."""

    @property
    def name(self) -> str:
        """Of the clip."""
        return str(self.place.clip.name)

    @property
    def is_still(self) -> bool:
        """Whether one frame is shown all the time."""
        return self.clip is not None and self.clip.speed == 0


def plan_clip(
    timeline: otio.schema.Timeline,
    place: Placement,
    label: str,
    folders: tuple[str, Path],
    wish: Wish,
) -> ClipPlan:
    """Return what is to be done about a clip.

    Args:
        timeline: that it is in.
        place: of the clip.
        label: its timecode.
        folders: that of the timeline's file, and that for new media.
        wish: what is wanted.
    """
    bare = ClipPlan(place, label)
    try:
        clip = counted_from_file(edited_clip(timeline, place, folders[0]))
        info = media_info(clip.source, clip.source_rate if clip.is_sequence else None)
        _refuse_retimed_nest(place)
        why = reason(clip, info.clock)
        bare = replace(bare, clip=clip, why=why, picture=(info.width, info.height))
        return _planned(bare, clip, info.clock, folders[1], wish) if why else bare
    except SlowglassError as error:
        return replace(bare, error=error)


def _planned(
    plan: ClipPlan, clip: EditedClip, clock: SourceClock, folder: Path, wish: Wish
) -> ClipPlan:
    """Return the plan with the job for its frames."""
    before, after = handles(plan.place, clip, clock, wish.handles)
    moments = [Fraction(k) for k in range(-before, clip.duration + after)]
    positions = clip.positions_at(moments)
    # Movies share colour between two pixels in a row, so they take no odd width.
    if clip.is_sequence or plan.picture[0] % 2:
        job = pictures_job(clip, positions, folder, wish.engine)
        name = media_name(clip.name, job)
        job = pictures_job(clip, positions, folder / name, wish.engine)
    else:
        job = movie_job(clip, positions, folder / "x.mov", wish.engine)
        movie = folder / f"{media_name(clip.name, job)}{wish.movie_suffix}"
        job = replace(job, output=str(movie))
    job = replace(job, overwrite="stale")  # in a folder of ours, of this very name
    return replace(plan, job=job, before=before, frames=len(positions))


def _refuse_retimed_nest(place: Placement) -> None:
    """Refuse what lies in a nest that has a speed of its own.

    Raises:
        UnsupportedMediaError: it does.
    """
    for item in place.around:
        if any(isinstance(effect, otio.schema.TimeEffect) for effect in item.effects):
            raise UnsupportedMediaError(
                f"expected {item.name or 'what is nested'} at its own speed, it is retimed",
                hint="give its clips the speed, or render it",
            )
