"""``slowglass resolve``: retiming for DaVinci Resolve where it lets no script in."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from slowglass.core.errors import UsageError
from slowglass.plugin.cli import options, show
from slowglass.plugin.cli.signals import SIGNALS


def resolve(
    source: Annotated[
        str,
        typer.Argument(metavar="INPUT", help="A clip, or a timeline that Resolve wrote as .otio."),
    ],
    otio: Annotated[
        str,
        typer.Option(
            "--otio", help="Timeline to be written, for File > Import; its frames lie beside it."
        ),
    ],
    speed: Annotated[
        str | None, typer.Option(help="25%, 1/4 or 0.25: four times slower than shot.")
    ] = None,
    fill: Annotated[
        bool, typer.Option("--fill", help="Make the frames that the clip's own speed lacks.")
    ] = False,
    rate: Annotated[
        str | None,
        typer.Option(help="Frame rate of your edit, as 23.976; else the nearest that Resolve has."),
    ] = None,
    clip: Annotated[str, typer.Option(help="Name of the clip in the timeline.")] = "",
    at: Annotated[str, typer.Option(help="Timecode at which the clip is shown.")] = "",
    quality: options.Quality = None,
    model: options.Model = "",
    device: options.Device = "auto",
    as_json: options.AsJson = False,
) -> None:
    """Retime a clip into a timeline that Resolve imports by hand, in every edition."""
    if (speed is None) is not fill:
        raise UsageError("expected either --speed or --fill")
    if sys.version_info >= (3, 14):
        raise UsageError("expected Python 3.13 or older: OpenTimelineIO has none newer yet")
    from slowglass.core.pipeline import retime
    from slowglass.core.timing import parse_rate, parse_speed
    from slowglass.host_adapters.otio import EngineWish, file_retime

    planned = file_retime(
        source,
        otio,
        speed=None if speed is None else parse_speed(speed),
        rate=None if rate is None else parse_rate(rate),
        clip_name=clip,
        timecode=at,
        engine=EngineWish(quality, model, device),
    )
    for sentence in planned.notes:
        show.note(f"Note: {sentence}")
    with (
        show.progress(quiet=as_json) as on_progress,
        SIGNALS.between_frames(on_progress) as (report, stop),
    ):
        result = retime(planned.job, on_progress=report, cancelled=stop)
    planned.finish()
    for sentence in result.notes:
        show.note(f"Note: {sentence}")
    at_timecode = f", at {planned.timecode}" if planned.timecode else ""
    facts = {
        "otio": otio,
        "timecode": planned.timecode,
        "timeline_rate": str(planned.frame_rate),
        "steps": planned.steps,
    }
    show.result(
        {**result.to_json(), **facts},
        [
            f"{otio}: {result.frames} frames, for File > Import > Timeline in Resolve",
            f"Copy the clip from there onto your timeline{at_timecode}",
            "If it comes in offline, or as one frame, place the frames by hand:",
            *(f"{number}. {step}" for number, step in enumerate(planned.steps, 1)),
        ],
        as_json=as_json,
    )
