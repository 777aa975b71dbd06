"""The ``slowglass`` command: its subcommands, and how failures become exit codes."""

from __future__ import annotations

import os
import sys
import traceback
from io import TextIOWrapper
from typing import Annotated, Any

import typer

from slowglass.core.errors import DeviceMemoryError, SlowglassError
from slowglass.core.version import __version__
from slowglass.plugin import own_process
from slowglass.plugin.cli import (
    batch,
    bench,
    between,
    check,
    demo,
    farm,
    host,
    models,
    probe,
    redo,
    retime,
    review,
    show,
    slomo,
    vectors,
)
from slowglass.plugin.cli.signals import SIGNALS, Stopped
from slowglass.plugin.cli.timelines import conform, resolve
from slowglass.plugin.cli.training import dataset, evaluate, train

app = typer.Typer(
    name="slowglass",
    help="Slow footage down: the missing frames are made from every channel of the real ones.",
    epilog="Exit codes: 0 done, 1 unexpected, 2 usage, 3 input, 4 output, 5 memory or device, "
    "6 model, 130 and 143 stopped by a signal.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("retime")(retime.retime)
app.command("run")(retime.run)
app.command("batch")(batch.batch)
app.command("slomo")(slomo.slomo)
app.command("between")(between.between)
app.command("vectors")(vectors.vectors)
app.command("probe")(probe.probe)
app.command("check")(check.check)
app.command("redo")(redo.redo)
app.command("demo")(demo.demo)
app.command("conform")(conform)
app.command("review")(review.review)
app.command("open")(review.open_clip)
app.command("resolve")(resolve)
app.command("train")(train)
app.command("evaluate")(evaluate)
app.add_typer(bench.app, name="bench")
app.add_typer(dataset, name="dataset")
app.add_typer(farm.app, name="farm")
app.add_typer(host.app, name="host")
app.add_typer(models.app, name="models")


def _version(wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        typer.echo(f"slowglass {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Hold the options that stand before a subcommand."""


@app.command("worker", hidden=True)
def _worker() -> None:
    """Serve one request of a host over stdin and stdout, as docs/protocol.md says."""
    from slowglass.plugin.worker import main as serve

    serve()


@app.command("page", hidden=True)
def _page() -> None:
    """Serve the progress page of a host, as docs/protocol.md says."""
    from slowglass.plugin.page import main as serve

    serve()


def main(argv: list[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        argv: the words after the program's name; None: those of this process.
    """
    own_process.settle()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # names of files may be bytes in no encoding
            stream.reconfigure(errors="backslashreplace")
    try:
        with SIGNALS.handled():
            return app(argv, prog_name="slowglass", standalone_mode=False) or 0
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except Stopped as stopped:
        return _say("stopped; whole frames are kept, the same command goes on", stopped.exit_code)
    except SlowglassError as error:
        for sentence in error.notes:
            typer.echo(f"Note: {sentence}", err=True)
        return _say(str(error), error.exit_code)
    except MemoryError:
        return _say("expected more memory than there is", DeviceMemoryError.exit_code)
    except Exception as error:  # the last line of defence: one line, and the details on request
        if hasattr(error, "format_message"):
            return _say_misused(error)
        if os.environ.get("SLOWGLASS_TRACEBACK"):
            traceback.print_exc()
        hint = "set SLOWGLASS_TRACEBACK=1 to see where, and report it"
        return _say(f"unexpected {type(error).__name__}: {error} ({hint})", 1)


def _say_misused(error: Any) -> int:
    """Say which word or value Typer could make nothing of; return the exit code.

    Its errors have no class that all its versions show, but the same methods.
    """
    message, context = error.format_message(), getattr(error, "ctx", None)
    if not message:  # there were no words at all, and help is shown already
        return int(error.exit_code)
    hint = f" (see {context.command_path} --help)" if context else ""
    return _say(message.rstrip(".") + hint, error.exit_code)


def _say(text: str, code: int) -> int:
    """Write one line for people and return the exit code."""
    line = " ".join(text.split())
    show.failure(line)
    typer.echo(f"slowglass: {line}", err=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
