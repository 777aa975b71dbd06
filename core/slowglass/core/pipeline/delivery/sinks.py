"""Sinks for a job, which note in the manifest what they publish."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from slowglass.core.frames import Frame
from slowglass.core.job import JobSpec
from slowglass.core.media import FrameSink, images, movies
from slowglass.core.media.planes import CodePoints
from slowglass.core.pipeline.delivery.manifest import Manifest
from slowglass.core.pipeline.delivery.sound import recorded_path, sound_job, start_of_pictures
from slowglass.core.pipeline.delivery.start_timecode import start_timecode
from slowglass.core.pipeline.describe import describe
from slowglass.core.pipeline.prepare import Prepared
from slowglass.core.timing import Copy, FramePlan


class _Published:
    """A sink whose files are noted in the manifest."""

    def __init__(self, sink: FrameSink, manifest: Manifest) -> None:
        self._sink = sink
        self._manifest = manifest

    @property
    def notes(self) -> tuple[str, ...]:
        """What of the source the target cannot hold, one sentence each."""
        return self._sink.notes

    def pack(self, index: int, frame: Frame) -> Any:
        """Bring output frame ``index`` to what is stored; several threads may at once."""
        return self._sink.pack(index, frame)

    def put(self, index: int, packed: Any) -> str:
        """Publish output frame ``index``; return the path that it lies under."""
        return self._sink.put(index, packed)

    def close(self) -> None:
        """Finish what was written."""
        self._sink.close()

    def abort(self) -> None:
        """Drop what is unfinished."""
        self._sink.abort()


class PublishedPictures(_Published):
    """Pictures, each of which gets its name when it is written."""

    def __init__(self, sink: images.ImageSequenceSink, manifest: Manifest, plan: FramePlan) -> None:
        """Note what ``sink`` publishes, and what the plan says of it."""
        super().__init__(sink, manifest)
        self._path = sink.path
        self._plan = plan

    def put(self, index: int, packed: Any) -> str:
        """Publish output frame ``index``; return its path."""
        what = describe(self._plan[index])
        with self._manifest.publishing(index, self._path(index), what):
            return super().put(index, packed)


class PublishedMovie(_Published):
    """A movie, which gets its name at the end."""

    def __init__(self, sink: FrameSink, manifest: Manifest, path: Path, frame_count: int) -> None:
        """Note what ``sink`` publishes under ``path``."""
        super().__init__(sink, manifest)
        self._path = path
        self._what = f"movie of {frame_count} frames"

    def close(self) -> None:
        """Publish the movie."""
        with self._manifest.publishing(0, self._path, self._what):
            super().close()


def picture_sink(job: JobSpec, prepared: Prepared, first_number: int) -> images.ImageSequenceSink:
    """Return the sink of a sequence, ready for its first frame.

    Raises:
        UsageError: the target cannot hold what the job makes.
        OutputError: it cannot be written there.
    """
    return images.ImageSequenceSink(
        job.output,
        first_number=first_number,
        frame_rate=prepared.plan.output_rate,
        source_info=prepared.info,
        format=job.format,
        timecode=start_timecode(prepared.info, prepared.plan),
    )


def movie_sink(
    job: JobSpec, prepared: Prepared, space: CodePoints | None
) -> movies.MovieSink | movies.MovieCopy:
    """Return the sink of a movie: one that encodes, or copies where nothing is to be changed.

    Args:
        job: what to do.
        prepared: what is decided of it.
        space: tags of the colour space that the job names; None: it names none.

    Raises:
        UsageError: the target cannot hold what the job makes.
        OutputError: it cannot be written there.
    """
    info = prepared.info
    if space is None and keeps_movie(job, prepared):
        return movies.MovieCopy(info.path, job.output)
    timecode = start_timecode(info, prepared.plan)
    return movies.MovieSink(
        job.output,
        width=info.width,
        height=info.height,
        frame_rate=prepared.plan.output_rate,
        codec=job.format.codec,
        source=replace(info, timecode="" if timecode is None else str(timecode)),
        space=space,
        sound=sound_job(job, prepared),
        texts=_text_job(prepared),
    )


def _text_job(prepared: Prepared) -> movies.TextJob | None:
    """Return what a movie says beside its pictures; None where the source is none."""
    info = prepared.info
    if info.kind != "movie":
        return None
    path = recorded_path(prepared)
    return movies.TextJob(info.path, start_of_pictures(info), path, info.never_carried)


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
        and not job.makes_all
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
