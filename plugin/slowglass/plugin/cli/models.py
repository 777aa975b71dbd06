"""``slowglass models``: what can make frames."""

from __future__ import annotations

from typing import Annotated

import typer

from slowglass.plugin.cli import show


def models(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """List the models and what each is good for."""
    from slowglass.core.models.load import BUILT_IN

    specs = [make().spec for make in BUILT_IN.values()]
    lines = [f"{spec.name:<8} {spec.title} ({spec.licence})" for spec in specs]
    document = {
        "models": [
            {
                "name": spec.name,
                "title": spec.title,
                "licence": spec.licence,
                "estimates_on": spec.estimates_on,
            }
            for spec in specs
        ]
    }
    show.result(document, lines, as_json=as_json)
