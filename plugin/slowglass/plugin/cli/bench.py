"""``slowglass bench``: how good and how fast the models are."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from slowglass.plugin.cli import options, show

COMPARED = ["nearest", "blend", "flow", "slowglass"]
"""The built-in models that need nothing but frames."""

Half = Literal["select", "report"]
Models = Annotated[
    list[str] | None,
    typer.Option("--model", help="A name or a checkpoint; may be given several times."),
]

app = typer.Typer(help="Measure the models on this machine.", no_args_is_help=True)


@app.command("quality")
def quality(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Test frames with index.json.")],
    model: Models = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="For JSON and plot.")] = Path("."),
    half: Annotated[
        Half | None, typer.Option(help="Only the clips to choose with, or to report on.")
    ] = None,
    device: options.Device = "auto",
    as_json: options.AsJson = False,
) -> None:
    """Compare made frames with true ones: PSNR, SSIM, interpolation error, pace and steps."""
    from slowglass.plugin.bench import run_quality

    names = model or COMPARED
    document, table = run_quality(folder, names, device, output, show.note, half)
    show.result(document, [table], as_json=as_json)


@app.command("pictures")
def pictures(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Test frames with index.json.")],
    model: Models = None,
    worst: Annotated[int, typer.Option(help="How many, of the first model's worst.")] = 10,
    output: Annotated[Path, typer.Option("-o", "--output", help="For the sheets.")] = Path("."),
    device: options.Device = "auto",
) -> None:
    """Show where a model is worst: frames, errors, motion and weights, side by side."""
    from slowglass.plugin.bench import run_pictures

    run_pictures(folder, model or ["flow"], device, output, show.note, worst)


@app.command("speed")
def speed(
    model: Models = None,
    width: Annotated[int, typer.Option(help="Of the frames, in pixels.")] = 1280,
    height: Annotated[int, typer.Option(help="Of the frames, in pixels.")] = 720,
    device: options.Device = "auto",
    as_json: options.AsJson = False,
) -> None:
    """Time estimation and composition on this machine, beside a plain blend of the same size."""
    from slowglass.plugin.bench import run_speed

    document, lines = run_speed(model or COMPARED, width, height, device)
    show.result(document, lines, as_json=as_json)
