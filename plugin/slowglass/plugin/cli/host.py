"""``slowglass host``: what runs inside an editor is built, installed, taken away."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from slowglass.core.errors import OutputError, SlowglassError, UsageError
from slowglass.plugin import blender_bundle, resolve_bundle, resolve_install
from slowglass.plugin.cli import options, show
from slowglass.plugin.owned_files import Changed
from slowglass.plugin.protocol.engine_file import write_engine_file


class Host(NamedTuple):
    """What can be done with the adapter of an editor."""

    build: Callable[[Path], Path]
    """Writes the bundle into a folder and returns its path."""
    install: Callable[[], Changed]
    """Returns where it was installed, and which files it left alone."""
    uninstall: Callable[[], Changed]
    """Returns what was removed, and which files it left alone."""
    next_step: Callable[[], str]
    """For the user, after the installation."""


HOSTS = {
    "blender": Host(
        blender_bundle.build_blender,
        lambda: Changed(blender_bundle.install_blender(), []),
        lambda: Changed(blender_bundle.uninstall_blender(), []),
        lambda: "Restart Blender and enable Slowglass in Edit > Preferences > Add-ons.",
    ),
    "resolve": Host(
        resolve_bundle.build_resolve,
        resolve_install.install_resolve,
        resolve_install.uninstall_resolve,
        resolve_install.next_step,
    ),
}

app = typer.Typer(name="host", help="Install what runs inside an editor.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="HOST", help=f"One of: {', '.join(HOSTS)}.")]


@app.command()
def build(
    name: Name,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for it.")
    ] = Path("dist"),
    as_json: options.AsJson = False,
) -> None:
    """Write the adapter of an editor as one file, to be installed by hand."""
    try:
        path = _host(name).build(output)
    except SlowglassError:
        raise
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}", path=output) from error
    show.result({"path": str(path)}, [str(path)], as_json=as_json)


@app.command()
def install(name: Name, as_json: options.AsJson = False) -> None:
    """Install the adapter of an editor for this user, and note where this engine is."""
    host = _host(name)
    changed = host.install()
    noted = write_engine_file(sys.executable)
    lines = [f"Installed {path}" for path in changed.paths]
    lines += [*_kept(changed), f"Noted the engine in {noted}", host.next_step()]
    document = {**_document("installed", changed), "engine_file": noted}
    show.result(document, lines, as_json=as_json)


@app.command()
def uninstall(name: Name, as_json: options.AsJson = False) -> None:
    """Take the adapter of an editor away; settings and results stay."""
    changed = _host(name).uninstall()
    lines = [f"Removed {path}" for path in changed.paths] or ["There was nothing to remove"]
    show.result(_document("removed", changed), [*lines, *_kept(changed)], as_json=as_json)


def _document(done: str, changed: Changed) -> dict[str, list[str]]:
    """Return what was done as plain JSON values."""
    return {
        done: [str(path) for path in changed.paths],
        "kept": [str(path) for path in changed.kept],
    }


def _kept(changed: Changed) -> list[str]:
    """Return lines on the files that were left alone."""
    return [f"Left as it is, it is not as we wrote it: {path}" for path in changed.kept]


def _host(name: str) -> Host:
    """Return what is known of an editor.

    Raises:
        UsageError: nothing is.
    """
    if name not in HOSTS:
        raise UsageError(f"expected a host among {', '.join(HOSTS)}, got {name!r}")
    return HOSTS[name]
