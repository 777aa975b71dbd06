"""``slowglass probe``: what a clip is, and what its picture tells about time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from slowglass.plugin.cli import options, show

if TYPE_CHECKING:
    from slowglass.core.detect import PictureReport
    from slowglass.core.frames import ClipInfo, Encoding


def probe(
    source: options.Source,
    source_fps: Annotated[str | None, typer.Option(help="Rate, where it is wrong.")] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Do not look for cuts and repeated frames.")
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Tell size, rate, colour and sound of a clip, its cuts and its repeated frames."""
    from slowglass.core.media import open_source
    from slowglass.core.media.colour_spaces import space_of_clip
    from slowglass.core.pipeline import look
    from slowglass.core.timing import parse_rate

    rate = None if source_fps is None else parse_rate(source_fps)
    with open_source(source, rate) as opened, show.progress(quiet=as_json) as on_progress:
        info, report = opened.info, None
        if not quick and not info.missing:
            last = info.clock.frame_count - 1
            report = look(opened, 0, last, on_progress, lambda: False)
    space = space_of_clip(info)
    picture = None if report is None else report.to_json()
    document = {**_facts(info), "colour_space": space, "picture": picture}
    show.result(document, _lines(info, space, report), as_json=as_json)


def _facts(info: ClipInfo) -> dict[str, Any]:
    """Return what is known of a clip as plain JSON values."""
    from slowglass.core.pipeline import clock_facts

    clock = info.clock
    return {
        "path": info.path,
        "kind": info.kind,
        "format": info.format,
        "width": info.width,
        "height": info.height,
        "pixel_aspect": str(info.pixel_aspect),
        "pixel_format": info.pixel_format,
        "channels": list(info.channels),
        "frames": clock.frame_count,
        "first_number": info.first_number,
        "missing": list(info.missing),
        "frame_rate": str(clock.frame_rate),
        "constant_rate": clock.is_constant,
        "clock": clock_facts(clock),
        "duration_seconds": str(clock.duration_seconds),
        "encoding": vars(info.encoding),
        "timecode": info.timecode,
        "audio_streams": info.audio_streams,
        "beauty": info.beauty,
        "texts": list(info.texts),
        "never_carried": list(info.never_carried),
        "notes": list(info.notes),
    }


def _lines(info: ClipInfo, space: str, report: PictureReport | None) -> list[str]:
    """Return what is known of a clip, for people."""
    clock, encoding = info.clock, info.encoding
    rate = "constant" if clock.is_constant else "even ticks" if clock.has_ticks else "variable"
    lines = [
        info.path,
        f"  {info.kind}, {info.format}, {info.width} x {info.height}, {info.pixel_format}",
        f"  {clock.frame_count} frames from {info.first_number}, "
        f"{float(clock.duration_seconds):.3f} s at {clock.frame_rate} fps ({rate})",
        f"  channels {', '.join(info.channels)}",
        f"  colour {encoding.transfer}, {_space(encoding, space)}, alpha {encoding.alpha}",
    ]
    if info.timecode:
        lines.append(f"  timecode {info.timecode}")
    if info.audio_streams:
        lines.append(f"  sound: {info.audio_streams} stream(s)")
    if beside := (*info.texts, *info.never_carried):
        lines.append(f"  also holds: {', '.join(beside)}")
    lines += [f"  note: {sentence}" for sentence in info.notes]
    return lines if report is None else lines + _findings(info, report)


def _space(encoding: Encoding, space: str) -> str:
    """Return which colour space a clip is in, and whether it says so."""
    if encoding.colour_space:
        return encoding.colour_space
    return f"taken for {space} where colour is managed" if space else "of no known space"


def _findings(info: ClipInfo, report: PictureReport) -> list[str]:
    """Return what the picture told."""
    start = info.first_number
    cuts = ", ".join(str(start + frame) for frame in report.cut_frames) or "none"
    repeats = ", ".join(str(start + frame) for frame in report.moving_duplicates) or "none"
    lines = [f"  new shots begin at: {cuts}", f"  repeated frames in motion: {repeats}"]
    if report.cadence:
        lines.append(f"  cadence: {report.cadence}")
    lines += [
        f"  {part.kind} from {start + part.first} to {start + part.last}"
        for part in report.transitions
    ]
    return lines
