"""``slowglass retime`` and ``slowglass run``: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from slowglass.plugin.cli import options, words
from slowglass.plugin.cli.perform import perform


def retime(
    source: options.Source,
    output: options.Output,
    speed: options.Speed = None,
    factor: options.Factor = None,
    fps: options.Fps = None,
    keep_duration: options.KeepDuration = False,
    map_file: options.MapFile = None,
    source_fps: options.SourceFps = None,
    deinterlace: options.Deinterlace = False,
    part: options.Range = None,
    cuts: options.Cuts = "auto",
    duplicates: options.Duplicates = "keep",
    missing: options.Missing = "auto",
    end: options.End = "hold",
    quality: options.Quality = None,
    model: options.Model = "",
    vectors: options.Vectors = "",
    beauty: options.Beauty = "",
    mattes: options.Mattes = None,
    lock: options.Lock = "auto",
    motion_from: options.MotionFrom = "",
    depth: options.Depth = "auto",
    device: options.Device = "auto",
    workers: options.Workers = "1",
    input_space: options.InputSpace = "",
    output_space: options.OutputSpace = "",
    ocio: options.Ocio = "",
    colour: options.Colour = "exact",
    codec: options.Codec = "",
    compression: options.Compression = "",
    sample_type: options.SampleType = "",
    channels: options.Channels = "",
    shutter: options.Shutter = None,
    shutter_phase: options.ShutterPhase = None,
    vectors_out: options.VectorsOut = "",
    vectors_as: options.VectorsAs = "blender",
    rolling_shutter: options.RollingShutter = None,
    grain: options.Grain = "keep",
    start_number: options.StartNumber = None,
    overwrite: options.Overwrite = "never",
    audio: options.Audio = "stretch",
    preview: options.Preview = "",
    dry_run: options.DryRun = False,
    profile: options.Profile = False,
    as_json: options.AsJson = False,
) -> None:
    """Retime a clip: every frame of the result in its exact place in time."""
    from slowglass.core.channels import parse_overrides
    from slowglass.core.job import JobSpec, OutputFormat
    from slowglass.core.timing import parse_rate

    time, frame_rate = words.time_map(speed, factor, fps, keep_duration, map_file)
    source_rate = None if source_fps is None else parse_rate(source_fps)
    first, last = words.source_range(source, source_rate, part)
    job = JobSpec(
        source=source,
        output=output,
        time=time,
        frame_rate=frame_rate,
        source_rate=source_rate,
        deinterlace=deinterlace,
        first=first,
        last=last,
        quality=quality,
        model=model,
        vectors=vectors,
        beauty=beauty,
        mattes=tuple(mattes or ()),
        lock=lock,
        motion_from=motion_from,
        depth=depth,
        device=device,
        workers=words.workers(workers),
        end=end,
        cuts=words.cuts(cuts),
        duplicates=duplicates,
        missing=missing,
        shutter=words.shutter(shutter, shutter_phase),
        vectors_out=vectors_out,
        vectors_as=vectors_as,
        rolling_shutter=words.readout(rolling_shutter),
        grain=grain,
        overwrite=overwrite,
        channels=parse_overrides(channels),
        colour=colour,
        ocio=ocio,
        input_space=input_space,
        output_space=output_space,
        format=OutputFormat(codec, compression, sample_type),
        start_number=start_number,
        audio=audio,
        preview=preview,
    )
    perform(job, dry_run=dry_run, as_json=as_json, profiled=profile)


def run(
    job_file: Annotated[Path, typer.Argument(metavar="JOB", help="A slowglass.job/1 JSON file.")],
    frames: Annotated[
        str | None,
        typer.Option(
            metavar="A-B",
            help="Make these frames alone, by the numbers in their names, whoever makes others "
            "meanwhile; a run without it takes all up and ends the result.",
        ),
    ] = None,
    looked: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What was seen of the source, from a farm's bundle."),
    ] = None,
    path_map: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where folders of JOB lie here: pathmapping-1.0 JSON."),
    ] = None,
    workers: Annotated[
        str | None,
        typer.Option(metavar="N|auto", help="Processes that share the work, whatever JOB says."),
    ] = None,
    dry_run: options.DryRun = False,
    as_json: options.AsJson = False,
) -> None:
    """Run a job file, or a part of it, as editors and farms do."""
    from dataclasses import replace

    from slowglass.core.job_json import read_job
    from slowglass.core.pipeline import read_looked

    job = read_job(job_file)
    if path_map is not None:
        from slowglass.plugin.farm import mapped_job

        job = mapped_job(job, path_map)
    if workers is not None:
        job = replace(job, workers=words.workers(workers))
    perform(
        job,
        part=None if frames is None else words.frame_range(frames),
        looked=None if looked is None else read_looked(looked),
        dry_run=dry_run,
        as_json=as_json,
    )
