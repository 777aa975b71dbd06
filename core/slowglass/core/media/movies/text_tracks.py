"""Chapters, subtitles and titles of a movie on their way into another, at their new times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, cast

from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.subtitles.stream import SubtitleStream
from av.subtitles.subtitle import SubtitleSet

from slowglass.core.media.container import open_movie
from slowglass.core.media.movies.texts import (
    TEXT_SUBTITLES,
    TITLES,
    Cue,
    chapters_of,
    codec_of,
    cues_of,
    titles_of,
)
from slowglass.core.timing import ShownTimes, SoundPath

_MP4 = (".mp4", ".m4v", ".mov")
_CHAPTERS = (*_MP4, ".mkv")
_SUBTITLES = {**dict.fromkeys(_MP4, ("mov_text",)), ".mkv": ("subrip", "ass")}
"""Codecs of subtitles that a container holds; others become the first. By suffix."""
_FEW = frozenset(TITLES) - frozenset(("title", "artist", "comment", "copyright", "date", "genre"))
_NO_TITLES = {
    **dict.fromkeys((".mp4", ".m4v"), frozenset(("author", "performer", "publisher"))),
    ".mov": _FEW - {"album"},
    ".avi": _FEW,
    ".mxf": frozenset(TITLES),
}
"""Titles that a container does not hold, by suffix."""
_SAME = {"srt": "subrip", "ssa": "ass"}
_MILLISECONDS = Fraction(1, 1000)


@dataclass(frozen=True)
class TextJob:
    """What a movie says, retimed together with its frames."""

    source: str
    start_seconds: Fraction
    """Timestamp of the first picture of the source."""
    path: SoundPath
    left_out: tuple[str, ...] = ()
    """What else the source holds, in words."""


class TextTracks:
    """Puts what a source says into a movie, as far as its pictures are written."""

    def __init__(self, job: TextJob, container: OutputContainer, suffix: str) -> None:
        """Add titles, chapters and streams to a container that has not begun to encode.

        Args:
            job: what to carry.
            container: the movie.
            suffix: of its name, lower case.

        Raises:
            InputError: the source cannot be read.
        """
        self._job = job
        self._container = container
        self._suffix = suffix
        self._packets: list[tuple[Fraction, Packet[Any]]] = []
        self.notes: list[str] = []
        """What could not be carried, one sentence each."""
        source, _ = open_movie(job.source)
        with source:
            self._add_titles(source)
            self._add_chapters(source)
            streams = [stream.index for stream in source.streams.subtitles]
        for number, index in enumerate(streams, 1):
            self._add_subtitles(index, f"subtitles {number}" if len(streams) > 1 else "subtitles")
        if job.left_out:
            self.notes.append(f"left out: {', '.join(job.left_out)}")
        self._packets.sort(key=lambda pair: pair[0])

    @cached_property
    def _shown(self) -> ShownTimes:
        """Asked for only where there is something to show: it follows every frame."""
        return ShownTimes(self._job.path)

    def write_until(self, seconds: Fraction) -> None:
        """Write what begins in the first ``seconds`` of the output and is not yet written."""
        while self._packets and self._packets[0][0] < seconds:
            self._container.mux(self._packets.pop(0)[1])

    def finish(self) -> None:
        """Write the rest."""
        self.write_until(self._job.path.duration_seconds)

    def close(self) -> None:
        """Nothing to do: the source is read at the start."""

    def _add_titles(self, source: InputContainer) -> None:
        lost = _NO_TITLES.get(self._suffix, frozenset())
        titles = titles_of(source)
        self._container.metadata.update({k: v for k, v in titles.items() if k not in lost})
        if left_out := [name for name in titles if name in lost]:
            self.notes.append(f"{self._suffix[1:]} does not hold the {', '.join(left_out)}")

    def _add_chapters(self, source: InputContainer) -> None:
        found = chapters_of(source, self._job.start_seconds)
        if not found:
            return
        if self._suffix not in _CHAPTERS:
            self.notes.append(f"{self._suffix[1:]} does not hold chapters: they are left out")
            return
        stretches = [(one.start_seconds, one.end_seconds) for one in found]
        shown = self._shown.of(stretches)
        places = sorted(
            (start, end, number) for number, all_of in enumerate(shown) for start, end in all_of
        )
        entries = [
            {
                "id": place,
                "start": round(start / _MILLISECONDS),
                "end": round(end / _MILLISECONDS),
                "time_base": _MILLISECONDS,
                "metadata": found[number].metadata,
            }
            for place, (start, end, number) in enumerate(places, 1)
        ]
        self._container.set_chapters(cast(Any, entries))

    def _add_subtitles(self, index: int, name: str) -> None:
        source, _ = open_movie(self._job.source)
        with source:
            stream = cast(SubtitleStream, source.streams[index])
            codec = _SAME.get(codec_of(stream), codec_of(stream))
            if self._suffix not in _SUBTITLES:
                self.notes.append(f"{name}: {self._suffix[1:]} holds none, they are left out")
                return
            if codec not in TEXT_SUBTITLES:
                self.notes.append(
                    f"{name}: {codec} are no words that can be read: they are left out"
                )
                return
            cues = list(cues_of(source, stream, self._job.start_seconds))
            if unread := sum(not cue.events for cue in cues):
                self.notes.append(f"{name}: {unread} cannot be read, they are left out")
            self._add_cues(stream, codec, [cue for cue in cues if cue.events])

    def _add_cues(self, stream: SubtitleStream, codec: str, cues: list[Cue]) -> None:
        held = _SUBTITLES[self._suffix]
        shown = self._shown.of([(cue.start_seconds, cue.end_seconds) for cue in cues])
        if not any(shown):
            return
        target = cast(
            SubtitleStream,
            self._container.add_stream_from_template(stream)
            if codec in held
            else self._container.add_stream(cast(Any, held[0])),
        )
        target.codec_context.subtitle_header = stream.codec_context.subtitle_header
        target.metadata.update(
            {k: v for k, v in stream.metadata.items() if k in ("language", "title")}
        )
        for cue, stretches in zip(cues, shown, strict=True):
            for start, end in stretches:
                for packet in _packets(cue, target, copied=codec in held):
                    packet.stream, packet.time_base = target, _MILLISECONDS
                    packet.pts = packet.dts = round(start / _MILLISECONDS)
                    packet.duration = max(1, round((end - start) / _MILLISECONDS))
                    self._packets.append((start, packet))


def _packets(cue: Cue, target: SubtitleStream, *, copied: bool) -> Iterator[Packet[Any]]:
    """Yield a subtitle as a stream stores it."""
    if copied:
        yield Packet(cue.stored)
        return
    length = round((cue.end_seconds - cue.start_seconds) / _MILLISECONDS)
    for event in cue.events:
        yield target.codec_context.encode_subtitle(SubtitleSet.create(event, 0, length))
