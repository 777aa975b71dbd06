"""``slowglass evaluate``: how good models are, checkpoints of one's own among them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from slowglass.plugin.cli import show


def evaluate(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A data set, or test frames with index.json.")
    ],
    model: Annotated[
        list[str], typer.Option("--model", help="Name or checkpoint; may be given several times.")
    ],
    span: Annotated[
        int | None, typer.Option(help="Frames from first to last; default: all of an item.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="JSON file for the report.")
    ] = None,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")] = "auto",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Compare made frames with true ones, in a data set those kept for validation."""
    from slowglass.plugin.evaluation import run_evaluation

    document, table = run_evaluation(
        folder, model, span=span, device=device, output=output, note=show.note
    )
    show.result(document, [table], as_json=as_json)
