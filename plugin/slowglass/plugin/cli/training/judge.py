"""``slowglass evaluate``: how good models are, checkpoints of one's own among them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from slowglass.plugin.cli import options, show


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
    device: options.Device = "auto",
    as_json: options.AsJson = False,
) -> None:
    """Compare made frames with true ones, in a data set those kept for validation."""
    from slowglass.core.own_files import refuse_strangers
    from slowglass.plugin.bench import markdown_table, measure_folder, write_report
    from slowglass.plugin.marks import QUALITY_MARK

    if output is not None:
        refuse_strangers((output,), QUALITY_MARK)
    report = measure_folder(folder, model, device, show.note, span=span)
    if output is not None:
        write_report(report, output)
    show.result(report, [markdown_table(report)], as_json=as_json)
