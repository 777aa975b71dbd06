"""``slowglass train``: networks of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from slowglass.core.errors import UsageError
from slowglass.plugin.cli import options, show

Network = Literal["slomo", "builtin"]

ARCHITECTURES: dict[Network, str] = {"slomo": "superslomo", "builtin": "slowglass"}
"""What people call the architectures that configurations name."""


def train(
    network: Annotated[Network, typer.Argument(help="Which architecture.")],
    config: Annotated[Path, typer.Argument(metavar="CONFIG.toml", help="See training/*.toml.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder of the run.")],
    data: Annotated[Path | None, typer.Option(help="Data set of slowglass dataset build.")] = None,
    clips: Annotated[
        Path | None, typer.Option(help="Index of clips, in place of a data set.")
    ] = None,
    renders: Annotated[
        Path | None, typer.Option(help="Shards of rendered scenes, besides clips.")
    ] = None,
    evaluate: Annotated[
        Path | None, typer.Option(help="Triplets to score on now and then.")
    ] = None,
    minutes: Annotated[float | None, typer.Option(help="Stop after so long.")] = None,
    device: options.Device = "auto",
    as_json: options.AsJson = False,
) -> None:
    """Train a network in a folder; started again with the same folder, go on where it stopped."""
    from slowglass.core.device import pick_device
    from slowglass.core.training import Footage, read_config, train as run

    settings = read_config(config)
    if settings.architecture != ARCHITECTURES[network]:
        message = f"expected a configuration of {network}, got one of {settings.architecture}"
        raise UsageError(message, path=config)
    result = run(
        settings,
        output,
        footage=Footage(clips, renders, data),
        triplets=evaluate,
        minutes=minutes,
        device=pick_device(device),
    )
    for line in result.notes:
        show.note(line)
    document = {
        "step": result.step,
        "steps": result.steps,
        "weights": str(result.weights),
        "notes": list(result.notes),
    }
    done = "done" if result.step >= result.steps else "the same command goes on"
    line = f"step {result.step} of {result.steps} ({done}): {result.weights}"
    show.result(document, [line], as_json=as_json)
