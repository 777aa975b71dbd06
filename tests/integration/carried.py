"""What is said of a picture or a movie, and does not arrive where it is encoded anew."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from slowglass.core import JobSpec, retime
from slowglass.core.frames import ClipInfo
from slowglass.core.job import OutputFormat
from slowglass.core.media.images.source import ImageSequenceSource
from slowglass.core.media.movies.source import MovieSource
from tests.core.media import made_movies
from tests.integration.exr_header import SAMPLES, attributes_in, write_exr_with_attributes


def lost_attributes(folder: Path) -> dict[tuple[str, str], str]:
    """Return which attributes of an EXR, one of each type, are not in a re-encoded one."""
    path = folder / "in.0001.exr"
    write_exr_with_attributes(path)
    settings = OutputFormat(compression="zips")
    retime(
        JobSpec(str(path), str(folder / "o.####.exr"), model="blend", cuts="none", format=settings)
    )
    kept = attributes_in(ImageSequenceSource(folder / "o.####.exr").path(0))
    same_name = {name.lower(): (name, kind) for name, kind in kept}
    lost = {}
    for key, value in SAMPLES.items():
        if kept.get(key) != value:
            name, kind = same_name.get(key[0].lower(), ("", ""))
            lost[key] = f"becomes `{name}` ({kind})" if name else "left out"
    return lost


def attribute_table(lost: dict[tuple[str, str], str]) -> str:
    """Return the attributes that are lost as a table of Markdown."""
    rows = [f"| `{name}` | {kind} | {what} |" for (name, kind), what in sorted(lost.items())]
    return "\n".join(["| attribute | type | what becomes of it |", "|---|---|---|", *rows])


MOVIES = (
    *((".mov", codec) for codec in ("h264", "hevc", "prores")),
    *((".mp4", codec) for codec in ("h264", "hevc")),
    *((".mkv", codec) for codec in ("h264", "hevc", "prores", "ffv1")),
    (".avi", "ffv1"),
)
_TAGS = {"matrix": 9, "range": 1, "primaries": 9, "transfer": 16}
_TAG_KEYS = ("colorspace", "color_range", "color_primaries", "color_trc")


def lost_tags(folder: Path) -> dict[tuple[str, str], list[str]]:
    """Return what movies lose of colour tags, pixel aspect and timecode, encoded anew."""
    source = made_movies.write_movie(
        folder / "in.mov",
        frame_count=3,
        tags=(9, 1, 9, 16),
        pixel_aspect=Fraction(4, 3),
        timecode="01:00:00:00",
    )
    lost = {}
    for suffix, codec in MOVIES:
        job = JobSpec(
            str(source),
            str(folder / f"{codec}{suffix}"),
            last=1,  # a part of a movie is never copied as it is
            model="blend",
            cuts="none",
            format=OutputFormat(codec=codec),
        )
        retime(job)
        with MovieSource(source) as before, MovieSource(job.output) as after:
            lost[suffix, codec] = list(_lost_tags(before.info, after.info))
    return lost


def _lost_tags(before: ClipInfo, after: ClipInfo) -> Iterator[str]:
    for name, key in zip(_TAGS, _TAG_KEYS, strict=True):
        assert before.metadata[key] == _TAGS[name]
        if after.metadata[key] != before.metadata[key]:
            yield name
    if after.pixel_aspect != before.pixel_aspect:
        yield "pixel aspect"
    if after.timecode != before.timecode:
        yield "timecode"


def tag_table(lost: dict[tuple[str, str], list[str]]) -> str:
    """Return what movies lose as a table of Markdown."""
    rows = [f"| {s} | {codec} | {', '.join(what) or '–'} |" for (s, codec), what in lost.items()]
    return "\n".join(["| file | codec | lost |", "|---|---|---|", *rows])
