"""The streams of sound of a movie that is written: copied packet by packet, or made and encoded."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from av.container import OutputContainer

from slowglass.core.errors import UsageError
from slowglass.core.media.sound.job import SoundJob
from slowglass.core.media.sound.source import SoundFormat
from slowglass.core.media.sound.track import CopiedTrack, MadeTrack, Track

_MP4 = frozenset("aac ac3 eac3 alac mp3".split())
_PCM = frozenset("pcm_s16le pcm_s24le pcm_s32le pcm_f32le pcm_s16be pcm_s24be pcm_f32be".split())
_MOV = _MP4 | _PCM
COPIED_CODECS = {
    ".mp4": _MP4,
    ".m4v": _MP4,
    ".mov": _MOV,
    ".mkv": _MOV | frozenset("flac opus vorbis dts truehd".split()),
    ".mxf": frozenset(("pcm_s16le", "pcm_s24le")),
    ".avi": frozenset(("pcm_s16le", "pcm_s24le", "mp3", "ac3")),
}
"""What players expect in a container, by suffix: FFmpeg would put more into it."""

MXF_SAMPLE_RATE = 48_000


class SoundTracks:
    """All the sound of one movie, written as far as its pictures are."""

    def __init__(self, job: SoundJob, container: OutputContainer, suffix: str) -> None:
        """Add the streams to a container that has not begun to encode.

        Args:
            job: what sound.
            container: the movie.
            suffix: of its name, lower case.

        Raises:
            UsageError: the container does not take sound of this sample rate.
        """
        self._container = container
        self._job = job
        self._suffix = suffix
        self._tracks = [self._track(sound) for sound in job.formats]

    @property
    def notes(self) -> tuple[str, ...]:
        """What became of the sound, one sentence each."""
        return tuple(sound_notes(self._job, self._suffix)) + tuple(
            f"{track.damaged_packets} packets of sound could not be decoded: silence there"
            for track in self._tracks
            if track.damaged_packets
        )

    def write_until(self, seconds: Fraction) -> None:
        """Write what belongs to the first ``seconds`` of the output."""
        for track in self._tracks:
            for packet in track.packets(seconds):
                self._container.mux(packet)

    def finish(self) -> None:
        """Write the rest."""
        self.write_until(self._job.path.duration_seconds + 1)
        for track in self._tracks:
            for packet in track.flush():
                self._container.mux(packet)

    def close(self) -> None:
        """Close the source."""
        for track in self._tracks:
            track.close()

    def _track(self, sound: SoundFormat) -> Track:
        if copies_packets(self._job, sound, self._suffix):
            return CopiedTrack(self._job, sound, self._container)
        encoder = encoder_for(self._suffix)
        if self._suffix == ".mxf" and sound.sample_rate != MXF_SAMPLE_RATE:
            raise UsageError(
                f"expected sound at 48000 Hz for MXF, the source has {sound.sample_rate} Hz",
                hint="choose a .mov, or --audio none",
            )
        return MadeTrack(self._job, sound, self._container, encoder)


def copies_packets(job: SoundJob, sound: SoundFormat, suffix: str) -> bool:
    """Return whether a stream can go into the movie as it is stored."""
    fits = sound.codec in COPIED_CODECS.get(suffix, frozenset())
    return job.is_whole and fits and (suffix != ".mxf" or sound.sample_rate == MXF_SAMPLE_RATE)


def encoder_for(suffix: str) -> str:
    """Return FFmpeg's name of the codec for new sound: AAC in MP4, 24-bit PCM elsewhere."""
    return "aac" if suffix in (".mp4", ".m4v") else "pcm_s24le"


def sound_notes(job: SoundJob, suffix: str) -> Iterator[str]:
    """Say how the sound of a movie is made."""
    for sound in job.formats:
        which = f"sound {sound.index + 1}" if len(job.formats) > 1 else "sound"
        if copies_packets(job, sound, suffix):
            yield f"{which}: {sound.codec}, copied as it is stored"
        else:
            how = "as recorded" if job.runs_as_recorded else HOW[job.audio]
            yield f"{which}: {how}, encoded as {CODEC_NAMES[encoder_for(suffix)]}"


HOW = {
    "stretch": "stretched at its own pitch",
    "resample": "resampled, lower where slower",
    "copy": "as recorded",
}
CODEC_NAMES = {"aac": "AAC", "pcm_s24le": "24-bit PCM", "pcm_f32le": "32-bit float PCM"}
