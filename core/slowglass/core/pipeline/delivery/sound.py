"""The sound of a job: whether there is any, and the path that it takes with the frames."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from slowglass.core.frames import ClipInfo
from slowglass.core.job import JobSpec
from slowglass.core.media import sound as media_sound
from slowglass.core.pipeline.prepare import Prepared
from slowglass.core.timing import SoundPath, SourceClock


def sound_job(job: JobSpec, prepared: Prepared) -> media_sound.SoundJob | None:
    """Return the sound that a job makes; None where the source has none or none is wanted."""
    info = prepared.info
    if job.audio == "none" or info.audio_streams == 0:
        return None
    sound = media_sound.SoundJob(
        info.path, start_of_pictures(info), recorded_path(prepared), job.audio
    )
    return sound if sound.formats else None


def recorded_path(prepared: Prepared) -> SoundPath:
    """Return where in the recording each moment of the result lies."""
    recorded = prepared.info.metadata.get("recorded_clock", prepared.info.clock)
    assert isinstance(recorded, SourceClock)
    return SoundPath(prepared.plan, recorded)


def start_of_pictures(info: ClipInfo) -> Fraction:
    """Return the timestamp of the first picture of a movie."""
    return Fraction(info.metadata.get("start_seconds", Fraction(0)))


@dataclass(frozen=True)
class SoundFile:
    """A stream of sound beside an image sequence."""

    path: Path
    job: media_sound.SoundJob
    sound: media_sound.SoundFormat

    @property
    def note(self) -> str:
        """Where it lies and how it is made, for the user."""
        return media_sound.sound_file_note(self.path, self.job, self.sound)

    def write(self) -> None:
        """Write the file.

        Raises:
            OutputError: it could not be written; nothing new is left under its name.
        """
        media_sound.write_sound_file(self.path, self.job, self.sound)


def sound_files(job: JobSpec, prepared: Prepared) -> dict[int, SoundFile]:
    """Return the sound of a sequence by its index in the manifest, after those of the frames."""
    sound = sound_job(job, prepared)
    if sound is None:
        return {}
    paths = media_sound.sound_paths(job.output, len(sound.formats))
    files = (SoundFile(path, sound, one) for path, one in zip(paths, sound.formats, strict=True))
    return dict(enumerate(files, len(prepared.plan)))
