"""``slowglass models``: what can make frames, and the user's own models."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from slowglass.plugin.cli import options, show

if TYPE_CHECKING:
    from slowglass.core.models import StoredModel

app = typer.Typer(help="List models, add checkpoints, fetch weights.")

Name = Annotated[str, typer.Option("--name", help="What to call it.")]
Arch = Annotated[
    str, typer.Option("--arch", help="Architecture, where the file does not tell: rife-4.25.")
]


@app.callback(invoke_without_command=True)
def models(context: typer.Context, as_json: options.AsJson = False) -> None:
    """List the models and what each is good for."""
    if context.invoked_subcommand is not None:
        return
    from slowglass.core.choices import Quality
    from slowglass.core.models import tier_choice
    from slowglass.plugin import engine_facts
    from slowglass.plugin.fetch import NAMES, SIZES_MB

    found = engine_facts.models()
    width = max(len(model["name"]) for model in found)
    lines = [f"{m['name']:<{width}}  {m['title']} ({m['licence']})" for m in found]
    for quality in get_args(Quality):
        cpu, gpu = (tier_choice(quality, kind).model for kind in ("cpu", "gpu"))
        lines.append(f"--quality {quality:<5} is {cpu} on a CPU, {gpu} on a GPU")
    lines.append("Several work as one where they are joined by +: --model flow+slowglass")
    there = {model["name"] for model in found}
    if others := [name for name in NAMES if name not in there]:
        offered = ", ".join(f"{name} ({SIZES_MB[name]} MB)" for name in others)
        lines.append(f"To be had by slowglass models fetch: {offered}")
    show.result({"models": found}, lines, as_json=as_json)


@app.command("show")
def show_one(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A model, or a checkpoint.")],
    as_json: options.AsJson = False,
) -> None:
    """Tell what is known of a model, or of a checkpoint before it is added."""
    from slowglass.plugin.engine_facts import model_facts

    facts = model_facts(name)
    width = max(map(len, facts))
    lines = [f"{key.replace('_', ' '):<{width}}  {value}" for key, value in facts.items()]
    show.result(facts, lines, as_json=as_json)


@app.command("add")
def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A checkpoint.")],
    name: Name = "",
    architecture: Arch = "",
    as_json: options.AsJson = False,
) -> None:
    """Copy a checkpoint into your model folder, once it is known to be whole and of use."""
    from slowglass.core.models import BUILT_IN, add_model

    stored = add_model(file, name, architecture, taken=tuple(BUILT_IN))
    _say_added(stored, as_json)


@app.command("remove")
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="One of your models.")],
    as_json: options.AsJson = False,
) -> None:
    """Remove one of your models."""
    from slowglass.core.models import remove_model

    path = remove_model(name)
    show.result({"removed": name, "path": str(path)}, [f"Removed {path}"], as_json=as_json)


@app.command("fetch")
def fetch(
    what: Annotated[
        str, typer.Argument(metavar="NAME|URL", help="rife, raft-large, raft-small, or https://...")
    ],
    name: Name = "",
    architecture: Arch = "",
    sha256: Annotated[
        str, typer.Option("--sha256", help="How the file's SHA-256 begins, if you know it.")
    ] = "",
    as_json: options.AsJson = False,
) -> None:
    """Download weights into your model folder; a download that broke off goes on."""
    from slowglass.plugin.fetch import fetch_model

    tenths = 0

    def on_bytes(done: int, total: int | None) -> None:
        nonlocal tenths
        if total and 10 * done // total > tenths:
            tenths = 10 * done // total
            show.note(f"{done} of {total} bytes")

    stored = fetch_model(what, name, architecture, sha256, on_bytes)
    _say_added(stored, as_json)


def _say_added(stored: StoredModel, as_json: bool) -> None:
    """Tell under which name a model can be used from now on, and under which licence."""
    document: dict[str, Any] = {**vars(stored), "path": str(stored.path)}
    lines = [
        f"{stored.name}: {stored.title}",
        f"Licence: {stored.licence}",
        f"Use it with --model {stored.name}; it lies in {stored.path}",
    ]
    show.result(document, lines, as_json=as_json)
