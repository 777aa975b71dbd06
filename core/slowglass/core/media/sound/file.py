"""Sound beside an image sequence: a WAV file for each stream, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import av

from slowglass.core.atomic import replacing
from slowglass.core.errors import OutputError
from slowglass.core.media.container import reason
from slowglass.core.media.images import base_name
from slowglass.core.media.sound.job import SoundJob
from slowglass.core.media.sound.source import SoundFormat
from slowglass.core.media.sound.track import MadeTrack
from slowglass.core.media.sound.tracks import CODEC_NAMES, HOW


def sound_paths(pattern: str | os.PathLike[str], count: int) -> tuple[Path, ...]:
    """Return where the sound of a sequence goes: ``shot.####.exr`` has ``shot.wav``.

    A second stream goes to ``shot.2.wav``, and so on.
    """
    path = Path(pattern)
    base = base_name(path) or "sound"
    return tuple(
        path.with_name(f"{base}.wav" if k == 0 else f"{base}.{k + 1}.wav") for k in range(count)
    )


def write_sound_file(path: Path, job: SoundJob, sound: SoundFormat) -> None:
    """Write one stream of sound as WAV: 24-bit, or float where the source is not whole numbers.

    Files above 4 GB become RF64, which is WAV with larger numbers.

    Raises:
        OutputError: it could not be written; nothing new is left under the name.
        InputError: the source cannot be read.
    """
    with replacing(path) as temporary:
        try:
            _write(temporary, job, sound)
        except (av.error.FFmpegError, ValueError, OverflowError) as error:
            raise OutputError(f"the sound was refused: {reason(error)}", path=path) from error


def sound_file_note(path: Path, job: SoundJob, sound: SoundFormat) -> str:
    """Say where a stream of sound lies and how it was made."""
    how = "as recorded" if job.runs_as_recorded else HOW[job.audio]
    return f"sound: {how}, in {path.name} as {CODEC_NAMES[_encoder(sound)]}"


def _write(path: Path, job: SoundJob, sound: SoundFormat) -> None:
    options = {"rf64": "auto", "fflags": "+bitexact"}
    with av.open(f"file:{path}", "w", format="wav", options=options) as container:
        track = MadeTrack(job, sound, container, _encoder(sound))
        try:
            for packet in track.packets(job.path.duration_seconds + 1):
                container.mux(packet)
            for packet in track.flush():
                container.mux(packet)
        finally:
            track.close()


def _encoder(sound: SoundFormat) -> str:
    return "pcm_s24le" if sound.is_integer else "pcm_f32le"
