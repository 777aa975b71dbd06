"""The sound of a job: whether there is any, and the path that it takes with the frames."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from slowglass.core.job import JobSpec
from slowglass.core.media import is_sequence
from slowglass.core.media.sound import SoundJob, sound_file_notes, sound_paths, write_sound_file
from slowglass.core.pipeline.prepare import Prepared
from slowglass.core.timing import SoundPath, SourceClock


def sound_job(job: JobSpec, prepared: Prepared) -> SoundJob | None:
    """Return the sound that a job makes; None where the source has none or none is wanted."""
    info = prepared.info
    if job.audio == "none" or info.audio_streams == 0:
        return None
    recorded = info.metadata.get("recorded_clock", info.clock)
    start = info.metadata.get("start_seconds", Fraction(0))
    assert isinstance(recorded, SourceClock)
    sound = SoundJob(info.path, Fraction(start), SoundPath(prepared.plan, recorded), job.audio)
    return sound if sound.formats else None


class SoundFiles:
    """The sound beside an image sequence."""

    def __init__(self, job: JobSpec, prepared: Prepared) -> None:
        """Name the files; nothing is written yet. A movie has none, it holds its sound itself."""
        sound = sound_job(job, prepared) if is_sequence(job.output) else None
        count = 0 if sound is None else len(sound.formats)
        first = len(prepared.plan)
        self._job = sound
        self.paths: dict[int, Path] = dict(enumerate(sound_paths(job.output, count), first))
        """By the index that the manifest notes them under, after those of the frames."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Where the sound lies, a sentence for each file."""
        return () if self._job is None else sound_file_notes(self._job, tuple(self.paths.values()))

    def write(self, index: int) -> None:
        """Write one of `paths`.

        Raises:
            OutputError: it could not be written; nothing new is left under its name.
        """
        if self._job is not None:
            sound = self._job.formats[index - min(self.paths)]
            write_sound_file(self.paths[index], self._job, sound)
