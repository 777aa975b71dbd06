"""``slowglass models``: what can make frames."""

from __future__ import annotations

from typing import Annotated

import typer

from slowglass.plugin.cli import show


def models(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """List the models and what each is good for."""
    from slowglass.plugin import engine_facts

    found = engine_facts.models()
    lines = [f"{model['name']:<8} {model['title']} ({model['licence']})" for model in found]
    show.result({"models": found}, lines, as_json=as_json)
