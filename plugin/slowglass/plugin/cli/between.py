"""``slowglass between``: frames between two pictures."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from slowglass.core.errors import UsageError
from slowglass.plugin.cli import options, show, words


def between(
    left: Annotated[str, typer.Argument(metavar="LEFT", help="The earlier picture.")],
    right: Annotated[str, typer.Argument(metavar="RIGHT", help="The later picture.")],
    output: Annotated[str, typer.Option("-o", "--output", help="Where to: OUT.####.exr.")],
    times: Annotated[
        str, typer.Option(help="Times between the two: 1/4,1/2,3/4; 0 is LEFT, 1 is RIGHT.")
    ] = "1/2",
    quality: options.Quality = None,
    model: options.Model = "",
    device: options.Device = "auto",
    overwrite: Annotated[
        Literal["never", "always"], typer.Option(help="Whether to replace files that lie there.")
    ] = "never",
    as_json: options.AsJson = False,
) -> None:
    """Make the frames between two pictures, numbered from 1."""
    wanted = [words.fraction(text) for text in times.split(",")]
    if any(not 0 < t < 1 for t in wanted):
        raise UsageError(f"expected times between 0 and 1, got {times}")

    from slowglass.core.pipeline import between_files

    paths = between_files(
        left,
        right,
        wanted,
        output,
        quality=quality,
        model=model,
        device=device,
        overwrite=overwrite == "always",
    )
    document = {
        "frames": [{"time": str(t), "path": path} for t, path in zip(wanted, paths, strict=True)]
    }
    show.result(document, paths, as_json=as_json)
