"""Where the engine is, and how its process is started."""

import os
import shutil
import subprocess
import sys
import threading
from typing import Any, Dict, List

from ...plugin.protocol.engine_file import read_engine_file

ENGINE_VARIABLE = "SLOWGLASS_ENGINE"
HOST_VARIABLES = (
    *("PYTHON", "__PYVENV_LAUNCHER__"),
    *("LD_", "DYLD_", "QT_", "QML", "GIO_MODULE_DIR", "GDK_PIXBUF_MODULE", "GTK_PATH"),
)
"""How variables begin that lead to a Python, to libraries or plug-ins of the program that set them.
"""
WINDOWS = sys.platform == "win32"
CREATE_NO_WINDOW, CREATE_NEW_PROCESS_GROUP = 0x08000000, 0x00000200
"""Of the Windows API; the oldest Pythons do not name both."""


def find_engine(configured: str = "") -> List[str]:
    """Return the command that starts the engine; empty if there is none to be found.

    The first of these decides, also if nothing is there, so that a wrong setting shows: what the
    user set in the host, the environment's SLOWGLASS_ENGINE, the file that the installation
    wrote, the program ``slowglass`` on the PATH.

    Args:
        configured: a Python interpreter, its virtual environment, or a ``slowglass`` program.
    """
    path = configured or os.environ.get(ENGINE_VARIABLE) or read_engine_file()
    path = path or shutil.which("slowglass") or ""
    return engine_command(os.path.expanduser(path)) if path else []


def engine_command(path: str) -> List[str]:
    """Return the command for an interpreter, a virtual environment or a ``slowglass`` program."""
    if os.path.isdir(path):
        path = _interpreter(os.path.join(path, "Scripts" if WINDOWS else "bin"))
    elif os.path.basename(path).lower().startswith("slowglass"):
        beside = _interpreter(os.path.dirname(os.path.realpath(path)))
        if not os.path.isfile(beside):
            return [path, "worker"]
        path = beside
    return [path, "-I", "-m", "slowglass.plugin", "worker"]


def page_command(engine: List[str]) -> List[str]:
    """Return the command for the progress page of an engine that `find_engine` found."""
    return [*engine[:-1], "page"] if engine else []


def review_command(engine: List[str], result: str) -> List[str]:
    """Return the command that opens a result in the review room, by the engine that was found."""
    return [*engine[:-1], "review", result] if engine else []


def open_command(engine: List[str], drawing: str) -> List[str]:
    """Return the command that lets speed be drawn: on what a drawing of the protocol shows."""
    return [*engine[:-1], "open", drawing] if engine else []


def start(command: List[str], stderr: int = subprocess.PIPE) -> "subprocess.Popen[bytes]":
    """Start the engine with pipes, without a window, in a process group of its own.

    Args:
        command: the program and its arguments.
        stderr: what becomes of what it writes for people; a pipe has to be read.

    Raises:
        OSError: there is no such program, or it cannot be run.
    """
    options = _by_itself()
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env=clean_environment(),
        close_fds=True,
        **options,
    )


def open_document(path: str) -> None:
    """Open a file with the program that the user has for it.

    Raises:
        OSError: the system has no such thing, or no program for it.
    """
    if sys.platform == "win32":
        os.startfile(path)
        return
    start_alone(["open" if sys.platform == "darwin" else "xdg-open", path])


def start_alone(command: List[str]) -> None:
    """Start a program that goes on by itself, whatever becomes of this process.

    Raises:
        OSError: there is no such program, or it cannot be run.
    """
    options = _by_itself()
    program = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=clean_environment(),
        **options,
    )
    threading.Thread(target=program.wait, daemon=True).start()


def clean_environment() -> Dict[str, str]:
    """Return this process's environment without what steers a Python or finds libraries.

    Hosts set such variables for the Python and the libraries inside them; another program would
    not start with them, or load theirs in place of its own.
    """
    return {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith(HOST_VARIABLES)
    }


def _by_itself() -> Dict[str, Any]:
    """Return what starts a program without a window, in a group of its own."""
    if WINDOWS:
        return {"creationflags": CREATE_NO_WINDOW | CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _interpreter(folder: str) -> str:
    """Return where the interpreter in a folder of programs is."""
    return os.path.join(folder, "python.exe" if WINDOWS else "python")
