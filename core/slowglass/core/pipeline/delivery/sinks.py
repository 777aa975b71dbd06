"""The right sink for a job: pictures, a movie to encode, or a movie to copy as it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from slowglass.core.job import JobSpec
from slowglass.core.media import is_sequence
from slowglass.core.media.images import ImageSequenceSink
from slowglass.core.media.movies import MovieCopy, MovieSink
from slowglass.core.pipeline.colour import ManagedColour
from slowglass.core.pipeline.delivery.sound import sound_job
from slowglass.core.pipeline.delivery.start_timecode import start_timecode
from slowglass.core.pipeline.prepare import Prepared
from slowglass.core.timing import Copy


def open_sink(
    job: JobSpec, prepared: Prepared, colour: ManagedColour | None, first_number: int
) -> MovieSink | MovieCopy | ImageSequenceSink:
    """Return the sink of a job, ready for its first frame.

    Raises:
        UsageError: the target cannot hold what the job makes.
        OutputError: it cannot be written there.
    """
    info = prepared.info
    timecode = start_timecode(info, prepared.plan)
    if is_sequence(job.output):
        return ImageSequenceSink(
            job.output,
            first_number=first_number,
            frame_rate=prepared.plan.output_rate,
            source_info=info,
            format=job.format,
            timecode=timecode,
        )
    if colour is None and keeps_movie(job, prepared):
        return MovieCopy(info.path, job.output)
    return MovieSink(
        job.output,
        width=info.width,
        height=info.height,
        frame_rate=prepared.plan.output_rate,
        codec=job.format.codec,
        source=replace(info, timecode="" if timecode is None else str(timecode)),
        space=None if colour is None else colour.code_points,
        sound=sound_job(job, prepared),
    )


def keeps_movie(job: JobSpec, prepared: Prepared) -> bool:
    """Return whether a job asks for its source as it is.

    So it is when every frame is shown once, at its own time, in a container of the same kind, and
    neither another codec nor silence is asked for.
    """
    info, plan = prepared.info, prepared.plan
    same_kind = (
        info.kind == "movie"
        and Path(info.path).suffix.lower() == Path(job.output).suffix.lower()
        and job.format.codec in ("", info.format)
        and not job.deinterlace
    )
    same_rate = (
        info.clock.is_constant
        and info.clock == info.metadata.get("recorded_clock", info.clock)
        and plan.output_rate == info.clock.frame_rate
    )
    silenced = job.audio == "none" and info.audio_streams > 0
    if not (same_kind and same_rate) or silenced or len(plan) != info.clock.frame_count:
        return False
    return all(isinstance(entry, Copy) and entry.index == entry.output_index for entry in plan)
