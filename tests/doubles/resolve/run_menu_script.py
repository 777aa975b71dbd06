"""Runs a script as the Scripts menu does, against a scenario, and writes down what became of it.

Arguments: the scenario (JSON), the script, the file for the dump. Any Python from 3.6 on runs it.
The script has its globals, no ``__file__``, and for stdout a module with ``write`` alone;
PYTHONHOME, LD_LIBRARY_PATH and the like are junk, as a host may leave them. A scenario in which
scripts do not start ends with the status NOT_STARTED.
"""

import json
import os
import sys
from importlib import import_module
from typing import Any

NOT_STARTED = 3
OF_RESOLVE = (
    *("PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    *("QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH"),
)
"""Variables of the environment that lead to libraries inside Resolve, and nowhere else."""


def main(scenario: str, script: str, dump: str) -> int:
    """Return the exit status."""
    with open(scenario, encoding="utf-8") as file:
        spec = json.load(file)
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[0] = os.path.dirname(here)
    double = import_module(os.path.basename(here))
    sys.path.pop(0)
    app = double.ResolveDouble(spec)
    _dump_at_sudden_end(app, dump)
    if not app.profile.scripts_run:
        _write(app, dump)
        return NOT_STARTED
    if app.profile.studio:
        double.install_module(app)
    for name in OF_RESOLVE:
        os.environ[name] = os.path.join(here, "nowhere")
    sys.argv = [""]
    names = spec.get("globals", double.SCENARIO["globals"])
    with open(script, encoding="utf-8") as file:
        source = file.read()
    try:
        with double.script_console(app.behaviour["stdout"]) as refused:
            import __main__

            vars(__main__).update(double.menu_globals(app, spec.get("in_main", [])))
            exec(compile(source, "<menu script>", "exec"), double.menu_globals(app, names))
        for text in refused:
            sys.stderr.write("refused from another thread: " + text)
    finally:
        _write(app, dump)
    return 0


def _dump_at_sudden_end(app: Any, dump: str) -> None:
    """Keep the dump of a script that leaves by ``os._exit``."""
    leave = os._exit

    def write_and_leave(status: int) -> None:
        _write(app, dump)
        leave(status)

    os._exit = write_and_leave  # type: ignore[assignment]


def _write(app: Any, dump: str) -> None:
    """Write the dump."""
    with open(dump, "w", encoding="utf-8") as file:
        json.dump(app.dump(), file, indent=1)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
