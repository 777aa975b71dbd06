"""From a clip, or a timeline file with a clip, to a job and to the timeline file of its result."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from slowglass.core.default_model import DEFAULT_MODEL
from slowglass.core.errors import OutputExistsError, UsageError
from slowglass.core.job import JobSpec, OutputFormat
from slowglass.core.media import open_source
from slowglass.core.timing import Positions, Timecode
from slowglass.host_adapters.common import KEPT_FORMATS, file_name
from slowglass.host_adapters.otio.edit import EditedClip, find_clip, read_timeline
from slowglass.host_adapters.otio.result import (
    result_clip,
    timeline_of,
    write_timeline,
)
from slowglass.host_adapters.otio.subclip import counted_from_file

TIMELINE_SUFFIX = ".otio"
START_HOUR = 1
"""Where a new timeline begins, as editors have it: 01:00:00:00."""


@dataclass(frozen=True)
class FileRetime:
    """A retime that goes through files alone."""

    job: JobSpec
    """To be done first."""
    finish: Callable[[], None]
    """Writes the timeline file, once the frames are there."""
    timecode: str
    """Of the timeline, where the result begins."""


def file_retime(
    source: str,
    otio_path: str,
    *,
    speed: Fraction | None,
    clip_name: str = "",
    timecode: str = "",
    model: str = DEFAULT_MODEL,
    device: str = "auto",
) -> FileRetime:
    """Return what is to be done for a clip and a timeline file that is to be imported by hand.

    Args:
        source: a movie or sequence, or an exported ``.otio`` timeline.
        otio_path: the timeline file to be written; its frames lie in a folder beside it.
        speed: of the result against the source; None fills the speed that the clip has.
        clip_name: which clip of the timeline.
        timecode: at which the clip is shown.
        model: of the engine.
        device: of the engine.

    Raises:
        UsageError: what is asked for makes no sense, or which clip is not clear.
        OutputExistsError: the timeline file is there.
        InputError: the source or its timeline cannot be used.
    """
    target = Path(otio_path)
    if target.suffix.lower() != TIMELINE_SUFFIX:
        raise UsageError(f"expected a name that ends in {TIMELINE_SUFFIX}", path=otio_path)
    if target.exists():
        raise OutputExistsError("expected a new name", path=target, hint="name another file")
    if source.lower().endswith(TIMELINE_SUFFIX):
        folder = os.path.dirname(os.path.abspath(source))
        clip = counted_from_file(find_clip(read_timeline(source), clip_name, timecode, folder))
    else:
        clip = _whole_clip(source, speed)
    positions = clip.positions(speed)
    job = _job(clip, positions, target, model, device)

    def finish() -> None:
        name = f"{clip.name} Slowglass"
        made = result_clip(job.output, len(positions), clip.frame_rate, name, clip.written_rate)
        timeline_name = f"{clip.timeline_name} Slowglass".strip()
        write_timeline(
            timeline_of(made, timeline_name, clip.first_frame, clip.record_start), target
        )

    return FileRetime(job, finish, clip.timecode)


def _whole_clip(source: str, speed: Fraction | None) -> EditedClip:
    """Return a source as a clip of a timeline at its own rate.

    Raises:
        UsageError: no speed is given, and there is none to be filled.
    """
    if speed is None:
        raise UsageError("expected --speed for a clip, got none")
    with open_source(source) as opened:
        info = opened.info
    rate, frames = info.clock.frame_rate, info.clock.frame_count
    return EditedClip(
        name=Path(source).stem,
        source=source,
        source_rate=rate,
        is_sequence=info.kind != "movie",
        start_seconds=Fraction(0),
        used_seconds=Fraction(0),
        media_seconds=frames / rate,
        speed=Fraction(1),
        record_start=0,
        duration=frames,
        frame_rate=rate,
        timeline_name=Path(source).stem,
        first_frame=Timecode.at(START_HOUR, 0, 0, 0, rate, False).frame,
        written_rate=round(float(rate), 3),
    )


def _job(
    clip: EditedClip, positions: list[Fraction], target: Path, model: str, device: str
) -> JobSpec:
    """Return the job for the frames, which are numbered from 0."""
    suffix = Path(clip.source).suffix.lower()
    kept = clip.is_sequence and suffix in KEPT_FORMATS
    folder = target.with_name(f"{target.stem} frames".replace("%", "pc").replace("#", "_"))
    pattern = folder / f"{file_name(folder.stem)}_######{suffix if kept else '.exr'}"
    return JobSpec(
        source=clip.source,
        output=str(pattern),
        time=Positions(tuple(positions), clip.frame_rate),
        source_rate=clip.source_rate if clip.is_sequence else None,
        first=max(0, int(min(positions))),
        model=model,
        device=device,  # type: ignore[arg-type]
        colour="keep_code",
        format=OutputFormat() if kept else OutputFormat(compression="zip", sample_type="float"),
        start_number=0,
    )
