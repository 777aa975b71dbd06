"""``slowglass retime`` and ``slowglass run``: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from slowglass.core.default_model import DEFAULT_MODEL
from slowglass.core.errors import UsageError
from slowglass.plugin.cli import options, show
from slowglass.plugin.cli.signals import SIGNALS

if TYPE_CHECKING:
    from slowglass.core import JobSpec, RetimeResult
    from slowglass.core.frames import ClipInfo
    from slowglass.core.timing import FramePlan

TIME, PART, FORM = "Time", "What is retimed", "Output"
COLOUR = "Colour"


def retime(
    source: Annotated[
        str, typer.Argument(metavar="INPUT", help="Movie, folder, pattern or frame.")
    ],
    output: Annotated[str, typer.Option("-o", "--output", help="Movie, or shot.####.exr.")],
    speed: Annotated[
        str | None, typer.Option(help="25%, 1/4 or 0.25: four times slower.", rich_help_panel=TIME)
    ] = None,
    factor: Annotated[
        str | None, typer.Option(help="4: four times slower.", rich_help_panel=TIME)
    ] = None,
    fps: Annotated[
        str | None,
        typer.Option(
            help="Output rate. Alone it plays every source frame at that rate.",
            rich_help_panel=TIME,
        ),
    ] = None,
    keep_duration: Annotated[
        bool,
        typer.Option(
            "--keep-duration",
            help="With --fps: make frames so that the clip stays as long as it is.",
            rich_help_panel=TIME,
        ),
    ] = False,
    map_file: Annotated[
        str | None,
        typer.Option("--map", help="Curve or positions, JSON or CSV.", rich_help_panel=TIME),
    ] = None,
    source_fps: Annotated[
        str | None,
        typer.Option(
            help="Rate of the source, where it is wrong or missing.", rich_help_panel=TIME
        ),
    ] = None,
    deinterlace: Annotated[
        bool,
        typer.Option(
            "--deinterlace",
            help="Make whole frames of an interlaced movie.",
            rich_help_panel=PART,
        ),
    ] = False,
    part: Annotated[
        str | None,
        typer.Option("--range", help="Source frames A-B, both included.", rich_help_panel=PART),
    ] = None,
    cuts: Annotated[
        str,
        typer.Option(
            help="auto, none, or a file of the first frames of new shots.", rich_help_panel=PART
        ),
    ] = "auto",
    duplicates: Annotated[
        str, typer.Option(help="keep or smooth repeated frames.", rich_help_panel=PART)
    ] = "keep",
    missing: Annotated[
        str,
        typer.Option(
            help="Source frames that are missing or damaged: error, hold, interpolate or black.",
            rich_help_panel=PART,
        ),
    ] = "error",
    end: Annotated[
        str,
        typer.Option(
            help="After the last frame of a shot: hold, trim or extrapolate.", rich_help_panel=PART
        ),
    ] = "hold",
    model: Annotated[
        str, typer.Option(help="A name of slowglass models, or a checkpoint.")
    ] = DEFAULT_MODEL,
    vectors: Annotated[
        str,
        typer.Option(
            help="For --model vectors, where they are not Blender's: "
            '"forward=motionvector.X,motionvector.Y;y=up".',
        ),
    ] = "",
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")] = "auto",
    input_space: Annotated[
        str,
        typer.Option(help="Colour space of the source, by name.", rich_help_panel=COLOUR),
    ] = "",
    output_space: Annotated[
        str,
        typer.Option(help="Colour space to convert to, by name.", rich_help_panel=COLOUR),
    ] = "",
    ocio: Annotated[
        str,
        typer.Option(
            help="OpenColorIO configuration: a path or ocio://NAME. Default: $OCIO, else the "
            "built-in studio one.",
            rich_help_panel=COLOUR,
        ),
    ] = "",
    colour: Annotated[
        str,
        typer.Option(
            help="exact; keep_code: no curve for EXR either; match_host:blender: decode a movie as "
            "Blender shows it.",
            rich_help_panel=COLOUR,
        ),
    ] = "exact",
    codec: Annotated[
        str, typer.Option(help="h264, hevc, prores, dnxhr or ffv1.", rich_help_panel=FORM)
    ] = "",
    compression: Annotated[
        str, typer.Option(help="EXR: zip, piz, dwaa ...; TIFF: lzw, zip.", rich_help_panel=FORM)
    ] = "",
    sample_type: Annotated[
        str,
        typer.Option(
            "--type", help="half, float, uint8, uint10, uint12, uint16.", rich_help_panel=FORM
        ),
    ] = "",
    channels: Annotated[
        str,
        typer.Option(
            help="How channels are mixed, where their names do not tell: "
            '"Z=nearest,N.*=direction,*=blend".',
            rich_help_panel=FORM,
        ),
    ] = "",
    grain: Annotated[
        str, typer.Option(help="keep, or match that of the source.", rich_help_panel=FORM)
    ] = "keep",
    start_number: Annotated[
        int | None, typer.Option(help="Number of the first output frame.", rich_help_panel=FORM)
    ] = None,
    overwrite: Annotated[
        str,
        typer.Option(
            help="never: only finish what the same job began; stale: replace older results of "
            "ours; always.",
            rich_help_panel=FORM,
        ),
    ] = "never",
    audio: Annotated[
        str,
        typer.Option(
            help="stretch (pitch kept), resample (as tape), copy (as it is) or none.",
            rich_help_panel=FORM,
        ),
    ] = "stretch",
    preview: Annotated[
        str, typer.Option(help="A small movie to look at.", rich_help_panel=FORM)
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the frame map; make nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Retime a clip: every frame of the result in its exact place in time."""
    from slowglass.core.channels import parse_overrides
    from slowglass.core.job import (
        Audio,
        Colour,
        Duplicates,
        Grain,
        JobSpec,
        MissingPolicy,
        OutputFormat,
        Overwrite,
    )
    from slowglass.core.timing import EndPolicy, parse_rate

    time, frame_rate = options.time_map(speed, factor, fps, keep_duration, map_file)
    rate = None if source_fps is None else parse_rate(source_fps)
    first, last = options.frame_range(part)
    if first is not None or last is not None:
        first, last = _indices(source, rate, first, last)
    job = JobSpec(
        source=source,
        output=output,
        time=time,
        frame_rate=frame_rate,
        source_rate=rate,
        deinterlace=deinterlace,
        first=first,
        last=last,
        model=model,
        vectors=vectors,
        device=options.device(device),
        end=options.choice("end", end, get_args(EndPolicy)),
        cuts=_cuts(cuts),
        duplicates=options.choice("duplicates", duplicates, get_args(Duplicates)),
        missing=options.choice("missing", missing, get_args(MissingPolicy)),
        grain=options.choice("grain", grain, get_args(Grain)),
        overwrite=options.choice("overwrite", overwrite, get_args(Overwrite)),
        channels=parse_overrides(channels),
        colour=options.choice("colour", colour, get_args(Colour)),
        ocio=ocio,
        input_space=input_space,
        output_space=output_space,
        format=OutputFormat(codec, compression, sample_type),
        start_number=start_number,
        audio=options.choice("audio", audio, get_args(Audio)),
        preview=preview,
    )
    perform(job, dry_run=dry_run, as_json=as_json)


def run(
    job_file: Annotated[Path, typer.Argument(metavar="JOB", help="A slowglass.job/1 JSON file.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the frame map; make nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Run a job file, as editors and farms write it."""
    from slowglass.core.job_json import read_job

    perform(read_job(job_file), dry_run=dry_run, as_json=as_json)


def perform(job: JobSpec, *, dry_run: bool, as_json: bool) -> None:
    """Do the job, or show what it would do."""
    from slowglass.core.pipeline import frame_map, retime

    with show.progress(quiet=as_json) as on_progress:
        if dry_run:
            show.result(*_frame_map(frame_map(job, on_progress)), as_json=as_json)
            return
        with SIGNALS.between_frames() as stop:
            result = retime(job, on_progress=on_progress, cancelled=stop)
    for sentence in result.notes:
        show.note(f"Note: {sentence}")
    show.result(result.to_json(), _summary(result), as_json=as_json)


def _frame_map(plan: FramePlan) -> tuple[dict[str, Any], list[str]]:
    """Return a frame map for machines and for people."""
    from slowglass.core.pipeline import rows

    table = list(rows(plan))
    head = f"{'output':>6}  {'source':>12}  {len(table)} frames at {plan.output_rate} fps"
    lines = [f"{row['output']:>6}  {row['source_position']:>12}  {row['what']}" for row in table]
    return {"frame_rate": str(plan.output_rate), "frames": table}, [head, *lines]


def _summary(result: RetimeResult) -> list[str]:
    """Return what was done, in two lines."""
    counts = ", ".join(f"{number} {what}" for what, number in result.counts.items() if number)
    speed = result.made / result.elapsed_seconds if result.elapsed_seconds else 0.0
    kept = f", {result.kept} kept from before" if result.kept else ""
    seconds = float(result.duration_seconds)
    return [
        f"{result.output}: {result.frames} frames, {seconds:.3f} s at {result.frame_rate} fps "
        f"({counts})",
        f"{result.made} made in {result.elapsed_seconds:.1f} s, {speed:.2f} frames/s{kept}; "
        f"{result.model}, motion on {result.estimated_on}, pictures on {result.composed_on}",
    ]


def _indices(source: str, rate: Any, first: int | None, last: int | None) -> tuple[int, int]:
    """Return the source indices of frame numbers as the source's own names count them."""
    from slowglass.core.media import open_source

    # Only numbers are asked for here: whether fields are wanted is for the job to say.
    with open_source(source, rate, deinterlace=True) as opened:
        info: ClipInfo = opened.info
    highest = info.first_number + info.clock.frame_count - 1
    chosen = (info.first_number if first is None else first, highest if last is None else last)
    if chosen[0] < info.first_number or chosen[1] > highest:
        raise UsageError(
            f"expected a range within {info.first_number}-{highest}, got {chosen[0]}-{chosen[1]}",
            path=source,
        )
    return chosen[0] - info.first_number, chosen[1] - info.first_number


def _cuts(text: str) -> Any:
    """Return the cuts: found, none, or read from a file."""
    if text in ("auto", "none"):
        return text
    from slowglass.core.detect import read_cut_list

    return tuple(read_cut_list(text))
