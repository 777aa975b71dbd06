"""``slowglass demo``: the sample clip at a quarter of its speed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from slowglass.core.default_model import DEFAULT_MODEL
from slowglass.plugin.cli import options, show


def demo(
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Folder for what it makes.")
    ] = Path("demo-output"),
    model: Annotated[str, typer.Option(help="See slowglass models.")] = DEFAULT_MODEL,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")] = "auto",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Retime the sample clip to 25 %: EXR frames, a preview movie and a contact sheet."""
    from slowglass.plugin.demo import run_demo

    with show.progress(quiet=as_json) as on_progress:
        document, lines = run_demo(output, model, options.device(device), on_progress)
    show.result(document, lines, as_json=as_json)
