"""What sound a result is to have, and the samples of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from slowglass.core.choices import Audio
from slowglass.core.media.sound.points import SoundPoints
from slowglass.core.media.sound.resample import resampled
from slowglass.core.media.sound.source import Samples, SoundFormat, SoundReader, sound_formats
from slowglass.core.media.sound.stretch import stretched
from slowglass.core.timing import SoundPath


@dataclass(frozen=True)
class SoundJob:
    """The sound of a movie, retimed together with its frames."""

    source: str
    start_seconds: Fraction
    """Timestamp of the first picture of the source."""
    path: SoundPath
    audio: Audio

    @cached_property
    def formats(self) -> tuple[SoundFormat, ...]:
        """The streams of the source."""
        return sound_formats(self.source)

    @property
    def runs_as_recorded(self) -> bool:
        """Whether its speed stays what it was."""
        return self.audio == "copy" or self.path.keeps_time

    @property
    def is_whole(self) -> bool:
        """Whether it is the recording from its start, as it was: packets can be copied."""
        return self.runs_as_recorded and self.path.start_seconds == 0

    def reader(self, sound: SoundFormat) -> SoundReader:
        """Return a reader of one of the streams, to be closed by the caller."""
        return SoundReader(self.source, sound, self.start_seconds)

    def sample_count(self, sound: SoundFormat) -> int:
        """Return how many samples the result has: its duration to the nearest sample."""
        return round(self.path.duration_seconds * sound.sample_rate)

    def samples(self, reader: SoundReader) -> Iterator[Samples]:
        """Yield the sound of the result in short blocks, `sample_count` samples in all."""
        rest = self.sample_count(reader.sound)
        for block in self._endless(reader):
            yield block[:, :rest]
            rest -= block.shape[1]
            if rest <= 0:
                return

    def _endless(self, reader: SoundReader) -> Iterator[Samples]:
        points = SoundPoints(self.path, reader.sound.sample_rate)
        if not self.runs_as_recorded:
            if self.audio == "resample":
                return resampled(reader.read, points)
            return stretched(reader.read, points, lambda: reader.end)
        first = round(self.path.start_seconds * reader.sound.sample_rate)
        return _as_recorded(reader, first, points.step)


def _as_recorded(reader: SoundReader, first: int, step: int) -> Iterator[Samples]:
    while True:
        yield reader.read(first, step)
        first += step
