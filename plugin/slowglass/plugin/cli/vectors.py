"""``slowglass vectors``: the motion of a clip's frames, for compositors."""

from __future__ import annotations

from typing import Annotated

import typer

from slowglass.core import choices
from slowglass.plugin.cli import options, words
from slowglass.plugin.cli.perform import perform


def vectors(
    source: options.Source,
    output: Annotated[str, typer.Option("-o", "--output", help="Where to: vectors.####.exr.")],
    form: Annotated[
        choices.VectorForm, typer.Option("--as", help="What channels are called and mean.")
    ] = "blender",
    source_fps: options.SourceFps = None,
    deinterlace: options.Deinterlace = False,
    part: options.Range = None,
    cuts: options.Cuts = "auto",
    quality: options.Quality = None,
    model: options.Model = "",
    vectors: options.Vectors = "",
    beauty: options.Beauty = "",
    device: options.Device = "auto",
    workers: options.Workers = "1",
    compression: options.Compression = "",
    overwrite: options.Overwrite = "never",
    as_json: options.AsJson = False,
) -> None:
    """Write how each frame moves to the next and to the one before, beside its picture."""
    from slowglass.core.job import JobSpec, OutputFormat
    from slowglass.core.timing import parse_rate

    source_rate = None if source_fps is None else parse_rate(source_fps)
    first, last = words.source_range(source, source_rate, part)
    job = JobSpec(
        source=source,
        output=output,
        source_rate=source_rate,
        deinterlace=deinterlace,
        first=first,
        last=last,
        quality=quality,
        model=model,
        vectors=vectors,
        beauty=beauty,
        device=device,
        workers=words.workers(workers),
        cuts=words.cuts(cuts),
        vectors_out=output,
        vectors_as=form,
        overwrite=overwrite,
        format=OutputFormat(compression=compression),
        audio="none",
    )
    perform(job, dry_run=False, as_json=as_json)
