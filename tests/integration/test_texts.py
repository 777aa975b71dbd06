"""Chapters, subtitles, titles and further streams of a movie: at their new times, or told."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
import pytest
from av.subtitles.stream import SubtitleStream
from av.subtitles.subtitle import SubtitleSet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from slowglass.core import JobSpec, retime
from slowglass.core.job import OutputFormat
from slowglass.core.media.movies.source import MovieSource
from slowglass.core.media.movies.texts import TITLES
from slowglass.core.timing import ConstantSpeed, KeepDuration, TimeMap

MS = Fraction(1, 1000)
HALF = ConstantSpeed(Fraction(1, 2))
CHAPTERS = (("One", 0, 400), ("Two", 400, 800))
CUES = ((100, 300, "Hello"), (500, 560, "there"))
STYLE = b"""[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, \
Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, \
Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def write(
    path: Path,
    subtitles: Sequence[str] = (),
    sizes: Sequence[tuple[int, int]] = ((64, 48),),
    default: int = 0,
    titles: dict[str, str] | None = None,
) -> Path:
    """Write 20 frames at 25 a second, with chapters and subtitles."""
    with av.open(str(path), "w") as movie:
        pictures = [_add_pictures(movie, *size) for size in sizes]
        for number, stream in enumerate(pictures):
            stream.disposition = av.stream.Disposition.default if number == default else 0  # type: ignore[assignment]
        texts = [cast(SubtitleStream, movie.add_stream(cast(Any, name))) for name in subtitles]
        movie.metadata.update(titles or {"title": "QA"})
        movie.set_chapters(
            cast(
                Any,
                [
                    {"id": k, "start": a, "end": b, "time_base": MS, "metadata": {"title": name}}
                    for k, (name, a, b) in enumerate(CHAPTERS)
                ],
            )
        )
        for text in texts:
            text.codec_context.subtitle_header = STYLE
            text.metadata["language"] = "eng"
        movie.start_encoding()
        for text in texts:
            for start, end, words in CUES:
                event = f"0,0,Default,,0,0,0,,{words}".encode()
                packet = text.codec_context.encode_subtitle(
                    SubtitleSet.create(event, 0, end - start, start)
                )
                packet.stream, packet.time_base = text, MS
                movie.mux(packet)
        for number in range(20):
            for stream in pictures:
                movie.mux(stream.encode(_picture(stream, number)))
        for stream in pictures:
            movie.mux(stream.encode())
    return path


def _add_pictures(movie: Any, width: int, height: int) -> VideoStream:
    stream = cast(VideoStream, movie.add_stream("libx264", 25))
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
    return stream


def _picture(stream: VideoStream, number: int) -> VideoFrame:
    codes = np.full((stream.height, stream.width, 3), number * 10, np.uint8)
    picture = VideoFrame.from_ndarray(codes, format="rgb24").reformat(format="yuv420p")
    picture.pts, picture.time_base = number, Fraction(1, 25)
    return picture


def slowed(source: Path, output: Path, time: TimeMap = HALF, **options: Any) -> list[str]:
    job = JobSpec(str(source), str(output), time, model="nearest", cuts="none", **options)
    return list(retime(job).notes)


def chapters(path: Path) -> list[tuple[str, float, float]]:
    with av.open(str(path)) as movie:
        return [
            (c["metadata"]["title"], *(float(c[k] * c["time_base"]) for k in ("start", "end")))
            for c in cast(Any, movie.chapters())
        ]


def cues(path: Path, number: int = 0) -> list[tuple[float, float, str]]:
    with av.open(str(path)) as movie:
        stream = movie.streams.subtitles[number]
        assert stream.metadata["language"] == "eng"
        base, found = stream.time_base or MS, []
        for packet in movie.demux(stream):
            if packet.size:
                assert packet.pts is not None
                for rect in stream.codec_context.decode2(packet) or ():
                    words = cast(Any, rect).ass.decode().rpartition(",")[2]
                    end = packet.pts + (packet.duration or 0)
                    found.append((float(packet.pts * base), float(end * base), words))
        return found


MADE = [
    (".mkv", "subrip", ".mkv"),
    (".mkv", "ass", ".mkv"),
    (".mkv", "subrip", ".mp4"),
    (".mkv", "ass", ".mov"),
    (".mp4", "mov_text", ".mp4"),
    (".mov", "mov_text", ".mkv"),
]


@pytest.mark.parametrize(("suffix", "codec", "target"), MADE)
def test_chapters_subtitles_and_title_are_carried_at_their_new_times(
    tmp_path: Path, suffix: str, codec: str, target: str
) -> None:
    source, output = write(tmp_path / f"in{suffix}", [codec, codec]), tmp_path / f"out{target}"
    notes = slowed(source, output)
    assert chapters(output) == [("One", 0, 0.8), ("Two", 0.8, 1.6)]
    for number in (0, 1):
        assert cues(output, number) == [
            (0.2, 0.6, "Hello"),
            (1, 1.12, "there"),
        ]
    with av.open(str(output)) as movie:
        assert movie.metadata["title"] == "QA"
    assert not [note for note in notes if "subtitle" in note or "left out:" in note]
    with MovieSource(output) as movie:
        assert movie.info.texts[0] == "2 chapters"
        assert movie.info.clock.frame_count == 40


def test_another_rate_at_the_same_length_keeps_their_times(tmp_path: Path) -> None:
    source = write(tmp_path / "in.mkv", ["subrip"])
    slowed(source, tmp_path / "out.mkv", KeepDuration(Fraction(50)))
    assert [(a, b) for _, a, b in chapters(tmp_path / "out.mkv")] == [
        (0, 0.4),
        (0.4, 0.8),
    ]
    assert cues(tmp_path / "out.mkv")[0] == (0.1, 0.3, "Hello")


def test_a_part_has_what_is_said_in_it(tmp_path: Path) -> None:
    source = write(tmp_path / "in.mkv", ["subrip"])
    slowed(source, tmp_path / "out.mkv", first=5, last=9)
    assert chapters(tmp_path / "out.mkv") == [("One", 0, 0.4)]
    assert cues(tmp_path / "out.mkv") == [(0, 0.2, "Hello")]


@pytest.mark.parametrize("suffix", [".mkv", ".mp4", ".mov", ".avi"])
def test_each_title_is_carried_or_its_loss_is_told(tmp_path: Path, suffix: str) -> None:
    titles = {name: f"the {name}" for name in TITLES}
    notes = slowed(write(tmp_path / "in.mkv", titles=titles), tmp_path / f"out{suffix}")
    with av.open(str(tmp_path / f"out{suffix}")) as movie:
        found = {name.lower(): text for name, text in movie.metadata.items()}
    lost = [name for name in TITLES if found.get(name) != titles[name]]
    told = f"{suffix[1:]} does not hold the {', '.join(lost)}"
    assert (told in notes) is bool(lost)


def test_what_a_target_does_not_hold_is_told(tmp_path: Path) -> None:
    source = write(tmp_path / "in.mkv", ["subrip"], sizes=((256, 128),))
    notes = slowed(source, tmp_path / "out.mxf")
    assert "mxf does not hold chapters: they are left out" in notes
    assert "subtitles: mxf holds none, they are left out" in notes
    assert "mxf does not hold the title" in notes
    notes = slowed(source, tmp_path / "o.####.png")
    assert "not in an image sequence: 2 chapters, subtitles (srt)" in notes


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_of_several_streams_of_pictures_the_default_one_is_taken(
    tmp_path: Path, suffix: str
) -> None:
    sizes = ((64, 36), (320, 180), (32, 32))
    source = write(tmp_path / f"in{suffix}", sizes=sizes, default=1)
    notes = slowed(source, tmp_path / "out.mov", format=OutputFormat(codec="h264"))
    with MovieSource(tmp_path / "out.mov") as movie:
        assert (movie.info.width, movie.info.height) == (320, 180)
    assert "of 3 streams of pictures the default one is taken" in notes
    left_out = "a stream of 64 x 36 pictures, a stream of 32 x 32 pictures"
    assert f"left out: {left_out}" in notes


def test_captions_in_the_pictures_are_told(tmp_path: Path) -> None:
    """User data of ATSC A/53 (CEA-708 captions) put before each picture of a raw stream."""
    words = b"\xb5\x00\x31GA94\x03\x41\xff\xfc\x94\x20\xff"
    message = b"\0\0\0\x01\x06\x04" + bytes([len(words)]) + words + b"\x80"
    with av.open(str(tmp_path / "plain.h264"), "w") as movie:
        stream = _add_pictures(movie, 64, 48)
        stream.options = {"x264-params": "slices=1:aud=0"}
        for number in range(3):
            movie.mux(stream.encode(_picture(stream, number)))
        movie.mux(stream.encode())
    units = (tmp_path / "plain.h264").read_bytes().split(b"\0\0\x01")
    raw = units[0]
    for unit in units[1:]:
        raw += (message if unit[0] & 31 in (1, 5) else b"") + b"\0\0\x01" + unit
    (tmp_path / "in.h264").write_bytes(raw)
    notes = slowed(tmp_path / "in.h264", tmp_path / "out.mov")
    assert "left out: closed captions in the pictures" in notes
