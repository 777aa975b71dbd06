"""``slowglass dataset``: data to train on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from slowglass.plugin.cli import options, show

dataset = typer.Typer(
    help="Make data sets to train and evaluate models with.", no_args_is_help=True
)


@dataset.callback()
def _options() -> None:
    """Keep `build` a word of its own while it is the only one."""


@dataset.command("build")
def build(
    sources: Annotated[
        list[Path],
        typer.Argument(metavar="SOURCE...", help="Movies, sequences, or folders of either."),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder of the data set.")],
    frames: Annotated[int, typer.Option(help="Frames of each window.")] = 12,
    size: Annotated[int, typer.Option(help="Shorter side at most, in pixels.")] = 360,
    validation: Annotated[float, typer.Option(help="Share of the clips kept for that.")] = 0.1,
    seed: Annotated[int, typer.Option(help="Of the choice of those clips.")] = 1,
    as_json: options.AsJson = False,
) -> None:
    """Cut clips into windows of frames that cross no cut, repeat or gap; started again, go on."""
    from slowglass.core.training.dataset import DatasetSettings, build_dataset

    document = build_dataset(
        sources,
        output,
        DatasetSettings(frames, size),
        validation_share=validation,
        seed=seed,
        note=show.note,
    )
    counts = {
        part: sum(len(clip["windows"]) for clip in document["clips"] if clip["part"] == part)
        for part in ("train", "validation")
    }
    line = f"{counts['train']} windows to train on, {counts['validation']} to validate: {output}"
    show.result(document, [line], as_json=as_json)
