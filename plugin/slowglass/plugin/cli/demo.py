"""``slowglass demo``: the sample clip at a quarter of its speed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from slowglass.plugin.cli import options, show


def demo(
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Folder for what it makes.")
    ] = Path("demo-output"),
    quality: options.Quality = None,
    model: options.Model = "",
    device: options.Device = "auto",
    as_json: options.AsJson = False,
) -> None:
    """Retime the sample clip to 25 %: EXR frames, a preview movie and a contact sheet."""
    from slowglass.plugin.demo import run_demo

    with show.progress(quiet=as_json) as on_progress:
        document, lines = run_demo(output, quality, model, device, on_progress)
    show.result(document, lines, as_json=as_json)
